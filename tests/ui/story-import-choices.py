#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page of an import guessed is chosen otherwise, and the preview follows.

 1  the separator
 2  the encoding
 3  the line of the headers
 4  why a column stands where it stands is said where another field is chosen
 5  all duplicates of a kind are decided at once
 6  columns that were moved stand there in the next file with the same headers
 7  the sheet of a workbook
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl

from uitest import App, Story, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
HEADERS = ('Société', 'E-mail', 'Ville')
FIRST = '''Société;E-mail;Ville
Agence du Port;port@agence.example;Saint-Malo
Agence du Port;port@agence.example;Saint-Malo
Étude Rive;rive@agence.example;Évry
Étude Rive;rive@agence.example;Évry
'''
SECOND = '''Société;E-mail;Ville
Agence du Lac;lac@agence.example;Annecy
'''
SEMICOLON, COMMA = 0, 1     # as they stand in the list
UTF_8, WINDOWS_1252 = 0, 1
FIRST_SHEET, SECOND_SHEET = 0, 1
KEEP, SKIP = 1, 3
REPEATED = re.compile('^Repeated in the file')


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-import-choices-{name}.png')


def open_file(base, path):
    subprocess.run([PROGRAM, *base, path], check=True, timeout=20, capture_output=True)


def ctl(base, *words):
    out = subprocess.run([pathlib.Path(PROGRAM).with_name('palierctl'), *base, *words], check=True,
                         capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def chip(app, title):
    return app.find('button', title, timeout=PATIENCE_S)


def to_import(app, n):
    return app.find('button', f'Import {n} Contact{"s" if n > 1 else ""}', timeout=PATIENCE_S)


def wait_row(app, text):
    wait(lambda: any(text in row.name for row in app.all('table row')), PATIENCE_S, f'a row with {text}')


def choose(app, title, down):
    """Up where it is negative."""
    if down > 0:
        return app.choose(title, down)
    app.focus(app.find('combo box', title))
    app.key('space')
    app.focused('list item')
    app.key(*['Up'] * -down)
    app.key('Return')
    return app.focused('combo box', title)


def open_row(app, name):
    """What was guessed of the file."""
    app.focus(app.find('list item', name))
    app.key('Return')


def format_steps(app, story, base, folder):
    @story.step('the separator')
    def _():
        open_file(base, folder / 'first.csv')
        to_import(app, 2)
        open_row(app, 'first.csv')
        choose(app, 'Separator', COMMA - SEMICOLON)
        chip(app, ';'.join(HEADERS))
        picture(app, 'separator')
        choose(app, 'Separator', SEMICOLON - COMMA)
        for title in HEADERS:
            chip(app, title)
        wait_row(app, 'Étude Rive')

    @story.step('the encoding')
    def _():
        choose(app, 'Encoding', WINDOWS_1252 - UTF_8)
        chip(app, 'SociÃ©tÃ©')
        wait_row(app, 'Ã‰tude Rive')
        choose(app, 'Encoding', UTF_8 - WINDOWS_1252)
        chip(app, 'Société')
        wait_row(app, 'Étude Rive')

    @story.step('the line of the headers')
    def _():
        line = app.find('spin button', 'Line of the Headers')
        app.focus(line)
        app.key('Down')
        chip(app, 'Column 1')
        app.find('toggle button', 'All 5', timeout=PATIENCE_S)
        picture(app, 'no-headers')
        app.key('Up')
        chip(app, 'Société')
        app.find('toggle button', 'All 4', timeout=PATIENCE_S)
        to_import(app, 2)


def mapping_steps(app, story):
    @story.step('why a column stands where it stands is said where another field is chosen')
    def _():
        app.focus(chip(app, 'Ville'))
        app.key('Return')
        app.focused(None, 'Name of the field')
        app.find('label', re.compile('^Sure [0-9]+%: by its title and values$'))
        picture(app, 'why')
        app.keys('in the n')
        app.key('Return')
        app.find('button', 'Ville', within=app.find(None, 'In the notes', within=app.find(None, 'Fields')))

    @story.step('all duplicates of a kind are decided at once')
    def _():
        doubles = app.find('toggle button', re.compile('^Duplicates 2$'), timeout=PATIENCE_S)
        app.focus(doubles)
        app.press(doubles)
        choose(app, REPEATED, KEEP)
        to_import(app, 4)
        picture(app, 'all-kept')
        choose(app, REPEATED, SKIP - KEEP)
        to_import(app, 2)


def storing_steps(app, story, base, folder):
    @story.step('columns that were moved stand there in the next file with the same headers')
    def _():
        app.press(to_import(app, 2))
        app.find('label', '2 Contacts Imported', timeout=PATIENCE_S)
        assert sorted(one['company'] for one in ctl(base, 'prospects')) == ['Agence du Port', 'Étude Rive']
        open_file(base, folder / 'second.csv')
        to_import(app, 1)
        ville = app.find('button', 'Ville', within=app.find(None, 'In the notes', within=app.find(None, 'Fields')))
        app.focus(ville)
        app.key('Return')
        app.find('label', 'as in your last file of this kind')
        picture(app, 'remembered')
        app.key('Escape')
        app.press(to_import(app, 1))
        app.find('label', '1 Contact Imported', timeout=PATIENCE_S)
        lake = ctl(base, 'show', ctl(base, 'prospects', '--search', 'lac')[0]['id'])[0]
        assert lake['notes'] == 'Ville: Annecy' and 'city' not in lake, lake

    @story.step('the sheet of a workbook')
    def _():
        open_file(base, folder / 'book.xlsx')
        to_import(app, 2)           # the longer one is guessed
        wait_row(app, 'Agence Trois')
        choose(app, 'Sheet', FIRST_SHEET - SECOND_SHEET)
        to_import(app, 1)
        wait_row(app, 'Agence Une')
        picture(app, 'sheet')


def write_book(path):
    book = openpyxl.Workbook()
    for sheet, names in (('Une', ['Une']), ('Deux', ['Deux', 'Trois'])):
        table = book.active if sheet == 'Une' else book.create_sheet(sheet)
        table.title = sheet
        table.append(['Société', 'E-mail'])
        for name in names:
            table.append([f'Agence {name}', f'{name.lower()}@agence.example'])
    book.save(path)


def main():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        (folder / 'first.csv').write_text(FIRST, encoding='utf-8')
        (folder / 'second.csv').write_text(SECOND, encoding='utf-8')
        write_book(folder / 'book.xlsx')
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            format_steps(app, story, base, folder)
            mapping_steps(app, story)
            storing_steps(app, story, base, folder)
    return story.end()


sys.exit(main())
