#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three variants and how they are to read, by the real window.

1  another tone writes the three variants anew, and so does another length
2  what was typed by hand comes back by undoing
"""
import pathlib
import sys
import tempfile

from uitest import App, Story, text_of, wait

from review_base import Base

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-composer-{name}.png')


def texts(app):
    return [text_of(node) for node in app.all('text', 'Text of the message')]


def choose(app, value, other):
    """Another entry of the menu that has this value; what the variants are then."""
    before = texts(app)
    app.focus(app.find('combo box', value))
    app.focused('combo box', value)
    app.key('space')
    app.click(app.find('label', other))
    wait(lambda: texts(app) and texts(app) != before, 20, 'other texts')
    app.settle()
    return texts(app)


def steps(app, story):
    @story.step('another tone writes the three variants anew, and so does another length')
    def _():
        app.activate('win.show-page', 'messages')
        app.click(app.find('label', 'Cabinet 0'))
        wait(lambda: len(texts(app)) == 3, 20, 'three variants')
        picture(app, 'sober')
        sober = texts(app)
        direct = choose(app, 'Sober', 'Direct')
        assert len(direct) == 3, direct
        short = choose(app, 'Normal', 'Short')
        assert sum(map(len, short)) < sum(map(len, direct)) < sum(map(len, sober)), (short, direct)
        picture(app, 'short')

    @story.step('what was typed by hand comes back by undoing')
    def _():
        body = next(app.all('text', 'Text of the message'))
        app.focus(body)
        app.key('ctrl+Home')
        app.keys('par moi ')
        wait(lambda: texts(app)[0].startswith('par moi '), 20, 'the words')
        choose(app, 'Short', 'Long')
        assert not any(text.startswith('par moi') for text in texts(app))
        app.press(app.find('button', 'Undo'))
        wait(lambda: any(text.startswith('par moi ') for text in texts(app)), 20, 'the words again')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(PROGRAM, top, 1, 3)
        env = {'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}
        with App([PROGRAM, *base.options], env=env, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story)
    return story.end()


sys.exit(main())
