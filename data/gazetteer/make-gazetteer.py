#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes resources/normal/gazetteer.bin: the communes of France, to be searched where it lies.

    make-gazetteer.py               fetches the pinned package with npm, writes the resource
    make-gazetteer.py FOLDER        the same from the unpacked package in FOLDER

Source: the npm package @etalab/decoupage-administratif, which joins the official geographic code
and the legal populations of INSEE to the postal codes of La Poste; its data is under the Licence
Ouverte 2.0 (resources/normal/gazetteer.COPYING). The same package gives the same bytes.

All numbers are little-endian. A header of 18 words: the magic "PALG", a version of this layout,
then pairs of offset and count for eight sections:

  communes     u64 each: offset of the name (20 bits), INSEE code (17), kind (2), then the
               population, or of a former commune the number of the one it is in today (22), and
               a part of its key's hash (3), so that few names are compared in vain.
               Ordered by INSEE code; behind each, its arrondissements and former communes.
  starts       u16 each, one more than communes: where its postal codes begin in the next section
  codes of     u16 each: numbers of postal codes
  postal       u32 code, u32 where its communes begin in the next section; one more closes it
  communes of  u16 each: numbers of communes, the most populous first
  slots        u16 each, 65,536: a hash table of names, 0xFFFF where empty
  areas        three texts each, ended by NULs: code, code of its region and name of a département,
               or code, nothing and name of a region
  names        UTF-8, each ended by a NUL
