#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which service writes, chosen in the real window, with a scripted service on this machine.

 1  the switch says what it keeps from being asked, and is kept
 2  a server of this computer is set, and answers
 3  what it answers to a wrong key is explained
 4  the key that was typed is shown as kept, and a good one is taken in its place
 5  the month's budget is kept, and its marks are told
 6  all of it is there when the dialog is opened again
 7  the key is removed once the user says so, and the service is asked with none
 8  at 85 % of the budget a warning stands beside the bar, at 125 % it says who writes
 9  in a narrow window nothing is cut
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, state, wait

from review_base import Service

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-writing-{name}.png')


def ctl(base, *words, stdin=''):
    """The last line that it prints."""
    program = pathlib.Path(PROGRAM).with_name('palierctl')
    run = subprocess.run([program, *base, *words], check=True, capture_output=True, text=True, input=stdin)
    return json.loads(run.stdout.splitlines()[-1])


def settings_of(base):
    """As they are kept."""
    return ctl(base, 'ai')


def spend(base, peer):
    """Some euros this month, at a service whose price is known; how many millionths."""
    agency = ctl(base, 'add', '--set', 'kind=agency', '--set', 'company=Agence du Port', '--set', 'email=port@agence.example')
    ctl(base, 'ai', 'service=openai', 'model=', f'endpoint={peer.url}/openai/spend:10000000', 'budget=0', '--key-stdin',
        stdin='good-key\n')
    ctl(base, 'draft', agency['id'], '--variants', '1')
    return ctl(base, 'ai', 'usage')['cost_micro_eur']


def show_share(app, base, spent, share):
    """Opens the page with a budget of which so many hundredths are spent."""
    ctl(base, 'ai', f'budget={spent / 1e4 / share:.2f}')
    open_page(app)
    level = app.find('level bar', 'Spent This Month', timeout=PATIENCE_S)
    wait(lambda: abs(level.get('Value', 'CurrentValue') - min(share, 120) / 100) < 0.01, PATIENCE_S, f'the bar at {share}')
    app.focus(app.find('spin button', 'Monthly Budget'))


def open_page(app):
    app.activate('win.preferences')
    app.find('dialog', timeout=PATIENCE_S)
    app.press(app.find('page tab', 'Writing', timeout=PATIENCE_S))
    app.find('combo box', 'Service', timeout=PATIENCE_S)


def close(app):
    app.key('Escape')
    app.gone('dialog')


def turn_switch(app, base, wanted):
    app.press(app.find('check box', 'Nothing Leaves This Computer'))
    wait(lambda: settings_of(base)['local_only'] == wanted, PATIENCE_S, f'the switch to be kept as {wanted}')


def spin(app, title, value):
    app.focus(app.find('spin button', title))
    app.key('ctrl+a')
    app.keys(value)
    app.key('Tab')


def key_titled(app, title):
    return wait(lambda: next((node for node in app.all(name=re.compile(title)) if 'EditableText' in node.interfaces), None),
                PATIENCE_S, f'an entry {title}')


def write_key(app, key):
    app.focus(key_titled(app, '^Key'))
    app.key('ctrl+a')
    app.keys(key)
    app.key('Tab')


def test_service(app):
    """By the keyboard, from the row above the button."""
    app.focus(app.entry('Name of the model'))
    for _ in range(5):
        app.key('Tab')
        row = app.find('button', 'Test This Service', timeout=PATIENCE_S)
        if state(row, 'focused'):
            app.key('Return')
            return
    raise AssertionError('the test is not reached by Tab')


def steps(app, story, base, peer):
    @story.step('the switch says what it keeps from being asked, and is kept')
    def _():
        app.find('label', 'No Prospects Yet', timeout=PATIENCE_S)
        open_page(app)
        app.choose('Service', 1)
        app.find('label', 'OpenAI is not asked; the built-in composer writes', timeout=PATIENCE_S)
        turn_switch(app, base, 'no')
        app.find('label', 'Only a service on this computer is asked', timeout=PATIENCE_S)
        turn_switch(app, base, 'yes')
        assert settings_of(base)['service'] == 'openai', settings_of(base)

    @story.step('a server of this computer is set, and answers')
    def _():
        app.choose('Service', 2)
        app.write('Address of the server', f'{peer.url}/compatible/ok')
        app.write('Name of the model', 'mistral-nemo')
        test_service(app)
        app.find('label', 'The service answers.', timeout=PATIENCE_S)
        picture(app, 'answers')

    @story.step('what it answers to a wrong key is explained')
    def _():
        app.write('Address of the server', f'{peer.url}/compatible/keyed')
        write_key(app, 'wrong')
        test_service(app)
        app.find('label', re.compile('^The writing service does not accept the key'), timeout=PATIENCE_S)
        picture(app, 'refused')

    @story.step('the key that was typed is shown as kept, and a good one is taken in its place')
    def _():
        key_titled(app, r'^Key \(kept')
        write_key(app, 'good-key')
        test_service(app)
        app.find('label', 'The service answers.', timeout=PATIENCE_S)

    @story.step("the month's budget is kept, and its marks are told")
    def _():
        spin(app, 'Monthly Budget', '20')
        app.find('label', re.compile(r'^0\.00\s€ of 20\.00\s€; told at 16\.00\s€, stopped at 24\.00\s€$'), timeout=PATIENCE_S)
        assert settings_of(base)['budget'] == '20.00', settings_of(base)

    @story.step('all of it is there when the dialog is opened again')
    def _():
        close(app)
        open_page(app)
        wait(lambda: app.entry('Name of the model').get_text() == 'mistral-nemo', PATIENCE_S, 'the model')
        assert app.entry('Address of the server').get_text() == f'{peer.url}/compatible/keyed'
        key = key_titled(app, r'^Key \(kept')
        assert key.get_text() == ''

    @story.step('the key is removed once the user says so, and the service is asked with none')
    def _():
        app.press(app.find('button', 'Remove the Key'))
        app.find('label', 'Remove the Key From This Computer?')
        app.press(app.find('button', 'Cancel'))
        key_titled(app, r'^Key \(kept')
        app.press(app.find('button', 'Remove the Key'))
        app.find('label', 'Remove the Key From This Computer?')
        app.press(app.find('button', 'Remove'))
        key_titled(app, '^Key, if the server asks')
        app.gone('button', 'Remove the Key')
        test_service(app)
        app.find('label', re.compile('^The writing service does not accept the key'), timeout=PATIENCE_S)
        close(app)

    @story.step('at 85 % of the budget a warning stands beside the bar, at 125 % it says who writes')
    def _():
        spent = spend(base, peer)
        show_share(app, base, spent, 85)
        app.find('label', re.compile(r'^Writing services have cost .* this month, of a budget of [^:]*$'), timeout=PATIENCE_S)
        picture(app, '85')
        close(app)
        show_share(app, base, spent, 125)
        app.find('label', re.compile('the built-in composer writes.$'), timeout=PATIENCE_S)
        picture(app, '125')

    @story.step('in a narrow window nothing is cut')
    def _():
        app.resize(360, 720)
        app.focus(app.find('spin button', 'Monthly Budget'))
        app.settle()
        x, _, width, _ = app.find('list item', 'Spent This Month').get_extents()
        left, _, whole, _ = app.find('frame').get_extents()
        picture(app, 'narrow')
        assert x - left >= 6 and left + whole - x - width >= 6, (x, width, left, whole)


def main():
    with tempfile.TemporaryDirectory() as top, Service() as peer:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        with App([PROGRAM, *base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            steps(app, story, base, peer)
    return story.end()


sys.exit(main())
