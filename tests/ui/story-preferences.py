#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences, by the real window and with a mail server on this machine.

 1  a mailbox whose server does not answer is explained
 2  a mailbox whose password is wrong is explained
 3  a mailbox that works says so
 4  the way to the account, which this computer does without
"""
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

from uitest import App, Story, state

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PEER = pathlib.Path(__file__).resolve().parents[1] / 'peers/smtp-peer.py'
PATIENCE_S = 20


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-preferences-{name}.png')


def free_port():
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def open_page(app, title):
    app.press(app.find('page tab', title, timeout=PATIENCE_S))


def press_row(app, title, after):
    """A button in a list, which the keyboard reaches from the entry above it."""
    app.focus(app.entry(after))
    for _ in range(5):
        app.key('Tab')
        row = app.find('button', title, timeout=PATIENCE_S)
        if state(row, 'focused'):
            app.key('Return')
            return
    raise AssertionError(f'{title} is not reached by Tab')


def test_mailbox(app, port):
    app.write('Server', '127.0.0.1')
    app.focus(app.find('spin button', 'Port'))
    app.key('ctrl+a')
    app.keys(str(port))
    app.key('Tab')
    press_row(app, 'Test This Mailbox', 'Password')


class Peer:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, PEER, *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)


def steps(app, story):
    @story.step('a mailbox whose server does not answer is explained')
    def _():
        app.find('label', 'No Prospects Yet', timeout=PATIENCE_S)
        app.activate('win.preferences')
        app.find('dialog', timeout=PATIENCE_S)
        open_page(app, 'Sending')
        app.write('Address of the sender', 'claire@agence.example')
        app.write('User name', 'claire')
        app.write('Password', 'wrong')
        app.choose('Encryption', 2)
        test_mailbox(app, free_port())
        app.find('label', re.compile('does not answer on this port'), timeout=PATIENCE_S)
        picture(app, 'refused')

    @story.step('a mailbox whose password is wrong is explained')
    def _():
        with Peer('--auth', 'claire:right') as peer:
            test_mailbox(app, peer.port)
            app.find('label', re.compile('^User name or password refused'), timeout=PATIENCE_S)

    @story.step('a mailbox that works says so')
    def _():
        with Peer('--auth', 'claire:right') as peer:
            app.write('Password', 'right')
            test_mailbox(app, peer.port)
            app.find('label', 'This mailbox works.', timeout=PATIENCE_S)
            picture(app, 'works')

    @story.step('the way to the account, which this computer does without')
    def _():
        open_page(app, 'Account')
        app.find('label', 'This computer only', timeout=PATIENCE_S)
        app.focus(app.find('list item', 'Account', timeout=PATIENCE_S))
        app.key('Return')
        app.find('button', 'Continue on This Computer Only', timeout=PATIENCE_S)


def main():
    with tempfile.TemporaryDirectory() as top:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story)
    return story.end()


sys.exit(main())
