# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay killed at random points while it plans a campaign and hands it over: nothing twice, nothing lost.

Each point: a fresh store with a campaign of 50 prospects (a mail from a mailbox of its own each, then a
task), SIGKILL after a random share of the time that planning and sending take; then the relay starts
again on the same store and does what is left. To hold: each message reached the server at most once,
accepted + uncertain = planned, and each task stands on the agent's desk. 20 points, 6 on PostgreSQL; 150
with PALIER_TEST_LONG=1.
"""

import json
import os
import random
import shutil
import time
import uuid

import relaylib

POINTS = 150 if os.environ.get("PALIER_TEST_LONG") else 6 if os.environ.get("PALIER_TEST_POSTGRES") else 20
COUNT = 50
SEED = int(os.environ.get("PALIER_TEST_SEED", "11"))
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ALWAYS = {"days": DAYS, "hours": {"start": 0, "end": 24}, "avoidHolidays": False}
SEQUENCE = {"name": "Agences", "steps": [
    {"id": 1, "day": 1, "channel": "email", "template": "a", "sendWindow": ALWAYS},
    {"id": 2, "day": 1, "channel": "linkedin", "sendWindow": ALWAYS}]}
# Readers are invited at most so often a day (policy/palier-plan-cast.c).
INVITATIONS = 20


def plan(keys, sink):
    """A store with a campaign that runs; its first pass comes in a moment."""
    relay = relaylib.Relay(keys)
    device = relaylib.Device()
    now = int(time.time() * 1000)
    campaign = device.record("campaign", name="Agences", state="running", sequence=json.dumps(SEQUENCE),
                             created_at=now, started_at=now)
    senders, enrolments, mails, tasks = [], [], [], []
    for n in range(COUNT):
        prospect = str(uuid.uuid4())
        sender = device.sender(sink.port)
        enrolments.append(device.record("enrolment", campaign=campaign["id"], prospect=prospect,
                                        entered_at=now + n, state="active"))
        mine = {"campaign": campaign["id"], "prospect": prospect, "due_at": now}
        senders.append(sender)
        mails.append(device.message(sender, n, step=1, **mine))
        tasks.append(device.message(sender, n, step=2, **{**mine, "channel": "linkedin"}))
    device.sync(relay, *senders, campaign, *enrolments)
    device.sync(relay, *mails, *tasks)
    return relay, device, [mail["id"] for mail in mails], [task["id"] for task in tasks]


def counts(relay):
    status, answer, _ = relay.call("GET", "/v1/counters")
    assert status == 200, (status, answer)
    return answer["messages"]


def wait_settled(relay, seconds=40):
    end = time.monotonic() + seconds
    while True:
        now = counts(relay)
        if now["accepted"] + now["uncertain"] == COUNT:
            return now
        assert time.monotonic() < end, f"not settled: {now}"
        time.sleep(0.02)


def wait_for_tasks(relay, device, tasks):
    """As many as a day allows are due at once; none is lost."""
    end = time.monotonic() + 40
    while True:
        told = device.pull(relay).states()
        states = [told[ident]["state"] for ident in tasks]
        assert set(states) <= {"waiting", "scheduled"}, states
        if states.count("scheduled") >= INVITATIONS:
            return
        assert time.monotonic() < end, states
        time.sleep(0.05)


def check(relay, device, mails, tasks, sink):
    now = wait_settled(relay)
    doubles = {ident: n for ident, n in sink.taken.items() if n > 1}
    assert not doubles, f"sent twice: {doubles}"
    wait_for_tasks(relay, device, tasks)
    told = device.pull(relay).states()
    for ident in mails:
        state = told[ident]["state"]
        assert state in ("accepted", "uncertain"), (ident, told[ident])
        assert state != "accepted" or ident in sink.taken, f"{ident} accepted, but not at the server"
    return now["uncertain"]


def point(after):
    keys, sink = relaylib.Keys(), relaylib.Sink()
    try:
        relay, device, mails, tasks = plan(keys, sink)
        time.sleep(after)
        relay.kill()
        at_kill = sum(sink.taken.values())
        relay = relaylib.Relay(keys)
        uncertain = check(relay, device, mails, tasks, sink)
        assert relay.stop() == 0
        return at_kill, uncertain
    finally:
        sink.stop()
        shutil.rmtree(keys.folder, ignore_errors=True)


def measure():
    """When planning begins, and how long it all takes."""
    keys, sink = relaylib.Keys(), relaylib.Sink()
    relay, _, _, _ = plan(keys, sink)
    started = time.monotonic()
    while counts(relay)["waiting"] == 2 * COUNT:
        time.sleep(0.005)
    begun = time.monotonic() - started
    wait_settled(relay)
    whole = time.monotonic() - started
    relay.stop()
    sink.stop()
    shutil.rmtree(keys.folder, ignore_errors=True)
    return begun, whole


def main():
    rng = random.Random(SEED)
    print("TAP version 13\n1..1", flush=True)
    begun, whole = measure()
    midway = uncertain = 0
    for _ in range(POINTS):
        at_kill, doubtful = point(begun * 0.9 + rng.random() * (whole - begun * 0.9) * 1.05)
        midway += 0 < at_kill < COUNT
        uncertain += doubtful
    assert midway > 0, "no point fell into the sending"
    print(f"# {POINTS} points, {midway} amid the sending, {uncertain} messages uncertain, seed {SEED}")
    print("ok 1 - no message twice, none lost")


if __name__ == "__main__":
    main()
