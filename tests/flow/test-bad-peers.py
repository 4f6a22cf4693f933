# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers and relays that refuse, fall silent, drop the line or talk nonsense, seen by who
writes: each message has its state, words that say what to do, and leaves once when all is well.
"""

import sqlite3
import subprocess
import time

import flow
import relaylib

story = flow.Story()
space = flow.Workspace(PALIER_RELAY_SMTP_TIMEOUT_S="1")
port = flow.free_port()
state = {"messages": [], "set_aside": []}
story.at_end(space.remove)


def smtp(*rules, at=None, **options):
    return flow.Peer("smtp-peer.py", *rules, port=at or port, **options)


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
    with sqlite3.connect(space.base / "relay" / "relay.sqlite") as db:
        db.execute("update job set due_ms = 1 where state = 'deferred'")
        db.execute("update due set due_ms = 1")
    db.close()


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
    if again is False:
        state["set_aside"].append((message, prospect, address))
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


@story.step
def test_patience():
    """to wait for a message that is put off ends in time, and says where it is"""
    message, prospect, address = next_message()
    with smtp("rcpt=450 4.2.0 Greylisted"):
        put_off = space.ctl("send", message, "--wait", "--timeout", "2", code=3)
    assert message in put_off.words and "Greylisted" in put_off.words, put_off.words
    assert put_off.row["delivery"] == "deferred", put_off.row
    with smtp():
        make_due()
        sync_until(message, prospect, "accepted")
        later = next_message()
        begun = time.monotonic()
        space.ctl("send", later[0], "--at", "2099-01-01T09:00", "--wait", code=1)
        assert time.monotonic() - begun < 8
    space.ctl("send", message, "--wait", "--timeout", "0", code=2)


# The rule, the code and a word of what is said of a mailbox that is tried.
MAILBOXES = [
    ("greeting=554 5.7.1 Not from you", "greeting_refused", "n’accepte"),
    ("greeting=nonsense", "not_smtp", "n’est pas un serveur"),
    ("greeting=drop", "line_dropped", "connexion"),
    ("ehlo=drop", "line_dropped", "connexion"),
    ("auth=535 5.7.8 No", "auth_refused", "mot de passe"),
    ("auth=drop", "line_dropped", "connexion"),
    ("mail=550 5.7.1 Not yours", "sender_refused", "adresse"),
    ("rcpt=550 5.1.1 Nobody", "recipient_refused", "destinataire"),
    ("rcpt=drop", "line_dropped", "connexion"),
    ("quit=drop", "ok", "fonctionne"),
]


@story.step
def test_mailboxes():
    """a mailbox that does not work: what is wrong, in words, at each stage"""
    nobody = space.ctl("sender", "--test", code=1)
    assert nobody.row["test"] == "connect_refused" and "port" in nobody.words, nobody.words
    space.ctl("sender", "user=claire", "--password-stdin", stdin="secret\n")
    for rule, code, word in MAILBOXES:
        with smtp(rule, auth="claire:secret"):
            tried = space.ctl("sender", "--test", code=0 if code == "ok" else 1)
        assert tried.row["test"] == code and word in tried.words, (rule, tried.row, tried.words)
    with smtp(auth="claire:other"):
        tried = space.ctl("sender", "--test", code=1)
        assert tried.row["test"] == "auth_refused" and "mot de passe" in tried.words, tried.words


@story.step
def test_mended():
    """messages that a refused login set aside leave once with the right password"""
    with smtp(auth="claire:right") as peer:
        message, prospect, address = next_message()
        refused = space.ctl("send", message, "--wait", code=1).row
        assert refused["delivery"] == "set_aside", refused
        seen = show(message, prospect)
        assert "mot de passe" in seen["delivery_words"], seen
        space.ctl("sender", "--password-stdin", stdin="right\n")
        sync_until(message, prospect, "accepted")
        for waiting, its, _ in state["set_aside"]:
            sync_until(waiting, its, "accepted")
        expected = [f"<{one}>" for one in [address, *(a for _, _, a in state["set_aside"])]]
        assert sorted(peer.recipients()) == sorted(expected), peer.recipients()


# Where the relay has taken the message and its answer is lost: each has a message of its own.
LOST = ("sync=half", "sync=drop")
# The rule of the relay in the cloud, a word of what is said.
RELAYS = [
    ("sync=500 internal", "rencontre lui-même"),
    ("refresh=503 down", "rencontre lui-même"),
    ("sync=429:30", "rencontre lui-même"),
    ("any=401 unauthorized", "Reconnectez-vous"),
    ("sync=400 bad_request", "refuse cette demande"),
    ("any=html", "n’est pas un relais"),
    ("any=missing", "n’est pas un relais"),
    ("sync=404 not_found", "refuse cette demande"),
    ("sync=json", "n’est pas un relais"),
    ("sync=empty", "n’est pas un relais"),
    ("sync=redirect", "n’est pas un relais"),
    ("any=garbage", "conservé"),
    ("sync=endless", "trop"),
    ("sync=half", "interrompue"),
    ("sync=drop", "interrompue"),
]


@story.step
def test_cloud():
    """a relay that fails or talks nonsense: words, and the message waits; then it leaves once"""
    keys = relaylib.Keys()
    relay = relaylib.Relay(keys, smtp_timeout_s=2)
    story.at_end(relay.kill)
    cloud = flow.free_port()
    url = f"http://127.0.0.1:{cloud}"
    real = dict(upstream=relay.url, token=relay.token, port=cloud)
    for action in ("html", "missing", "503 down", "401 no", "empty"):
        with flow.Peer("http-peer.py", f"login={action}", **real):
            refused = space.ctl("login", url, "claire@example.fr", stdin="x\n", code=5)
            assert "relais" in refused.words, refused.words
    with flow.Peer("http-peer.py", **real):
        space.ctl("login", url, "claire@example.fr", stdin="x\n")
    with flow.Peer("http-peer.py", "secret=json", **real):
        listed = space.ctl("account", "devices", code=5)
        assert "n’est pas un relais" in listed.words, listed.words
    with smtp(auth="claire:right") as server:
        sent = []
        for rule, word in RELAYS:
            known = sent if sent and rule not in LOST else state["messages"]
            message, prospect, address = known.pop()
            with flow.Peer("http-peer.py", rule, **real):
                failed = space.ctl("send", message, code=5)
                assert word in failed.words, (rule, failed.words)
            seen = show(message, prospect)
            assert seen["state"] == "approved" and seen["delivery"] is None, (rule, seen)
            sent.append((message, prospect, address))
        with flow.Peer("http-peer.py", "any=hang", **real):
            impatient = subprocess.Popen(space.command("sync"), env=space.env, stdout=subprocess.DEVNULL)
            time.sleep(1)
            flow.kill(impatient)
        gone = space.ctl("sync", code=5)
        assert "ne répond pas" in gone.words, gone.words
        with flow.Peer("http-peer.py", **real):
            for message, prospect, _ in sent:
                sync_until(message, prospect, "accepted")
            space.ctl("sync")
        with flow.Peer("http-peer.py", **real) as peer:
            space.ctl("sync")
            space.ctl("sync")
            asked = [one["place"] for one in peer.entries()]
            assert "sync" in asked and "secret" not in asked, asked
            space.ctl("sender", "--password-stdin", stdin="other\n")
            space.ctl("sync")
            asked = [one["path"] for one in peer.entries() if one["place"] == "secret"]
            assert len([path for path in asked if path.endswith("/secret")]) == 1, asked
        addresses = [f"<{address}>" for _, _, address in sent]
        came = [one for one in server.recipients() if one in addresses]
        assert sorted(came) == sorted(addresses), came


if __name__ == "__main__":
    story.run()
