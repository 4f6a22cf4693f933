#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing line of ./dev test is right: `test-summary.py SUMMARY`."""
import json
import pathlib
import subprocess
import sys
import tempfile

# (what it shows, runs as testlog.json has them, the line, the exit status)
CASES = [
    ('cases are counted, not programs', [('OK', 'TAP version 14\n1..2\nok 1 /a\nok 2 /b\n')], '2 passed, 0 failed, 0 skipped', 0),
    ('a failed case fails', [('FAIL', '1..2\nok 1 a\nnot ok 2 b\n')], '1 passed, 1 failed, 0 skipped', 1),
    ('a skipped case is no pass', [('OK', '1..2\nok 1 a\nok 2 b # SKIP no server\n')], '1 passed, 0 failed, 1 skipped', 0),
    ('a crash after good cases is a failure', [('ERROR', '1..3\nok 1 a\nok 2 b\n')], '2 passed, 1 failed, 0 skipped', 1),
    ('a time-out is a failure', [('TIMEOUT', '')], '0 passed, 1 failed, 0 skipped', 1),
    ('a program without TAP counts once', [('OK', 'hello\n'), ('OK', 'ok 1 x\n')], '2 passed, 0 failed, 0 skipped', 0),
    ('a hash in a name is no mark', [('OK', 'ok 1 the key \\# skip is read\n')], '1 passed, 0 failed, 0 skipped', 0),
    ('nothing run is no success', [], '0 passed, 0 failed, 0 skipped', 1),
]


def summary_of(script, runs):
    with tempfile.TemporaryDirectory() as logs:
        log = pathlib.Path(logs, 'testlog.json')
        log.write_text(''.join(json.dumps({'name': 'x', 'result': r, 'stdout': out}) + '\n' for r, out in runs), encoding='utf-8')
        run = subprocess.run([sys.executable, script, logs], capture_output=True, text=True, check=False)
        return run.stdout.strip(), run.returncode


def main():
    print(f'1..{len(CASES)}')
    bad = 0
    for n, (name, runs, line, status) in enumerate(CASES, 1):
        found = summary_of(sys.argv[1], runs)
        good = found == (line, status)
        bad += not good
        print(f'{"" if good else "not "}ok {n} {name}')
        if not good:
            print(f'{name}: {found}', file=sys.stderr)
    return 1 if bad else 0


sys.exit(main())
