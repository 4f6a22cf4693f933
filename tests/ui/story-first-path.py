#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a contact file to an approved message, by the real window.

 1  the window opens on an empty base
 2  a file that is no table is refused in words
 3  the sample's columns are guessed and placed
 4  a column is dragged off its field by hand
 5  and back onto it
 6  the keyboard places a column too
 7  the result is stored, with a summary
 8  the list shows it, the best score first
 9  search as one types
10  the pane explains the score
11  a field is edited in place
12  a wrong value is refused and says so
13  deletion, and its undo
14  three variants are drafted
15  a word that is in no dictionary is put right by its menu
16  a variant is edited, and kept
17  a variant is approved
18  the message waits in the list
19  the dashboard shows the funnel
20  the import is undone
21  the application is quit, with all its pages
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, text_of, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / 'data/sample/contacts.csv'
ROWS = re.compile(r'^[\d,\u202f\u00a0 ]+ prospects$')


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-{name}.png')


def label(app, pattern, timeout=5):
    return app.find('label', pattern, timeout=timeout)


def slot(app, field):
    return app.find(None, field, within=app.find(None, 'Fields'))


def chip(app, header):
    return app.find('button', header)


def entry(app, title):
    """The text of a row with that title."""
    def look():
        for node in app.all('text'):
            if node.get_name() == title and 'EditableText' in node.get_interfaces():
                return node
        return None
    return wait(look, 5, f'the entry {title}')


def retype(app, title, words):
    app.focus(entry(app, title))
    app.key('ctrl+a')
    app.keys(words)
    app.key('Return')


def write_profile(base):
    """Who writes: without it no message may be drafted."""
    ctl = pathlib.Path(PROGRAM).with_name('palierctl')
    words = ['agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'email=claire@agence.example',
             'phone=01 99 00 10 10', 'street=3 place du Marché', 'postal_code=78000', 'city=Versailles',
             'siret=99900000100018', 'card=CPI 7801 2020 000 000 001', 'zones=Versailles', 'signature=Claire Roux',
             'legal_mentions=Agence de la Place, 3 place du Marché, 78000 Versailles',
             'privacy_url=https://agence.example/vie-privee']
    subprocess.run([ctl, *base, 'init'], check=True, capture_output=True)
    subprocess.run([ctl, *base, 'profile', *words], check=True, capture_output=True)


def open_file(base, path):
    """As a file manager does: a second start leads the file to the first one's window, and ends."""
    subprocess.run([PROGRAM, *base, path], check=True, timeout=20, capture_output=True)


