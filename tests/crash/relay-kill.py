# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay killed at random points while it sends: no message twice, none lost.

Each point: a fresh store with 60 approved messages that become due at once, a mail server that counts
Message-IDs, SIGKILL after a random share of the time a whole run takes; then the relay starts again on
the same store and sends what is left. To hold: each message reached the server at most once, and
accepted + uncertain = planned; an uncertain one was never sent again. What the devices are told by
/v1/sync says the same as the ledger. 30 points, 8 on PostgreSQL; 200 with
PALIER_TEST_LONG=1.
"""

import os
import random
import shutil
import time

import relaylib

POINTS = 200 if os.environ.get("PALIER_TEST_LONG") else 8 if os.environ.get("PALIER_TEST_POSTGRES") else 30
COUNT = 60
SEED = int(os.environ.get("PALIER_TEST_SEED", "11"))


def plan(keys, sink):
    """A store with messages that are due in a moment."""
    relay = relaylib.Relay(keys)
    device = relaylib.Device()
    sender = device.sender(sink.port)
    due = int(time.time() * 1000) + 100
    messages = [device.message(sender, n, due_at=due) for n in range(COUNT)]
    device.sync(relay, sender, *messages)
    return relay, device, [message["id"] for message in messages]


def counts(relay):
    status, answer, _ = relay.call("GET", "/v1/counters")
    assert status == 200, (status, answer)
    return answer["messages"]


def wait_settled(relay, seconds=30):
    end = time.monotonic() + seconds
    while True:
        now = counts(relay)
        if now["accepted"] + now["uncertain"] == COUNT:
            return now
        assert time.monotonic() < end, f"not settled: {now}"
        time.sleep(0.02)


def check(relay, device, ids, sink):
    now = wait_settled(relay)
    doubles = {ident: n for ident, n in sink.taken.items() if n > 1}
    assert not doubles, f"sent twice: {doubles}"
    told = device.pull(relay).states()
    for ident in ids:
        state = told[ident]["state"]
        assert state in ("accepted", "uncertain"), (ident, told[ident])
        assert state != "accepted" or ident in sink.taken, f"{ident} accepted, but not at the server"
    uncertain = [ident for ident in ids if told[ident]["state"] == "uncertain"]
    assert len(uncertain) == now["uncertain"], (uncertain, now)
    # Those two lines had open at the kill, eight each at most.
    assert len(uncertain) <= 16, f"{len(uncertain)} uncertain"
    return len(uncertain)


def point(after, ahead):
    keys, sink = relaylib.Keys(), relaylib.Sink(ahead)
    try:
        relay, device, ids = plan(keys, sink)
        time.sleep(after)
        relay.kill()
        at_kill = sum(sink.taken.values())
        relay = relaylib.Relay(keys)
        uncertain = check(relay, device, ids, sink)
        assert relay.stop() == 0
        return at_kill, uncertain
    finally:
        sink.stop()
        shutil.rmtree(keys.folder, ignore_errors=True)


def measure():
    keys, sink = relaylib.Keys(), relaylib.Sink()
    relay, _, _ = plan(keys, sink)
    started = time.monotonic()
    wait_settled(relay)
    whole = time.monotonic() - started
    relay.stop()
    sink.stop()
    shutil.rmtree(keys.folder, ignore_errors=True)
    return whole


def main():
    rng = random.Random(SEED)
    print("TAP version 13\n1..1", flush=True)
    whole = measure()
    midway = uncertain = 0
    for n in range(POINTS):
        at_kill, doubtful = point(rng.random() * whole * 1.05, ahead=n % 2 == 1)
        midway += 0 < at_kill < COUNT
        uncertain += doubtful
    assert midway > 0, "no point fell into the sending"
    print(f"# {POINTS} points, {midway} amid the sending, {uncertain} messages uncertain, seed {SEED}")
    print("ok 1 - no message twice, none lost")


if __name__ == "__main__":
    main()
