# SPDX-License-Identifier: GPL-3.0-or-later
"""Two relays on one PostgreSQL.

 1. what one takes, the other tells within a second     3. one dies: the other settles what it held
 2. 1,000 messages: none twice, none lost, by both      4. the server dies and comes back under writes
"""

import re
import shutil
import socket
import time

import flow
import postgres
import relaylib
import writers

COUNT = 1000

story = flow.Story()
server = postgres.Postgres(synchronous_commit="on")
keys = relaylib.Keys({"store": server.new_database()})
one, two = relaylib.Relay(keys), relaylib.Relay(keys)
device = relaylib.Device()
relays = [one, two]

story.at_end(server.remove)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: [relay.kill() for relay in relays])


def sent_by(relay):
    figures = relay.call("GET", "/metrics", token=None)[1].decode()
    return float(re.search(r'^palier_emails_sent_total\{result="accepted"\} (\S+)$', figures, re.M)[1])


def counts():
    return one.call("GET", "/v1/counters")[1]["messages"]


@story.step
def test_word():
    """a device at one relay hears at once what another wrote at the other"""
    with socket.create_connection(("127.0.0.1", two.port), 10) as line:
        line.settimeout(10)
        line.sendall(f"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {two.token}\r\n\r\n".encode())
        got = b""
        while b"event: changed" not in got:
            got += line.recv(4096)
        started = time.monotonic()
        device.sync(one, device.record("setting", key="x", value="y"))
        assert b"event: changed" in line.recv(4096)
        took = time.monotonic() - started
        print(f"# heard after {took * 1000:.0f} ms")
    other = relaylib.Device().pull(two)
    assert "y" in [record["fields"].get("value") for record in other.records.values()]


@story.step
def test_thousand():
    """1,000 messages through two relays: none twice, none lost, both have sent"""
    sink = relaylib.Sink()
    try:
        sender = device.sender(sink.port)
        due = int(time.time() * 1000) + 1500
        messages = [device.message(sender, n, due_at=due) for n in range(COUNT)]
        device.sync(one, sender)
        started = time.monotonic()
        for n in range(0, COUNT, 250):
            device.sync(relays[n // 250 % 2], *messages[n:n + 250])
        flow.wait_for(lambda: counts()["accepted"] == COUNT, 90, "all messages to be accepted")
        took = time.monotonic() - started
    finally:
        sink.stop()
    assert len(sink.taken) == COUNT and set(sink.taken.values()) == {1}, "lost or twice"
    told = relaylib.Device().pull(two).states()
    assert [told[message["id"]]["state"] for message in messages] == ["accepted"] * COUNT
    shares = [sent_by(relay) for relay in relays]
    print(f"# {COUNT} messages in {took:.1f} s, sent by each: {shares}")
    assert sum(shares) == COUNT and min(shares) > 0, shares


@story.step
def test_death():
    """a relay is killed while it sends: the other settles what it held, and sends the rest"""
    sink = relaylib.Sink()
    third = relaylib.Relay(keys, send_threads=1)
    try:
        sender = device.sender(sink.port)
        before = counts()
        messages = [device.message(sender, n) for n in range(200)]
        device.sync(third, sender, *messages)
        flow.wait_for(lambda: len(sink.taken) > 20, 20, "the sending to begin")
        third.kill()
        total = lambda: sum(counts()[key] - before[key] for key in ("accepted", "uncertain"))
        flow.wait_for(lambda: total() == 200, 40, "the rest to be settled")
        uncertain = counts()["uncertain"] - before["uncertain"]
    finally:
        sink.stop()
    assert set(sink.taken.values()) == {1}, "sent twice"
    assert 200 - uncertain <= len(sink.taken) <= 200
    print(f"# {uncertain} uncertain")


@story.step
def test_outage():
    """the server is killed and comes back while devices write: 503 meanwhile, nothing acknowledged lost"""
    crowd = writers.Crowd(relays, device_count=4)
    time.sleep(1)
    server.stop("immediate")
    time.sleep(3)
    crowd.mark()
    server.start()
    crowd.wait_until_written(20)
    time.sleep(0.5)
    crowd.stop()
    crowd.check(relays)


if __name__ == "__main__":
    story.run()
