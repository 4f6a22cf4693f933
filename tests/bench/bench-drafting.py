#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three drafts for one prospect; and ten thousand drafts by the service, read, written, checked and stored, beside the
same rows only stored once more in the same base (enciphered, with change log, undo and events): seconds that pass, and
in brackets those of one core."""
import statistics
import subprocess

import benchlib

COUNT, ROUNDS = 10_000, 3

with benchlib.folder() as top:
    out = subprocess.run([benchlib.BUILD / 'tests/bench/drafting-pass', top, str(COUNT), str(ROUNDS)], check=True,
                         stdout=subprocess.PIPE, text=True).stdout.splitlines()
mean, longest = map(float, out[0].split())
rounds = [tuple(map(float, line.split())) for line in out[1:]]
ours, ours_core, peers, peers_core = (statistics.median(column) for column in zip(*rounds))
benchlib.row('drafting: 3 variants for one prospect', f'{mean:.2f} ms', f'{longest:.2f} ms at most', mean)
benchlib.row('drafting: 10k drafts written, checked and stored', f'{ours:.2f} s ({ours_core:.2f} s)',
             f'stored {peers:.2f} s ({peers_core:.2f} s)', statistics.median(row[0] / row[2] for row in rounds))
