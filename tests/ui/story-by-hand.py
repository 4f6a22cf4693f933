#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prospects by hand, by the real window.

 1  the keyboard opens an empty form
 2  a wrong value is refused where it stands, and nothing is added
 3  a prospect is added, scored and shown
 4  the same one is said at once, and opened
 5  a note and a call are written into the timeline, and found there
 6  the addition is undone
 7  a person is erased for ever, after a question, and nothing brings them back
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, text_of, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-{name}.png')


def entry(app, title):
    """The text of a row with that title."""
    def look():
        for node in app.all('text'):
            if node.get_name() == title and 'EditableText' in node.get_interfaces():
                return node
        return None
    return wait(look, 5, f'the entry {title}')


def write(app, **words):
    for title, text in words.items():
        app.focus(entry(app, title.replace('_', ' ')))
        app.key('ctrl+a')
        app.keys(text)


def steps(app, story):
    @story.step('the keyboard opens an empty form')
    def _():
        app.find('label', 'No Prospects Yet', timeout=15)
        app.key('ctrl+n')
        app.find('label', 'New Prospect')
        wait(lambda: text_of(entry(app, 'Company')) == '', 20, 'an empty form')
        picture(app, 'new')

    @story.step('a wrong value is refused where it stands, and nothing is added')
    def _():
        write(app, Company='Agence de la Gare', Last_name='Leroux', **{'E-mail': 'zoe@'})
        app.press(app.find('button', 'Add'))
        app.find('label', re.compile('Nothing was added'))
        picture(app, 'new-refused')
        app.find('label', 'No Prospects Yet')

    @story.step('a prospect is added, scored and shown')
    def _():
        write(app, **{'E-mail': 'zoe@gare.example'})
        app.key('Return')
        app.find('label', 'Agence de la Gare was added')
        app.find('label', '1 prospect')
        app.find('button', 'Write to Them')
        wait(lambda: text_of(entry(app, 'E-mail')) == 'zoe@gare.example', 20, 'the address')
        picture(app, 'added')

    @story.step('the same one is said at once, and opened')
    def _():
        app.press(app.find('button', 'Add a Prospect'))
        app.find('label', 'New Prospect')
        write(app, Company='Agence de la Gare', Last_name='Leroux', **{'E-mail': 'zoe@gare.example'})
        app.find('label', 'Agence de la Gare is in your prospects already')
        picture(app, 'new-same')
        app.press(app.find('button', 'Open'))
        app.find('button', 'Write to Them')
        app.find('label', '1 prospect')

    @story.step('a note and a call are written into the timeline, and found there')
    def _():
        write(app, **{'New note': 'Sells in spring'})
        app.key('Return')
        app.find('label', 'Note: Sells in spring')
        write(app, **{'New call: what was said': 'Wants a visit'})
        app.key('Return')
        app.find('label', 'Call: Wants a visit')
        picture(app, 'timeline')
        app.focus(app.find(None, 'Search the timeline'))
        app.keys('SPRING')
        app.gone('label', 'Call: Wants a visit')
        app.find('label', 'Note: Sells in spring')

    @story.step('a note is changed and deleted, and both are undone')
    def _():
        app.press(app.find('button', 'Change the Note'))
        app.find('text', 'Change what was noted')
        app.key('ctrl+a')
        app.keys('Sells next spring')
        app.key('Return')
        app.find('label', 'Note: Sells next spring')
        picture(app, 'note')
        app.press(app.find('button', 'Delete the Note'))
        app.gone('label', 'Note: Sells next spring')
        app.key('ctrl+z')
        app.find('label', 'Note: Sells next spring')
        app.key('ctrl+z')
        app.find('label', 'Note: Sells in spring')

    @story.step('the addition is undone')
    def _():
        app.key('ctrl+z')
        app.find('label', 'No Prospects Yet')

    @story.step('a person is erased for ever, after a question, and nothing brings them back')
    def _():
        app.key('ctrl+n')
        app.find('label', 'New Prospect')
        write(app, Company='Agence du Port', Last_name='Kermadec', **{'E-mail': 'paul@port.example'})
        app.key('Return')
        app.find('label', 'Agence du Port was added')
        app.press(app.find('button', 'Erase for Ever…'))
        app.find('label', 'Erase Agence du Port for Ever?')
        picture(app, 'erase')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', 'Erase Agence du Port for Ever?')
        app.find('label', '1 prospect')
        app.press(app.find('button', 'Erase for Ever…'))
        app.press(app.find('button', 'Erase for Ever'))
        app.find('label', 'Agence du Port was erased for ever')
        app.find('label', 'No Prospects Yet')
        app.key('ctrl+z')
        app.find('label', 'No Prospects Yet')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        ctl = pathlib.Path(PROGRAM).with_name('palierctl')
        subprocess.run([ctl, *base, 'init'], check=True, capture_output=True)
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story)
    return story.end()


sys.exit(main())
