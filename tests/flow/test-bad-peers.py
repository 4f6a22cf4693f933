# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers and relays that refuse, fall silent, drop the line or talk nonsense, seen by who
writes: each message has its state, words that say what to do, and leaves once when all is well.
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

import flow
import relaylib

PEERS = flow.SOURCE / "tests" / "peers"
story = flow.Story()
space = flow.Workspace(PALIER_RELAY_SMTP_TIMEOUT_S="1")
port = flow.free_port()
state = {"messages": [], "left": {}}
story.at_end(space.remove)


class Peer:
    """A scripted peer; what it was asked is in its record."""

    def __init__(self, program, *rules, **options):
        handle, name = tempfile.mkstemp(prefix="palier-peer.")
        os.close(handle)
        self.record = pathlib.Path(name)
        words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
        self.process = subprocess.Popen(
            [sys.executable, str(PEERS / program), "--record", name, *words, *rules],
            stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        flow.kill(self.process)
        self.process.stdout.close()
        self.record.unlink()

    def entries(self):
        return [json.loads(line) for line in self.record.read_text().splitlines()]

    def recipients(self):
        """Of each message that came whole."""
        return ["".join(one["recipients"]) for one in self.entries() if one["event"] == "message"]


def smtp(*rules, at=None, **options):
    return Peer("smtp-peer.py", *rules, port=at or port, **options)


def next_message():
    """(message, prospect, address) of one that is approved and was never sent."""
    return state["messages"].pop()


def show(message, prospect):
    """The message as the one who wrote it sees it."""
    return next(m for m in space.ctl("show", prospect).row["messages"] if m["id"] == message)


def sync_until(message, prospect, *states):
    for _ in range(12):
        seen = show(message, prospect)
        if seen["delivery"] in states:
            return seen
        space.ctl("sync", code=None)
    raise AssertionError(f"{states} expected: {seen}")


def make_due():
    """As if the time until the next attempt had passed."""
    for path in (space.base / "relay").iterdir():
        if path.suffix == ".db":
            with sqlite3.connect(path) as db:
                db.execute("update job set due_ms = 1 where state = 'deferred'")


@story.step
def test_ready():
    """a base with contacts, and messages that are approved"""
    lines = ["Agence;E-mail;Code postal;Ville"]
    lines += [f"Agence des Halles {n};contact@halles{n}.example;35000;Rennes" for n in range(26)]
    path = space.folder / "agences.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    flow.set_up(space, type("Nobody", (), {"port": port}))
    assert space.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire",
                     "--source-date", "2026-10-01").row["created"] == 26
    for prospect in space.ctl("prospects", "--limit", "100").rows:
        draft = space.ctl("draft", prospect["id"], "--variants", "1").row
        state["messages"].append((draft["id"], prospect["id"], prospect["email"]))
    space.ctl("approve", "--confirm", *(m[0] for m in state["messages"]))


# The rule of the mail server, what becomes of the message, a word of what its writer is told, and
# whether it leaves by itself once the server is well.
DELIVERIES = [
    ("connect=drop", "deferred", "connexion", True),
    ("greeting=421 4.3.2 Maintenance", "deferred", "Maintenance", True),
    ("ehlo=drop", "deferred", "connexion", True),
    ("mail=550 5.7.1 Who are you", "set_aside", "adresse", False),
    ("rcpt=450 4.2.0 Greylisted", "deferred", "Greylisted", True),
    ("rcpt=550 5.1.1 No such user", "refused", "No such user", None),
    ("rcpt=hang", "deferred", "connexion", True),
    ("data=451 4.3.0 Later", "deferred", "Later", True),
    ("data=drop", "deferred", "connexion", True),
    ("dot=554 5.7.1 Spam", "refused", "Spam", None),
    ("dot=drop", "uncertain", "arrivé", None),
    ("dot=hang", "uncertain", "arrivé", None),
]


def deliver(rule, outcome, word, again):
    message, prospect, address = next_message()
    with smtp(rule) as bad:
        space.ctl("send", message, code=None)
        seen = sync_until(message, prospect, "deferred", "set_aside", "refused", "uncertain", "accepted")
        came = len(bad.recipients())
    assert seen["delivery"] == outcome and word in seen["delivery_words"], (rule, seen)
    assert came == (1 if rule.startswith("dot") else 0), (rule, came)
    if again is not None:
        state["left"][address] = (message, prospect)
    if again is False:
        return
    with smtp() as good:
        make_due()
        if again:
            sync_until(message, prospect, "accepted")
        space.ctl("sync")
        assert good.recipients().count(f"<{address}>") == (1 if again else 0), (rule, good.entries())


@story.step
def test_deliveries():
    """each stage of a delivery that fails is told in words, and what has not left leaves once"""
    for case in DELIVERIES:
        deliver(*case)


if __name__ == "__main__":
    story.run()
