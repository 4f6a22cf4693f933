#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All rows of a file of a million, shown before they are imported: mapping and first screen, then counts and doubles."""
import subprocess
import sys

import benchlib

ROWS = 1_000_000

with benchlib.folder() as top:
    csv = f'{top}/contacts.csv'
    benchlib.write_contacts(csv, ROWS)
    out = subprocess.run([benchlib.BUILD / 'tests/bench/preview-pass', top, csv], check=True, stdout=subprocess.PIPE,
                         text=True)
usable, complete, longest, rows = (float(word) for word in out.stdout.split())
if rows != ROWS:
    print(f'{rows:.0f} rows instead of {ROWS}', file=sys.stderr)
    sys.exit(1)
benchlib.row('preview of 1M rows: first screen', benchlib.seconds(usable), '', usable)
benchlib.row('preview of 1M rows: complete', benchlib.seconds(complete), '', complete)
benchlib.row('preview of 1M rows: longest turn of the main loop', f'{longest:.0f} ms', '', longest)
