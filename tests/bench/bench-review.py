#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reviewing among 10,000 drafts: what each decision costs the main thread, the list of messages behind it included,
and how long the next draft takes to be there; beside the same among 100."""
import re
import statistics
import subprocess
import time

from benchlib import PROGRAMS, folder, row, write_contacts
from rowsbench import longest_turn
from uitest import App, wait

PATIENCE_S = 120
MANY, FEW = 10_000, 100
ROUNDS = 15
PROFILE = ('agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'email=claire@agence.example',
           'street=3 place du Marché', 'postal_code=78000', 'city=Versailles', 'siret=99900000100018',
           'legal_mentions=Agence de la Place', 'privacy_url=https://agence.example/vie-privee')


def make_base(top, count):
    base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']

    def ctl(*words):
        # Some drafts cannot be written: 3 is done in part.
        code = subprocess.run([PROGRAMS / 'palierctl', *base, *words], capture_output=True, check=False).returncode
        assert code in (0, 3), (words, code)
    ctl('init')
    ctl('profile', *PROFILE)
    write_contacts(f'{top}/contacts.csv', count)
    ctl('import', f'{top}/contacts.csv', '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
    ctl('draft', '--filter', 'kind=agency', '--variants', '1')
    return base


def at(app):
    """Which draft is shown, of how many."""
    found = next(app.all('label', re.compile(r'^[\d,]+ of [\d,]+$')), None)
    return found and int(found.name.split()[0].replace(',', ''))


def shown_after(app, before):
    """Seconds from a key that skips until another draft is shown."""
    began = time.monotonic()
    app.key('s')
    wait(lambda: at(app) not in (None, before), PATIENCE_S, 'the next draft')
    return time.monotonic() - began


def measure(top, count):
    """(longest turn as the list opens, longest turn of a decision, median seconds to the next draft)"""
    with App([str(PROGRAMS / 'palier'), *make_base(top, count)], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''},
             log='/dev/null') as app:
        opened = longest_turn(app, lambda: app.activate('win.show-page', 'messages'))
        app.press(app.find('button', 'Review the Drafts', timeout=PATIENCE_S))
        app.focused('button', 'Approve')
        turns = [longest_turn(app, lambda: app.key('a')) for _ in range(ROUNDS)]
        turns += [longest_turn(app, lambda: app.key('ctrl+z')) for _ in range(3)]
        times = [shown_after(app, at(app)) for _ in range(ROUNDS)]
    return opened, max(turns), statistics.median(times)


def main():
    with folder() as top:
        few = measure(top, FEW)
    with folder() as top:
        many = measure(top, MANY)
    row('messages: list of 10,000 drafts, longest turn', f'{many[0]:.0f} ms', f'{few[0]:.0f} ms of 100', many[0])
    row('review among 10,000 drafts: longest turn', f'{many[1]:.0f} ms', f'{few[1]:.0f} ms among 100', many[1])
    row('review among 10,000 drafts: to the next one', f'{many[2] * 1000:.0f} ms', f'{few[2] * 1000:.0f} ms among 100',
        many[2] / few[2])


main()
