#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benches and prints one table: ours beside a peer's, from one run on one machine.

    run.py BUILD [--check] [--long] [NAME...]

A bench is a script bench-NAME.py that prints rows `key | ours | peer | ratio` (see benchlib.py).
What is to reach stands in budgets.json, by key; --check ends with 1 where a ratio breaks it. A bench-long-NAME.py
runs only where it is named or with --long.
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEAD = ('name', 'ours', 'peer', 'ratio', 'to reach', '')


def verdict(budget, ratio):
    """('≤ 4', fits) of a budget {"most": 4} or {"least": 0.5} or {"most": 150, "unit": "MiB"}."""
    if budget is None:
        return '', True
    unit = budget.get('unit', '×')
    if 'most' in budget:
        return f'≤ {budget["most"]:g} {unit}', ratio <= budget['most']
    return f'≥ {budget["least"]:g} {unit}', ratio >= budget['least']


def rows_of(script, build):
    """The rows a bench printed; None where it failed. What else it says goes to stderr."""
    env = {**os.environ, 'BUILD': build, 'PYTHONPATH': os.pathsep.join([str(HERE), str(HERE.parent / 'ui')]),
           'UIAGENT': f'{build}/tests/ui/uiagent.so'}
    run = subprocess.run([sys.executable, str(script)], env=env, stdout=subprocess.PIPE, text=True, check=False)
    rows = [[cell.strip() for cell in line.split('|')] for line in run.stdout.splitlines() if line.count('|') == 3]
    return rows if run.returncode == 0 else None


def show(table):
    widths = [max(len(row[i]) for row in table) for i in range(len(HEAD))]
    for n, row in enumerate(table):
        print('  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if n == 0:
            print('  '.join('-' * width for width in widths[:-1]))


def main():
    build, *names = sys.argv[1:]
    check = '--check' in names
    long = '--long' in names
    names = [name for name in names if name not in ('--check', '--long')]
    budgets = json.loads((HERE / 'budgets.json').read_text(encoding='utf-8'))
    scripts = {path.stem.removeprefix('bench-'): path for path in sorted(HERE.glob('bench-*.py'))}
    unknown = [name for name in names if name not in scripts]
    if unknown:
        print(f'no bench {unknown[0]}: one of {" ".join(scripts)}', file=sys.stderr)
        return 2

    table, bad = [HEAD], 0
    for name in names or [name for name in scripts if long or not name.startswith('long-')]:
        print(f'bench {name}…', file=sys.stderr, flush=True)
        rows = rows_of(scripts[name], build)
        if rows is None:
            bad += 1
            table.append((name, 'failed', '', '', '', 'MISSED'))
        for key, ours, peer, ratio in rows or []:
            wanted, fits = verdict(budgets.get(key), float(ratio))
            bad += not fits
            table.append((key, ours, peer, ratio, wanted, '' if fits else 'MISSED'))
    show(table)
    return 1 if bad and check else 0


if __name__ == '__main__':
    sys.exit(main())
