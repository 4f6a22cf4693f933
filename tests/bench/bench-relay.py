#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""10,000 approved messages through the relay to Postfix's smtp-sink, beside smtp-source to the same.

The relay takes them in by /v1/sync, keeps every state on the disk, asks the gate for each, composes
and hands over on as many connections as smtp-source is given. Its time runs from the due moment,
when all messages are with it, until the last is accepted; the size of a mail is the same.
"""
import statistics
import subprocess
import sys
import time

from benchlib import folder, row
from relaybench import Relay, Sink

COUNT, RUNS, CONNECTIONS = 10_000, 3, 2
LEAD_MS = 20_000
PARAGRAPH = ("Bonjour, votre agence suit de près le marché de Versailles : douze mandats y sont affichés, et trois "
             "vendeurs sur quatre comparent aujourd'hui deux agences avant de signer. ")


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
        relay = Relay(top, connections_per_sender=CONNECTIONS)
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
