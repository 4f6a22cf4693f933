#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles every C file of src with Clang under the project's own warnings: `clang.py BUILD`.

The commands are those of the build (compile_commands.json) with another compiler; what they write
goes to BUILD/clang-check. Through ccache only what changed since the last time is compiled.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

COMPILERS = ('cc', 'gcc', 'c99')


def command_of(entry, out):
    """The entry's command with Clang, without what belongs to GCC or to the build's own outputs."""
    words = shlex.split(entry['command'])
    while os.path.basename(words[0]) == 'ccache':
        words.pop(0)
    if os.path.basename(words[0]) not in COMPILERS:
        return None
    words = [word for word in words[1:] if not word.startswith(('-fsanitize', '-MD', '-fpch-'))]
    for option in ('-o', '-MF', '-MQ'):
        while option in words:
            at = words.index(option)
            del words[at:at + 2]
    ccache = [shutil.which('ccache')] if shutil.which('ccache') else []
    # What is checked are the warnings: code as plain as can be is the quickest to make.
    return [*ccache, 'clang', *words, '-O0', '-g0', '-o', str(out)]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    folder = build / 'clang-check'
    folder.mkdir(exist_ok=True)
    entries = json.loads((build / 'compile_commands.json').read_text(encoding='utf-8'))

    def compile_one(n_entry):
        command = command_of(n_entry[1], folder / f'{n_entry[0]}.o')
        if command is None:
            return None
        run = subprocess.run(command, cwd=n_entry[1]['directory'], capture_output=True, text=True, check=False)
        return run.stderr if run.returncode else ''

    entries = [e for e in entries if e['file'].startswith('../src/') and e['file'].endswith('.c')]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [r for r in pool.map(compile_one, enumerate(entries)) if r is not None]
    shutil.rmtree(folder)
    faults = [r for r in results if r]
    print('TAP version 14\n1..1')
    if not results:
        print('ok 1 compiles with Clang # SKIP the build is Clang\'s own')
        return 0
    print(f'{"not " if faults else ""}ok 1 {len(results)} files compile with Clang')
    sys.stderr.write('\n'.join(faults)[:20000])
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
