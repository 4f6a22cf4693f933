#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script ./dev says what is wrong, and gets out of a program's way: `test-dev.py PROJECT BUILD`.

 1. help lists every command          4. exec: a wrong program is told apart from the program's own failure
 2. an unknown command is an error    5. exec: nothing but the program's words on standard output
 3. a wrong setting is told           6. exec: the program's exit status is passed on
"""
import os
import pathlib
import subprocess
import sys

PROJECT, BUILD = map(pathlib.Path, sys.argv[1:3])


def dev(*words, **env):
    return subprocess.run([str(PROJECT / 'dev'), *words], capture_output=True, text=True, check=False,
                          env={**os.environ, 'DEV_BUILD': BUILD.name, **env})


def helps():
    run = dev('help')
    return run.returncode == 0 and all(f'./dev {word}' in run.stdout for word in (
        'run', 'test', 'exec', 'bench', 'screenshots', 'shell', 'fmt', 'clean'))


def unknown():
    run = dev('nonsense')
    return run.returncode == 1 and 'nonsense' in run.stderr and not run.stdout


def wrong_setting():
    run = dev('build', DEV_MODE='nonsense')
    return run.returncode == 1 and 'DEV_MODE=nonsense' in run.stderr


def wrong_program():
    run = dev('exec', 'nonsense')
    return run.returncode == 125 and 'palierctl' in run.stderr and not run.stdout


def quiet():
    run = dev('exec', 'palierctl', '--version')
    return run.returncode == 0 and run.stdout.count('\n') == 1 and run.stdout.startswith('{"version"')


def status():
    return dev('exec', 'palierctl', 'nonsense').returncode == 2


CASES = [('help lists every command', helps), ('an unknown command is an error', unknown),
         ('a wrong setting is told', wrong_setting), ('exec tells a wrong program', wrong_program)]
# These need the programs, and a build folder inside the project, as ./dev makes it.
RUNS = [('exec adds nothing to standard output', quiet), ('exec passes the exit status on', status)]


def main():
    print(f'1..{len(CASES) + len(RUNS)}')
    built = (BUILD / 'src/palierctl').exists() and BUILD.parent == PROJECT
    bad = 0
    for n, (name, case) in enumerate(CASES + RUNS, 1):
        if not built and (name, case) in RUNS:
            print(f'ok {n} {name} # SKIP no programs in a build folder of ./dev')
            continue
        good = case()
        bad += not good
        print(f'{"" if good else "not "}ok {n} {name}')
    return 1 if bad else 0


sys.exit(main())
