#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""10,000 approved messages through the relay to Postfix's smtp-sink, beside smtp-source to the same.

The relay takes them in by /v1/sync, keeps every state on the disk, asks the gate for each, composes
and hands over on as many connections as smtp-source is given. Its time runs from the due moment,
when all messages are with it, until the last is accepted; the size of a mail is the same.
"""
import json
import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
import uuid

from benchlib import PROGRAMS, folder, row

COUNT, RUNS, CONNECTIONS = 10_000, 3, 2
BATCH, LEAD_MS = 500, 20_000
PARAGRAPH = ("Bonjour, votre agence suit de près le marché de Versailles : douze mandats y sont affichés, et trois "
             "vendeurs sur quatre comparent aujourd'hui deux agences avant de signer. ")
SOURCES = pathlib.Path(__file__).parents[2] / 'src'
WIRE = int(re.search(r'PALIER_WIRE_VERSION (\d+)', (SOURCES / 'wire/palier-kind.h').read_text(encoding='utf-8'))[1])
DEVICE = uuid.UUID('01934567-89ab-7000-8000-0123456789ab')


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Sink:
    """smtp-sink, which keeps nothing."""

    def __enter__(self):
        self.port = free_port()
        drop = ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups'] if os.getuid() == 0 else []
        self.process = subprocess.Popen([*drop, '/usr/sbin/smtp-sink', f'127.0.0.1:{self.port}', '1000'],
                                        stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Relay:
    def __init__(self, top):
        self.folder = pathlib.Path(top, 'relay')
        self.folder.mkdir(mode=0o700)
        self.port = free_port()
        config = self.folder / 'relay.conf'
        config.write_text(f'[relay]\ndirectory={self.folder}\nport={self.port}\nallow_plain_loopback=yes\n'
                          f'connections_per_sender={CONNECTIONS}\n', encoding='utf-8')
        self.process = subprocess.Popen([PROGRAMS / 'palier-relay', 'serve', '--config', config],
                                        stderr=open(self.folder / 'log', 'wb'), stdout=subprocess.DEVNULL)
        self.token = None
        self.cursor = {'epoch': str(uuid.UUID(int=0)), 'seq': 0}
        self.stamp = int(time.time() * 1000) << 16

    def call(self, method, path, body=None):
        headers = {'Content-Type': 'application/json'}
        if self.token:
            headers['Authorization'] = f'Bearer {self.token}'
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(f'http://127.0.0.1:{self.port}{path}', data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b'{}')

    def start(self):
        for _ in range(200):
            try:
                self.call('GET', '/healthz')
                break
            except (OSError, ValueError):
                if self.process.poll() is not None:
                    sys.exit((self.folder / 'log').read_text(encoding='utf-8'))
                time.sleep(0.05)
        account = {'email': 'claire.morel@example.fr', 'password': 'une phrase de passe assez longue'}
        self.call('POST', '/v1/accounts/register', {**account, 'siret': '73282932000074'})
        subprocess.run([PROGRAMS / 'palier-relay', 'tenant', 'verify', account['email'], '--config', self.folder / 'relay.conf'],
                       check=True, stdout=subprocess.DEVNULL)
        self.token = self.call('POST', '/v1/login', account)['access_token']

    def push(self, records):
        for at in range(0, len(records), BATCH):
            answer = self.call('POST', '/v1/sync', {'wire': WIRE, 'device': str(DEVICE), 'batch': str(uuid.uuid4()),
                                                    'cursor': self.cursor, 'records': records[at:at + BATCH]})
            self.cursor = answer['cursor']
            if answer['refused']:
                sys.exit(f'refused: {answer["refused"][:3]}')

    def record(self, kind, /, **fields):
        self.stamp += 1
        ident = fields.pop('id', None) or str(uuid.uuid4())
        return {'kind': kind, 'id': ident, 'mark': f'{self.stamp:016x}{DEVICE.int & (1 << 64) - 1:016x}', 'fields': fields}

    def accepted(self):
        base = next(self.folder.glob('*.sqlite'))
        with sqlite3.connect(f'file:{base}?mode=ro', uri=True, timeout=30) as connection:
            return connection.execute("select count(*) from job where state = 'accepted'").fetchone()[0]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def letters(relay, sender, due_ms):
    body = '\n\n'.join([PARAGRAPH * 3] * 6)
    for n in range(COUNT):
        prospect = relay.record('prospect', kind='agency', company=f'Agence {n}', email=f'contact@agence-{n}.example',
                                legal_basis='legitimate_interest')
        message = relay.record('message', prospect=prospect['id'], channel='email', subject=f'Vos mandats, agence {n}',
                               body=body, state='approved', approved_at=due_ms - 1000, created_at=due_ms - 2000,
                               due_at=due_ms, sender=sender, to=f'contact@agence-{n}.example', to_name=f'Agence {n}',
                               notice='yes')
        yield from (prospect, message)


def relay_seconds(sink, sizes):
    with folder() as top:
        relay = Relay(top)
        try:
            relay.start()
            sender = relay.record('sender', channel='email', host='127.0.0.1', port=sink.port, security='none',
                                  from_name='Claire Morel', from_email='claire.morel@example.fr',
                                  allow_plain_loopback='yes')
            due_ms = int(time.time() * 1000) + LEAD_MS
            relay.push([sender, *letters(relay, sender['id'], due_ms)])
            if time.time() * 1000 > due_ms:
                sys.exit('the messages were due before all were there')
            time.sleep(due_ms / 1000 - time.time())
            began, done, last = time.monotonic(), 0, time.monotonic()
            while done < COUNT:
                time.sleep(0.02)
                now = relay.accepted()
                if now != done:
                    done, last = now, time.monotonic()
                if time.monotonic() - last > 30:
                    sys.exit(f'{done} of {COUNT} accepted, then nothing for 30 s')
            return time.monotonic() - began
        finally:
            relay.stop()


def source_seconds(sink, size):
    began = time.monotonic()
    subprocess.run(['smtp-source', '-d', '-s', str(CONNECTIONS), '-l', str(size), '-m', str(COUNT), '-f',
                    'claire.morel@example.fr', '-t', 'contact@agence.example', f'127.0.0.1:{sink.port}'], check=True)
    return time.monotonic() - began


def main():
    with Sink() as sink:
        ours, peers = [], []
        for _ in range(RUNS):
            peers.append(source_seconds(sink, 8192))
            ours.append(relay_seconds(sink, 8192))
    own, peer = COUNT / statistics.median(ours), COUNT / statistics.median(peers)
    row('relay: 10,000 messages accepted', f'{own:.0f}/s', f'smtp-source {peer:.0f}/s', own / peer)


main()
