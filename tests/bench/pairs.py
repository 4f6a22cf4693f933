# SPDX-License-Identifier: GPL-3.0-or-later
"""The doubles of a file as palierctl match finds them, and how many of them are right."""
import csv
import os

import benchlib
import people

SURE = 0.95


def match(path, out):
    """(seconds of one core, peak MiB, {pair: score}) of one file's own doubles."""
    _, used, peak = benchlib.measure([benchlib.PROGRAMS / 'palierctl', 'match', path, path, '--out', out])
    with open(out, newline='', encoding='utf-8') as table:
        found = {(int(row['row_a']), int(row['row_b'])): float(row['score']) for row in csv.DictReader(table)}
    return used, peak, found


def make(kind, seed, n, folder):
    """(path, true pairs) of a file of invented people."""
    path = os.path.join(folder, f'{kind}-{n}.csv')
    groups = {}
    for index, who in enumerate(people.write(kind, seed, n, path)):
        groups.setdefault(who, []).append(index + 2)
    return path, {(a, b) for rows in groups.values() for i, a in enumerate(rows) for b in rows[i + 1:]}


def sure_of(found):
    return {pair for pair, score in found.items() if score >= SURE}


def per_mille(part, whole):
    return 1000 * part / whole if whole else 1000
