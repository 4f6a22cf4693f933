# SPDX-License-Identifier: GPL-3.0-or-later
"""The drill of data/relay/pgbackrest.conf: a relay's PostgreSQL is lost, and put back to a minute before.

 1. a copy beside a relay that writes, and the log of writes after it; nothing of it can be read
 2. tables are dropped: back to the moment before, `palier-relay revive`, and the relays
 3. devices give what the store lacks; what was due by then is uncertain and leaves once; the access log
    is whole; who was erased since stays erased
Prints how long each took. PALIER_DRILL_RECORDS says how large the store is (2000).
"""

import os
import re
import subprocess
import time

import flow
import postgres
import relaylib

RECORDS = int(os.environ.get("PALIER_DRILL_RECORDS", "2000"))
OWNER, GONE = "claire@agence-morel.example", "paul@ailleurs.example"
PASSWORD = "une phrase de passe assez longue"

story = flow.Story()
base = postgres.Postgres(wal_level="replica", max_wal_senders=3, archive_mode="on", archive_timeout=60, full_page_writes="on")
sink = relaylib.Sink()
server = relaylib.Server(store=base.new_database(), silence_s=2, allow_plain_loopback="yes", requests_per_second=0)
device = relaylib.Device()
config = base.folder / "pgbackrest.conf"
seen, took = {}, {}

story.at_end(base.remove)
story.at_end(server.kill)
story.at_end(sink.stop)


def backrest(*words):
    done = subprocess.run([*base.prefix, "pgbackrest", f"--config={config}", "--stanza=palier", *words], cwd=base.folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def write_config():
    """The file that the project ships, with this server's places in it."""
    text = (flow.SOURCE / "data" / "relay" / "pgbackrest.conf").read_text(encoding="utf-8")
    for what, other in ((r"repo1-path=.*", f"repo1-path={base.folder}/repository"), (r"CHANGE-ME\S*", "k" * 44),
                        (r"pg1-path=.*", f"pg1-path={base.data}\npg1-socket-path={base.folder}"),
                        (r"\[global\]", f"[global]\nlock-path={base.folder}/lock\nlog-level-file=off\nspool-path={base.folder}/spool")):
        text, count = re.subn(what, other, text)
        assert count == 1, what
    config.write_text(text, encoding="utf-8")
    command = re.search(r"archive_command = '(.*)'", text)[1].replace("pgbackrest", f"pgbackrest --config={config}", 1)
    base.sql(f"alter system set archive_command = '{command}'")
    base.sql("select pg_reload_conf ()")


class Timed:
    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.begun = time.monotonic()

    def __exit__(self, *_):
        took[self.what] = time.monotonic() - self.begun


def push(first, count):
    for at in range(first, first + count, 500):
        device.sync(server, *(device.record("prospect", company=f"Agence lisible {n}", city="Rennes") for n in range(at, min(at + 500, first + count))))


def names():
    return {one["fields"]["company"] for one in relaylib.Device().pull(server).records.values() if one["kind"] == "prospect"}


@story.step
def test_copy():
    """copied while the relay writes; the log of writes goes on after it, and nothing can be read in the repository"""
    write_config()
    backrest("stanza-create")
    backrest("check")
    server.register(GONE)
    server.token = server.register(OWNER)
    push(0, RECORDS)
    with Timed("full copy"):
        backrest("--type=full", "backup")
    push(RECORDS, RECORDS // 4)
    with Timed("differential copy"):
        backrest("--type=diff", "backup")
    sender = device.sender(sink.port)
    message = device.message(sender, 1, due_at=int(time.time() * 1000) + 2500)
    seen["message"] = message["id"]
    push(2 * RECORDS, 100)
    device.sync(server, sender, message)
    assert server.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "s"})[0] == 204
    assert server.call("GET", "/v1/export")[0] == 200
    files = [path for path in (base.folder / "repository").rglob("*") if path.is_file()]
    assert len(files) > 3 and not any(b"palier" in path.read_bytes() for path in files if path.suffix != ".info"), "not encrypted"
    time.sleep(1.1)
    seen["until"] = base.sql("select now ()")
    seen["epoch"] = device.cursor["epoch"]


@story.step
def test_disaster():
    """tables are dropped by mistake: back to the moment before it"""
    time.sleep(1.1)
    flow.wait_for(lambda: sink.taken, 20, "the message")
    push(3 * RECORDS, 100)
    number = server.command("tenant", "erase", GONE, stdin="0\n").stdout.split()[2]
    assert server.command("tenant", "erase", GONE, stdin=number).returncode == 0
    base.sql("drop table record", "base1", role="owner")
    assert server.call("POST", "/v1/sync", {"wire": relaylib.WIRE, "device": str(device.id), "batch": str(device.id), "cursor": device.cursor, "records": []})[0] >= 500
    base.sql("select pg_switch_wal ()")
    with Timed("in all"):
        server.stop()
        with Timed("stop"):
            base.stop()
        with Timed("restore"):
            backrest("--delta", "--type=time", f"--target={seen['until']}", "--target-action=promote", "restore")
        with Timed("recovery"):
            base.start()
            flow.wait_for(lambda: base.sql("select pg_is_in_recovery ()") == "f", 120, "the end of recovery")
        with Timed("revive"):
            done = server.command("revive")
        assert done.returncode == 0 and "1 messages may have left" in done.stdout, done
        server.start()
        assert server.call("GET", "/readyz", token=None)[0] == 200


@story.step
def test_back():
    """all of before is there; devices give what came after; nothing leaves twice, nobody comes back"""
    there = names()
    assert {f"Agence lisible {n}" for first, count in ((0, RECORDS), (RECORDS, RECORDS // 4), (2 * RECORDS, 100)) for n in range(first, first + count)} == there
    state = lambda: server.call("GET", f"/v1/messages/{seen['message']}")[1].get("state")
    flow.wait_for(lambda: state() == "uncertain", 20, "uncertain")
    assert server.call("POST", "/v1/login", {"email": GONE, "password": PASSWORD}, token=None)[0] == 401
    lost = [device.record("prospect", company=f"Agence lisible {n}", city="Rennes") for n in range(3 * RECORDS, 3 * RECORDS + 100)]
    device.sync(server)
    assert device.cursor["epoch"] != seen["epoch"], "devices would not know that something is lost"
    device.sync(server, *lost)
    assert len(names()) == len(there) + 100
    log = server.command("verify-log", OWNER)
    assert log.returncode == 0 and log.stdout.startswith("whole: "), log
    time.sleep(1)
    assert sum(sink.taken.values()) == 1, sink.taken
    size = int(base.sql("select pg_database_size ('base1')")) / 2 ** 20
    print(f"# {RECORDS * 5 // 4 + 100} records, {size:.0f} MiB: " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items()))
    assert took["in all"] < 4 * 3600


if __name__ == "__main__":
    story.run()
