#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of the program to its window on the screen, beside GNOME Contacts, in turns."""
import statistics
import subprocess

from benchlib import PROGRAMS, folder, row, run, seconds, write_contacts
from uitest import App

RUNS = 7


def start_of(argv):
    with App([str(word) for word in argv], log='/dev/null', agent='') as app:
        return app.start


def make_base(top, count):
    """The arguments that open a base of so many prospects."""
    base = ['--workspace', f'{top}/base{count}', '--key-file', f'{top}/key{count}']
    ctl = [PROGRAMS / 'palierctl', *base]
    run([*ctl, 'init'])
    if count:
        write_contacts(f'{top}/contacts.csv', count)
        run([*ctl, 'import', f'{top}/contacts.csv'], stderr=subprocess.DEVNULL)
    return base


def main():
    with folder() as top:
        programs = {'empty': [PROGRAMS / 'palier', *make_base(top, 0)],
                    'full': [PROGRAMS / 'palier', *make_base(top, 100_000)],
                    'peer': ['gnome-contacts']}
        times = {name: [] for name in programs}
        for _ in range(RUNS):
            for name, argv in programs.items():
                times[name].append(start_of(argv))
    empty, full, peer = (statistics.median(times[name]) for name in ('empty', 'full', 'peer'))
    row('window on the screen', seconds(empty), f'gnome-contacts {seconds(peer)}', empty / peer)
    row('window with 100k prospects beside none', seconds(full), seconds(empty), full / empty)


main()
