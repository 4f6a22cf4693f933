# SPDX-License-Identifier: GPL-3.0-or-later
"""A mixed load at 70 % of what the relay can do here, while lines fall, the disk is slow and the store goes away.

    test-relay-soak.py SECONDS

What was acknowledged is there, no hit is lost, no message leaves twice. What the faults cost is printed for each
kind of request, beside the objective of 99.9 %, and so are the slowest one in a hundred, with and without faults.
"""

import os
import re
import struct
import sys
import threading
import time
import uuid

import flow
import load
import postgres
import relaylib

SECONDS = float(sys.argv[1])
SHARE = 0.7
MEASURE_S = max(2, min(30, SECONDS / 10))
OBJECTIVE = 0.999
GRACE_S = 5  # once the store is said to be ready: what piled up, and connections that have fallen unseen
EMAIL, PASSWORD = "claire.morel@example.fr", "une phrase de passe assez longue"
MESSAGES = 20

story = flow.Story()
disk = flow.tempfile.NamedTemporaryFile(prefix="palier-disk.")
disk.write(struct.pack("I", 0))
disk.flush()
os.chmod(disk.name, 0o644)
os.environ.update(PALIER_SLOW_DISK=disk.name, LD_PRELOAD=os.environ["PALIER_SLOW_DISK_LIBRARY"])
database = postgres.Postgres(fsync="on", synchronous_commit="on")
port = flow.free_port()
server = relaylib.Server(store=database.new_database(), port=port, public_url=f"http://127.0.0.1:{port}", connections=1024,
                         connections_per_address=1024, requests_per_second=0, allow_plain_loopback="yes")
sink = flow.Sink()
device = relaylib.Device()
state = {}

story.at_end(database.remove)
story.at_end(server.kill)
story.at_end(sink.stop)


@story.step
def test_capacity():
    """an account, messages whose readers may be followed, and how much can be asked at once"""
    server.token = server.register(EMAIL)
    sender = device.sender(sink.port)
    messages = [device.message(sender, n) for n in range(MESSAGES)]
    grants = [device.record("consent", subject=message["fields"]["prospect"], purpose=purpose, channel="email", given="yes",
                            at=int(time.time() * 1000), origin="person", proof="formulaire")
              for message in messages for purpose in ("open", "click")]
    device.sync(server, device.suppression_key(bytes(32)), sender, *grants, *messages)
    flow.wait_for(lambda: len(sink.mails()) >= MESSAGES, 20, "the messages to leave")
    pages = "".join(mail.get_body(("html",)).get_content() for mail in sink.mails())
    find = lambda form: sorted(set(re.findall(form, pages)))
    state["aim"] = load.Aim(port, EMAIL, PASSWORD, find(r"/t/o/[\w-]+\.gif"), find(r"/t/c/[\w-]+"), messages[0]["id"])
    state["sender"] = sender
    measured = load.Load(state["aim"], 0, MEASURE_S, breaks=0).wait()
    assert all(status in (200, 302) for _, status, _, _ in measured["notes"]), "a request failed"
    state["hits"] = measured["hits"]
    state["capacity"] = len(measured["notes"]) / MEASURE_S
    print(f"# {state['capacity']:.0f} requests/s are answered at most, with those who ask on the same processors")


def set_delay(delay_ms):
    disk.seek(0)
    disk.write(struct.pack("I", delay_ms))
    disk.flush()


def commits():
    return int(re.search(r"(?m)^palier_relay_commits_total (\d+)", server.call("GET", "/metrics", token=None)[1].decode())[1])


@story.step
def test_shared_flush():
    """a flush serves all who wait for it: on a slow disk, many devices at once need few"""
    push = lambda: (one := relaylib.Device()).sync(server, one.record("setting", key="soak", value="1"))
    crowd, before = [threading.Thread(target=push) for _ in range(24)], commits()
    set_delay(300)
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    set_delay(0)
    needed = commits() - before
    print(f"# {len(crowd)} devices at once: {needed} commits")
    assert needed <= len(crowd) // 4, needed


