# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay killed at random points while readers open a message: each hit that was answered counts, none twice.

A message with a pixel leaves; then readers fetch the pixel as fast as they can until SIGKILL, and the relay
starts again on the same store. To hold after each point: answered ≤ counted ≤ asked. 10 points; 100 with
PALIER_TEST_LONG=1.
"""

import base64
import http.client
import os
import random
import shutil
import sqlite3
import struct
import threading
import time
import uuid

import flow
import relaylib

POINTS = 100 if os.environ.get("PALIER_TEST_LONG") else 10
READERS = 6
SEED = int(os.environ.get("PALIER_TEST_SEED", "5"))


class Reader(threading.Thread):
    """Fetches the pixel until the relay is gone."""

    def __init__(self, port, path):
        super().__init__()
        self.port, self.path = port, path
        self.asked = self.answered = 0

    def run(self):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while True:
                self.asked += 1
                line.request("GET", self.path)
                answer = line.getresponse()
                answer.read()
                assert answer.status == 200, answer.status
                self.answered += 1
        except (OSError, http.client.HTTPException):
            line.close()


def read_link(keys):
    """(tenant, secret, hits) of the only pixel."""
    base = next(keys.folder.glob("*.sqlite"))
    with sqlite3.connect(f"file:{base}?mode=ro", uri=True, timeout=30) as store:
        return store.execute("select tenant_id, token, hits from link where kind = 'open'").fetchone()


def start(keys, port):
    return relaylib.Relay(keys, port=port, public_url=f"http://127.0.0.1:{port}")


def send_tracked(relay):
    sink, device = relaylib.Sink(), relaylib.Device()
    sender, reader = device.sender(sink.port), str(uuid.uuid4())
    consent = device.record("consent", subject=reader, purpose="open", channel="email", given="yes",
                            at=int(time.time() * 1000), origin="person", proof="formulaire")
    device.sync(relay, sender, consent, device.message(sender, 1, prospect=reader))
    flow.wait_for(lambda: sink.taken, 15, "the message")
    sink.stop()


def point(relay, path, after):
    """Returns (asked, answered)."""
    readers = [Reader(relay.port, path) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(after)
    relay.kill()
    for reader in readers:
        reader.join()
    return sum(reader.asked for reader in readers), sum(reader.answered for reader in readers)


def main():
    rng = random.Random(SEED)
    print("TAP version 13\n1..1", flush=True)
    keys, port = relaylib.Keys(store={}), flow.free_port()
    relay = start(keys, port)
    send_tracked(relay)
    tenant, secret, _ = flow.wait_for(lambda: read_link(keys), 10, "the link")
    path = "/t/o/" + base64.urlsafe_b64encode(b"\x01" + struct.pack(">q", tenant) + secret).decode().rstrip("=") + ".gif"
    asked = answered = late = 0
    for _ in range(POINTS):
        more = point(relay, path, 0.05 + rng.random() * 0.4)
        asked, answered = asked + more[0], answered + more[1]
        late += read_link(keys)[2] < answered
        relay = start(keys, port)
        flow.wait_for(lambda: read_link(keys)[2] >= answered, 10, "what was answered")
        assert relay.stop() == 0
        counted = read_link(keys)[2]
        assert answered <= counted <= asked, (answered, counted, asked)
        asked = answered = counted  # what was in doubt is settled
        relay = start(keys, port)
    relay.stop()
    shutil.rmtree(keys.folder)
    assert answered > 0 and late > 0, "no point fell between the answer and the store"
    print(f"# {POINTS} points, {counted} hits, at {late} of them the store was behind, seed {SEED}")
    print("ok 1 - each hit that was answered counts once")


if __name__ == "__main__":
    main()
