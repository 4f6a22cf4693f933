#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Duplicates of invented people: how many are found, and at what cost, reading included. Times are
those of one core. The peer of a cost is the same at a tenth of the records."""
import csv
import os
import subprocess

import benchlib
import people


def pairs_of(truth):
    groups = {}
    for index, who in enumerate(truth):
        groups.setdefault(who, []).append(index + 2)
    return {(a, b) for rows in groups.values() for i, a in enumerate(rows) for b in rows[i + 1:]}


def match(path, out):
    """(seconds of one core, peak MiB, {pair: score}) of one file's own doubles."""
    process = subprocess.Popen([benchlib.PROGRAMS / 'palierctl', 'match', path, path, '--out', out],
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit('palierctl match failed')
    with open(out, newline='', encoding='utf-8') as table:
        found = {(int(row['row_a']), int(row['row_b'])): float(row['score']) for row in csv.DictReader(table)}
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, found


def quality(kind, folder):
    path = os.path.join(folder, f'{kind}.csv')
    truth = pairs_of(people.write(kind, 4711, 10000, path))
    _, _, found = match(path, os.path.join(folder, 'pairs.csv'))
    right = len(truth & found.keys())
    sure = {pair for pair, score in found.items() if score >= 0.95}
    f1 = 2 * right / (len(found) + len(truth))
    benchlib.row(f'duplicates: F1 of {kind}', f'{f1:.4f}', '', f1 * 1000)
    precision = len(sure & truth) / len(sure)
    benchlib.row(f'duplicates: precision from 0.95, {kind}', f'{precision:.4f}', '', precision * 1000)
    recall = right / len(truth)
    benchlib.row(f'duplicates: recall from 0.6, {kind}', f'{recall:.4f}', '', recall * 1000)


def cost(folder):
    times = {}
    for n in (10000, 100000):
        path = os.path.join(folder, f'{n}.csv')
        people.write('agencies', 4712, n, path)
        times[n], memory, _ = match(path, os.path.join(folder, 'pairs.csv'))
    benchlib.row('duplicates: 100k records', f'{times[100000]:.2f} s', '', times[100000])
    benchlib.row('duplicates: 100k records, peak memory', f'{memory:.0f} MiB', '', memory)
    benchlib.row('duplicates: a record of 100k beside one of 10k', f'{times[100000] * 10:.2f} µs',
                 f'{times[10000] * 100:.2f} µs', times[100000] / times[10000] / 10)


with benchlib.folder() as place:
    quality('agencies', place)
    quality('persons', place)
    cost(place)
