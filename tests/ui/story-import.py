#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file with dirt in it, put right before it is stored; then several files, and an undo.

 1  the rows of the whole file show, with what is to be mended
 2  a cell is mended in place
 3  a proposal is taken for all alike
 4  a duplicate shows side by side with the other row, and is kept beside it
 5  a column is split
 6  day, month and year in three columns are one date, by their titles
 7  and by hand
 8  a column goes into the notes, and back
 9  the file is imported as it was mended
10  two files are dropped: one after the other
11  a known contact shows side by side
12  the next file, and what was imported before changes nothing
13  a table is pasted
14  what the import was unsure of is compared, and told apart
15  an import is undone, but for what was changed since
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, text_of, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
# The page has some five hundred accessibles, and a busy machine takes seconds to walk them.
PATIENCE_S = 20
GIVER = pathlib.Path(__file__).with_name('giver.py')
# The numbers are of the ranges that are kept for fiction, the addresses of reserved names.
DIRT = '''Raison sociale;Nom;Prénom;E-mail;Téléphone;Adresse complète;Étage;Jour naiss.;Mois naiss.;Année naiss.
Agence du Port;LE GOFF;Jeanne;jeanne@agence-port.example;01 99 00 12 34;3 rue du Port, 35400 Saint-Malo;2e;9;12;1937
Cabinet Rive;MARTIN;Paul;paul.martin@gmial.com;01 99 00 12 35;8 quai Nord, 33000 Bordeaux;RDC;;;
Cabinet Rive;MARTIN;Paul;paul.martin@gmial.com;01 99 00 12 35;8 quai Nord, 33000 Bordeaux;RDC;;;
Étude des Quais;BERNARD;Luc;luc at quais;01 99 00 12 36;1 rue Haute, 69002 Lyon;;;;
Immo Sud;DUPONT;Anne;anne@gmial.com;06 39 98 00 01;2 rue Basse, 13001 Marseille;1er;31;1;1950
'''
SECOND = '''Société;E-mail;Ville
Agence du Port;jeanne@agence-port.example;Dinard
Agence de la Gare;gare@agence-gare.example;Rennes
'''
THIRD = '''Société;E-mail
Agence de la Gare;gare@agence-gare.example
'''
PARTS = ('Jour naiss.', 'Mois naiss.', 'Année naiss.')
BIRTH = 'Date of birth'
PASTED = '''Société\tNom\tPrénom\tE-mail\tTéléphone
Agence du Lac\t\t\tlac@agence-lac.example\t01 99 00 12 40
Agence du Parc\t\t\tparc@agence-parc.example\t01 99 00 12 41
\tRoux\tLuc\tfamille@foyer.example\t
\tPetit\tAnne\tfamille@foyer.example\t
'''


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-import-{name}.png')


def label(app, pattern, timeout=PATIENCE_S, within=None):
    return app.find('label', pattern, timeout=timeout, within=within)


def button(app, pattern, timeout=PATIENCE_S):
    return app.find('button', pattern, timeout=timeout)


def slot(app, field):
    return app.find(None, field, within=app.find(None, 'Fields'))


def rows(app):
    return [row for row in app.all('table row') if row.get_name().strip() and not row.get_name().startswith('Line')]


def row_with(app, text):
    return wait(lambda: next((row for row in rows(app) if text in row.get_name()), None), PATIENCE_S, f'a row with {text}')


def filter_rows(app, name):
    node = app.find('toggle button', re.compile(f'^{name}'))
    app.focus(node)             # brings it onto the screen too
    app.press(node)
    return node


def select(app, text):
    """The row with a text, brought onto the screen and chosen."""
    row = row_with(app, text)
    app.focus(row)
    app.key('space')
    return row


def open_file(base, *paths):
    subprocess.run([PROGRAM, *base, *paths], check=True, timeout=20, capture_output=True)


def count_of(app, name):
    node = app.find('toggle button', re.compile(f'^{name}'))
    return int(re.search(r'(\d+)$', node.get_name())[1])


