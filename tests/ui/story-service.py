#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that writes in the composer of the real window, with a scripted service on this machine.

 1  the built-in composer's drafts are there at once, and the service's words grow in their place
 2  Cancel keeps what is in hand, and the menus with it
 3  who goes away in the middle keeps what is in hand, and nothing half written is stored
 4  what was typed right before going away is kept
 5  a service that fails leaves the writing to the built-in composer, with a word to the user
 6  another template, tone, length and channel are asked of the service
 7  one paragraph is worded anew by the service, as it comes, and by Cancel it is as it was
 8  one paragraph is worded anew by the built-in composer, and Ctrl+Z takes it back
 9  the budget's alert is told where the drafts are
10  the next and the previous prospect follow in the order of the list
"""
import pathlib
import re
import sys
import tempfile

from uitest import App, Story, state, text_of, wait

from review_base import Base, Service

PROGRAM = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
BEGIN, END = 'Bonjour Madame,', 'Bien cordialement,'
SENTENCE = 'Je vous écris au sujet de votre activité'
PATIENCE_S = 20


def picture(app, name):
    if PICTURES:
        app.shot(PICTURES / f'story-service-{name}.png')


def bodies(app):
    return list(app.all('text', 'Text of the message'))


def texts(app):
    return [text_of(node) for node in bodies(app)]


def names(app):
    return [node.name for node in app.all('label', re.compile(r'^Cabinet \d$'))]


def is_part(text):
    return text.startswith(BEGIN) and END not in text


def wait_part(app):
    """One of the texts as far as it has come."""
    return wait(lambda: next(filter(is_part, texts(app)), None), PATIENCE_S, 'a part of a text')


def wait_written(app, n=3):
    wait(lambda: [SENTENCE in text and END in text for text in texts(app)] == [True] * n, PATIENCE_S, f'{n} texts of the service')
    app.gone('label', 'Writing…')


def write_to(app, name):
    app.activate('win.show-page', 'prospects')
    app.focus(app.find('table row', re.compile(name)))
    app.key('Return')
    app.press(app.find('button', re.compile('^Write to Them')))


def back(app):
    app.press(app.find('button', 'Back'))
    app.gone('text', 'Text of the message')


def choose(app, value, other):
    """Another entry of the menu that has this value."""
    app.focus(app.find('combo box', value))
    app.focused('combo box', value)
    app.key('space')
    app.click(app.find('label', other))


def reword(app, n):
    """The n-th paragraph of the first text, by the keyboard. The former text."""
    body = bodies(app)[0]
    text = text_of(body)
    app.focus(body)
    app.key('ctrl+Home')
    # Lines may be broken on the screen: a paragraph is left by its end.
    for _ in range(n):
        app.key('ctrl+Down', 'Right')
    app.key('ctrl+shift+r')
    return text


def changed(before, after):
    """The paragraphs that are others."""
    old, new = before.split('\n\n'), after.split('\n\n')
    return [i for i, (one, other) in enumerate(zip(old, new)) if one != other] if len(old) == len(new) else None


def writing(app, story, base, service):
    @story.step("the built-in composer's drafts are there at once, and the service's words grow in their place")
    def _():
        base.give_key()
        service.choose(base, 'pace:4000')
        app.find('table row', re.compile('Cabinet 0'))
        write_to(app, 'Cabinet 0')
        wait(lambda: len(texts(app)) == 3, PATIENCE_S, 'three variants')
        app.find('label', 'Writing…')
        part = wait_part(app)
        picture(app, 'growing')
        wait(lambda: any(is_part(text) and len(text) > len(part) for text in texts(app)) or not any(map(is_part, texts(app))),
             PATIENCE_S, 'more of it')
        wait_written(app)
        app.find('label', re.compile('^Written by OpenAI, gpt'))
        assert len(base.drafts('Cabinet 0')) == 3

    @story.step('Cancel keeps what is in hand, and the menus with it')
    def _():
        before, rows = texts(app), base.drafts('Cabinet 0')
        choose(app, 'Sober', 'Direct')
        wait_part(app)
        app.press(app.find('button', 'Cancel'))
        app.gone('label', 'Writing…')
        wait(lambda: texts(app) == before, PATIENCE_S, 'the former texts')
        app.find('combo box', 'Sober')
        assert base.drafts('Cabinet 0') == rows

    @story.step('who goes away in the middle keeps what is in hand, and nothing half written is stored')
    def _():
        before, spent = base.drafts('Cabinet 0'), base.spent()
        app.press(app.find('button', re.compile('^Write Anew by OpenAI')))
        wait_part(app)
        back(app)
        wait(lambda: base.spent() > spent, PATIENCE_S, 'what was written by then to be paid for')
        assert base.drafts('Cabinet 0') == before

    @story.step('what was typed right before going away is kept')
    def _():
        app.click(app.find('label', 'Cabinet 0'))
        wait(lambda: len(texts(app)) == 3, PATIENCE_S, 'three variants')
        app.focus(bodies(app)[0])
        app.key('ctrl+Home')
        app.keys('vite ')
        back(app)
        wait(lambda: any(text.startswith('vite ') for text in base.drafts('Cabinet 0').values()), PATIENCE_S, 'the words in the base')

    @story.step('a service that fails leaves the writing to the built-in composer, with a word to the user')
    def _():
        service.choose(base, '500')
        write_to(app, 'Cabinet 1')
        app.find('label', re.compile('fault of its own.*The built-in composer wrote in its place'))
        wait(lambda: len(texts(app)) == 3 and all(text and SENTENCE not in text for text in texts(app)), PATIENCE_S, 'its texts')
        picture(app, 'fallback')
        back(app)


def choosing(app, story, base, service):
    @story.step('another template, tone, length and channel are asked of the service')
    def _():
        service.choose(base, 'ok')
        write_to(app, 'Cabinet 2')
        wait_written(app)
        template = next(one['name'] for one in base.ctl('templates') if (one['kind'], one['channel']) == ('agency', 'email'))
        for value, other in (('Sober', 'Friendly'), ('Normal', 'Short'), ('An Angle Each', template), ('E-mail', 'Text message')):
            before = set(base.drafts('Cabinet 2'))
            choose(app, value, other)
            wait(lambda before=before: not before & set(base.drafts('Cabinet 2') or before), PATIENCE_S, f'others than by {value}')
            app.gone('label', 'Writing…')
        wait(lambda: texts(app) and all('STOP' in text for text in texts(app)), PATIENCE_S, 'text messages')
        app.find('combo box', 'An Angle Each')
        picture(app, 'sms')
        back(app)

    @story.step('one paragraph is worded anew by the service, as it comes, and by Cancel it is as it was')
    def _():
        service.choose(base, 'pace:2500')
        app.click(app.find('label', 'Cabinet 1'))
        wait(lambda: len(texts(app)) == 3, PATIENCE_S, 'three variants')
        before = reword(app, 1)
        wait(lambda: 'Bonjour Madame, ' in texts(app)[0] or 'Je vous écris' in texts(app)[0], PATIENCE_S, 'its first words')
        picture(app, 'paragraph')
        app.key('ctrl+shift+r')
        wait(lambda: texts(app)[0] == before, PATIENCE_S, 'the former text')
        assert before in base.drafts('Cabinet 1').values()
        reword(app, 1)
        wait(lambda: changed(before, texts(app)[0]) == [1] and SENTENCE in texts(app)[0] and END in texts(app)[0], PATIENCE_S, 'another paragraph')
        wait(lambda: texts(app)[0] in base.drafts('Cabinet 1').values(), PATIENCE_S, 'it in the base')
        app.key('ctrl+z')
        wait(lambda: texts(app)[0] == before, PATIENCE_S, 'the former text by Ctrl+Z')
        back(app)

    @story.step('one paragraph is worded anew by the built-in composer, and Ctrl+Z takes it back')
    def _():
        base.ctl('ai', 'service=')
        write_to(app, 'Cabinet 3')
        wait(lambda: len(texts(app)) == 3, PATIENCE_S, 'three variants')
        before = texts(app)[0]
        for n in range(1, before.count('\n\n')):
            reword(app, n)
            try:
                wait(lambda n=n: changed(before, texts(app)[0]) == [n], 2, 'another wording')
                break
            except AssertionError:
                continue
        else:
            raise AssertionError('no paragraph has another wording')
        app.key('ctrl+z')
        wait(lambda: texts(app)[0] == before, PATIENCE_S, 'the former text')
        back(app)


def following(app, story, base, service):
    @story.step("the budget's alert is told where the drafts are")
    def _():
        service.choose(base, 'spend:100000', f'budget={base.spent() + 0.04:.2f}')
        app.click(app.find('label', 'Cabinet 3'))
        wait(lambda: len(texts(app)) == 3, PATIENCE_S, 'three variants')
        app.press(app.find('button', re.compile('^Write Anew by OpenAI')))
        app.find('label', re.compile('^Writing services have cost .* of a budget of'))
        picture(app, 'alert')
        back(app)

    @story.step('the next and the previous prospect follow in the order of the list')
    def _():
        app.activate('win.show-page', 'messages')
        order = list(dict.fromkeys(names(app)))
        assert len(order) == 4, order
        app.click(app.find('label', order[0]))
        app.find('label', f'1 of 4 · {order[0]}')
        app.key('alt+Up')
        app.key('alt+Down')
        app.find('label', f'2 of 4 · {order[1]}')
        app.key('alt+Down')
        app.find('label', f'3 of 4 · {order[2]}')
        app.press(app.find('button', 'Previous Prospect'))
        app.find('label', f'2 of 4 · {order[1]}')
        app.press(app.find('button', 'Next Prospect'))
        app.find('label', f'3 of 4 · {order[2]}')
        app.focus(bodies(app)[0])
        app.key('ctrl+Home')
        app.keys('ainsi ')
        app.key('alt+Down')
        app.find('label', f'4 of 4 · {order[3]}')
        assert not state(app.find('button', 'Next Prospect'), 'sensitive')
        wait(lambda: any(text.startswith('ainsi ') for text in base.drafts(order[2]).values()), PATIENCE_S, 'the words in the base')


def main():
    with tempfile.TemporaryDirectory() as top, Service() as service:
        base = Base(PROGRAM, top, 4, 0)
        env = {'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}
        with App([PROGRAM, *base.options], env=env, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            writing(app, story, base, service)
            choosing(app, story, base, service)
            following(app, story, base, service)
    return story.end()


sys.exit(main())
