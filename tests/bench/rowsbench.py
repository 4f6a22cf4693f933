# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a long file on the Import page: what a filter and a page cost the main thread, and how fast Cancel is."""
import os
import re
import subprocess
import time

from benchlib import PROGRAMS, HEADER, folder, row, seconds, write_contacts
from uitest import App, text_of, wait

PATIENCE_S = 600
PAGES = 20
ROUNDS = 3
# The main loop has come to rest when so many looks in a row found no turn of a millisecond.
STILL_LOOKS = 15
LOOK_S = 0.03


def write_dirt(path, count):
    """Contacts of which every tenth has an address to be mended, and every twentieth stands there twice."""
    clean = f'{path}.clean'
    write_contacts(clean, count)
    before = ''
    with open(clean, encoding='utf-8', newline='') as lines, open(path, 'w', encoding='utf-8', newline='') as out:
        for n, line in enumerate(lines):
            if n % 10 == 5:
                line = line.replace('@', ' at ', 1)
            before = before if n % 20 == 12 else line
            out.write(before)
    os.unlink(clean)


def longest_turn(app, act):
    """Milliseconds of the main thread's work in the longest turn that act() leads to."""
    app.turn()
    act()
    longest = still = 0
    while still < STILL_LOOKS:
        time.sleep(LOOK_S)
        turn = app.turn()
        longest, still = max(longest, turn), still + 1 if turn < 1 else 0
    return longest


def filtered(app, name):
    return app.find('toggle button', re.compile(f'^{name} [0-9,]+$'), timeout=PATIENCE_S)


def switches(app):
    """The longest turn of each change of the filter."""
    app.focus(filtered(app, 'All'))
    for name in ROUNDS * ('To mend', 'Duplicates', 'To mend', 'All'):
        place = app.point(filtered(app, name))
        yield longest_turn(app, lambda place=place: app.click_at(*place))


def pages(app):
    """The longest turn of each page that the keyboard turns."""
    app.focus(next(node for node in app.all('table row') if re.match('[0-9]', node.get_name())))
    return [longest_turn(app, lambda: app.key('Next')) for _ in range(PAGES)]


def cancelled(app, count):
    """Seconds from the click on Cancel until the page says that nothing was stored."""
    app.press(app.find('button', re.compile('^Import [0-9,]+ Contacts$'), timeout=PATIENCE_S))
    wait(lambda: any(re.match(f'[0-9,]+ of {count:,} rows', text_of(node)) for node in app.all('status bar')),
         PATIENCE_S, 'the import to run')
    place = app.point(app.find('button', 'Cancel'))
    began = time.monotonic()
    app.click_at(*place)
    app.find('label', 'Import cancelled, nothing was stored', timeout=PATIENCE_S)
    return time.monotonic() - began


def prospects(base):
    out = subprocess.run([PROGRAMS / 'palierctl', *base, 'prospects'], check=True, capture_output=True, text=True)
    return len(out.stdout.splitlines())


def measure(count, name):
    with folder() as top:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        argv = [str(PROGRAMS / 'palier'), *base]
        write_dirt(f'{top}/contacts.csv', count)
        with App(argv, env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log='/dev/null') as app:
            subprocess.run([*argv, f'{top}/contacts.csv'], check=True, capture_output=True)
            app.find('toggle button', f'All {count:,}', timeout=PATIENCE_S)
            app.find('button', re.compile('^Import [0-9,]+ Contacts$'), timeout=PATIENCE_S)
            switch, page = max(switches(app)), max(pages(app))
            cancel = cancelled(app, count)
        left = prospects(base)
    columns = HEADER.count(';') + 1
    row(f'rows of {name} to import: filter, longest turn', f'{switch:.0f} ms', f'{columns} columns', switch)
    row(f'rows of {name} to import: page, longest turn', f'{page:.0f} ms', f'{columns} columns', page)
    row(f'rows of {name} to import: Cancel', seconds(cancel), f'{left} prospects', cancel)
