#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Duplicates of invented people: how many are found, how surely, and at what cost, reading included.
Times are those of one core. The peer of a cost is the same at a tenth of the records. One contact
against a base is the import of a file of one beside that of a file of none who could be alike."""
import csv
import json
import os
import statistics
import subprocess

import benchlib
import pairs
import people


def show(key, value):
    benchlib.row(f'duplicates: {key}', f'{value / 1000:.4f}', '', value)


def quality(kind, folder):
    path, truth = pairs.make(kind, 4711, 10000, folder)
    _, _, found = pairs.match(path, os.path.join(folder, 'pairs.csv'))
    right = len(truth & found.keys())
    sure = pairs.sure_of(found)
    show(f'F1 of {kind}', pairs.per_mille(2 * right, len(found) + len(truth)))
    show(f'precision from 0.95, {kind}', pairs.per_mille(len(sure & truth), len(sure)))
    show(f'recall from 0.6, {kind}', pairs.per_mille(right, len(truth)))


def without_doubles(folder):
    """The worst of several bases in which nobody is there twice."""
    worst = 0
    for seed in range(1, 6):
        path, _ = pairs.make('colleagues', seed, 3000, folder)
        _, _, found = pairs.match(path, os.path.join(folder, 'pairs.csv'))
        worst = max(worst, len(pairs.sure_of(found)))
    benchlib.row('duplicates: wrong from 0.95 where there are none', f'{worst} of 3000', '', worst)


def cost(kind, folder):
    times = {}
    for n in (10000, 100000):
        path, _ = pairs.make(kind, 4712, n, folder)
        times[n], memory, _ = pairs.match(path, os.path.join(folder, 'pairs.csv'))
    benchlib.row(f'duplicates: 100k {kind}', f'{times[100000]:.2f} s', '', times[100000])
    benchlib.row(f'duplicates: 100k {kind}, peak memory', f'{memory:.0f} MiB', '', memory)
    benchlib.row(f'duplicates: one of 100k {kind} beside one of 10k', f'{times[100000] * 10:.1f} µs',
                 f'{times[10000] * 100:.1f} µs', times[100000] / times[10000] / 10)


def processor_time(argv):
    return benchlib.measure(argv, stderr=subprocess.DEVNULL)[1]


# An import tells the first thousand rows that it knows.
PORTION = 900


def write_noted(path, header, rows, first):
    """Each row has its number for a note, by which it is found again."""
    with open(path, 'w', newline='', encoding='utf-8') as out:
        table = csv.writer(out)
        table.writerow([*header, 'Remarques'])
        table.writerows([*row, f'no {first + i}'] for i, (_, row) in enumerate(rows))


def lines_of(ctl, *args):
    done = subprocess.run([*ctl, *args], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def at_import(kind, folder, n_base=6300, n_new=3600):
    """Of rows that come to a base: how many of those that are merged by themselves are right, and found at all."""
    header, rows, chance = people.KINDS[kind](4714, n_base + n_new)
    chance.shuffle(rows)
    path = os.path.join(folder, 'noted.csv')
    ctl = [benchlib.PROGRAMS / 'palierctl', '--workspace', f'{folder}/{kind}', '--key-file', f'{folder}/{kind}.key']
    lines_of(ctl, 'init')
    write_noted(path, header, rows[:n_base], 0)
    lines_of(ctl, 'import', path, '--duplicates', 'keep')
    number = {row['id']: int(row['notes'].split()[1]) for row in lines_of(ctl, 'prospects', '--limit', str(n_base))}
    merged = right = found = 0
    for first in range(n_base, n_base + n_new, PORTION):
        write_noted(path, header, rows[first:first + PORTION], first)
        for known in lines_of(ctl, 'import', path, '--dry-run')[0]['known']:
            if 'id' not in known:
                continue
            same = rows[first + known['row'] - 2][0] == rows[number[known['id']]][0]
            merged += known['verdict'] == 'same'
            right += known['verdict'] == 'same' and same
            found += same
    in_base = {who for who, _ in rows[:n_base]}
    possible = sum(who in in_base for who, _ in rows[n_base:])
    show(f'precision of what an import merges, {kind}', pairs.per_mille(right, merged))
    show(f'recall of an import, {kind}', pairs.per_mille(found, possible))


def new_contacts(folder):
    """What one new contact costs against 100k: many of them and one, counted alike, by the difference."""
    path, _ = pairs.make('agencies', 4713, 100000, folder)
    ctl = [benchlib.PROGRAMS / 'palierctl', '--workspace', f'{folder}/base', '--key-file', f'{folder}/key']
    with open(path, encoding='utf-8') as lines:
        head, *rows = [next(lines) for _ in range(2001)]
    files = {}
    for n in (1, len(rows)):
        files[n] = os.path.join(folder, f'new-{n}.csv')
        with open(files[n], 'w', encoding='utf-8') as out:
            out.writelines([head, *(row.replace('@', '@new.').replace(' 0', ' 9') for row in rows[:n])])
    processor_time([*ctl, 'init'])
    processor_time([*ctl, 'import', path, '--duplicates', 'keep'])
    count = [*ctl, 'import', '--dry-run']
    first = processor_time([*count, files[1]])
    times = {n: statistics.median(processor_time([*count, files[n]]) for _ in range(3)) for n in files}
    each = 1000 * (times[len(rows)] - times[1]) / (len(rows) - 1)
    benchlib.row('duplicates: one contact against 100k', f'{each:.2f} ms', '', each)
    benchlib.row('duplicates: the first look into 100k', f'{first - times[1]:.2f} s', '', first - times[1])


with benchlib.folder() as place:
    new_contacts(place)
    for kind_of_people in ('agencies', 'persons', 'households'):
        quality(kind_of_people, place)
    without_doubles(place)
    for kind_of_people in ('agencies', 'persons', 'households'):
        at_import(kind_of_people, place)
    for kind_of_people in ('agencies', 'persons'):
        cost(kind_of_people, place)
