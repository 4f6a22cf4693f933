#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pixel of a message, beside nginx' empty_gif without a log: the same load from wrk, in pairs.

The relay's answer comes after the hit is on the disk; nginx writes nothing. Then the same with a disk each of
whose flushes takes 5 ms more, and the rest of the API at 200 requests a second, as devices and their owners ask.
"""
import concurrent.futures
import pathlib
import re
import statistics
import struct
import subprocess
import sys
import time
import urllib.request
import uuid

from benchlib import BUILD, folder, row
from relaybench import Relay, Sink, free_port

RUNS, SECONDS = 3, 4
SLOW_MS = 5
RATE, MIXED_SECONDS = 200, 15
NGINX = """worker_processes 2;
daemon off;
pid {folder}/pid;
error_log {folder}/error crit;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  keepalive_requests 100000000;
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ empty_gif; }} }}
}}
"""


class Nginx:
    def __init__(self, top):
        self.port = free_port()
        config = pathlib.Path(top, 'nginx.conf')
        config.write_text(NGINX.format(folder=top, port=self.port), encoding='utf-8')
        self.process = subprocess.Popen(['nginx', '-c', config, '-e', 'stderr'], stderr=subprocess.DEVNULL)
        self.url = f'http://127.0.0.1:{self.port}/pixel.gif'
        for _ in range(100):
            try:
                urllib.request.urlopen(self.url, timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit('nginx does not answer')

    def stop(self):
        self.process.terminate()
        self.process.wait()


UNITS = {'us': 1e-6, 'ms': 1e-3, 's': 1, 'm': 60}


def load(url, connections):
    """(requests a second, p99 in seconds, the slowest in seconds)"""
    run = subprocess.run(['wrk', '-t2', f'-c{connections}', f'-d{SECONDS}s', '--timeout', '10s', '--latency', '-H',
                          'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', url],
                         capture_output=True, text=True, check=True)
    if re.search(r'Non-2xx|Socket errors', run.stdout):
        sys.exit(run.stdout)
    seconds = lambda found: float(found[1]) * UNITS[found[2]]
    return (float(re.search(r'Requests/sec:\s+([\d.]+)', run.stdout)[1]),
            seconds(re.search(r'99%\s+([\d.]+)(\w+)', run.stdout)),
            seconds(re.search(r'Latency\s+\S+\s+\S+\s+([\d.]+)(\w+)', run.stdout)))


def send_tracked(relay, sink):
    """The address of the pixel of a message that left, whose reader lets opens be counted."""
    now = int(time.time() * 1000)
    sender = relay.record('sender', channel='email', host='127.0.0.1', port=sink.port, security='none',
                          from_name='Claire Morel', from_email='claire.morel@example.fr', allow_plain_loopback='yes')
    reader = str(uuid.uuid4())
    consent = relay.record('consent', subject=reader, purpose='open', channel='email', given='yes', at=now,
                           origin='person', proof='formulaire')
    message = relay.record('message', prospect=reader, channel='email', subject='Bonjour', body='Bonjour',
                           state='approved', approved_at=now, created_at=now, due_at=now, sender=sender['id'],
                           to='a@b.example', to_name='A', notice='yes')
    relay.push([sender, consent, message])
    for _ in range(200):
        for mail in pathlib.Path(sink.folder).iterdir():
            found = re.search(r'/t/o/[\w-]+\.gif', re.sub(r'=\r?\n', '', mail.read_text(encoding='utf-8', errors='replace')))
            if found:
                return f'http://127.0.0.1:{relay.port}{found[0]}', message['id']
        time.sleep(0.1)
    sys.exit('no tracked message left')


def hits(url, nginx):
    for connections in (64, 256, 1000):
        pairs = [(load(url, connections), load(nginx.url, connections)) for _ in range(RUNS)]
        median = lambda pick: statistics.median(pick(ours, peer) for ours, peer in pairs)
        rate = median(lambda ours, _: ours[0]), median(lambda _, peer: peer[0])
        late = median(lambda ours, _: ours[1]), median(lambda _, peer: peer[1])
        row(f'tracking: durable hits, {connections} connections', f'{rate[0]:.0f}/s', f'nginx {rate[1]:.0f}/s',
            median(lambda ours, peer: ours[0] / peer[0]))
        row(f'tracking: p99, {connections} connections', f'{late[0] * 1000:.1f} ms', f'nginx {late[1] * 1000:.1f} ms',
            median(lambda ours, peer: ours[1] / peer[1]))
    slowest = max(ours[2] for ours, _ in pairs)
    row('tracking: slowest of 1,000 connections', f'{slowest:.2f} s', '', slowest)


def hits_on_slow_disk(top, sink):
    delay = pathlib.Path(top, 'delay')
    delay.write_bytes(struct.pack('=I', SLOW_MS))
    folder_of_slow = pathlib.Path(top, 'slow')
    folder_of_slow.mkdir()
    relay = start_relay(folder_of_slow, environment={'LD_PRELOAD': str(BUILD / 'tests/flow/slow-disk.so'),
                                                     'PALIER_SLOW_DISK': str(delay)})
    try:
        url, _ = send_tracked(relay, sink)
        for connections in (64, 256):
            rate = statistics.median(load(url, connections)[0] for _ in range(RUNS))
            row(f'tracking: durable hits, {connections} connections, each flush {SLOW_MS} ms later', f'{rate:.0f}/s', '', rate)
    finally:
        relay.stop()


def mixed(relay, message):
    """Milliseconds of each request of a mix at a steady rate, from the moment when it was to leave."""
    other = relay.record('setting', key='a', value='b')
    kinds = [lambda: relay.call('GET', f'/v1/messages/{message}'), lambda: relay.call('GET', '/v1/counters'),
             lambda: relay.push([relay.record('setting', id=other['id'], key='a', value='c')]), lambda: relay.call('GET', '/v1/meta')]
    taken = []

    def one(n, due):
        kinds[n % len(kinds)]()
        taken.append((time.monotonic() - due) * 1000)

    began = time.monotonic() + 0.5
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        for n in range(RATE * MIXED_SECONDS):
            due = began + n / RATE
            time.sleep(max(0, due - time.monotonic()))
            pool.submit(one, n, due)
    assert len(taken) == RATE * MIXED_SECONDS
    return sorted(taken)


def start_relay(top, environment=None):
    port = free_port()
    relay = Relay(top, port=port, environment=environment, public_url=f'http://127.0.0.1:{port}', connections=2048,
                  connections_per_address=2048, requests_per_second=0)
    relay.start()
    return relay


def main():
    with folder() as top, Sink(keeps=True) as sink:
        relay = start_relay(top)
        nginx = Nginx(top)
        try:
            url, message = send_tracked(relay, sink)
            taken = mixed(relay, message)
            for share, name in ((0.5, 'p50'), (0.95, 'p95'), (0.99, 'p99')):
                value = taken[int(len(taken) * share)]
                row(f'API at {RATE}/s: {name}', f'{value:.1f} ms', '', value)
            hits(url, nginx)
        finally:
            relay.stop()
            nginx.stop()
        hits_on_slow_disk(top, sink)


main()