def steps(app, story, base, folder):
    @story.step('the window opens on an empty base')
    def _():
        label(app, 'No Prospects Yet', 15)
        picture(app, 'empty')

    @story.step('a file that is no table is refused in words')
    def _():
        bad = folder / 'letter.csv'
        bad.write_bytes(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n')
        open_file(base, bad)
        label(app, '“letter.csv” Cannot Be Imported')
        label(app, re.compile('Nothing was imported'))
        picture(app, 'refused')

    @story.step("the sample's columns are guessed and placed")
    def _():
        open_file(base, SAMPLE)
        app.find('button', 'Raison sociale', within=slot(app, 'Company'), timeout=10)
        app.find('button', re.compile(r'^Import \d+ Contacts$'), timeout=15)
        picture(app, 'board')

    @story.step('a column is dragged off its field by hand')
    def _():
        app.drag(app.still_point(chip(app, 'Civilité')), app.still_point(label(app, 'Columns to Place')))
        app.find('button', 'Civilité', within=app.find(None, 'Columns not imported'))
        picture(app, 'dragged')

    @story.step('and back onto it')
    def _():
        app.drag(app.still_point(chip(app, 'Civilité')), app.still_point(slot(app, 'Title')))
        app.find('button', 'Civilité', within=slot(app, 'Title'))

    @story.step('the keyboard places a column too')
    def _():
        app.focus(chip(app, 'Civilité'))
        app.key('BackSpace')
        app.find('button', 'Civilité', within=app.find(None, 'Columns not imported'))
        app.key('Return')           # the keyboard went along with the chip
        app.focused(None, 'Name of the field')
        app.keys('titl')
        app.key('Return')
        app.find('button', 'Civilité', within=slot(app, 'Title'))

    @story.step('the result is stored, with a summary')
    def _():
        app.press(app.find('button', re.compile(r'^Import \d+ Contacts$'), timeout=15))
        label(app, re.compile(r'^\d+ Contacts Imported$'), 30)
        picture(app, 'imported')

    @story.step('the list shows it, the best score first')
    def _():
        app.press(app.find('button', 'See the Prospects'))
        label(app, ROWS)
        wait(lambda: len(rows(app)) > 10, 20, 'rows')
        scores = [score_of(row) for row in rows(app)[:8]]
        assert scores == sorted(scores, reverse=True), scores
        picture(app, 'prospects')

    @story.step('search as one types')
    def _():
        app.key('ctrl+f')
        app.keys('gap')
        wait(lambda: 0 < len(rows(app)) < 15, 20, 'fewer rows')
        assert all('Gap' in row.get_name() for row in rows(app)), [row.get_name() for row in rows(app)]
        app.key('Escape')
        wait(lambda: len(rows(app)) > 15, 20, 'all rows again')

    @story.step('the pane explains the score')
    def _():
        app.click(cells(rows(app)[0])[1])
        label(app, re.compile('^(Digital maturity|Reachability)$'))
        label(app, 'Total')
        picture(app, 'pane')

    @story.step('a field is edited in place')
    def _():
        retype(app, 'Town', 'Rambouillet')
        wait(lambda: 'Rambouillet' in rows(app)[0].get_name(), 20, 'the new town in the list')

    @story.step('a wrong value is refused and says so')
    def _():
        before = text_of(entry(app, 'E-mail'))
        retype(app, 'E-mail', 'nobody at all')
        label(app, re.compile('kept'))
        retype(app, 'E-mail', before)

    @story.step('deletion, and its undo')
    def _():
        before = label(app, ROWS).get_name()
        app.press(app.find('button', 'Delete the Prospect'))
        label(app, re.compile('was deleted$'))
        wait(lambda: label(app, ROWS).get_name() != before, 20, 'one fewer')
        app.press(app.find('button', 'Undo'))
        label(app, before)
        app.key('ctrl+f')
        app.keys('rambouillet')
        wait(lambda: len(rows(app)) == 1, 20, 'the one that came back')

    @story.step('three variants are drafted')
    def _():
        app.click(cells(rows(app)[0])[1])
        app.press(app.find('button', 'Write to Them'))
        wait(lambda: len(list(app.all('radio button'))) == 3, 15, 'three variants')
        picture(app, 'composer')

    @story.step('a word that is in no dictionary is put right by its menu')
    def _():
        body = next(app.all('text', 'Text of the message'))
        before = text_of(body)
        app.focus(body)
        app.key('ctrl+Home')
        app.keys('agense ')
        wait(lambda: text_of(body).startswith('agense '), 20, 'the word')
        app.key('Left', 'Left', 'Left', 'Menu')
        app.click(app.menu_item('agence'))
        wait(lambda: text_of(body) == 'agence ' + before, 20, 'the other word')

    @story.step('a variant is edited, and kept')
    def _():
        subject = next(node for node in app.all('text', 'Subject'))
        app.set_text(subject, 'Votre secteur à Rambouillet')
        label(app, re.compile('^Personal: .*27 characters'), 20)

    @story.step('a variant is approved')
    def _():
        app.press(app.find('button', re.compile('Approve')))
        answer = wait(lambda: next(app.all('label', 'Message approved'), None)
                      or next(app.all('button', re.compile('Approve Anyway')), None), 20, 'an answer')
        if answer.get_role_name() != 'label':
            app.press(answer)
        label(app, 'Message approved')
        picture(app, 'approved')

    @story.step('the message waits in the list')
    def _():
        app.activate('win.show-page', 'messages')
        app.press(app.find('button', re.compile('^Back|^Messages$')))
        app.find('button', re.compile('^Send 1 Message'))
        picture(app, 'messages')

    @story.step('the dashboard shows the funnel')
    def _():
        app.activate('win.show-page', 'dashboard')
        label(app, 'Funnel')
        app.find(None, re.compile('^Sent: 0'))
        picture(app, 'dashboard')

    @story.step('the import is undone')
    def _():
        app.activate('win.show-page', 'import')
        app.press(app.find('button', 'Undo This Import'))
        label(app, 'Import Undone')
        app.activate('win.show-page', 'prospects')
        wait(lambda: len(rows(app)) < 3, 10, 'the rows to go')

    @story.step('the application is quit, with all its pages')
    def _():
        app.key('ctrl+q')
        assert app.process.wait(20) == 0


def rows(app):
    """The rows of the table that are made, without its header."""
    return [row for row in app.all('table row') if row.get_name().strip() and not row.get_name().startswith('Name')]


def cells(row):
    return [row.get_child_at_index(i) for i in range(row.get_child_count())]


def score_of(row):
    found = re.search(r'\b(\d{1,3})\b(?=,| (?:[Hh]ot|[Ww]arm|[Cc]old|to complete))', row.get_name())
    assert found, row.get_name()
    return int(found[1])


def main():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        write_profile(base)
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base, folder)
    return story.end()


sys.exit(main())
