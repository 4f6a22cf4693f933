#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of prospects, by the real window: its order, and its filters without a mouse.

 1  a click on a header sorts by it, another one the other way round
 2  filters are chosen by the keyboard alone
 3  and taken away by the keyboard alone, which stays among them
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from uitest import App, Story, state, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
# The numbers are of the ranges that are kept for fiction, the addresses of reserved names.
PEOPLE = (
    {'kind': 'agency', 'company': 'Agence du Port', 'email': 'port@agence.example', 'city': 'Saint-Malo'},
    {'kind': 'person', 'last_name': 'Étienne', 'first_name': 'Zoé', 'email': 'zoe@foyer.example', 'city': 'Angers'},
    {'kind': 'agency', 'company': 'Cabinet Rive', 'phone': '01 99 00 51 21', 'city': 'Évry'},
    {'kind': 'person', 'last_name': 'Bernard', 'first_name': 'Luc', 'phone': '01 99 00 51 22', 'city': 'Lyon'},
)
BY_NAME = ['Agence du Port', 'Cabinet Rive', 'Luc Bernard', 'Zoé Étienne']
BY_TOWN = ['Zoé Étienne', 'Cabinet Rive', 'Luc Bernard', 'Agence du Port']
TABS = 40


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        for one in PEOPLE:
            self.ctl('add', *(w for k, v in one.items() for w in ('--set', f'{k}={v}')))

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def count(self, *filters):
        return len(self.ctl('prospects', *(w for one in filters for w in ('--filter', one))))


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-list-{name}.png')


def names(app):
    """Of the rows, from the top."""
    _, *rows = app.all('table row', within=app.find('tree table', 'Prospects'))
    return [row.children[0].name for row in sorted(rows, key=lambda row: row.get_extents()[1])]


def sort_by(app, title, expected):
    header = next(app.all('table row', within=app.find('tree table', 'Prospects')))
    app.click(next(node for node in header.children if node.name == title))
    wait(lambda: names(app) == expected, PATIENCE_S, f'the order by {title}')


def listed(app, n):
    app.find('label', f'{n} prospects' if n != 1 else '1 prospect', timeout=PATIENCE_S)


def go_to(app, role, name):
    """By Tab alone, as far as it takes."""
    for _ in range(TABS):
        if any(state(node, 'focused') for node in app.all(role, name)):
            return
        app.key('Tab')
    raise AssertionError(f'Tab does not lead to {role} {name!r}')


def filter_by(app, key, steps, value):
    """@steps: how far below the first one the key stands."""
    go_to(app, 'toggle button', 'Filter')
    app.key('space')
    app.focused('list item')
    for _ in range(steps):
        app.key('Down')
    app.focused('list item', key)
    app.key('Return')
    go_to(app, 'check box', value)
    app.key('space')
    app.key('Escape')
    app.find('button', value)
    app.focused('toggle button', 'Filter')


def steps(app, story, base):
    @story.step('a click on a header sorts by it, another one the other way round')
    def _():
        listed(app, len(PEOPLE))
        sort_by(app, 'Name', BY_NAME)
        sort_by(app, 'Name', BY_NAME[::-1])
        sort_by(app, 'Town', BY_TOWN)
        picture(app, 'sorted')

    @story.step('filters are chosen by the keyboard alone')
    def _():
        app.key('ctrl+f')
        app.focused('entry', 'Search the prospects')
        filter_by(app, 'Kind', 0, 'agencies')
        listed(app, base.count('kind=agency'))
        filter_by(app, 'E-mail', 5, 'with e-mail')
        listed(app, base.count('kind=agency', 'email=yes'))
        picture(app, 'filtered')

    @story.step('and taken away by the keyboard alone, which stays among them')
    def _():
        go_to(app, 'button', 'with e-mail')
        app.key('space')
        listed(app, base.count('kind=agency'))
        app.focused('button', 'agencies')
        app.key('space')
        listed(app, len(PEOPLE))
        app.focused('toggle button', 'Filter')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base)
    return story.end()


sys.exit(main())
