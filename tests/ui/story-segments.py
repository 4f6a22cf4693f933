#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and segments, by the real window.

 1  a filter becomes a chip, and the list follows
 2  the filters are saved as a segment
 3  a segment that the base proposes is taken
 4  several prospects are tagged at once, and it is undone
 5  a draft is written for each of the selection, and whom none is for is said
 6  these drafts are one action, and undone by the toast
 7  the selection is about to be exported: format and columns
 8  a column is chosen and moved, and remembered
 9  Enter opens the row that has the keyboard
10  a segment is removed, and comes back by the toast and by Ctrl+Z
11  at 360 px everything is reached
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


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('import', str(SAMPLE), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def count(self, *filters):
        words = [w for one in filters for w in ('--filter', one)]
        return len(self.ctl('prospects', '--limit', '1000', *words))


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-segments-{name}.png')


def listed(app, n):
    app.find('label', f'{n} prospects' if n != 1 else '1 prospect', timeout=10)


def filters_of(segment):
    return [word for term in segment['filter']['terms'] for word in ('--filter', term['key'] + '=' + ','.join(term['values']))]


def drafts_of(base, segment):
    return [message for one in base.ctl('prospects', '--limit', '1000', *filters_of(segment))
            for message in base.ctl('show', one['id'])[0]['messages']]


def above(node):
    """The roles of all that it is in."""
    roles = []
    while node.parent is not None:
        node = node.parent
        roles.append(node.role)
    return roles


def choose(app, key, value):
    app.press(app.find('toggle button', 'Filter'))
    app.click(app.find('list item', key))
    app.press(app.find('check box', re.compile('^' + re.escape(value))))
    app.key('Escape')


def steps(app, story, base):
    everyone = base.count()
    meant = base.ctl('segments', '--propose')[0]

    @story.step('a filter becomes a chip, and the list follows')
    def _():
        listed(app, everyone)
        choose(app, 'Website', 'without website')
        listed(app, base.count('website=no'))
        app.find('button', 'without website')
        choose(app, 'Kind', 'agencies')
        listed(app, base.count('website=no', 'kind=agency'))
        picture(app, 'chips')
        app.press(app.find('button', 'agencies'))
        listed(app, base.count('website=no'))

    @story.step('the filters are saved as a segment')
    def _():
        app.press(app.find('toggle button', 'Segments'))
        app.focus(app.find('text', 'Name of the segment'))
        app.keys('Sans site')
        app.press(app.find('button', 'Save'))
        app.find('label', 'Saved Segments')
        wait(lambda: [s['name'] for s in base.ctl('segments')] == ['Sans site'], 20, 'the segment')
        assert base.ctl('segments')[0]['count'] == base.count('website=no')
        picture(app, 'menu')

    @story.step('a segment that the base proposes is taken')
    def _():
        app.find('label', 'Proposed from Your Base')
        app.click(app.find('list item', meant['name']))
        listed(app, meant['count'])
        picture(app, 'proposed')

    @story.step('several prospects are tagged at once, and it is undone')
    def _():
        n = meant['count']
        first = base.ctl('prospects', '--limit', '1', *filters_of(meant))[0]
        first = first.get('company') or ' '.join(filter(None, (first.get('first_name'), first.get('last_name'))))
        app.click(app.find('label', first))
        app.find('button', 'Write to Them')
        app.key('ctrl+a')
        app.find('label', f'{n} selected')
        app.press(app.find('toggle button', 'Tag'))
        app.focus(app.find('text', 'Tag'))
        app.keys('salon')
        picture(app, 'tag')
        app.press(app.find('button', 'Add'))
        app.find('label', f'{n} prospects changed', timeout=10)
        assert base.count('tag=salon') == n
        app.key('ctrl+z')
        wait(lambda: base.count('tag=salon') == 0, 10, 'the undo')

    @story.step('a draft is written for each of the selection, and whom none is for is said')
    def _():
        app.press(app.find('button', 'Draft for the Selection'))
        words = app.find('label', re.compile(r'^\d+ drafts? written$'), timeout=30)
        picture(app, 'drafts')
        n = int(words.name.split()[0])
        app.find('label', f'1 of {n}')
        if n < meant['count']:
            app.press(app.find('button', re.compile('Why$')))
            app.find('label', 'Details')
            said = '\n'.join(label.name for label in list(app.all('label')) if 'dialog' in above(label))
            left = [int(count) for count in re.findall(r'^(\d+) prospect', said, re.M)]
            assert n + sum(left) == meant['count'], (n, left, meant)
            app.key('Escape')
            app.gone('label', 'Details')
        drafts = drafts_of(base, meant)
        assert len(drafts) == n
        assert app.find('text', 'Subject').get_text() in [draft['subject'] for draft in drafts]

    @story.step('these drafts are one action, and undone by the toast')
    def _():
        app.press(app.find('button', 'Undo'))
        wait(lambda: not drafts_of(base, meant), 20, 'the drafts to go')
        app.activate('win.show-page', 'prospects')

    @story.step('the selection is about to be exported: format and columns')
    def _():
        app.press(app.find('button', 'Export the Selection'))
        app.find('label', 'Export the Selection')
        app.find('button', f'Export {meant["count"]} Prospects…')
        app.find('label', 'Columns')
        picture(app, 'export')
        app.key('Escape')
        app.gone('label', 'Columns')

    @story.step('a column is chosen and moved, and remembered')
    def _():
        def headings():
            heading = next(app.all('table row', re.compile('^Name ')))
            return [node.name for node in sorted(heading.children, key=lambda node: node.get_extents()[0])]
        assert headings() == ['Name', 'Town', 'Score', 'Stage', 'Last Sign'], headings()
        app.press(app.find('toggle button', 'More Actions'))
        app.click(app.menu_item('Choose Columns…'))
        app.press(app.find('check box', 'E-mail'))
        for _ in range(4):      # each press at its time: a button takes none while it is down
            up = app.find('button', 'Move “E-mail” Up')
            before = up.get_extents()[1]
            app.press(up)
            wait(lambda up=up, before=before: up.get_extents()[1] < before, 20, 'the column a place higher')
        picture(app, 'columns')
        app.key('Escape')
        app.gone('check box', 'E-mail')
        wait(lambda: headings() == ['Name', 'E-mail', 'Town', 'Score', 'Stage', 'Last Sign'], 20, 'the new order')
        kept = (app.state / 'palier/window.ini').read_text()
        assert 'columns=full_name;email;city;score;stage;last_sign_at;' in kept, kept

    @story.step('Enter opens the row that has the keyboard')
    def _():
        heading, *rows = app.all('table row', within=app.find('tree table', 'Prospects'))
        app.focus(rows[1])
        app.key('Return')
        app.find('button', 'Write to Them')
        app.find('label', re.compile('^' + re.escape(rows[1].children[0].name) + '$'),
                 within=app.find('button', 'Write to Them').get_parent())

    @story.step('a segment is removed, and comes back by the toast and by Ctrl+Z')
    def _():
        before = base.ctl('segments')
        for undo in (lambda: app.press(app.find('button', 'Undo')), lambda: app.key('ctrl+z')):
            app.press(app.find('toggle button', 'Segments'))
            app.press(app.find('button', 'Remove the segment “Sans site”'))
            app.find('label', 'Segment removed; its prospects stay')
            assert base.ctl('segments') == []
            picture(app, 'removed')
            undo()
            wait(lambda: base.ctl('segments') == before, 20, 'the undo')
            app.gone('button', 'Undo')

    @story.step('at 360 px everything is reached')
    def _():
        app.resize(360, 720)
        app.press(app.find('toggle button', 'Segments'))
        app.click(app.find('list item', 'Sans site'))
        listed(app, base.count('website=no'))
        picture(app, 'narrow')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base)
    return story.end()


sys.exit(main())
