#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A million prospects scored in one pass, beside a bare loop that reads the same rows."""
import subprocess

import benchlib

out = subprocess.run([benchlib.BUILD / 'tests/bench/scoring-pass'], check=True, stdout=subprocess.PIPE, text=True)
reading, scoring, _ = (float(word) for word in out.stdout.split())
benchlib.row('score: 1M prospects', f'{scoring / 1000:.2f} s', f'{reading / 1000:.2f} s', scoring / reading)
