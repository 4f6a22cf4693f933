#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prospects to files, by the real window: a selection, a segment and all, each in each format.

What a sheet would take for a formula is harmless in every file, and a file holds the rows and the
columns that were chosen and nothing else.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl

from uitest import App, Story, state, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
FORMULA = '=HYPERLINK("http://host.example";"Voir")'
# The numbers are of the ranges that are kept for fiction, the addresses of reserved names.
PEOPLE = (
    {'company': FORMULA, 'last_name': 'Formule', 'first_name': 'Fanny', 'email': 'fanny@formule.example',
     'phone': '01 99 00 51 10', 'postal_code': '35000', 'city': 'Rennes', 'website': 'https://formule.example'},
    {'company': 'Agence du Port', 'last_name': '@Sum', 'first_name': 'Zoé', 'email': 'zoe@port.example',
     'phone': '01 99 00 51 11', 'postal_code': '35400', 'city': 'Saint-Malo'},
    {'company': 'Agence; "des Quais"', 'last_name': 'Bernard', 'first_name': 'Luc', 'email': 'luc@quais.example',
     'phone': '01 99 00 51 12', 'postal_code': '56000', 'city': 'Vannes'},
)
SEGMENT = 'Sans site'
OF_SEGMENT = {'@Sum', 'Bernard'}
CHOSEN = ('Company', 'Last name', 'Phone')


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        for one in PEOPLE:
            self.ctl('add', *(w for k, v in one.items() for w in ('--set', f'{k}={v}')))
        self.ctl('segments', '--save', SEGMENT, '--filter', 'website=no')

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-export-{name}.png')


# ---- what the files hold: rows of {header: text}

def read_csv(path):
    raw = path.read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf') and raw.endswith(b'\r\n'), raw
    return list(csv.DictReader(raw.decode('utf-8-sig').splitlines(), delimiter=';'))


def read_xlsx(path):
    """No cell is a formula: text that looks like one is a text."""
    header, *rows = openpyxl.load_workbook(path).active.iter_rows()
    assert all(cell.data_type in 'sn' for row in rows for cell in row), [[c.data_type for c in row] for row in rows]
    return [{title.value: cell.value for title, cell in zip(header, row)} for row in rows]


def read_vcard(path):
    text = path.read_bytes().decode()
    assert '\n' not in text.replace('\r\n', ''), text
    cards = re.findall(r'BEGIN:VCARD\r\nVERSION:3.0\r\n(.*?)END:VCARD\r\n', text.replace('\r\n ', ''), re.S)
    assert text.count('BEGIN:') == len(cards), text
    rows = [dict(line.split(':', 1) for line in card.splitlines()) for card in cards]
    assert all(row.pop('UID').startswith('urn:uuid:') for row in rows), rows
    return rows


# What stands in a file of the chosen columns for one of PEOPLE.
def as_csv(one):
    def harmless(text):
        return "'" + text if text[0] in '=+-@' else text
    return {k: harmless(v) for k, v in as_xlsx(one).items()}


def as_xlsx(one):
    return dict(zip(CHOSEN, (one['company'], one['last_name'], '+33' + one['phone'].replace(' ', '')[1:])))


def as_vcard(one):
    def escape(text):
        return re.sub(r'([\\,;])', r'\\\1', text)
    return {'FN': escape(one['last_name']), 'N': escape(one['last_name']) + ';;;;', 'ORG': escape(one['company']),
            'TEL;TYPE=WORK,VOICE': '+33' + one['phone'].replace(' ', '')[1:]}


# As they stand in the list of formats.
FORMATS = (('csv', read_csv, as_csv), ('xlsx', read_xlsx, as_xlsx), ('vcf', read_vcard, as_vcard))


# ---- the window

def choose_columns(app):
    """None, then those that are wanted."""
    app.press(app.find('button', 'All or None'))
    app.focus(app.find('list item', 'Columns'))
    app.key('Return')
    for title in CHOSEN:
        row = app.find('check box', title)
        wait(lambda row=row: not state(row, 'checked'), PATIENCE_S, f'{title} to be off')
        app.press(row)
        wait(lambda row=row: state(row, 'checked'), PATIENCE_S, f'{title} to be on')


def export(app, path, format_, people):
    n = len(people)
    if format_:
        app.choose('Format', format_)
    choose_columns(app)
    app.press(app.find('button', f'Export {n} Prospect{"s" if n > 1 else ""}…'))
    app.save_as(path)
    app.gone('label', 'Columns')
    app.find('label', f'{n} prospect{"s" if n > 1 else ""} exported')


def ask_for_list(app):
    app.press(app.find('toggle button', 'More Actions'))
    app.click(app.menu_item('Export the List…'))
    app.find('label', 'Export the List')


def ask_for_selection(app):
    app.press(app.find('button', 'Export the Selection'))
    app.find('label', 'Export the Selection')


def check(path, read, expected, people):
    rows = read(path)
    assert len(rows) == len(people) and all(expected(one) in rows for one in people), rows


def each_format(app, story, folder, scope, ask, people):
    for i, (suffix, read, expected) in enumerate(FORMATS):
        @story.step(f'{scope} as {suffix}')
        def _(i=i, suffix=suffix, read=read, expected=expected):
            path = folder / f'{scope}.{suffix}'
            ask(app)
            picture(app, f'{scope}-{suffix}')
            export(app, path, i, people)
            check(path, read, expected, people)


def steps(app, story, base, folder):
    of_segment = [one for one in PEOPLE if one['last_name'] in OF_SEGMENT]
    last_two = [one['last_name'] for one in base.ctl('prospects')[-2:]]
    selected = [one for one in PEOPLE if one['last_name'] in last_two]
    assert PEOPLE[0] in selected

    @story.step('everybody is there')
    def _():
        app.find('label', f'{len(PEOPLE)} prospects', timeout=PATIENCE_S)
    each_format(app, story, folder, 'all', ask_for_list, PEOPLE)

    @story.step('some are selected')
    def _():
        app.click(app.find('label', PEOPLE[0]['company']))
        app.find('button', 'Write to Them')
        app.key('shift+Up')
        app.find('label', '2 selected')
        picture(app, 'selected')
    each_format(app, story, folder, 'selection', ask_for_selection, selected)

    @story.step('a segment is chosen')
    def _():
        app.press(app.find('toggle button', 'Segments'))
        app.click(app.find('list item', SEGMENT))
        app.find('label', f'{len(of_segment)} prospects')
    each_format(app, story, folder, 'segment', ask_for_list, of_segment)


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        folder = pathlib.Path(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base, folder)
    return story.end()


sys.exit(main())
