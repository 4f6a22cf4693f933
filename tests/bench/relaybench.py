# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay of its own and a mail server that takes all, for the benches that need them."""
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

from benchlib import PROGRAMS

BATCH = 500
SOURCES = pathlib.Path(__file__).parents[2] / 'src'
WIRE = int(re.search(r'PALIER_WIRE_VERSION (\d+)', (SOURCES / 'wire/palier-kind.h').read_text(encoding='utf-8'))[1])
DEVICE = uuid.UUID('01934567-89ab-7000-8000-0123456789ab')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Sink:
    """smtp-sink, which keeps what comes in a folder if it is told to."""

    def __init__(self, keeps=False):
        self.keeps = keeps

    def __enter__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix='bench-sink.')
        drop = []
        if os.getuid() == 0:
            os.chmod(self.folder, 0o777)
            drop = ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups']
        dump = ['-d', '%s'] if self.keeps else []
        self.process = subprocess.Popen([*drop, '/usr/sbin/smtp-sink', *dump, f'127.0.0.1:{self.port}', '1000'],
                                        cwd=self.folder, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Relay:
    def __init__(self, top, port=None, environment=None, **settings):
        self.folder = pathlib.Path(top, 'relay')
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.port = port or free_port()
        config = self.folder / 'relay.conf'
        config.write_text(f'[relay]\ndirectory={self.folder}\nport={self.port}\nallow_plain_loopback=yes\n'
                          + ''.join(f'{key}={value}\n' for key, value in settings.items()), encoding='utf-8')
        self.process = subprocess.Popen([PROGRAMS / 'palier-relay', 'serve', '--config', config],
                                        stderr=open(self.folder / 'log', 'wb'), stdout=subprocess.DEVNULL,
                                        env=dict(os.environ, **environment or {}))
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

    def wait(self):
        for _ in range(200):
            try:
                self.call('GET', '/healthz')
                break
            except (OSError, ValueError):
                if self.process.poll() is not None:
                    sys.exit((self.folder / 'log').read_text(encoding='utf-8'))
                time.sleep(0.05)

    def start(self):
        self.wait()
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
