#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A campaign is put together and rehearsed, by the real window.

 1  the empty page says what to begin from
 2  a sequence that ships becomes a draft
 3  a day before the one above is told at its step, and nothing can be rehearsed until it is mended
 4  conditions are toggles; what is done while nobody knows is asked only where that can be
 5  a second template is tried against the first
 6  a step is added, and told what it lacks
 7  it is moved by the keyboard, with the days where they were
 8  it is removed, and comes back by the toast
 9  a segment is the audience, and counted
10  the rehearsal shows a calendar with what the program says on the command line
11  the arrow keys go to another day, whose sends are listed
12  who is kept back is named
13  the sequence goes to a file and comes back as another draft
14  a file that is no sequence is told, and makes nothing
15  a draft is removed, and comes back by the toast
16  at 360 px everything is reached
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from uitest import App, Story, text_of, wait

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / 'data/sample/contacts.csv'
SHIPPED = 'Agences sans site web'


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('import', str(SAMPLE), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
        self.ctl('segments', '--save', 'Agences', '--filter', 'kind=agency')

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def agencies(self):
        return len(self.ctl('prospects', '--filter', 'kind=agency', '--limit', '1000'))


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-campaigns-{name}.png')


def name_entry(app):
    return wait(lambda: next((node for node in app.all(name='Name') if 'EditableText' in node.interfaces), None), 20,
                'the entry of the name')


def step_row(app, title):
    return app.find('list item', re.compile('^' + title))


def open_step(app, title):
    row = step_row(app, title)
    app.focus(row)
    app.key('space')
    return row


def write_day(app, day):
    """In the step that is open."""
    spin = app.find('spin button', 'Day')
    app.focus(spin)
    app.key('ctrl+a')
    app.keys(str(day))
    app.key('Tab')


def toggle(app, name):
    app.press(app.find('toggle button', name))


def editing(app, story):
    @story.step('the empty page says what to begin from')
    def _():
        app.activate('win.show-page', 'campaigns')
        app.find('label', 'No Campaign Yet')
        app.find('list item', 'An Empty Campaign')
        picture(app, 'empty')

    @story.step('a sequence that ships becomes a draft')
    def _():
        app.focus(app.find('list item', SHIPPED))
        app.key('Return')
        assert text_of(name_entry(app)) == SHIPPED
        assert len(list(app.all('list item', re.compile('^Day [0-9]+ ·')))) == 5
        picture(app, 'editor')

    @story.step('a day before the one above is told at its step, and nothing can be rehearsed until it is mended')
    def _():
        open_step(app, 'Day 7')
        write_day(app, 2)
        app.find('label', 'This day is before the day of the step above')
        wait(lambda: not app.find('button', 'Rehearse').has_state('sensitive'), 20, 'no rehearsal')
        picture(app, 'fault')
        write_day(app, 8)
        app.gone('label', 'This day is before the day of the step above')
        wait(lambda: app.find('button', 'Rehearse').has_state('sensitive'), 20, 'a rehearsal')
        step_row(app, 'Day 8 · Text message')

    @story.step('conditions are toggles; what is done while nobody knows is asked only where that can be')
    def _():
        app.gone('combo box', 'While nobody knows')
        toggle(app, 'has clicked')
        app.find('combo box', 'While nobody knows')
        app.find('label', re.compile('^Only if: has clicked, has not replied'))
        toggle(app, 'has replied')
        app.find('label', 'These conditions never hold together')
        toggle(app, 'has replied')
        toggle(app, 'has clicked')
        app.gone('combo box', 'While nobody knows')
        app.focus(step_row(app, 'Day 8'))
        app.key('space')

    @story.step('a second template is tried against the first')
    def _():
        open_step(app, 'Day 1 ·')
        app.press(app.find('button', 'Try Another Template Against It'))
        app.focus(app.find('combo box', 'Template B'))
        app.key('space')
        app.focused('entry')
        app.keys('diffusion')
        app.gone('label', re.compile('^Services aux agences.*invitation'))
        app.click(app.find('label', re.compile('^Services aux agences.*diffusion')))
        app.find('label', re.compile('^In any case · .* or Services aux agences.*diffusion'))
        picture(app, 'templates')
        open_step(app, 'Day 1 ·')


def steps(app, story):
    def order():
        return [row.name.split('\n')[0] for row in app.all('list item', re.compile('^Day [0-9]+ ·'))]

    @story.step('a step is added, and told what it lacks')
    def _():
        app.press(app.find('button', 'Add Step'))
        app.find('label', 'A message needs a template')
        open_step(app, 'Day 18')
        assert order()[-1].startswith('Day 18 · E-mail'), order()

    @story.step('it is moved by the keyboard, with the days where they were')
    def _():
        app.focus(step_row(app, 'Day 18'))
        app.key('alt+Up')
        wait(lambda: next(app.all('label', 'A message needs a template'), None)
             and not order()[-1].startswith('Day 14'), 20, 'the same days')
        app.key('ctrl+Delete')
        app.find('label', 'Step removed')
        app.gone('label', 'A message needs a template')
        assert len(order()) == 5, order()

    @story.step('it is removed, and comes back by the toast')
    def _():
        app.press(app.find('button', 'Undo'))
        app.find('label', 'A message needs a template')
        wait(lambda: len(order()) == 6, 20, 'six steps')
        app.focus(step_row(app, 'Day 14'))
        app.key('ctrl+Delete')
        wait(lambda: len(order()) == 5, 20, 'five steps')
        app.gone('label', 'A message needs a template')


def rehearsal(app, story, base, file):
    @story.step('a segment is the audience, and counted')
    def _():
        app.press(app.find('toggle button', 'Segments'))
        app.click(app.find('list item', 'Agences'))
        app.find('label', f'Agencies: {base.agencies()} prospects')

    @story.step('the rehearsal shows a calendar with what the program says on the command line')
    def _():
        app.press(app.find('toggle button', 'More Actions'))
        app.click(app.menu_item('Export…'))
        app.save_as(file)
        said = base.ctl('campaign', 'rehearse', str(file), '--filter', 'kind=agency', '--summary')[-1]
        app.press(app.find('button', 'Rehearse'))
        app.find('button', 'Next Month', timeout=60)
        app.find(None, f'Reached: {said["reached"]}')
        app.find(None, f'Sends and Tasks: {sum(said["goes"].values())}')
        days = list(app.all('toggle button', re.compile('^[A-Z][a-z]+day, .* ×')))
        assert 0 < len(days) <= len(said['days']), (days, said['days'])
        picture(app, 'rehearsal')

    @story.step('the arrow keys go to another day, whose sends are listed')
    def _():
        days = list(app.all('toggle button', re.compile('^[A-Z][a-z]+day, .* ×')))
        app.focus(days[0])
        app.key('Right')
        other = wait(lambda: next((day for day in app.all('toggle button', re.compile(' ×'))
                                   if day.has_state('focused') and day.name != days[0].name), None), 20, 'another day')
        app.key('space')
        app.find('label', other.name.split(': ')[0])
        app.find('label', re.compile('^[0-9]{2}:[0-9]{2} · .* · step [0-9]'))

    @story.step('who is kept back is named')
    def _():
        row = app.find('list item', re.compile('^There is no address for this channel'))
        app.focus(row)
        app.key('space')
        app.find('label', re.compile('^and [0-9]+ others?$'))
        picture(app, 'kept-back')
        app.press(app.find('button', 'Back to the Campaign'))
        app.find('button', 'Add Step')


def files(app, story, file):
    @story.step('the sequence goes to a file and comes back as another draft')
    def _():
        kept = json.loads(file.read_text(encoding='utf-8'))
        assert [step['day'] for step in kept['steps']] == [1, 4, 8, 10, 18], kept
        assert len(kept['steps'][0]['templates']) == 2, kept
        app.press(app.find('button', 'Back to the Campaigns'))
        app.find('label', 'Drafts')
        choose_file(app, file)
        assert text_of(name_entry(app)) == f'{SHIPPED} (2)'
        step_row(app, 'Day 8 · Text message')
        app.press(app.find('button', 'Back to the Campaigns'))

    @story.step('a file that is no sequence is told, and makes nothing')
    def _():
        bad = file.with_name('bad.json')
        bad.write_text('{"steps": 3}', encoding='utf-8')
        choose_file(app, bad)
        app.find('label', re.compile('^This file is no sequence'))
        app.key('Escape')
        app.gone('label', re.compile('^This file is no sequence'))
        assert len(list(app.all('toggle button', re.compile('^Actions for “')))) == 2

    @story.step('a draft is removed, and comes back by the toast')
    def _():
        app.press(app.find('toggle button', f'Actions for “{SHIPPED} (2)”'))
        app.click(app.menu_item('Remove'))
        app.find('label', 'Campaign removed')
        app.gone('list item', re.compile(re.escape(f'{SHIPPED} (2)')))
        app.press(app.find('button', 'Undo'))
        app.find('list item', re.compile(re.escape(f'{SHIPPED} (2)')))


def choose_file(app, path):
    app.focus(app.find('list item', 'A File…'))
    app.key('Return')
    app.find('button', 'Open')
    app.keys('/')
    place = wait(lambda: next((node for node in app.all() if 'EditableText' in node.interfaces
                               and text_of(node) == '/'), None), 20, 'the place of the file')
    app.set_text(place, str(path))
    app.press(app.find('button', 'Open'))
    app.gone('button', 'Open')


def narrow(app, story):
    @story.step('at 360 px everything is reached')
    def _():
        app.resize(360, 720)
        app.focus(app.find('list item', re.compile(re.escape(f'{SHIPPED} (2)'))))
        app.key('Return')
        app.press(app.find('button', 'Rehearse'))
        app.find('button', 'Next Month', timeout=60)
        picture(app, 'narrow')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            editing(app, story)
            steps(app, story)
            rehearsal(app, story, base, pathlib.Path(top) / 'sequence.json')
            files(app, story, pathlib.Path(top) / 'sequence.json')
            narrow(app, story)
            log = pathlib.Path(f'{top}/log').read_text(encoding='utf-8')
            assert 'exceeds PalierWindow width' not in log, log
    return story.end()


sys.exit(main())
