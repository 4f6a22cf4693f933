#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""100,000 prospects of about 600 bytes from one desk to the relay and from there to another, beside PouchDB with
express-pouchdb, which has the same values as documents; all over 127.0.0.1, each state on the disk.

Ours are `palierctl sync`, its start and signing in included. It says what it did once that is on the disk, and ends when
what it pulled is searchable; PouchDB's are on the disk, and are not searched. An
incremental sync is one edit given to the relay: the time of its processor beyond that of a look at the state.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from benchlib import PROGRAMS, folder, measure, row, seconds
from relaybench import Relay, free_port

COUNT = 100_000
EMAIL, PASSWORD = 'claire.morel@example.fr', 'une phrase de passe assez longue'
NOTES = ('Rencontrée au salon ; agence familiale de deux négociateurs, transaction et location, cherche un outil pour '
         'relancer ses anciens vendeurs. Rappeler en début de mois, de préférence le matin, et parler de son secteur. ')


def fields(n):
    return {'company': f'Agence du Port {n}', 'first_name': f'Anne{n % 977}', 'last_name': f'Martin{n}',
            'email': f'contact{n}@agence-{n}.example', 'phone': f'0{140_000_000 + n}', 'city': 'Nantes',
            'postal_code': '44000', 'street': f'{n % 180 + 1} rue de la République', 'notes': NOTES + str(n)}


def write_csv(path):
    names = {'company': 'Société', 'first_name': 'Prénom', 'last_name': 'Nom', 'email': 'E-mail', 'phone': 'Téléphone',
             'city': 'Ville', 'postal_code': 'Code postal', 'street': 'Adresse', 'notes': 'Notes'}
    with open(path, 'w', encoding='utf-8') as out:
        out.write(';'.join(names.values()) + '\n')
        for n in range(COUNT):
            out.write(';'.join(f'"{value}"' for value in fields(n).values()) + '\n')


def write_documents(path):
    documents = [{'_id': f'{n:032x}', 'kind': 'prospect', **fields(n)} for n in range(COUNT)]
    path.write_text(json.dumps(documents, ensure_ascii=False), encoding='utf-8')


class Desk:
    def __init__(self, top, relay):
        self.base = ['--workspace', top / 'base', '--key-file', top / 'key']
        self.ctl('init')
        self.ctl('login', f'http://127.0.0.1:{relay.port}', EMAIL, words=PASSWORD + '\n')

    def command(self, *args):
        return [PROGRAMS / 'palierctl', *self.base, *args]

    def ctl(self, *args, words=''):
        run = subprocess.run(self.command(*args), input=words, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f'palierctl {args[0]}: {run.stderr}')
        return [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{')]


def measure_ours(top):
    relay = Relay(top)
    try:
        relay.start()
        (top / 'a').mkdir()
        (top / 'b').mkdir()
        first, second = Desk(top / 'a', relay), Desk(top / 'b', relay)
        write_csv(top / 'contacts.csv')
        first.ctl('import', top / 'contacts.csv', '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
        push, _, push_peak = measure(first.command('sync'))
        durable, pull, pull_peak = pull_all(second)
        found = second.ctl('prospects', '--search', 'port 99999', '--limit', '5')
        if len(found) != 1:
            sys.exit(f'{len(found)} found where one was to be')
        _, idle_work, idle_peak = measure(second.command('sync', '--status'))
        return push, durable, pull, max(push_peak, pull_peak) - idle_peak, measure_one(first, found[0]['id'], idle_work)
    finally:
        relay.stop()


def pull_all(desk):
    """(seconds until it is durable, seconds until it is searchable, peak MiB)."""
    began = time.monotonic()
    said = []
    with tempfile.NamedTemporaryFile('r') as peak:
        with subprocess.Popen(['time', '--quiet', '--format', '%M', '--output', peak.name, *desk.command('sync')],
                              stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                said.append((json.loads(line)['pulled'], time.monotonic() - began))
        if process.returncode or said[0][0] < COUNT:
            sys.exit(f'sync ended with {process.returncode} after {said}')
        return said[0][1], time.monotonic() - began, float(peak.read()) / 1024


def measure_one(desk, ident, idle_work):
    """Milliseconds of work for one change."""
    works = []
    for n in range(5):
        desk.ctl('edit', ident, '--set', f'city=Nantes {n}')
        works.append(measure(desk.command('sync'))[1] - idle_work)
    return 1000 * sorted(works)[2]


def measure_peer(top):
    port = free_port()
    write_documents(top / 'documents.json')
    script = pathlib.Path(__file__).with_name('sync-peer.js')
    server = subprocess.Popen(['node', script, 'server', str(port)], cwd=top, stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        time.sleep(0.5)
        run = subprocess.run(['node', '--max-old-space-size=2048', script, 'client', str(port), top / 'documents.json'], cwd=top,
                             capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(run.stderr)
        return json.loads(run.stdout)
    finally:
        server.terminate()
        server.wait()


def main():
    with folder() as place:
        top = pathlib.Path(place)
        push, durable, pull, memory, one = measure_ours(top)
        (top / 'peer').mkdir()
        peer = measure_peer(top / 'peer')
    for key, ours, theirs in (('sync: push 100k records', push, peer['push']),
                              ('sync: pull 100k, durable', durable, peer['pull']),
                              ('sync: pull 100k, searchable', pull, peer['pull'])):
        row(key, f'{seconds(ours)}, {COUNT / ours:.0f}/s', f'PouchDB {seconds(theirs)}, {COUNT / theirs:.0f}/s', theirs / ours)
    row('sync: memory beyond idle', f'{memory:.0f} MiB', 'a look at the state', memory)
    row('sync: one change', f'{one:.0f} ms', 'a look at the state', one)


main()
