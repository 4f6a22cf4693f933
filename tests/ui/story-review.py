#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts for many, reviewed one by one, by the real window and the keyboard alone.

 1  all drafts are reviewed, from the list of messages, in their order
 2  Enter approves, S and the arrow skip, the arrow back leads to the one before
 3  what is edited is kept when the next one is shown, and its letters decide nothing
 4  Ctrl+Z takes back a skip and an approval
 5  a draft with an error is only approved once that was confirmed
 6  at the end it is said what was done, and what was skipped comes again
 7  the keys stand in the window of shortcuts
 8  what was typed right before going away is kept
"""
import pathlib
import re
import sys
import tempfile

from uitest import App, Story, text_of, wait

from review_base import Base

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
N = 5


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-review-{name}.png')


def shown(app, at, of=N):
    """The name of whom the draft is for, once it is the at-th of so many, with the keyboard at Approve."""
    app.find('label', f'{at} of {of}')
    app.focused('button', 'Approve')
    return next(app.all('label', re.compile(r'^Cabinet \d+$'))).name


def approved(base, *names):
    wanted = set(names)
    wait(lambda: {name for name, fate in base.states().items() if fate == 'approved'} == wanted, 10, f'{wanted}')


def open_review(app, of):
    app.activate('win.show-page', 'messages')
    app.press(app.find('button', 'Review the Drafts'))
    return shown(app, 1, of)


def steps(app, story, base):
    names = []

    @story.step('all drafts are reviewed, from the list of messages, in their order')
    def _():
        names.append(open_review(app, N))
        app.find('label', re.compile('^Allowed'))
        picture(app, 'first')

    @story.step('Enter approves, S and the arrow skip, the arrow back leads to the one before')
    def _():
        app.key('Return')
        names.append(shown(app, 2))
        approved(base, names[0])
        app.key('s')
        names.append(shown(app, 3))
        app.key('Right')
        names.append(shown(app, 4))
        app.key('Left')
        assert shown(app, 3) == names[2]
        app.key('Left')
        assert shown(app, 2) == names[1]
        assert len(set(names)) == 4, names

    @story.step('what is edited is kept when the next one is shown, and its letters decide nothing')
    def _():
        app.key('e')
        body = app.focused('text', 'Text of the message')
        app.key('ctrl+Home')
        app.keys('as ')
        wait(lambda: text_of(body).startswith('as '), 10, 'the letters')
        app.key('Escape')
        app.focused('button', 'Approve')
        app.key('a')
        assert shown(app, 4) == names[3]
        approved(base, names[0], names[1])
        texts = [m['body'] for one in base.ctl('prospects', '--filter', 'kind=agency') if one['company'] == names[1]
                 for m in base.ctl('show', one['id'])[0]['messages']]
        assert texts[0].startswith('as '), texts

    @story.step('Ctrl+Z takes back a skip and an approval')
    def _():
        app.key('ctrl+z')
        assert shown(app, 2) == names[1]
        approved(base, names[0])
        app.key('ctrl+z')
        assert shown(app, 3) == names[2]

    @story.step('a draft with an error is only approved once that was confirmed')
    def _():
        app.key('e')
        app.focused('text', 'Text of the message')
        app.key('ctrl+Home')
        app.keys('87 % de mandats ')
        app.find('label', re.compile('^No source for this'), timeout=20)
        app.key('Escape')
        assert shown(app, 3) == names[2]
        picture(app, 'finding')
        app.key('Return')
        app.press(app.find('button', re.compile('Mend the Text')))
        app.gone('button', re.compile('Mend the Text'))
        approved(base, names[0])
        app.key('Return')
        app.press(app.find('button', re.compile('Approve Anyway')))
        approved(base, names[0], names[2])

    @story.step('at the end it is said what was done, and what was skipped comes again')
    def _():
        for at in (4, 5, 2):
            shown(app, at)
            app.key('s')
        app.find('label', 'All Drafts Are Reviewed')
        picture(app, 'end')
        app.press(app.find('button', re.compile('Review What Was Skipped')))
        app.focused('button', 'Approve')

    @story.step('the keys stand in the window of shortcuts')
    def _():
        app.activate('win.show-help-overlay')
        app.find('label', 'Skip the draft')
        app.key('Escape')

    @story.step('what was typed right before going away is kept')
    def _():
        app.key('e')
        app.focused('text', 'Text of the message')
        app.key('ctrl+Home')
        app.keys('vite ')
        app.key('alt+Left')
        wait(lambda: any(text.startswith('vite ') for name in names for text in base.drafts(name).values()), 10, 'the words in the base')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(PROGRAM, top, N, 1)
        env = {'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}
        with App([PROGRAM, *base.options], env=env, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base)
    return story.end()


sys.exit(main())
