#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account, by the real window, with a real relay and its mails on this machine.

 1  what an account brings is said, and how much would join it
 2  an address, a SIRET and a password are judged while they are typed
 3  a relay that does not answer is explained
 4  what answers as no relay does is explained
 5  an account is asked for, and a wrong code refused
 6  the code of the mail lets in, and what is here joins the account; the plan and its limits are shown
 7  a second device is seen and signed out
 8  the second step: a wrong code, the right one, recovery codes
 9  signing out wipes what lets in, and nothing else
10  signing in asks for the second step
11  a password that was forgotten is set anew by a code
12  a reader is invited
13  the agency gets a name, an address and, where the plan has it, a domain that is to be proved
14  the agency is handed over to another member; who was its owner is shown what he may do, and by whom the rest is done
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
os.environ.setdefault('PALIER_BUILD', str(PROGRAM.parents[1]))
os.environ.setdefault('PALIER_SOURCE', str(TESTS.parent))
sys.path.insert(0, str(TESTS / 'flow'))

import flow  # noqa: E402
import relaylib  # noqa: E402
from uitest import App, Story, wait  # noqa: E402

PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
PATIENCE_S = 20
HEIR = 'paul@agence.example'
EMAIL_AFTER = 'claire@agence-morel.example'
EMAIL, PASSWORD, SIRET = 'claire.morel@agence.example', 'la porte bleue du moulin', '73282932000074'
CODE = re.compile(r'\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b')


class Desk:
    """A base beside its key file, and what palierctl says of it."""

    def __init__(self, folder):
        self.base = ['--workspace', f'{folder}/base', '--key-file', f'{folder}/key']

    def ctl(self, *words, code=0):
        run = subprocess.run([str(PROGRAM.with_name('palierctl')), *self.base, *words], capture_output=True, text=True, check=False)
        assert run.returncode == code, (words, run)
        return run.stdout


def code_of(sink, count, to=EMAIL):
    """The code in the last of so many mails to an address that hold one."""
    def codes():
        texts = [mail.get_body(('plain',)).get_content() for mail in sink.mails() if to in mail['To']]
        found = [code.group() for code in map(CODE.search, texts) if code]
        return found if len(found) >= count else None
    return flow.wait_for(codes, PATIENCE_S, 'the mail')[-1]


def picture(app, name):
    if PICTURES:
        app.settle()
        app.screenshot(PICTURES / f'story-account-{name}.png')


def press(app, role, name):
    app.press(app.find(role, name, timeout=PATIENCE_S))


def says(app, words):
    return app.find('label', re.compile(words), timeout=PATIENCE_S)


def back(app):
    press(app, 'button', 'Back')


def open_row(app, title):
    """A row that leads on is pressed by the keyboard."""
    row = app.find('list item', title, timeout=PATIENCE_S)
    app.focus(row)
    app.key('Return')


def set_relay(app, url):
    app.find(None, 'Advanced', timeout=PATIENCE_S)
    if not any('EditableText' in node.interfaces for node in app.all(name='Address of the relay')):
        press(app, None, 'Advanced')
    app.write('Address of the relay', url)


def fill_registration(app):
    app.write('Professional e-mail', EMAIL)
    app.write('SIRET', SIRET)
    app.write('Password', PASSWORD)
    press(app, 'button', 'Create the Account')


def sign_in(app, password):
    app.write('E-mail', EMAIL)
    app.write('Password', password)
    press(app, 'button', 'Sign In')


def sign_out(app):
    press(app, 'button', 'Sign Out…')
    press(app, 'button', 'Sign Out')
    says(app, '^An account keeps your computers')


