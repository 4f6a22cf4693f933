#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another device replaced, on the prospect's page of the real window, with a real relay on this machine.

 1  where nothing gave way, nothing is said
 2  a value that gives way while the page is open is shown, with who wrote the other one
 3  … on a narrow window, too
 4  it is taken back, which the other device gets, and that is undone
 5  the other value is kept, and nothing is said of it any more
"""
import os
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
os.environ.setdefault('PALIER_BUILD', str(PROGRAM.parents[1]))
os.environ.setdefault('PALIER_SOURCE', str(TESTS.parent))
sys.path.insert(0, str(TESTS / 'flow'))

import flow  # noqa: E402
from uitest import App, Story  # noqa: E402

PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
TITLE = 'Replaced From Another Device'
TAKE_BACK = 'Take Your Value Back: Town'


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-replaced-{name}.png')


def open_page(app):
    table = app.find('tree table', 'Prospects', timeout=PATIENCE_S)
    app.focus(app.find('table row', re.compile('^Agence de la Gare'), within=table))
    app.key('Return')
    app.find('button', 'Write to Them', timeout=PATIENCE_S)


def says(app, words):
    return app.find('label', re.compile(words), timeout=PATIENCE_S)


def shows(app, city):
    """In the row of the list, which follows the base as the page does."""
    app.find('table row', re.compile(rf'^Agence de la Gare .*\b{city}\b'), timeout=PATIENCE_S)


def replace(first, second, ident, ours, theirs):
    """Both desks write a city without knowing of the other's; the second one's is later."""
    first.ctl('edit', ident, '--set', f'city={ours}')
    second.ctl('edit', ident, '--set', f'city={theirs}')
    second.ctl('sync')


def steps(app, story, first, second, ident):
    @story.step('where nothing gave way, nothing is said')
    def _():
        open_page(app)
        shows(app, 'Rennes')
        app.settle()
        assert not list(app.all('label', TITLE))

    @story.step('a value that gives way while the page is open is shown, with who wrote the other one')
    def _():
        replace(first, second, ident, 'Lyon', 'Dijon')
        says(app, f'^{TITLE}$')
        says(app, f'^“Lyon” was replaced by “Dijon”\n{re.escape(flow.AgencyRelay.EMAIL)} on .* · today')
        shows(app, 'Dijon')
        picture(app, 'wide')

    @story.step('on a narrow window, too')
    def _():
        app.resize(360, 720)
        open_page(app)
        says(app, '^“Lyon” was replaced by “Dijon”')
        app.find('button', TAKE_BACK)
        picture(app, 'narrow')
        app.resize(1200, 780)

    @story.step('it is taken back, which the other device gets, and that is undone')
    def _():
        app.press(app.find('button', TAKE_BACK))
        says(app, '^Town: your value is back$')
        app.gone('label', TITLE)
        shows(app, 'Lyon')
        flow.wait_for(lambda: second.ctl('sync') and second.ctl('show', ident).row['city'] == 'Lyon', PATIENCE_S, 'the other desk')
        app.key('ctrl+z')
        shows(app, 'Dijon')

    @story.step('the other value is kept, and nothing is said of it any more')
    def _():
        second.ctl('sync')
        replace(first, second, ident, 'Quimper', 'Brest')
        says(app, '^“Quimper” was replaced by “Brest”')
        app.press(app.find('button', 'Keep What Stands There: Town'))
        app.gone('label', TITLE)
        shows(app, 'Brest')
        assert not first.ctl('replaced').rows


def main():
    first, second = flow.Workspace(), flow.Workspace()
    relay = flow.AgencyRelay(first.folder)
    try:
        for desk in (first, second):
            desk.ctl('init')
            relay.join(desk)
        ident = first.ctl('add', '--set', 'company=Agence de la Gare', '--set', 'email=zoe@gare.example', '--set', 'city=Rennes').row['id']
        first.ctl('sync')
        second.ctl('sync')
        with App([str(PROGRAM), *first.command()[1:]], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=first.folder / 'log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, first, second, ident)
    finally:
        relay.kill()
        first.remove()
        second.remove()
    return story.end()


sys.exit(main())
