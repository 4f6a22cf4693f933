#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prospects to files, by the real window: a selection, a segment and all, each in each format.

What a sheet would take for a formula is harmless in every file, and a file holds the rows and the
columns that were chosen and nothing else. Its kind is the one that was chosen, whatever was typed.
A long export runs beside other work, and one that is cancelled leaves nothing.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import openpyxl

from uitest import App, Story, state, text_of, wait

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
MANY = 100_000


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        for one in PEOPLE:
            self.ctl('add', *(w for k, v in one.items() for w in ('--set', f'{k}={v}')))
        self.ctl('segments', '--save', SEGMENT, '--filter', 'website=no')

    def fill(self, top):
        with open(f'{top}/many.csv', 'w', encoding='utf-8') as out:
            out.write('Société;E-mail;Ville;Notes\n')
            out.writelines(f'Agence {i};contact{i}@agence{i}.example;Rennes;{" ".join(map(str, range(i, i + 60)))}\n'
                           for i in range(MANY))
        self.ctl('import', f'{top}/many.csv', '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')

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
    app.find('label', f'{n} prospect{"s" if n > 1 else ""} exported to “{path.name}”')


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


def ask_for_file(app, format_, typed, n):
    """Up to the name of the file."""
    ask_for_list(app)
    if format_:
        app.choose('Format', format_)
    app.press(app.find('button', f'Export {n:,} Prospects…'))
    app.name_file(typed)


def names(app, story, folder):
    @story.step('a name without a suffix gets that of the format')
    def _():
        ask_for_file(app, 1, folder / 'bare', len(PEOPLE))
        app.find('label', f'{len(PEOPLE)} prospects exported to “bare.xlsx”', timeout=PATIENCE_S)
        assert len(read_xlsx(folder / 'bare.xlsx')) == len(PEOPLE) and not (folder / 'bare').exists()

    @story.step('a name with the suffix of another format gets the right one, and replaces nothing unasked')
    def _():
        kept = (folder / 'bare.xlsx').read_bytes()
        ask_for_file(app, 1, folder / 'bare.csv', len(PEOPLE))
        app.find('label', 'Replace “bare.xlsx”?', timeout=PATIENCE_S)
        picture(app, 'replace')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', 'Replace “bare.xlsx”?')
        assert (folder / 'bare.xlsx').read_bytes() == kept and not (folder / 'bare.csv').exists()
        app.key('Escape')
        app.gone('label', 'Columns')
        ask_for_file(app, 2, folder / 'cards.csv', len(PEOPLE))
        app.find('label', f'{len(PEOPLE)} prospects exported to “cards.vcf”', timeout=PATIENCE_S)
        assert len(read_vcard(folder / 'cards.vcf')) == len(PEOPLE) and not (folder / 'cards.csv').exists()


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


def long_steps(app, story, folder):
    n = MANY + len(PEOPLE)
    book = folder / 'long.xlsx'

    @story.step('a long export tells how far it is, beside other work')
    def _():
        app.find('label', f'{n:,} prospects', timeout=PATIENCE_S)
        ask_for_file(app, 1, book, n)
        app.find('label', 'Exporting to “long.xlsx”', timeout=PATIENCE_S)
        app.find('progress bar', re.compile('^Exporting to'))
        told = re.compile(f'[0-9,]+ of {n:,} prospects.*')
        wait(lambda: any(told.fullmatch(text_of(node)) for node in app.all('status bar')), PATIENCE_S, 'the count')
        app.set_text(app.find('entry', 'Search the prospects'), 'Formule')
        app.find('label', '1 prospect')
        picture(app, 'running')

    @story.step('cancelled, it leaves nothing, and another one may begin')
    def _():
        app.press(app.find('button', 'Cancel'))
        app.find('label', 'Export cancelled, no file was written')
        app.gone('label', 'Exporting to “long.xlsx”')
        assert sorted(folder.iterdir()) == []
        app.set_text(app.find('entry', 'Search the prospects'), '')
        app.find('label', f'{n:,} prospects')
        ask_for_file(app, 0, folder / 'long', n)
        app.find('label', f'{n:,} prospects exported to “long.csv”', timeout=3 * PATIENCE_S)
        assert len(read_csv(folder / 'long.csv')) == n
        (folder / 'long.csv').unlink()

    @story.step('with the window closed meanwhile it leaves nothing either')
    def _():
        ask_for_file(app, 1, book, n)
        app.find('label', 'Exporting to “long.xlsx”', timeout=PATIENCE_S)
        app.key('ctrl+q')
        assert app.process.wait(PATIENCE_S) == 0
        assert sorted(folder.iterdir()) == []


def open_app(base, top):
    return App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        folder = pathlib.Path(top, 'out')
        folder.mkdir()
        with open_app(base, top) as app:
            story = Story(app, PICTURES and str(PICTURES))
            names(app, story, folder)
            steps(app, story, base, folder)
        base.fill(top)
        folder = pathlib.Path(top, 'long')
        folder.mkdir()
        with open_app(base, top) as app:
            story.app = app
            long_steps(app, story, folder)
    return story.end()


sys.exit(main())
