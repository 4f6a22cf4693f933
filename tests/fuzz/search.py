#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches for inputs that break what reads input from outside.

    search.py SOURCE [--seconds N] [TARGET...]

Builds the targets with Clang, AddressSanitizer and UndefinedBehaviorSanitizer in SOURCE/_build-fuzz
and runs one after the other, each for N seconds (60), from its corpus, its words and what earlier
searches found. Says how many inputs were tried; one that breaks a target is left in
_build-fuzz/faults, and goes into the corpus once it is mended.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

SETUP = ['-Dfuzz=true', '-Ddesktop=false', '-Db_sanitize=address,undefined', '-Db_lundef=false']
LIMITS = ['-timeout=25', '-rss_limit_mb=1500', '-print_final_stats=1']
SANITIZERS = {'ASAN_OPTIONS': 'quarantine_size_mb=64:malloc_context_size=10',
              'UBSAN_OPTIONS': 'print_stacktrace=1:halt_on_error=1'}


def build(source, folder, targets):
    if not (folder / 'build.ninja').exists():
        subprocess.run(['meson', 'setup', folder, source, *SETUP], check=True, stdout=sys.stderr,
                       env=dict(os.environ, CC='clang'))
    subprocess.run(['ninja', '--quiet', '-C', folder, *(f'tests/fuzz/fuzz-{one}' for one in targets)],
                   check=True, stdout=sys.stderr)


def search(source, folder, target, seconds):
    """(inputs tried, whether none broke it)"""
    corpus = source / 'tests/fuzz/corpus' / target
    words = source / 'tests/fuzz/words' / f'{target}.dict'
    found = folder / 'corpus' / target
    faults = folder / 'faults'
    found.mkdir(parents=True, exist_ok=True)
    faults.mkdir(exist_ok=True)
    # Inputs grow somewhat beyond the seeds: longer ones mostly say the same again, more slowly.
    longest = max(1024, 2 * max(one.stat().st_size for one in corpus.iterdir()))
    command = [folder / f'tests/fuzz/fuzz-{target}', *LIMITS, f'-max_total_time={seconds}',
               f'-max_len={longest}', f'-artifact_prefix={faults}/{target}-', found, corpus]
    if words.exists():
        command.insert(1, f'-dict={words}')
    with open(folder / f'{target}.log', 'w+b') as log:
        status = subprocess.run(command, stdout=log, stderr=log, env=dict(os.environ, **SANITIZERS)).returncode
        log.seek(0)
        tried = re.findall(rb'number_of_executed_units: (\d+)', log.read())
    return (int(tried[-1]) if tried else 0, status == 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('source', type=pathlib.Path)
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('targets', nargs='*')
    wanted = parser.parse_args()
    folder = wanted.source / '_build-fuzz'
    targets = wanted.targets or sorted(one.name for one in (wanted.source / 'tests/fuzz/corpus').iterdir())
    build(wanted.source, folder, targets)
    print(f'1..{len(targets)}', flush=True)
    good = True
    for number, target in enumerate(targets, 1):
        tried, well = search(wanted.source, folder, target, wanted.seconds)
        good = good and well
        print(f'# figure: fuzz {target}: {tried:,} inputs in {wanted.seconds} s')
        print(f'{"" if well else "not "}ok {number} - {target}', flush=True)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
