#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts for many by the real window where a service is preferred, with a scripted service on this machine.

 1  before anything is asked of the service it is said what that costs, and Cancel writes nothing
 2  the built-in composer is the free choice, and its drafts are undone as one
 3  the service writes, Cancel keeps what is written by then, and it is undone as one
 4  it is told before that 80 % of the budget would be passed, and the service is still proposed
 5  where 120 % would be passed, the built-in composer is proposed; the service writes until then
 6  once the budget is used up the service cannot be chosen, and it is said why
 7  what a service failed at is told beside the drafts
 8  where nothing may leave this computer nothing is asked
"""
import pathlib
import re
import sys
import tempfile

from uitest import App, Story, state, text_of, wait

from review_base import Base, Service

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
N = 12
COST = re.compile(r'^About [\d,]+ tokens · (0\.\d\d)\s€ at most$')
HEADING = f'Draft for {N} Prospects?'


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-bulk-drafts-{name}.png')


def offer(app):
    """Asks for drafts for all, and waits until it is asked who writes them."""
    app.activate('win.show-page', 'prospects')
    app.focus(app.find('table row', re.compile('Cabinet')))
    app.key('ctrl+a')
    app.find('label', f'{N} selected')
    app.press(app.find('button', 'Draft for the Selection'))
    app.find('label', HEADING)


def service_choice(app):
    return app.find('radio button', re.compile('^OpenAI'))


def composer_choice(app):
    return app.find('radio button', 'Built-in composer')


def write(app):
    app.press(app.find('button', 'Write the Drafts'))
    app.gone('label', HEADING)


def undo(app, base):
    app.press(app.find('button', 'Undo'))
    wait(lambda: not writers(base), PATIENCE_S, 'the drafts to go')


def writers(base):
    """Who wrote the drafts that there are: of each the service, or why the composer wrote in its place."""
    rows = [m for one in base.ctl('prospects', '--limit', '100') for m in base.ctl('show', one['id'])[0]['messages']]
    return [(m.get('writer') or {}).get('fallback') or (m.get('writer') or {}).get('provider') or 'composer' for m in rows]


def offering(app, story, base, service):
    @story.step('before anything is asked of the service it is said what that costs, and Cancel writes nothing')
    def _():
        base.give_key()
        service.choose(base, 'ok')
        app.find('table row', re.compile('Cabinet 0'))
        offer(app)
        cost = float(COST.match(app.find('label', COST).name)[1])
        assert 0 < cost < 0.02 * N, cost
        app.find('label', re.compile('gpt-'))
        assert state(service_choice(app), 'checked')
        assert next(app.all('label', re.compile('^Spent this month')), None) is None
        picture(app, 'offer')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', HEADING)
        assert writers(base) == [] and base.spent() == 0

    @story.step('the built-in composer is the free choice, and its drafts are undone as one')
    def _():
        offer(app)
        app.press(composer_choice(app))
        write(app)
        app.find('label', f'{N} drafts written')
        assert writers(base) == ['composer'] * N and base.spent() == 0
        undo(app, base)

    @story.step('the service writes, Cancel keeps what is written by then, and it is undone as one')
    def _():
        service.choose(base, 'pace:1500')
        offer(app)
        write(app)
        wait(lambda: any(re.match(f'[48] of {N} prospects', text_of(node)) for node in app.all('status bar')), PATIENCE_S, 'some of them')
        picture(app, 'progress')
        app.press(app.find('button', 'Cancel'))
        words = app.find('label', re.compile(r'^\d+ drafts written$'))
        n = int(words.name.split()[0])
        assert writers(base) == ['openai'] * n and 4 <= n < N, writers(base)
        undo(app, base)


def budgeting(app, story, base, service):
    @story.step('it is told before that 80 % of the budget would be passed, and the service is still proposed')
    def _():
        service.choose(base, 'ok', 'max_tokens=4000')
        offer(app)
        cost = float(COST.match(app.find('label', COST).name)[1])
        app.press(app.find('button', 'Cancel'))
        app.gone('label', HEADING)
        base.ctl('ai', f'budget={base.spent() + cost:.2f}')
        offer(app)
        app.find('label', re.compile('^Spent this month: .* more than 80 % of the budget'))
        assert state(service_choice(app), 'checked')
        picture(app, 'alert')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', HEADING)

    @story.step('where 120 % would be passed, the built-in composer is proposed; the service writes until then')
    def _():
        service.choose(base, 'spend:20000', f'budget={base.spent() + 0.03:.2f}')
        offer(app)
        app.find('label', re.compile('^Spent this month: .* at 120 % of the budget the built-in composer writes on'))
        assert state(composer_choice(app), 'checked')
        picture(app, 'stop-foreseen')
        app.press(service_choice(app))
        write(app)
        app.find('label', re.compile(r'^The built-in composer wrote \d+ drafts in the service’s place$'))
        who = writers(base)
        assert who.count('openai') >= 4 and who.count('budget') >= 1 and len(who) == N, who
        picture(app, 'stopped')
        app.press(app.find('button', re.compile('Why$')))
        app.find('label', re.compile('budget for writing services is used up'))
        app.key('Escape')
        app.gone('label', 'Details')
        undo(app, base)

    @story.step('once the budget is used up the service cannot be chosen, and it is said why')
    def _():
        offer(app)
        app.find('label', re.compile('^This month’s budget for writing services is used up'))
        assert not state(service_choice(app), 'sensitive') and state(composer_choice(app), 'checked')
        picture(app, 'stop')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', HEADING)


def failing(app, story, base, service):
    @story.step('what a service failed at is told beside the drafts')
    def _():
        service.choose(base, '500', 'budget=0')
        offer(app)
        write(app)
        app.find('label', f'The built-in composer wrote {N} drafts in the service’s place', timeout=60)
        app.press(app.find('button', re.compile('Why$')))
        app.find('label', re.compile('fault of its own'))
        app.key('Escape')
        app.gone('label', 'Details')
        undo(app, base)

    @story.step('where nothing may leave this computer nothing is asked')
    def _():
        base.ctl('ai', 'endpoint=', 'local_only=yes')
        app.activate('win.show-page', 'prospects')
        app.focus(app.find('table row', re.compile('Cabinet')))
        app.key('ctrl+a')
        app.press(app.find('button', 'Draft for the Selection'))
        app.find('label', f'{N} drafts written')
        assert writers(base) == ['composer'] * N


def main():
    with tempfile.TemporaryDirectory() as top, Service() as service:
        base = Base(PROGRAM, top, N, 0)
        env = {'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}
        with App([PROGRAM, *base.options], env=env, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            offering(app, story, base, service)
            budgeting(app, story, base, service)
            failing(app, story, base, service)
    return story.end()


sys.exit(main())