def steps(app, story, desk, relay, sink):
    seen = {}

    @story.step('what an account brings is said, and how much would join it')
    def _():
        app.find('tree table', 'Prospects', timeout=PATIENCE_S)
        press(app, 'button', 'Account')
        says(app, '^An account keeps your computers')
        says(app, '^2 prospects of this computer will join')
        picture(app, 'welcome')

    @story.step('an address, a SIRET and a password are judged while they are typed')
    def _():
        set_relay(app, f'http://127.0.0.1:{flow.free_port()}')
        open_row(app, 'Create an Account')
        app.write('Professional e-mail', 'claire.morel@gmail.com')
        says(app, '^This is an address that anyone can have')
        app.write('SIRET', '73282932')
        says(app, '^8 digits of fourteen')
        app.write('SIRET', '73282932000075')
        says(app, '^This SIRET is not valid')
        app.write('Password', 'porte')
        says(app, '^Too short')
        picture(app, 'create')

    @story.step('a relay that does not answer is explained')
    def _():
        fill_registration(app)
        says(app, '^This SIRET is valid')
        says(app, '^Strong')
        says(app, '^The server does not answer')

    @story.step('what answers as no relay does is explained')
    def _():
        back(app)
        with Page() as url:
            set_relay(app, url)
            open_row(app, 'Sign In')
            sign_in(app, PASSWORD)
            says(app, 'is not a relay of Palier')
        back(app)

    @story.step('an account is asked for, and a wrong code refused')
    def _():
        set_relay(app, relay.url)
        open_row(app, 'Create an Account')
        fill_registration(app)
        says(app, f'^A mail to {EMAIL}')
        app.write('Code from the mail', '0000-0000-0000')
        press(app, 'button', 'Confirm')
        says(app, '^This code is not the right one')

    @story.step('the code of the mail lets in, and what is here joins the account; the plan and its limits are shown')
    def _():
        app.write('Code from the mail', code_of(sink, 1))
        press(app, 'button', 'Confirm')
        says(app, f'^{EMAIL}$')
        says(app, '^Owner$')
        says(app, '^Growth Plan$')
        says(app, '^Trial until ')
        says(app, '^Contacts: [02] of 2,500$')
        picture(app, 'home')
        wait(lambda: len(pull(relay, login(relay)['access_token'])) >= 2, PATIENCE_S, 'the prospects at the relay')

    @story.step('a second device is seen and signed out')
    def _():
        tokens = login(relay, device_name='Portable')
        open_row(app, 'Devices')
        says(app, '^This computer$')
        picture(app, 'devices')
        press(app, 'button', 'Sign Out Portable?')
        press(app, 'button', 'Sign Out')
        app.gone('label', 'Portable', timeout=PATIENCE_S)
        assert relay.call('GET', '/v1/account', token=tokens['access_token'])[0] == 401
        back(app)

    @story.step('the second step: a wrong code, the right one, recovery codes')
    def _():
        open_row(app, 'Second Step')
        app.write('Password', PASSWORD)
        press(app, 'button', 'Continue')
        app.find(None, 'Picture for your authenticator', timeout=PATIENCE_S)
        seen['secret'] = says(app, '^[A-Z2-7]{32}$').name
        picture(app, 'secret')
        app.write('Code of the authenticator', '000000')
        press(app, 'button', 'Turn On')
        says(app, '^This code is not the right one')
        app.write('Code of the authenticator', relaylib.totp(seen['secret']))
        press(app, 'button', 'Turn On')
        codes = app.find('label', re.compile(r'^([0-9A-Z-]+\n)+[0-9A-Z-]+$'), timeout=PATIENCE_S).name.split('\n')
        assert len(codes) == 10, codes
        seen['codes'] = codes
        picture(app, 'codes')
        press(app, 'button', 'I Have Kept Them')
        says(app, '^On; 10 recovery codes left')

    @story.step('signing out wipes what lets in, and nothing else')
    def _():
        sign_out(app)
        desk.ctl('account', 'show', code=5)
        assert len(desk.ctl('prospects').splitlines()) == 2

    @story.step('signing in asks for the second step')
    def _():
        set_relay(app, relay.url)
        open_row(app, 'Sign In')
        sign_in(app, 'not the password')
        says(app, '^The relay does not know this e-mail address and password')
        sign_in(app, PASSWORD)
        says(app, '^This account asks for a code too')
        picture(app, 'sign-in')
        app.write('Code of the authenticator, or a recovery code', '000000')
        press(app, 'button', 'Sign In')
        says(app, '^This code is not the right one, or it was used before')
        app.write('Code of the authenticator, or a recovery code', relaylib.totp(seen['secret'], 1))
        press(app, 'button', 'Sign In')
        says(app, f'^{EMAIL}$')

    @story.step('a password that was forgotten is set anew by a code')
    def _():
        sign_out(app)
        set_relay(app, relay.url)
        open_row(app, 'Sign In')
        press(app, 'button', 'Forgotten Password')
        app.gone('button', 'Sign In')   # the page before has an entry of the same name
        app.write('E-mail', EMAIL)
        press(app, 'button', 'Send the Code')
        says(app, f'^If {EMAIL} has an account')
        app.write('Code from the mail', code_of(sink, 2))
        app.write('New password', PASSWORD + ' 2')
        press(app, 'button', 'Change the Password')
        says(app, '^Your password is changed')
        sign_in(app, PASSWORD + ' 2')
        app.write('Code of the authenticator, or a recovery code', seen['codes'][0])
        press(app, 'button', 'Sign In')
        says(app, '^On; 9 recovery codes left')

    @story.step('another address lets in once both have confirmed it')
    def _():
        other = EMAIL_AFTER
        open_row(app, 'E-mail')
        app.write('New e-mail', other)
        app.write('Password', PASSWORD + ' 2')
        picture(app, 'address')
        press(app, 'button', 'Send the Codes')
        app.write('Code sent to the new address', '0000-0000-0000')
        app.write('Code sent to the present address', code_of(sink, 3))
        press(app, 'button', 'Change the Address')
        says(app, '^This code is not the right one')
        app.write('Code sent to the new address', code_of(sink, 1, other))
        picture(app, 'confirm-address')
        press(app, 'button', 'Change the Address')
        says(app, f'^{other}$')

    @story.step('a reader is invited')
    def _():
        open_row(app, 'Members')
        says(app, '^Owner; this is you$')
        press(app, 'button', 'Invite a Member')
        app.write('E-mail', HEIR)
        app.focus(app.find('combo box', 'Role'))
        app.key('space')
        app.settle()
        app.key('Down', 'Return')
        says(app, '^Reader$')
        press(app, 'button', 'Send the Invitation')
        says(app, '^Reader; invited until')
        picture(app, 'members')
        code_of(sink, 1, HEIR)
        back(app)

    @story.step('the agency gets a name, an address and, where the plan has it, a domain that is to be proved')
    def _():
        open_row(app, 'Name and Addresses')
        press(app, 'button', 'Change')
        app.write('Name of the agency', 'Agence Morel')
        app.write('Address under the relay’s domain', 'agence morel')
        app.write('Domain of your own', 'clients.agence-morel.fr')
        press(app, 'button', 'Change')
        says(app, '^An address has 3 to 40 letters')
        app.write('Address under the relay’s domain', 'agence-morel')
        press(app, 'button', 'Change')
        says(app, '^Your plan has no domain of your own')
        assert relay.command('tenant', 'plan', EMAIL_AFTER, 'scale').returncode == 0
        press(app, 'button', 'Change')
        says(app, '^agence-morel.app.example.fr$')
        says(app, '^_palier-relay.clients.agence-morel.fr$')
        says(app, '^palier-agency=[0-9a-f]{32}$')
        picture(app, 'hosts')
        press(app, 'button', 'Check Now')
        says(app, '^DNS d')
        app.find('button', 'Give Up agence-morel.app.example.fr?', timeout=PATIENCE_S)
        back(app)

    @story.step('the agency is handed over to another member; who was its owner is shown what he may do, and by whom the rest is done')
    def _():
        body = {'email': HEIR, 'code': code_of(sink, 1, HEIR), 'password': PASSWORD}
        status, heir, _ = relay.call('POST', '/v1/accounts/join', body, token=None)
        assert status == 201, heir
        open_row(app, 'Hand Over the Agency')
        open_row(app, HEIR)
        says(app, '^From now on this member decides')
        picture(app, 'hand-over')
        press(app, 'button', 'Cancel')
        app.gone('button', 'Hand Over')
        open_row(app, HEIR)
        press(app, 'button', 'Hand Over')
        says(app, '^The agency is handed over$')
        says(app, '^Agent$')
        assert relay.call('GET', '/v1/account', token=heir['access_token'])[1]['role'] == 'owner'
        app.gone('list item', 'Hand Over the Agency')
        open_row(app, 'Name and Addresses')
        says(app, 'Only an owner of the agency changes this')
        says(app, '^agence-morel.app.example.fr$')
        picture(app, 'hosts-agent')
        for name in ('Change', 'Check Now', 'Give Up agence-morel.app.example.fr?'):
            app.gone('button', name)
        back(app)
        open_row(app, 'Members')
        says(app, '^Agent; this is you$')
        says(app, 'Owners invite and remove members')
        app.gone('button', 'Invite a Member')
        app.gone('button', f'Remove {HEIR}?')
        app.gone('combo box', HEIR)


