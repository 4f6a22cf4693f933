# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes back to a sender's mailbox, on a real IMAP server: each mail that belongs to a message becomes
what it means, once, whatever happens to the server, the mailbox or the relay; any other is left alone.
"""

import pathlib
import shutil
import tempfile
import time

import flow
import relaylib

story = flow.Story()
keys = relaylib.Keys()
box = pathlib.Path(tempfile.mkdtemp(prefix="palier-box."))
box.chmod(0o755)
imap = flow.Peer("dovecot.py", str(box))
sink = relaylib.Sink()
relay = relaylib.Relay(keys, imap_poll_s=1)
device = relaylib.Device()
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: shutil.rmtree(box, ignore_errors=True))
story.at_end(lambda: relay.kill())
story.at_end(lambda: imap.stop())
sender = device.sender(sink.port, imap_host="127.0.0.1", imap_port=imap.port, imap_security="none", imap_user="agent")
KEY = device.suppression_key(bytes(range(32)))


def deliver(text, folder="."):
    deliver.count = getattr(deliver, "count", 0) + 1
    path = box / "mail" / folder / "new" / f"{deliver.count}.{time.time_ns()}.x"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    path.chmod(0o666)


def mail(subject, body, message=None, head=""):
    thread = f"In-Reply-To: <{message['id']}@example.fr>\n" if message else ""
    deliver(f"From: Paul Girard <paul@agence.example>\nTo: claire.morel@example.fr\nSubject: {subject}\n{thread}{head}"
            f"Content-Type: text/plain; charset=utf-8\n\n{body}\n")


def bounce(message, said, action="failed", status="5.1.1"):
    deliver(f"""Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; contact@agence.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: message/rfc822

Message-Id: <{message['id']}@example.fr>
Subject: x

x
--b--
""")


def send(*numbers, **fields):
    messages = [device.message(sender, n, **fields) for n in numbers]
    device.sync(relay, *messages)
    for one in messages:
        wait(lambda one=one: device.states().get(one["id"], {}).get("state") == "accepted", "it is sent")
    return messages


def wait(condition, what):
    return flow.wait_for(lambda: device.pull(relay) and condition(), 20, what)


def told(name, message):
    return device.events(name, message["id"])


@story.step
def test_kinds():
    """replies, absences, bounces, withdrawals and complaints are told as what they are"""
    device.sync(relay, KEY, sender)
    status, *_ = relay.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "secret"})
    assert status == 204, status
    yes, away, dead, full, stop, late = send(1, 2, 3, 4, 5, 6)
    mail("Re: x", "Oui, cela m'intéresse.\n\nLe lundi, Claire a écrit :\n> STOP", yes)
    mail("Réponse automatique : x", "Je suis absent jusqu'au 15/01/2030.", away, "Auto-Submitted: auto-replied\n")
    bounce(dead, "550 5.1.1 User unknown")
    bounce(full, "452 4.2.2 Mailbox full", status="4.2.2")
    mail("Re: x", "STOP", stop)
    bounce(late, "450 4.4.1 Connection refused", "delayed", "4.4.1")
    mail("Re: x", "Bonjour, un autre sujet.")
    wait(lambda: told("message.unsubscribed", stop), "a withdrawal")
    [reply] = told("message.replied", yes)
    assert reply["data"]["class"] == "interested" and reply["data"]["text"] == "Oui, cela m'intéresse.", reply
    [absence] = told("message.auto_replied", away)
    assert absence["data"] == {"kind": "out_of_office", "until": "2030-01-15"}, absence
    [one] = told("message.bounced", dead)
    assert one["data"]["kind"] == "permanent" and one["data"]["status"] == "5.1.1" and "unknown" in one["data"]["text"], one
    [one] = told("message.bounced", full)
    assert one["data"]["kind"] == "temporary", one
    reasons = {r["fields"]["message"]: r["fields"]["reason"] for r in device.records.values() if r["kind"] == "suppression"}
    assert reasons == {dead["id"]: "bounced", stop["id"]: "unsubscribed"}, reasons
    assert not told("message.bounced", late) and len(device.events("message.replied")) == 1


@story.step
def test_sender_himself():
    """what the sender writes into the thread is no answer"""
    [one] = send(7)
    deliver(f"From: Claire <claire.morel@example.fr>\nSubject: Re: x\nReferences: <{one['id']}@example.fr>\n\nSTOP\n")
    mail("Re: x", "Quel est le tarif ?", one)
    wait(lambda: told("message.replied", one), "a reply")
    assert not told("message.unsubscribed", one)


@story.step
def test_once():
    """numbers that start anew, and a relay that is killed, tell nothing twice and lose nothing"""
    first, second = send(8, 9)
    mail("Re: x", "Pas intéressé.", first)
    wait(lambda: told("message.replied", first), "a reply")
    before = len(device.events("message.replied"))
    global relay
    relay.kill()
    mail("Re: x", "Recontactez-moi en mars.", second)
    for name in ["dovecot-uidlist", "dovecot.index.log", "dovecot.index.cache"]:
        (box / "mail" / name).unlink(missing_ok=True)
    relay = relaylib.Relay(keys, imap_poll_s=1)
    wait(lambda: told("message.replied", second), "the other reply")
    time.sleep(2.5)
    device.pull(relay)
    assert len(device.events("message.replied")) == before + 1
    assert told("message.replied", second)[0]["data"]["class"] == "later"


@story.step
def test_server_away():
    """while the server is away nothing is lost"""
    global imap
    [one] = send(10)
    imap.stop()
    time.sleep(2)
    imap = flow.Peer("dovecot.py", str(box))
    device.sync(relay, device.record("sender", id=sender["id"], imap_port=imap.port))
    mail("Re: x", "Volontiers.", one)
    wait(lambda: told("message.replied", one), "a reply")


@story.step
def test_uncertain():
    """a message of which nobody knows is settled by the folder of what was sent, or by an answer"""
    peer = flow.Peer("smtp-peer.py", "dot=drop")
    try:
        device.sync(relay, device.record("sender", id=sender["id"], port=peer.port))
        in_folder, answered, unknown = messages = [device.message(sender, n) for n in (11, 12, 13)]
        device.sync(relay, *messages)
        wait(lambda: all(device.states().get(m["id"], {}).get("state") == "uncertain" for m in messages), "uncertain")
        deliver(f"Message-ID: <{in_folder['id']}@example.fr>\nSubject: x\n\nx\n", ".Messages sent")
        mail("Re: x", "Oui", answered)
        wait(lambda: all(device.states()[m["id"]]["state"] == "accepted" for m in (in_folder, answered)), "settled")
        assert device.states()[unknown["id"]]["state"] == "uncertain"
    finally:
        peer.stop()


if __name__ == "__main__":
    story.run()
