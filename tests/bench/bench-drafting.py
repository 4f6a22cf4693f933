#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three drafts for one prospect; and ten thousand drafts written, checked and stored beside the same drafts only stored
(enciphered, with change log and undo), both in seconds of one core."""
import statistics
import subprocess

import benchlib

COUNT, ROUNDS = 10_000, 3

with benchlib.folder() as top:
    out = subprocess.run([benchlib.BUILD / 'tests/bench/drafting-pass', top, str(COUNT), str(ROUNDS)], check=True,
                         stdout=subprocess.PIPE, text=True).stdout.splitlines()
mean, longest = map(float, out[0].split())
ours, peers = (statistics.median(column) for column in zip(*(map(float, line.split()) for line in out[1:])))
benchlib.row('drafting: 3 variants for one prospect', f'{mean:.2f} ms', f'{longest:.2f} ms at most', mean)
benchlib.row('drafting: 10k drafts written, checked and stored', f'{ours:.2f} s', f'stored {peers:.2f} s', ours / peers)
