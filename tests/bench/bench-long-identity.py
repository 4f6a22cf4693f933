#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Duplicates among a million contacts: seconds of one core, memory, and how sure is sure. The peer
of the cost is that of a record among 10,000."""
import os

import benchlib
import pairs

with benchlib.folder() as place:
    seconds = {}
    for n in (10000, 1000000):
        path, truth = pairs.make('agencies', 4712, n, place)
        seconds[n], memory, found = pairs.match(path, os.path.join(place, 'pairs.csv'))
    sure = pairs.sure_of(found)
    precision = pairs.per_mille(len(sure & truth), len(sure))
    benchlib.row('duplicates: 1M records', f'{seconds[1000000]:.0f} s', '', seconds[1000000])
    benchlib.row('duplicates: 1M records, peak memory', f'{memory:.0f} MiB', '', memory)
    benchlib.row('duplicates: one of 1M records beside one of 10k', f'{seconds[1000000]:.1f} µs',
                 f'{seconds[10000] * 100:.1f} µs', seconds[1000000] / seconds[10000] / 100)
    benchlib.row('duplicates: precision from 0.95, 1M records', f'{precision / 1000:.4f}', '', precision)
