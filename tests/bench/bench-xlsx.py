#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workbook of 100,000 rows of 14 columns, read row by row, beside a bare probe (xlsx-probe.c) and openpyxl.

All texts are shared strings, as spreadsheets write them, nearly all of them different; a column is numbers and one
dates. All three must find the same cells.
"""
import csv
import subprocess
import statistics
import sys
import zipfile
from xml.sax.saxutils import escape

from benchlib import BUILD, folder, row, run, seconds, write_contacts

ROWS = 100_000
RUNS = 3
NAMES = 'ABCDEFGHIJKLMN'
PARTS = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                           '<Default Extension="xml" ContentType="application/xml"/>'
                           '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                           + ''.join(f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-'
                                     f'officedocument.spreadsheetml.{kind}+xml"/>'
                                     for part, kind in (('workbook', 'sheet.main'), ('worksheets/sheet1', 'worksheet'),
                                                        ('sharedStrings', 'sharedStrings'), ('styles', 'styles')))
                           + '</Types>',
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                   'Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                       'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                       '<sheet name="Contacts" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                  + ''.join(f'<Relationship Id="{i}" Type="http://schemas.openxmlformats.org/'
                                            f'officeDocument/2006/relationships/{kind}" Target="{target}"/>'
                                            for i, kind, target in (('a', 'worksheet', 'worksheets/sheet1.xml'),
                                                                    ('b', 'sharedStrings', 'sharedStrings.xml'),
                                                                    ('c', 'styles', 'styles.xml')))
                                  + '</Relationships>',
    'xl/styles.xml': '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts>'
                     '<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>'
                     '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}


def cell(name, value, strings):
    if name.startswith('H'):
        return f'<c r="{name}"><v>{value}</v></c>'
    if name.startswith('L'):
        return f'<c r="{name}" s="1"><v>{46000 + len(value)}</v></c>'
    return f'<c r="{name}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'


def write_workbook(path, contacts):
    strings = {}
    main_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        with archive.open('xl/worksheets/sheet1.xml', 'w') as sheet:
            sheet.write(f'<worksheet {main_ns}><sheetData>'.encode())
            with open(contacts, encoding='utf-8', newline='') as lines:
                reader = csv.reader(lines, delimiter=';')
                next(reader)
                for n, values in enumerate(reader, 1):
                    cells = ''.join(cell(f'{letter}{n}', value, strings) for letter, value in zip(NAMES, values))
                    sheet.write(f'<row r="{n}" spans="1:14">{cells}</row>'.encode())
            sheet.write(b'</sheetData></worksheet>')
        with archive.open('xl/sharedStrings.xml', 'w') as out:
            out.write(f'<sst {main_ns} count="{ROWS * 12}" uniqueCount="{len(strings)}">'.encode())
            for value in strings:
                out.write(f'<si><t>{escape(value)}</t></si>'.encode())
            out.write(b'</sst>')
    return sum(len(value.encode()) + 1 for value in strings) + 8 * len(strings)


OPENPYXL = """
import openpyxl, sys
cells = 0
for line in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):
    cells += len(line)
print(cells)
"""


def said(argv):
    return subprocess.run([str(word) for word in argv], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def main():
    with folder() as top:
        path = f'{top}/contacts.xlsx'
        write_contacts(f'{top}/contacts.csv', ROWS)
        strings = write_workbook(path, f'{top}/contacts.csv') / 2 ** 20
        ours, probe = BUILD / 'tests/bench/xlsx-pass', BUILD / 'tests/bench/xlsx-probe'
        if not said([ours, path])[0] == said([probe, path])[0] == str(ROWS * len(NAMES)):
            print('not the same cells', file=sys.stderr)
            sys.exit(1)
        took, peak, bare = [], [], []
        for _ in range(RUNS):
            bare.append(run([probe, path])[0])
            taken, memory = run([ours, path])
            took.append(taken)
            peak.append(memory)
        took, peak, bare = map(statistics.median, (took, peak, bare))
        slow = run([sys.executable, '-c', OPENPYXL, path])[0]
        row('xlsx: 100k rows', seconds(took), f'bare probe {seconds(bare)}', took / bare)
        row('xlsx: 100k rows beside openpyxl', seconds(took), f'openpyxl {seconds(slow)}', took / slow)
        row('xlsx: memory beyond the shared strings', f'{peak:.0f} MiB', f'strings {strings:.0f} MiB', peak - strings)


main()
