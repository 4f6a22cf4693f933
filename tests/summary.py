#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints `N passed, N failed, N skipped` over the cases of Meson's last test run.

    summary.py BUILD/meson-logs

A program that speaks TAP counts by its cases, any other as one. A program that ended badly
although no case of it failed (it crashed, it was stopped, it ran fewer cases than it planned)
counts as one more failure. What a program tells as `# figure: ...` is said again before that line.
Ends with 1 if anything failed or nothing ran.
"""
import json
import pathlib
import re
import sys

FIGURE = re.compile(r'# figure: (.*)')
CASE = re.compile(r'(not )?ok\b(?:[^#\\]|\\.)*(?:#\s*(skip|todo))?', re.IGNORECASE)
ENDED_WELL = ('OK', 'EXPECTEDFAIL', 'SKIP')


def cases_of(run):
    """(passed, failed, skipped) of one program's run, as testlog.json has it."""
    passed = failed = skipped = 0
    for line in (run.get('stdout') or '').splitlines():
        case = CASE.match(line)
        if not case:
            continue
        mark = (case[2] or '').lower()
        if mark == 'skip':
            skipped += 1
        elif case[1] and mark != 'todo':
            failed += 1
        else:
            passed += 1
    well = run['result'] in ENDED_WELL
    if passed + failed + skipped == 0:
        return (int(run['result'] in ('OK', 'EXPECTEDFAIL')), int(not well), int(run['result'] == 'SKIP'))
    return (passed, failed + int(not well and failed == 0), skipped)


def main():
    totals = (0, 0, 0)
    for log in sorted(pathlib.Path(sys.argv[1]).glob('testlog*.json')):
        for line in log.read_text(encoding='utf-8', errors='replace').splitlines():
            if line.strip():
                run = json.loads(line)
                totals = tuple(map(sum, zip(totals, cases_of(run))))
                for figure in FIGURE.findall(run.get('stdout') or ''):
                    print(figure)
    print('{} passed, {} failed, {} skipped'.format(*totals))
    return 1 if totals[1] or not totals[0] else 0


if __name__ == '__main__':
    sys.exit(main())