def giver(*arguments):
    process = subprocess.Popen([sys.executable, GIVER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    assert process.stdout.readline().strip() == 'ready'
    return process


def let_go(process):
    process.stdin.close()
    process.wait(10)


def place_of(window):
    """The middle of an X window, by its title, brought above the others."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{window}$'], check=True,
                           capture_output=True, text=True).stdout.split()[-1]
    subprocess.run(['xdotool', 'windowmove', '--sync', found, '20', '600', 'windowraise', found], check=True)
    out = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', found], check=True, capture_output=True,
                         text=True).stdout
    at = dict(line.split('=') for line in out.split())
    return int(at['X']) + int(at['WIDTH']) // 2, int(at['Y']) + int(at['HEIGHT']) // 2


def mending(app, story, base, folder):
    @story.step('the rows of the whole file show, with what is to be mended')
    def _():
        open_file(base, folder / 'salon.csv')
        button(app, re.compile('^Import 4 Contacts$'), PATIENCE_S)
        assert count_of(app, 'All') == 5 and count_of(app, 'Duplicates') == 1, 'counts'
        wait(lambda: count_of(app, 'To mend') == 4, PATIENCE_S, 'four rows to mend')
        filter_rows(app, 'To mend')
        wait(lambda: len(rows(app)) == 4, PATIENCE_S, 'only those')
        picture(app, 'to-mend')

    @story.step('a cell is mended in place')
    def _():
        select(app, 'luc at quais')
        label(app, re.compile('^Line 5. A new contact'))
        mend = app.find('button', 'Correct…')
        app.focus(mend)
        app.press(mend)
        entry = app.find('text', re.compile('^Line 5, E-mail'))
        picture(app, 'cell')
        app.set_text(entry, 'luc@etude-quais.example')
        app.focus(entry)
        app.key('Return')
        wait(lambda: count_of(app, 'To mend') == 3, PATIENCE_S, 'one fewer to mend')

    @story.step('a proposal is taken for all alike')
    def _():
        take = app.find('check box', 'E-mail: likely mistyped')
        app.focus(take)
        app.press(take)
        wait(lambda: count_of(app, 'To mend') == 0, PATIENCE_S, 'nothing to mend')
        filter_rows(app, 'All')
        row_with(app, 'paul.martin@gmail.com')
        picture(app, 'all-alike')

    @story.step('a duplicate shows side by side with the other row, and is kept beside it')
    def _():
        filter_rows(app, 'Duplicates')
        wait(lambda: len(rows(app)) == 1, PATIENCE_S, 'the one that is repeated')
        select(app, 'Repeated')
        label(app, re.compile('^Line 4. The same as line 3 of the file'))
        label(app, re.compile('E-mail: the same'))
        there = label(app, 'Line 3')
        label(app, 'Bordeaux', within=there.get_parent())
        keep = app.find('toggle button', 'Keep both')
        app.focus(keep)
        picture(app, 'duplicate')
        app.press(keep)
        button(app, re.compile('^Import 5 Contacts$'), PATIENCE_S)
        filter_rows(app, 'All')


def columns(app, story):
    @story.step('a column is split')
    def _():
        chip = button(app, 'Adresse complète')
        app.focus(chip)
        app.key('BackSpace')
        app.find('button', 'Adresse complète', within=app.find(None, 'Columns not imported'))
        app.key('Return')
        app.focused(None, 'Name of the field')
        app.keys('stre')
        app.key('Return')
        app.find('button', 'Adresse complète', within=slot(app, 'Street'))
        app.press(app.find('button', 'Settings of “Adresse complète”'))
        app.choose('Split Into', 1)
        picture(app, 'split')
        app.key('Escape')
        app.gone('dialog')
        row_with(app, '3 rue du Port 35400 Saint-Malo')     # three cells of one

    @story.step('day, month and year in three columns are one date, by their titles')
    def _():
        assert [node.name for node in app.all('button', within=slot(app, BIRTH))] == [w for part in PARTS for w in
                (part, f'Settings of “{part}”')], app.tree()
        row_with(app, '12/09/1937')

    @story.step('and by hand')
    def _():
        for part in PARTS:
            app.focus(button(app, part))
            app.key('BackSpace')
            app.find('button', part, within=app.find(None, 'Columns not imported'))
        wait(lambda: not any('1937' in row.get_name() for row in rows(app)), PATIENCE_S, 'the date to go')
        for part in PARTS:
            app.focus(button(app, part))
            app.key('Return')
            app.focused(None, 'Name of the field')
            app.keys('date of b')
            app.key('Return')
            app.find('button', part, within=slot(app, BIRTH))
        row_with(app, '12/09/1937')
        picture(app, 'date')

    @story.step('a column goes into the notes, and back')
    def _():
        chip = button(app, 'Étage')
        app.focus(chip)
        app.key('Return')
        app.focused(None, 'Name of the field')
        app.keys('in the n')
        app.key('Return')
        app.find('button', 'Étage', within=slot(app, 'In the notes'))
        app.key('Delete')
        app.find('button', 'Étage', within=app.find(None, 'Columns not imported'))


def storing(app, story, folder):
    @story.step('the file is imported as it was mended')
    def _():
        app.press(button(app, re.compile('^Import 5 Contacts$'), PATIENCE_S))
        label(app, '5 Contacts Imported', PATIENCE_S)
        picture(app, 'result')
        app.activate('win.show-page', 'prospects')
        wait(lambda: sum('Cabinet Rive' in row.get_name() for row in app.all('table row')) == 2, PATIENCE_S, 'both of them')

    @story.step('two files are dropped: one after the other')
    def _():
        process = giver(folder / 'second.csv', folder / 'third.csv')
        app.drag(place_of('giver'), (800, 300))
        label(app, 'second.csv · file 1 of 2', PATIENCE_S)
        let_go(process)
        button(app, re.compile('^Import 1 Contact$'), PATIENCE_S)
        picture(app, 'queue')

    @story.step('a known contact shows side by side')
    def _():
        filter_rows(app, 'Duplicates')
        wait(lambda: len(rows(app)) == 1, PATIENCE_S, 'the one that is known')
        select(app, 'Known')
        there = label(app, 'In your base')
        app.focus(app.find('toggle button', 'Merge'))
        label(app, 'jeanne@agence-port.example', within=there.get_parent())
        picture(app, 'side-by-side')
        app.press(button(app, re.compile('^Import 1 Contact$')))
        label(app, '1 Contact Imported', PATIENCE_S)

    @story.step('the next file, and what was imported before changes nothing')
    def _():
        app.press(button(app, 'Next File (1 Left)'))
        label(app, 'third.csv · file 2 of 2', PATIENCE_S)
        button(app, re.compile('^Complete 1 Contact$'), PATIENCE_S)
        app.press(button(app, re.compile('^Complete 1 Contact$')))
        label(app, 'Nothing Changed', PATIENCE_S)
        picture(app, 'nothing')


def pasting(app, story):
    @story.step('a table is pasted')
    def _():
        process = giver('--copy', PASTED)
        app.activate('win.paste')
        button(app, re.compile('^Import 4 Contacts$'), PATIENCE_S)
        let_go(process)
        label(app, re.compile('^Pasted table'))
        picture(app, 'pasted')
        app.press(button(app, re.compile('^Import 4 Contacts$')))
        label(app, '4 Contacts Imported', PATIENCE_S)

    @story.step('what the import was unsure of is compared, and told apart')
    def _():
        app.press(button(app, 'Compare the Uncertain Pair'))
        app.click(app.find('list item', 'Luc Roux and Anne Petit', timeout=PATIENCE_S))
        label(app, 'Perhaps the same')
        picture(app, 'unsure')
        app.press(button(app, 'Not the Same'))
        label(app, 'Noted: they will not be proposed again')

    @story.step('an import is undone, but for what was changed since')
    def _():
        app.activate('win.show-page', 'prospects')
        row = row_with(app, 'Agence du Lac')
        app.click(row.get_child_at_index(1))
        town = wait(lambda: next((node for node in app.all('text', 'Town') if 'EditableText' in node.get_interfaces()),
                                 None), PATIENCE_S, 'the town')
        app.focus(town)
        app.key('ctrl+a')
        app.keys('Annecy')
        app.key('Return')
        wait(lambda: 'Annecy' in row_with(app, 'Agence du Lac').get_name(), PATIENCE_S, 'the town in the list')
        app.activate('win.show-page', 'import')
        undo = button(app, 'Undo This Import')
        app.focus(undo)
        app.press(undo)
        label(app, 'Import Undone', PATIENCE_S)
        app.find('list item', re.compile('Agence du Lac'), within=app.find('list', 'Kept as They Are'))
        picture(app, 'undone')


def main():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        (folder / 'salon.csv').write_text(DIRT, encoding='utf-8')
        (folder / 'second.csv').write_text(SECOND, encoding='utf-8')
        (folder / 'third.csv').write_text(THIRD, encoding='utf-8')
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            mending(app, story, base, folder)
            columns(app, story)
            storing(app, story, folder)
            pasting(app, story)
    return story.end()


sys.exit(main())