class Faults(threading.Thread):
    """The disk is slow for a tenth of the time, and the store goes away twice (in a short run once)."""

    def __init__(self):
        super().__init__(daemon=True)
        self.begun = self.token_at = time.monotonic()
        self.windows = []  # (from, to): when requests may fail
        self.fault = None
        self.sent = 0

    def run(self):
        try:
            self.slow_down(0.1, 5)
            self.take_store_away(0.3)
            self.slow_down(0.55, 20)
            if SECONDS > 120:
                self.take_store_away(0.75)
            self.wait_until(0.95)
        except Exception as fault:  # whatever it is, the test is to know
            self.fault = fault

    def wait_until(self, share):
        """Meanwhile a message is due every two seconds."""
        while time.monotonic() < self.begun + share * SECONDS:
            if time.monotonic() > self.token_at + load.TOKEN_S:
                server.token, self.token_at = server.login(EMAIL, PASSWORD), time.monotonic()
            self.send(device.message(state["sender"], MESSAGES + self.sent))
            time.sleep(2)

    def send(self, message):
        batch = {"wire": relaylib.WIRE, "device": str(device.id), "batch": str(uuid.uuid4()), "cursor": device.cursor, "records": [message]}
        flow.wait_for(lambda: server.call("POST", "/v1/sync", batch)[0] == 200, 20, "a message to be queued")
        self.sent += 1

    def slow_down(self, share, delay_ms):
        self.wait_until(share)
        set_delay(delay_ms)
        self.wait_until(share + 0.05)
        set_delay(0)

    def take_store_away(self, share):
        self.wait_until(share)
        begun = time.monotonic()
        database.stop()
        time.sleep(1)
        database.start()
        started = time.monotonic()
        flow.wait_for(lambda: server.call("GET", "/readyz", token=None)[0] == 200, 30, "the relay to find its store again")
        print(f"# the store was away for {started - begun:.1f} s, and found again after {time.monotonic() - started:.1f} s more")
        self.windows.append((begun, time.monotonic() + GRACE_S))


def percentile(times, share):
    """In milliseconds."""
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * share))] * 1000 if times else 0


def show(kind, notes, windows):
    """Prints what became of the requests of a kind; how many failed while there was no fault."""
    good = [note for note in notes if note[1] in (200, 302)]
    bad = [note for note in notes if note[1] not in (200, 302)]
    faulty = lambda note: any(begun <= note[2] + note[3] and note[2] <= ended for begun, ended in windows)
    quiet = [note[3] for note in good if not faulty(note)]
    share = len(bad) / len(notes)
    print(f"# {kind}: {len(notes)} requests, {len(bad)} failed ({share:.3%}: {share / (1 - OBJECTIVE):.1f} × the error budget);"
          f" p50 {percentile(quiet, 0.5):.1f} ms, p99 {percentile(quiet, 0.99):.1f} ms,"
          f" with the store away p99 {percentile([note[3] for note in good], 0.99):.0f} ms")
    return [note for note in bad if not faulty(note)]


@story.step
def test_soak():
    """at 70 % of it, with faults: requests fail only while the store is away"""
    rate = SHARE * state["capacity"]
    crowd = load.Load(state["aim"], rate, SECONDS)
    faults = Faults()
    faults.start()
    state["found"] = found = crowd.wait()
    faults.join()
    assert faults.fault is None, faults.fault
    state["sent"] = faults.sent
    state["hits"] += found["hits"]
    print(f"# {len(found['notes']) / SECONDS:.0f} requests/s for {SECONDS:.0f} s, the store away {len(faults.windows)} times")
    kinds = {kind: [note for note in found["notes"] if note[0] == kind] for kind in load.SHARES}
    bad = [note for kind, notes in kinds.items() for note in show(kind, notes, faults.windows)]
    show("all", found["notes"], faults.windows)
    assert not bad, bad[:5]
    assert server.process.poll() is None, "the relay ended"


@story.step
def test_nothing_lost():
    """what was acknowledged is there: settings, hits, messages, each of these once"""
    server.token = server.login(EMAIL, PASSWORD)
    records = relaylib.Device().pull(server).records
    for ident, value in state["found"]["settings"].items():
        assert int(records[ident]["fields"]["value"]) >= value, (ident, value, records[ident])
    counted = lambda: int(database.sql("select sum (hits) from link", "base1"))
    flow.wait_for(lambda: counted() >= state["hits"], 60, f"{state['hits']} hits, of {counted()}")
    print(f"# {len(state['found']['settings'])} settings, {state['hits']} hits answered, {counted()} counted")
    flow.wait_for(lambda: len(sink.mails()) >= MESSAGES + state["sent"], 60, "the messages to leave")
    idents = [mail["Message-ID"] for mail in sink.mails()]
    assert len(idents) == len(set(idents)) == MESSAGES + state["sent"], (len(idents), len(set(idents)), state["sent"])


if __name__ == "__main__":
    story.run()
