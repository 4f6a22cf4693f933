# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole path by the real window, in English for the names: a real relay with a public address,
Postfix's smtp-sink, and palierctl beside the open window.

 1  a file is opened, a column is dragged by hand, the contacts come in
 2  palierctl works beside the window, and the window sees it
 3  three variants, one approved
 4  it is sent, and one mail leaves
 5  the reader clicks: the dashboard's figures change within seconds
 6  the reader unsubscribes
 7  the import is undone
"""
import json
import pathlib
import re
import subprocess
import sys
import time

import flow
from uitest import App, Story, wait

PASSWORD = 'une phrase de passe assez longue'
PROGRAM = str(flow.BUILD / 'src' / 'palier')
ENGLISH = {'LC_ALL': 'en_US.UTF-8', 'LANGUAGE': ''}


class Relay:
    """A relay of one's own on a loopback address, with an account."""

    def __init__(self, folder):
        self.folder = folder / 'relay'
        self.folder.mkdir()
        self.url = f'http://127.0.0.1:{flow.free_port()}'
        settings = self.folder / 'relay.conf'
        settings.write_text(f'directory = {self.folder}\nlisten = 127.0.0.1\nport = {self.url.rsplit(":", 1)[1]}\n'
                            f'public_url = {self.url}\nallow_plain_loopback = true\n')
        self.process = subprocess.Popen([str(flow.RELAY), 'serve', '--config', str(settings)],
                                        stdout=subprocess.DEVNULL, stderr=open(self.folder / 'log', 'wb'))
        flow.wait_for(self.answers, 20, 'the relay')
        flow.open_account(self.url, settings, 'claire.morel@example.fr', PASSWORD)

    def answers(self):
        try:
            return flow.get(self.url + '/healthz')[0] == 200
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def rows(app):
    return [row for row in app.all('table row') if row.get_name().strip() and not row.get_name().startswith('Name')]


def drag_by_hand(app):
    """The civility's chip off its field, and back onto it."""
    chip = app.find('button', 'Civilité')
    app.drag(app.point(chip), app.point(app.find('label', 'Columns to Place')))
    app.find('button', 'Civilité', within=app.find(None, 'Columns not imported'))
    slot = app.find(None, 'Title', within=app.find(None, 'Fields'))
    app.drag(app.point(app.find('button', 'Civilité')), app.point(slot))
    app.find('button', 'Civilité', within=app.find(None, 'Title', within=app.find(None, 'Fields')))


def steps(app, story, space, sink, relay):
    seen = {}

    @story.step('a file is opened, a column is dragged by hand, the contacts come in')
    def _():
        app.find('label', 'No Prospects Yet', timeout=15)
        subprocess.run([PROGRAM, *space.command()[1:], str(flow.SAMPLE)], check=True, timeout=20, capture_output=True)
        app.find('button', re.compile(r'^Import \d+ Contacts$'), timeout=20)
        drag_by_hand(app)
        app.press(app.find('button', re.compile(r'^Import \d+ Contacts$'), timeout=15))
        app.find('label', re.compile(r'^\d+ Contacts Imported$'), timeout=30)
        app.activate('win.show-page', 'prospects')
        wait(lambda: len(rows(app)) > 10, 10, 'rows')

    @story.step('palierctl works beside the window, and the window sees it')
    def _():
        agencies = space.ctl('prospects', '--kind', 'agency', '--limit', '1000').rows
        seen['agency'] = next(a for a in agencies if a.get('email') and a.get('city') and a['stage'] == 'prospect')
        for purpose in ('open', 'click'):
            space.ctl('consent', seen['agency']['id'], '--purpose', purpose, '--proof', 'Formulaire du salon')
        assert space.ctl('stats').row['sent'] == 0

    @story.step('three variants, one approved')
    def _():
        app.key('ctrl+f')
        app.keys(re.sub(r'[^A-Za-z0-9 ]+', ' ', seen['agency']['email'].split('@')[1].split('.')[0]))
        wait(lambda: 0 < len(rows(app)) < 5, 10, 'the agency')
        app.click(rows(app)[0].get_child_at_index(1))
        app.press(app.find('button', re.compile('Write to Them')))
        wait(lambda: len(list(app.all('radio button'))) == 3, 15, 'three variants')
        app.press(app.find('button', re.compile('Approve')))
        app.find('label', 'Message approved')

    @story.step('it is sent, and one mail leaves')
    def _():
        app.activate('win.show-page', 'messages')
        app.press(app.find('button', re.compile('^Back|^Messages$')))
        app.press(app.find('button', re.compile('^Send 1 Message')))
        flow.wait_for(sink.mails, 30, 'the mail')
        time.sleep(1)
        assert len(sink.mails()) == 1
        app.activate('win.show-page', 'dashboard')
        app.find(None, re.compile('^Sent: 1'), timeout=15)

    @story.step("the reader clicks: the dashboard's figures change within seconds")
    def _():
        mail = sink.mails()[0]
        page = mail.get_body(('html',)).get_content()
        click = next(u for u in re.findall(rf'{re.escape(relay.url)}/[^\s"\'<>)]+', page) if '/t/c/' in u)
        agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
        time.sleep(3.5)              # sooner than a human reads, it would count as a scanner's
        status, _, headers = flow.get(click, headers={'User-Agent': agent})
        assert status in (301, 302, 303, 307) and not headers['Location'].startswith(relay.url)
        app.find(None, re.compile('^Clicked: 1'), timeout=5)
        seen['unsubscribe'] = re.search(r'<(http[^>]+)>', mail['List-Unsubscribe'])[1]

    @story.step('the reader unsubscribes')
    def _():
        assert flow.get(seen['unsubscribe'])[0] == 200
        assert flow.get(seen['unsubscribe'], b'List-Unsubscribe=One-Click',
                        {'Content-Type': 'application/x-www-form-urlencoded'})[0] in (200, 202)
        app.find(None, re.compile('^Unsubscribed: 1'), timeout=5)

    @story.step('the import is undone')
    def _():
        app.activate('win.show-page', 'import')
        app.press(app.find('button', 'Undo This Import'))
        app.find('label', 'Import Undone', timeout=15)
        assert len(space.ctl('prospects', '--limit', '1000').rows) < 5


def main():
    space = flow.Workspace()
    sink = flow.Sink()
    relay = Relay(space.folder)
    try:
        flow.set_up(space, sink)
        space.ctl('login', relay.url, 'claire.morel@example.fr', stdin=PASSWORD + '\n')
        with App([PROGRAM, *space.command()[1:]], env=ENGLISH, log=str(space.folder / 'log')) as app:
            story = Story(app)
            steps(app, story, space, sink, relay)
        return story.end()
    finally:
        relay.stop()
        sink.stop()
        space.remove()


sys.exit(main())