"""
import collections
import json
import pathlib
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import unicodedata

PACKAGE = '@etalab/decoupage-administratif@6.0.0'
TARGET = pathlib.Path(__file__).resolve().parents[2] / 'resources' / 'normal' / 'gazetteer.bin'
LAYOUT = 1
SLOTS = 65536
EMPTY = 0xFFFF
CURRENT, ARRONDISSEMENT, FORMER = range(3)
ARTICLES = {'le', 'la', 'les', 'l'}
SPELLED = {'st': 'saint', 'ste': 'sainte', 'sts': 'saints', 'stes': 'saintes', 's': 'sur', 'ss': 'sous',
           'lez': 'les'}


def fold(text):
    text = text.lower().replace('œ', 'oe').replace('æ', 'ae')
    return ''.join(c for c in unicodedata.normalize('NFKD', text) if not unicodedata.combining(c))


def key_of(name):
    """What two spellings of one town have in common; palier-gazetteer-key.c does the same."""
    words = [SPELLED.get(w, w) for w in re.findall(r'[a-z0-9]+', fold(name))]
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[-1] in ARTICLES:
        words = words[:-1]
    return ''.join(words)


def hash_of(key):
    """FNV-1a of 32 bits."""
    h = 2166136261
    for byte in key.encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def slot_of(key):
    return hash_of(key) >> 16 ^ hash_of(key) & 0xFFFF


def tag_of(key):
    return hash_of(key) >> 5 & 7


def number_of(insee):
    """2A004 → 100004, 2B033 → 101033, the others as they stand."""
    return int(insee.replace('2A', '100').replace('2B', '101'))


def load(folder):
    def read(name):
        return json.loads((folder / 'data' / name).read_text(encoding='utf-8'))
    return read('communes.json'), read('departements.json'), read('regions.json')


def ordered(communes):
    """Rows of (kind, row, number of the parent), as the section has them."""
    parts = collections.defaultdict(list)
    for row in communes:
        if row['type'] == 'arrondissement-municipal':
            parts[row['commune']].append((ARRONDISSEMENT, row))
        elif row['type'] != 'commune-actuelle':
            parts[row['chefLieu']].append((FORMER, row))
    out = []
    for row in sorted((r for r in communes if r['type'] == 'commune-actuelle'), key=lambda r: number_of(r['code'])):
        parent = len(out)
        out.append((CURRENT, row, parent))
        for kind, part in sorted(parts[row['code']], key=lambda p: p[1]['code']):
            # A seat of the new commune that kept its name says nothing new.
            if key_of(part['nom']) != key_of(row['nom']):
                out.append((kind, part, parent))
    return out


def pack_names(rows):
    offsets, blob = {}, bytearray()
    for name in sorted({row['nom'] for _, row, _ in rows}):
        offsets[name] = len(blob)
        blob += name.encode() + b'\0'
    assert len(blob) < 1 << 20
    return offsets, bytes(blob)


def pack_communes(rows, offsets):
    out = bytearray()
    for kind, row, parent in rows:
        last = parent if kind == FORMER else row.get('population', 0)
        assert last < 1 << 22
        # A former commune has the code of today's: that is what an address is given.
        code = number_of(rows[parent][1]['code'] if kind == FORMER else row['code'])
        out += struct.pack('<Q', offsets[row['nom']] | code << 20 | kind << 37 | last << 39
                           | tag_of(key_of(row['nom'])) << 61)
    return bytes(out)


def pack_postal(rows):
    """Sections starts, codes of, postal, communes of."""
    found = collections.defaultdict(list)
    for i, (kind, row, _) in enumerate(rows):
        for code in row.get('codesPostaux', []) if kind != FORMER else []:
            found[int(code)].append(i)
    codes = sorted(found)
    rank = {code: n for n, code in enumerate(codes)}
    starts, codes_of = [], []
    for kind, row, _ in rows:
        starts.append(len(codes_of))
        if kind != FORMER:
            codes_of += [rank[int(code)] for code in sorted(row.get('codesPostaux', []))]
    starts.append(len(codes_of))
    postal, communes_of = bytearray(), []
    for code in codes:
        postal += struct.pack('<II', code, len(communes_of))
        # By population, a commune before its arrondissements.
        communes_of += sorted(found[code], key=lambda i: (rows[i][0], -rows[i][1].get('population', 0), i))
    postal += struct.pack('<II', 0xFFFFFFFF, len(communes_of))
    return words(starts), words(codes_of), bytes(postal), words(communes_of)


def words(values):
    return struct.pack(f'<{len(values)}H', *values)


def pack_slots(rows):
    slots = [EMPTY] * SLOTS
    for i, (_, row, _) in enumerate(rows):
        at = slot_of(key_of(row['nom']))
        while slots[at] != EMPTY:
            at = (at + 1) % SLOTS
        slots[at] = i
    return words(slots)


def pack_areas(departments, regions):
    rows = [(d['code'], d['region'], d['nom']) for d in sorted(departments, key=lambda d: d['code'])]
    rows += [(r['code'], '', r['nom']) for r in sorted(regions, key=lambda r: r['code'])]
    return ''.join(f'{text}\0' for row in rows for text in row).encode()


def build(folder):
    communes, departments, regions = load(folder)
    rows = ordered(communes)
    offsets, names = pack_names(rows)
    starts, codes_of, postal, communes_of = pack_postal(rows)
    areas = pack_areas(departments, regions)
    sections = [(pack_communes(rows, offsets), 8), (starts, 2), (codes_of, 2), (postal, 8), (communes_of, 2),
                (pack_slots(rows), 2), (areas, 1), (names, 1)]
    at = 4 * 18
    header, body = [int.from_bytes(b'PALG', 'little'), LAYOUT], b''
    for data, width in sections:
        header += [at + len(body), len(data) // width]
        body += data + b'\0' * (-len(data) % 8)
    return struct.pack('<18I', *header) + body


def main():
    if len(sys.argv) > 1:
        data = build(pathlib.Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(['npm', 'pack', '--silent', PACKAGE], cwd=folder, check=True, capture_output=True,
                                    text=True).stdout.strip()
            with tarfile.open(pathlib.Path(folder) / packed) as tar:
                tar.extractall(folder, filter='data')
            data = build(pathlib.Path(folder) / 'package')
    TARGET.write_bytes(data)
    print(f'{TARGET.name}: {len(data)} bytes')


main()