def login(relay, **more):
    status, tokens, _ = relay.call('POST', '/v1/login', {'email': EMAIL, 'password': PASSWORD, **more}, token=None)
    assert status == 200, tokens
    return tokens


def pull(relay, token):
    """The prospects that the relay has."""
    relay.token = token
    return [one for one in relaylib.Device().pull(relay).records.values() if one['kind'] == 'prospect']


class Page(subprocess.Popen):
    """A web server that is no relay."""

    def __init__(self):
        super().__init__([sys.executable, TESTS / 'peers/http-peer.py', 'any=html'], stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return f'http://127.0.0.1:{int(self.stdout.readline().split()[1])}'

    def __exit__(self, *_):
        self.terminate()
        self.wait(10)
        self.stdout.close()


def main():
    sink = flow.Sink()
    port = flow.free_port()
    relay = relaylib.Server(port=port, public_url=f'http://127.0.0.1:{port}', base_domain='app.example.fr', mail_host='127.0.0.1', mail_port=sink.port, mail_security='none', mail_from='palier@relais.example',
                            allow_plain_loopback='yes', plans='yes')
    try:
        with tempfile.TemporaryDirectory() as top:
            desk = Desk(top)
            desk.ctl('init')
            for n in range(2):
                desk.ctl('add', '--set', f'company=Agence {n}', '--set', f'email=contact{n}@agence.example')
            with App([str(PROGRAM), *desk.base], env={'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}, log=f'{top}/log') as app:
                story = Story(app, PICTURES and str(PICTURES))
                steps(app, story, desk, relay, sink)
    finally:
        relay.kill()
        sink.stop()
    return story.end()


sys.exit(main())
