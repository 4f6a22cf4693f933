#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long file: looked through, cancelled on its way, mended for all rows alike, and what is left to mend saved.

 1  the file is counted behind the board
 2  the same mend for all alike rows
 3  the import tells how far it is and how long it takes still
 4  cancelled: at once, nothing was stored, and the mends are still there
 5  the import goes through
 6  the rows to mend are saved, with the reason
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, text_of, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 60
ROWS = 100_000
ALIKE = 1000


def write_file(path):
    """Every hundredth row has the same wrong address, and one of its own."""
    with path.open('w', encoding='utf-8') as out:
        out.write('Société;Nom;Prénom;E-mail;Téléphone;Ville\n')
        for i in range(ROWS):
            email = 'pas de mail' if i % 100 == 1 else f'contact{i}@agence{i}.example'
            phone = '01 99' if i == 500 else f'+331{40_000_000 + i:08d}'
            out.write(f'Agence {i};;;{email};{phone};Rennes\n')


def ctl(base, *words):
    out = subprocess.run([pathlib.Path(PROGRAM).with_name('palierctl'), *base, *words], check=True,
                         capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def filtered(app, name):
    return app.find('toggle button', re.compile(f'^{name} [0-9,]+$'), timeout=PATIENCE_S)


def wait_count(app, name, n):
    wait(lambda: filtered(app, name).name == f'{name} {n:,}', PATIENCE_S, f'{name} {n:,}')


def looking(app, story, base, file):
    @story.step('the file is counted behind the board')
    def _():
        subprocess.run([PROGRAM, *base, file], check=True, timeout=20, capture_output=True)
        wait_count(app, 'All', ROWS)
        wait_count(app, 'To mend', ALIKE + 1)
        app.find('button', f'Import {ROWS:,} Contacts', timeout=PATIENCE_S)

    @story.step('the same mend for all alike rows')
    def _():
        button = filtered(app, 'To mend')
        app.focus(button)
        app.press(button)
        app.find('label', f'{ALIKE + 1:,} problems in {ALIKE + 1:,} rows')
        row = wait(lambda: next((r for r in app.all('table row') if 'pas de mail' in r.name), None), PATIENCE_S, 'a row')
        app.focus(row)
        app.key('space')
        mend = app.find('button', 'Correct…')
        app.focus(mend)
        app.press(mend)
        entry = app.find('text', re.compile('^Line [0-9,]+, E-mail'))
        app.set_text(entry, '')
        app.press(app.find('button', 'Everywhere for “pas de mail”'))
        wait_count(app, 'To mend', 1)


def storing(app, story, base):
    @story.step('the import tells how far it is and how long it takes still')
    def _():
        app.press(app.find('button', f'Import {ROWS:,} Contacts', timeout=PATIENCE_S))
        told = re.compile(f'[0-9,]+ of {ROWS:,} rows · about [0-9]+ seconds? left')
        wait(lambda: any(told.fullmatch(text_of(node)) for node in app.all('status bar')), PATIENCE_S, 'the time left')
        if PICTURES:
            app.shot(PICTURES / 'story-import-large-running.png')

    @story.step('cancelled: at once, nothing was stored, and the mends are still there')
    def _():
        app.press(app.find('button', 'Cancel'))
        app.find('label', 'Import cancelled, nothing was stored')
        app.find('button', f'Import {ROWS:,} Contacts', timeout=PATIENCE_S)
        wait_count(app, 'To mend', 1)
        assert ctl(base, 'prospects') == []

    @story.step('the import goes through')
    def _():
        app.press(app.find('button', f'Import {ROWS:,} Contacts', timeout=PATIENCE_S))
        app.find('label', f'{ROWS:,} Contacts Imported', timeout=PATIENCE_S)
        app.find('list item', re.compile('^Rows to mend'))


def saving(app, story, folder):
    @story.step('the rows to mend are saved, with the reason')
    def _():
        path = folder / 'to-mend.csv'
        save = app.find('button', 'Save the Rows to Mend…')
        app.focus(save)
        app.press(save)
        app.save_as(path)
        app.find('label', 'The rows to mend were saved')
        with path.open(encoding='utf-8-sig', newline='') as table:
            rows = list(csv.DictReader(table, delimiter=';'))
        assert [row['Société'] for row in rows] == ['Agence 500'], rows
        assert rows[0]['To mend'] == 'Phone: not valid' and rows[0]['Téléphone'] == '01 99', rows


def main():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        write_file(folder / 'long.csv')
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            looking(app, story, base, folder / 'long.csv')
            storing(app, story, base)
            saving(app, story, folder)
    return story.end()


sys.exit(main())
