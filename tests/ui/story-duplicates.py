#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prospects that are in the base twice, by the real window.

 1  the search begins from the menu, and the surest come first
 2  values stand side by side, with the reasons
 3  a value is chosen, the pair is merged, and the choice stays
 4  the merge is undone
 5  another pair is told apart, and not proposed again
 6  all that are sure are merged at once
 7  at 360 px everything is reached
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / 'data/sample/contacts.csv'
TWINS = [
    # The same firm and person, typed twice.
    ({'company': 'Agence des Trois Ponts', 'first_name': 'Zoé', 'last_name': 'Kerbrat', 'phone': '02 99 00 41 42',
      'email': 'zoe.kerbrat@troisponts.example', 'postal_code': '35000', 'city': 'Rennes', 'team_size': '2-5'},
     {'company': 'AGENCE DES TROIS PONTS', 'first_name': 'Zoé', 'last_name': 'Kerbrat', 'phone': '02 99 00 41 42',
      'email': 'z.kerbrat@troisponts.example', 'postal_code': '35000', 'city': 'Rennes'}),
    ({'company': 'Cabinet Le Guennec', 'first_name': 'Maël', 'last_name': 'Le Guennec', 'mobile': '06 39 98 41 50',
      'email': 'mael@leguennec.example', 'postal_code': '29000', 'city': 'Quimper'},
     {'company': 'Cabinet Le Guennec', 'first_name': 'Mael', 'last_name': 'Le Guenec', 'mobile': '06 39 98 41 50',
      'email': 'mael@leguennec.example', 'postal_code': '29000', 'city': 'Quimper'}),
    # Colleagues: perhaps two.
    ({'company': 'Immobilière du Golfe', 'first_name': 'Paul', 'last_name': 'Rousseau', 'phone': '02 97 00 41 60',
      'postal_code': '56000', 'city': 'Vannes'},
     {'company': 'Immobiliere du Golfe', 'first_name': 'P.', 'last_name': 'Rousseau', 'phone': '02 97 00 41 61',
      'postal_code': '56000', 'city': 'Vannes'}),
]


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('import', str(SAMPLE), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
        for pair in TWINS:
            for one in pair:
                self.ctl('add', '--anyway', *(w for k, v in one.items() for w in ('--set', f'{k}={v}')))

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def find(self, words):
        return self.ctl('prospects', '--search', words)


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-duplicates-{name}.png')


def find_duplicates(app):
    app.press(app.find('button', 'Search Again'))
    app.find('label', re.compile(r'^\d+ groups?$'), timeout=20)


def row(app, name):
    return app.find('label', re.compile(name), timeout=10)


def steps(app, story, base):
    @story.step('the search begins from the menu, and the surest come first')
    def _():
        app.find('label', re.compile(r'^[\d,]+ prospects$'), timeout=15)
        app.activate('win.find-duplicates')
        app.find('label', re.compile(r'^\d+ groups?$'), timeout=20)
        row(app, 'Trois Ponts')
        certainty = [float(found[1]) for node in app.all('label', re.compile(r'\((\d+)\s*%\)'))
                     if (found := re.search(r'\((\d+)\s*%\)', node.get_name()))]
        assert certainty[:-1] == sorted(certainty[:-1], reverse=True), certainty
        picture(app, 'found')

    @story.step('values stand side by side, with the reasons')
    def _():
        app.click(row(app, 'Trois Ponts'))
        app.find('radio button', 'E-mail: z.kerbrat@troisponts.example')
        app.find('radio button', 'E-mail: zoe.kerbrat@troisponts.example')
        app.find(None, re.compile('^Phone: the same'))
        app.find('label', re.compile('speaks .*for it'))
        picture(app, 'review')

    @story.step('a value is chosen, the pair is merged, and the choice stays')
    def _():
        app.press(app.find('radio button', 'E-mail: z.kerbrat@troisponts.example'))
        app.press(app.find('button', 'Merge'))
        app.find('label', re.compile('one prospect now'))
        found = base.find('troisponts')
        assert len(found) == 1, found
        assert found[0]['email'] == 'z.kerbrat@troisponts.example', found
        assert 'zoe.kerbrat@troisponts.example' in str(found[0]), found
        picture(app, 'merged')

    @story.step('the merge is undone')
    def _():
        app.press(app.find('button', 'Undo'))
        wait(lambda: len(base.find('troisponts')) == 2, 10, 'both to be back')

    @story.step('another pair is told apart, and not proposed again')
    def _():
        app.click(row(app, 'Le Guennec'))
        app.find('radio button', re.compile('^Last name: Le Guenec'))
        app.press(app.find('button', 'Not the Same'))
        app.find('label', re.compile('will not be proposed again'))
        app.gone('label', re.compile('^Cabinet Le Guennec'))
        find_duplicates(app)
        row(app, 'Trois Ponts')
        assert next(app.all('label', re.compile('Le Guennec')), None) is None

    @story.step('all that are sure are merged at once')
    def _():
        before = len(base.ctl('prospects', '--limit', '1000'))
        app.press(app.find('button', re.compile('^Merge the .*Sure Group')))
        app.find('label', re.compile(r'groups? (was|were) merged'), timeout=20)
        assert len(base.ctl('prospects', '--limit', '1000')) < before
        assert len(base.find('troisponts')) == 1
        picture(app, 'all')

    @story.step('at 360 px everything is reached')
    def _():
        app.resize(360, 720)
        app.find('radio button', 'First name: Paul')
        picture(app, 'narrow')
        app.press(app.find('button', 'Back'))
        app.find('label', re.compile(r'^\d+ groups?$'))
        picture(app, 'narrow-list')
        app.click(row(app, 'Immobilière du Golfe'))
        app.press(app.find('button', 'Merge'))
        wait(lambda: len(base.find('Rousseau Golfe')) == 1, 10, 'the merge')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base)
    return story.end()


sys.exit(main())
