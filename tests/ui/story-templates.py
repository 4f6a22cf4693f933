#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates and customer references, by the real window.

 1  the messages page leads to the templates, by category, starters marked
 2  search and channel narrow the list
 3  a starter is shown as it is and duplicated
 4  a fact is put in as a pill, and the preview follows; Backspace takes it away as a whole, Ctrl+Z brings it back
 5  a mark that is not closed is said where it stands; nothing is lost
 6  the preview goes through the prospects
 7  it is saved, and the save is undone
 8  what is unsaved is asked for on leaving
 9  a text message shows its parts
10  a template goes to a file and comes back
11  a template is removed, and comes back by the toast
12  a reference is refused without its permission, then saved as a draft would tell it
13  it is changed, and the change is undone
14  it is removed, and comes back by the toast
15  in a narrow window the preview stands in place of the text
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


class Base:
    def __init__(self, top):
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('profile', 'agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'city=Versailles',
                 'postal_code=78000', 'street=3 place du Marché', 'email=claire@agence.example', 'siret=99900000100018')
        self.ctl('import', str(SAMPLE), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')

    def ctl(self, *words):
        program = pathlib.Path(PROGRAM).with_name('palierctl')
        out = subprocess.run([program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def references(self):
        return self.ctl('references')

    def own(self):
        return [one for one in self.ctl('templates') if one['own']]

    def show(self, which):
        return self.ctl('templates', 'show', which)[0]


def picture(app, name):
    if PICTURES:
        app.settle()
        app.shot(PICTURES / f'story-templates-{name}.png')


def choose_action(app, label):
    app.press(app.find('toggle button', 'More Actions'))
    app.click(app.menu_item(label))


def write(app, title, text):
    def look():
        return next((node for node in app.all(name=title) if 'EditableText' in node.interfaces), None)
    app.focus(wait(look, 20, f'the entry {title}'))
    app.key('ctrl+a')
    app.keys(text)


def body(app):
    return app.find('text', 'Text of the template')


def at_end(app):
    app.focus(body(app))
    app.key('ctrl+End')


def templates(app, story, base, top):
    starters = base.ctl('templates')
    starter = next(one for one in starters if one['id'] == 'agency-first-service')
    copy = f'{starter["name"]} (copy)'

    @story.step('the messages page leads to the templates, by category, starters marked')
    def _():
        app.activate('win.show-page', 'messages')
        choose_action(app, 'Templates')
        app.find('label', 'Prospection')
        app.find('label', starter['name'])
        assert len(list(app.all('label', 'Starter'))) > 3
        picture(app, 'list')

    @story.step('search and channel narrow the list')
    def _():
        search = app.find('entry', 'Search the templates')
        app.focus(search)
        app.keys('zzzz')
        app.find('label', 'No Such Template')
        app.key('ctrl+a', 'BackSpace')
        app.find('label', starter['name'])

    @story.step('a starter is shown as it is and duplicated')
    def _():
        app.click(app.find('label', starter['name']))
        app.find('label', re.compile('^This template ships with Palier'))
        app.press(app.find('button', 'Duplicate'))
        app.find('button', 'Save')
        wait(lambda: [one['name'] for one in base.own()] == [copy], 20, 'the copy')
        assert base.show(copy)['body'] == base.show(starter['id'])['body']
        picture(app, 'editor')

    @story.step('a fact is put in as a pill, and the preview follows')
    def _():
        before = text_of(body(app))
        at_end(app)
        app.key('Return')
        app.press(app.find('toggle button', 'Insert a Fact'))
        app.find('entry', 'Search for a fact')
        app.keys('telephone')
        app.find('label', 'Your telephone number')
        app.key('Return')
        wait(lambda: text_of(body(app)) == before + '\n{{sender_phone}}', 20, 'the mark')
        app.find('label', re.compile('Agence de la Place'))
        app.key('BackSpace')
        wait(lambda: text_of(body(app)) == before + '\n', 20, 'the pill to go')
        app.key('ctrl+z')
        wait(lambda: text_of(body(app)) == before + '\n{{sender_phone}}', 20, 'the pill again')
        app.key('ctrl+Home', 'Delete')
        wait(lambda: text_of(body(app)).startswith(',\n'), 20, 'the first pill to go whole')
        app.key('ctrl+z')
        wait(lambda: text_of(body(app)).startswith('{{salutation}},\n'), 20, 'the first pill again')
        at_end(app)
        app.key('BackSpace', 'BackSpace')
        wait(lambda: text_of(body(app)) == before, 20, 'the text as it was')

    @story.step('a mark that is not closed is said where it stands; nothing is lost')
    def _():
        at_end(app)
        app.keys(' {{?portals}}oui')
        app.find('label', re.compile(r'^Line \d+: A mark in braces'))
        picture(app, 'finding')
        app.press(app.find('button', 'Save'))
        app.find('label', re.compile(r'Nothing was changed'))
        app.press(app.find('button', 'Close'))
        assert text_of(body(app)).endswith(' {{?portals}}oui')
        at_end(app)
        app.keys('{{/}}')
        app.gone('label', re.compile(r'^Line \d+: A mark in braces'))

    @story.step('the preview goes through the prospects')
    def _():
        first = app.find('label', re.compile('^1 of [0-9]+$'))
        app.press(app.find('button', 'Next Prospect'))
        app.find('label', first.name.replace('1 of', '2 of'))
        app.press(app.find('button', 'Previous Prospect'))
        search = app.find('entry', 'Search for a prospect')
        app.focus(search)
        app.keys('zzzz')
        app.find('label', re.compile('^There is no such prospect'))
        app.key('ctrl+a', 'BackSpace')
        app.find('label', first.name)

    @story.step('it is saved, and the save is undone')
    def _():
        app.press(app.find('button', 'Save'))
        app.find('label', 'Template saved')
        assert base.show(copy)['body'].endswith('{{?portals}}oui{{/}}')
        app.press(app.find('button', 'Undo'))
        wait(lambda: base.show(copy)['body'] == base.show(starter['id'])['body'], 20, 'the undo')
        wait(lambda: not text_of(body(app)).endswith('{{/}} {{?portals}}oui{{/}}'), 20, 'the text as it was')

    @story.step('what is unsaved is asked for on leaving')
    def _():
        at_end(app)
        app.keys(' Merci.')
        app.find('label', 'Not saved')
        app.press(app.find('button', 'Back to the Templates'))
        app.find('label', 'Save the Changes?')
        app.press(app.find('button', 'Cancel'))
        app.gone('label', 'Save the Changes?')
        app.press(app.find('button', 'Back to the Templates'))
        app.find('label', 'Save the Changes?')
        app.key('Return')
        app.find('entry', 'Search the templates')
        assert base.show(copy)['body'].endswith(' Merci.')

    @story.step('a text message shows its parts')
    def _():
        app.press(app.find('button', 'New Template'))
        write(app, 'Name', 'Rappel court')
        app.focus(app.find('combo box', 'E-mail'))
        app.focused('combo box', 'E-mail')
        app.key('space')
        app.click(app.find('label', 'Text message'))
        app.find('label', re.compile(r'^1 part, \d+ characters \(GSM-7\)$'))
        at_end(app)
        app.keys('Un mot suffit. ' * 12)
        app.find('label', re.compile(r'^[23] parts, \d+ characters \(GSM-7\)$'))
        app.gone('text', 'Subjects')
        picture(app, 'sms')
        app.press(app.find('button', 'Save'))
        wait(lambda: ('Rappel court', 'sms') in [(one['name'], one['channel']) for one in base.own()], 20, 'the template')
        app.press(app.find('button', 'Back to the Templates'))

    @story.step('a template goes to a file and comes back')
    def _():
        file = pathlib.Path(top) / 'rappel.txt'
        app.press(app.find('toggle button', 'Actions for “Rappel court”'))
        app.click(app.menu_item('Export…'))
        app.save_as(file)
        wait(lambda: 'Rappel court' in file.read_text(), 20, 'the words of the file')
        file.write_text(file.read_text().replace('Rappel court', 'Rappel du soir'))
        base.ctl('templates', 'import', str(file))
        app.find('label', 'Rappel du soir')

    @story.step('a template is removed, and comes back by the toast')
    def _():
        app.press(app.find('toggle button', 'Actions for “Rappel du soir”'))
        app.click(app.menu_item('Remove'))
        app.find('label', 'Template removed')
        app.gone('label', 'Rappel du soir')
        app.press(app.find('button', 'Undo'))
        app.find('label', 'Rappel du soir')


def references(app, story, base):
    def only(field, value):
        wait(lambda: [one.get(field) for one in base.references()] == value, 20, f'{field}: {value}')

    @story.step('a reference is refused without its permission, then saved as a draft would tell it')
    def _():
        app.activate('win.show-page', 'references')
        app.press(app.find('button', 'Add a Reference'))
        app.find('dialog')
        app.write('Name of the customer', "l'Agence du Port")
        app.write('Town', 'Versailles')
        app.write('What was achieved', 'a confie quatre mandats')
        app.press(app.find('check box', 'The customer agrees to be mentioned'))
        app.press(app.find('button', 'Save'))
        app.find('alert', re.compile('how the permission was given'))
        picture(app, 'reference-refused')
        app.write('How the permission was given', 'par e-mail')
        app.gone('alert', re.compile('how the permission was given'))
        app.press(app.find('button', 'Save'))
        app.gone('dialog')
        only('achieved', ['a confie quatre mandats'])
        app.find('label', re.compile('^l’Agence du Port, à Versailles, a confie quatre mandats'))
        picture(app, 'references')

    @story.step('it is changed, and the change is undone')
    def _():
        app.click(app.find('label', "l'Agence du Port"))
        app.find('dialog')
        app.write('What was achieved', 'a signe deux ventes')
        app.press(app.find('button', 'Save'))
        only('achieved', ['a signe deux ventes'])
        app.find('label', re.compile('a signe deux ventes'))
        app.press(app.find('button', 'Undo'))
        only('achieved', ['a confie quatre mandats'])
        app.find('label', re.compile('a confie quatre mandats'))

    @story.step('it is removed, and comes back by the toast')
    def _():
        app.press(app.find('button', re.compile('^Remove the reference')))
        app.find('label', 'No Customer References')
        only('customer', [])
        app.press(app.find('button', 'Undo'))
        app.find('label', "l'Agence du Port")
        only('customer', ["l'Agence du Port"])


def narrow(app, story):
    @story.step('in a narrow window the preview stands in place of the text')
    def _():
        search, switch = 'Search for a prospect', 'Preview'
        app.activate('win.show-page', 'templates')
        app.click(app.find('label', 'Rappel court'))
        app.find('entry', search)
        app.gone('toggle button', switch)
        app.resize(360, 720)
        app.gone('entry', search)
        app.press(app.find('toggle button', switch))
        app.find('entry', search)
        app.gone('text', 'Text of the template')
        app.resize(1100, 720)
        app.find('entry', search)
        at_end(app)


OWN = """key: notre-offre
name: Notre offre
kind: agency
step: first
subject: Une idée pour votre agence

{{salutation}},

Nous vous proposons d'en parler, à l'heure qui vous convient, par téléphone ou autour d'un café.

Cordialement,
"""


def drafts(app, story, base, top):
    @story.step("a draft is written by the user's own template that is closest, and says so")
    def _():
        file = pathlib.Path(top) / 'offre.txt'
        file.write_text(OWN)
        base.ctl('templates', 'import', str(file))
        agency = base.ctl('prospects', '--kind', 'agency', '--limit', '1')[0]
        base.ctl('draft', agency['id'])
        app.activate('win.show-page', 'messages')
        app.click(app.find('label', agency['name']))
        app.find('radio button', 'Notre offre')
        app.find('label', re.compile(r'(?s).*Template: Notre offre$'))
        assert len(list(app.all('label', re.compile(r'(?s).*Template: ')))) == 3
        picture(app, 'draft')


def main():
    with tempfile.TemporaryDirectory() as top:
        base = Base(top)
        with App([PROGRAM, *base.options], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
            story = Story(app, PICTURES and str(PICTURES))
            templates(app, story, base, top)
            references(app, story, base)
            narrow(app, story)
            drafts(app, story, base, top)
    return story.end()


sys.exit(main())
