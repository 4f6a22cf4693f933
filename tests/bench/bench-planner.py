#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A campaign of five steps for 100,000 prospects, planned on one core; ten times fewer take ten times less of both."""
import subprocess

import benchlib


def plan(prospects):
    """(seconds, KiB, rows): the best of three."""
    runs = [subprocess.run([benchlib.BUILD / 'tests/bench/planner-pass', str(prospects)], check=True,
                           stdout=subprocess.PIPE, text=True).stdout.split() for _ in range(3)]
    return min((float(seconds), int(kib), int(rows)) for seconds, kib, rows in runs)


few, many = plan(10000), plan(100000)
assert many[2] == 500000 and few[2] == 50000, (few, many)
benchlib.row('planner: 100k prospects × 5 steps', f'{many[0]:.2f} s', '–', many[0])
benchlib.row('planner: 100k beside ten times 10k, time', f'{many[0]:.2f} s', f'{few[0] * 10:.2f} s', many[0] / few[0] / 10)
benchlib.row('planner: 100k beside ten times 10k, memory', f'{many[1] / 1024:.0f} MiB', f'{few[1] * 10 / 1024:.0f} MiB',
             many[1] / few[1] / 10)
