# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay before a mail server that refuses, defers, drops the line or falls silent, at each stage.

Only a line that falls after the final dot is uncertain; all that fails before certainly has not left
and is tried again by itself; a 5xx of the message is for good, of the sender sets aside what is his.
"""

import shutil
import time

import flow
import relaylib

story = flow.Story()
keys = relaylib.Keys()
relay = relaylib.Relay(keys, smtp_timeout_s=2)
device = relaylib.Device()
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())

# The rule of the peer, the state it leads to, its reason. (A line that falls in the midst of a short
# message is one that falls after it: its end is in the kernel's hands already.)
CASES = [
    ("connect=drop", "deferred", "connection"),
    ("greeting=554 no", "set_aside", "sender_broken"),
    ("greeting=421 later", "deferred", "server_later"),
    ("greeting=nonsense", "set_aside", "sender_broken"),
    ("ehlo=drop", "deferred", "connection"),
    ("mail=451 later", "deferred", "server_later"),
    ("mail=550 not you", "set_aside", "sender_broken"),
    ("mail=drop", "deferred", "connection"),
    ("rcpt=450 greylisted", "deferred", "server_later"),
    ("rcpt=550 5.1.1 no such user", "refused", "server_never"),
    ("rcpt=drop", "deferred", "connection"),
    ("data=451 later", "deferred", "server_later"),
    ("data=554 no", "refused", "server_never"),
    ("data=drop", "deferred", "connection"),
    ("dot=451 later", "deferred", "server_later"),
    ("dot=554 spam", "refused", "server_never"),
    ("dot=drop", "uncertain", "line_dropped"),
    ("dot=hang", "uncertain", "line_dropped"),
    ("rcpt=hang", "deferred", "connection"),
    ("quit=drop", "accepted", "none"),
]


def job(message):
    return relay.call("GET", f"/v1/messages/{message['id']}")[1]


def wait_for_state(message, *states):
    return flow.wait_for(lambda: (lambda now: now if now["state"] in states else None)(job(message)), 15,
                         f"{states}, it is {job(message)}")


MOVING = ("scheduled", "claimed", "handing_over")


@story.step
def test_stages():
    """each stage that fails has its state and its reason, and the device is told"""
    for rule, state, reason in CASES:
        peer = flow.Peer("smtp-peer.py", rule)
        try:
            sender = device.sender(peer.port)
            message = device.message(sender, 1)
            device.sync(relay, sender, message)
            now = wait_for_state(message, "deferred", "set_aside", "refused", "uncertain", "accepted")
            assert (now["state"], now["reason"]) == (state, reason), (rule, now, device.pull(relay).states())
            told = device.pull(relay).states()[message["id"]]
            assert told["state"] == state and told.get("reason", "none") == reason, (rule, told)
            assert state == "accepted" or told["stage"], told
            if state == "deferred":
                assert 50_000 < now["due_at"] - time.time() * 1000 < 70_000, now
        finally:
            peer.stop()


@story.step
def test_one_of_many():
    """one refused recipient does not hold up the others of its line"""
    peer = flow.Peer("smtp-peer.py", "rcpt@3=550 5.1.1 no such user", "dot@5=451 later")
    try:
        sender = device.sender(peer.port)
        messages = [device.message(sender, n) for n in range(8)]
        device.sync(relay, sender, *messages)
        flow.wait_for(lambda: all(job(m)["state"] not in MOVING for m in messages), 15, "all eight")
        states = [job(m)["state"] for m in messages]
        assert sorted(states) == ["accepted"] * 6 + ["deferred", "refused"], states
    finally:
        peer.stop()


@story.step
def test_nobody_there():
    """a server that is not there: what waits goes back and is not tried message by message"""
    port = flow.free_port()
    sender = device.sender(port)
    messages = [device.message(sender, n) for n in range(40)]
    device.sync(relay, sender, *messages)
    flow.wait_for(lambda: all(job(m)["reason"] == "connection" for m in messages), 15, "all to wait")
    tried = [m for m in messages if job(m)["attempts"] > 0]
    assert len(tried) <= 16, len(tried)
    assert all(job(m)["due_at"] > time.time() * 1000 for m in messages)


@story.step
def test_mended():
    """a login that is refused sets aside; with the right secret all leaves"""
    peer = flow.Peer("smtp-peer.py", auth="claire:right")
    try:
        sender = device.sender(peer.port, user="claire")
        messages = [device.message(sender, n) for n in range(12)]
        device.sync(relay, sender)
        relay.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "wrong"})
        device.sync(relay, *messages)
        flow.wait_for(lambda: all(job(m)["reason"] == "sender_broken" for m in messages), 15, "the refusal")
        relay.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "right"})
        flow.wait_for(lambda: all(job(m)["state"] == "accepted" for m in messages), 15, "the mails")
    finally:
        peer.stop()


@story.step
def test_bad_messages():
    """what cannot be written or composed is set aside with its reason, and harms no other"""
    peer = flow.Peer("smtp-peer.py")
    try:
        sender = device.sender(peer.port)
        cases = [(dict(to="nobody"), "no_address"), (dict(to="a@b.example\r\nBcc: c@d.example"), "no_address"),
                 (dict(subject="x\r\nBcc: c@d.example"), "bad_message"), (dict(body=""), "bad_message"),
                 (dict(), "none")]
        messages = [device.message(sender, 1, **fields) for fields, _ in cases]
        refused = {one["id"] for one in device.sync(relay, sender, *messages)["refused"]}
        for message, (_, reason) in zip(messages, cases):
            if message["id"] in refused:
                continue
            now = wait_for_state(message, "set_aside", "accepted")
            assert now["reason"] == reason, (message["fields"], now)
        assert len(peer.messages()) == 1
    finally:
        peer.stop()


@story.step
def test_plain():
    """without the sender's leave nothing goes in clear, not even to this machine"""
    peer = flow.Peer("smtp-peer.py")
    try:
        sender = device.sender(peer.port, allow_plain_loopback="no")
        message = device.message(sender, 1)
        device.sync(relay, sender, message)
        assert wait_for_state(message, "set_aside")["reason"] == "sender_broken"
        assert not peer.messages()
    finally:
        peer.stop()


@story.step
def test_cap():
    """a daily cap holds: the rest waits for tomorrow"""
    peer = flow.Peer("smtp-peer.py")
    try:
        sender = device.sender(peer.port, daily_cap=3)
        messages = [device.message(sender, n) for n in range(7)]
        device.sync(relay, sender, *messages)
        flow.wait_for(lambda: sum(job(m)["reason"] == "pacing" for m in messages) == 4, 15, "the cap")
        # The others are put back in the commit that lets these three begin.
        flow.wait_for(lambda: sum(job(m)["state"] == "accepted" for m in messages) == 3, 15, "three to leave")
        assert len(peer.messages()) == 3
    finally:
        peer.stop()


if __name__ == "__main__":
    story.run()
