# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay at rest, as an operator keeps it.

 1. another master key: refused while a relay runs; all goes on with it, and nothing with the old one
 2. ended at any point and run again, the store opens
 3. exports of an agency and of a person, and the log of them
 4. a tenant is erased by the operator: nothing is left in any table or byte, other tenants go on
 5. … and by its owner; an old copy of the store brings nobody back
"""

import contextlib
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import flow
import relaylib

EMAIL = "claire.morel@agence.example"
LATER = "paul@agence.example"
PASSWORD = "une phrase de passe assez longue"

story = flow.Story()
server = relaylib.Server(silence_s=2)
story.at_end(server.kill)
device = relaylib.Device()


def is_in(token):
    return server.call("GET", "/v1/account", token=token)[0] == 200


def key_file():
    return server.folder / "master.key"


@story.step
def test_rotate():
    """another master key: not while a relay runs; then accounts, records and tokens go on, and the old key is refused"""
    server.token = server.register(EMAIL)
    record = device.record("setting", key="agence", value="Morel")
    device.sync(server, record)
    status, _, _ = server.call("POST", "/v1/accounts/register", {"email": LATER, "password": PASSWORD, "siret": "73282932000074"},
                               token=None)
    assert status == 202
    running = server.command("rotate-master-key")
    assert running.returncode == 4 and "serves" in running.stderr, running
    old = key_file().read_text()
    server.stop()
    done = server.command("rotate-master-key")
    assert done.returncode == 0 and "1 tenants" in done.stdout, done
    assert key_file().read_text() != old and key_file().stat().st_mode & 0o777 == 0o600
    refused = server.command("serve", master_key=old.strip())
    assert refused.returncode == 1 and "not the one of this store" in refused.stderr, refused
    server.start()
    assert is_in(server.token), "a token of before is not known any more"
    assert server.command("tenant", "verify", LATER).returncode == 0, "a registration that waited is lost"
    got = relaylib.Device().pull(server)
    assert got.records[record["id"]]["fields"]["value"] == "Morel", got.records
    assert server.call("POST", "/v1/login", {"email": EMAIL, "password": PASSWORD}, token=None)[0] == 200


@story.step
def test_sources():
    """the new key from the environment or a file, of another folder too; a master key that is no file's needs one"""
    if server.env.get("PALIER_RELAY_STORE"):
        # A relay in another folder, as on another machine.
        folder = server.folder / "other"
        folder.mkdir()
        key = key_file().read_text().strip()
        seen = server.command("rotate-master-key", directory=folder, master_key=key, new_master_key="11" * 32)
        assert seen.returncode == 4 and "stop all of them" in seen.stderr, seen
    server.stop()
    key = key_file().read_text().strip()
    alone = server.command("rotate-master-key", master_key=key)
    assert alone.returncode == 1 and "new_master_key" in alone.stderr, alone
    bad = server.command("rotate-master-key", new_master_key="zz")
    assert bad.returncode == 1 and "64 hexadecimal digits" in bad.stderr, bad
    done = server.command("rotate-master-key", new_master_key="22" * 32)
    assert done.returncode == 0 and "put it where" in done.stdout, done
    again = server.command("rotate-master-key", new_master_key="22" * 32)
    assert again.returncode == 0 and "already" in again.stdout, again
    new = server.folder / "credential"
    new.write_text("33" * 32 + "\n", encoding="utf-8")
    assert server.command("rotate-master-key", master_key="22" * 32, new_master_key_file=new).returncode == 0
    os.replace(new, key_file())
    server.start()
    assert is_in(server.token)


@story.step
def test_kill():
    """killed at any point: run again it ends what was begun, or begins anew; the store opens with the key of its file"""
    server.stop()
    begun = time.monotonic()
    assert server.command("rotate-master-key").returncode == 0
    took = time.monotonic() - begun
    dice = random.Random(int(os.environ.get("PALIER_SEED", "4")))
    unfinished = 0
    for _ in range(12):
        process = subprocess.Popen([str(relaylib.PROGRAM), "rotate-master-key"], env=server.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5 if took > 1 else 0, 1.1) * took)
        process.send_signal(signal.SIGKILL)
        process.wait()
        pending = pathlib.Path(str(key_file()) + ".new").exists()
        unfinished += pending
        assert ("has not ended" in server.command("check").stdout) == pending
        if pending:
            assert server.command("rotate-master-key").returncode == 0
    print(f"# {unfinished} of 12 were ended in between")
    server.start()
    assert is_in(server.token)
    assert server.stop() == 0


def find_in_files(*words):
    """Which of the words (bytes) stand anywhere in the folder of the relay, but in its log."""
    return [(path.name, word) for path in server.folder.iterdir() if path.is_file() and path.name != "log"
            for word in words if word in path.read_bytes()]


def read_sqlite(sql):
    with contextlib.closing(sqlite3.connect(server.folder / "relay.sqlite")) as store:
        return store.execute(sql).fetchall()


@story.step
def test_export():
    """all of an agency, and all of one person, by pages; who asked stands in a log that shows each change of it"""
    server.start()
    # What was done to the store as a whole stands in the log, too.
    before = int(re.search(r"\d+", server.command("verify-log", EMAIL).stdout)[0])
    person = device.record("prospect", company="Agence du Port", city="Brest")
    events = [device.record("event", name="note", at=1, prospect=person["id"]) for _ in range(3)]
    others = [device.record("prospect", company="x" * 900) for _ in range(3000)]
    for at in range(0, 3000, 500):
        device.sync(server, *others[at:at + 500])
    device.sync(server, person, *events)

    def export(path):
        records, after = [], None
        while True:
            status, page, _ = server.call("GET", path + (f"?after={after}" if after else ""))
            assert status == 200, page
            records += page["records"]
            after = page["next"]
            if after is None:
                return records
    everything = export("/v1/export")
    assert len({one["id"] for one in everything}) == len(everything) >= 3005
    assert {one["id"] for one in export(f"/v1/persons/{person['id']}/export")} == {one["id"] for one in (person, *events)}
    whole = server.command("verify-log", EMAIL)
    assert (whole.returncode, whole.stdout) == (0, f"whole: {before + 2} entries\n"), whole
    assert server.command("verify-log", "nobody@agence.example").returncode == 1
    if not server.env.get("PALIER_RELAY_STORE"):
        with contextlib.closing(sqlite3.connect(server.folder / "relay.sqlite")) as store, store:
            store.execute("delete from access_log where seq = 1")
        broken = server.command("verify-log", EMAIL)
        assert (broken.returncode, broken.stdout) == (1, "broken: entry 1 is missing\n"), broken


@story.step
def test_erase():
    """erased by the operator while the relay runs: shown, confirmed, counted; sessions end, no byte of it stays"""
    other = server.register("emile@ailleurs.example")
    status, answer, _ = server.call("GET", "/v1/account", token=server.token)
    assert status == 200, answer
    device.sync(server, *(device.record("setting", key=f"k{n}", value="x" * 500) for n in range(50)))
    traces = []
    if not server.env.get("PALIER_RELAY_STORE"):
        traces = [bytes(key) for key, in read_sqlite(
            "select sealed_key from tenant order by created_ms limit 1")]
        traces += [bytes(sealed)[:40] for sealed, in read_sqlite(
            "select sealed from record where tenant_id = (select tenant_id from tenant order by created_ms limit 1)"
            " limit 60")]
        assert len(traces) > 50 and {word for _, word in find_in_files(*traces)} == set(traces)
    unknown = server.command("tenant", "erase", "nobody@agence.example")
    assert unknown.returncode == 1 and "no such account" in unknown.stderr, unknown
    refused = server.command("tenant", "erase", EMAIL, stdin="yes\n")
    assert refused.returncode == 1 and "nothing was erased" in refused.stderr, refused
    number = refused.stdout.split()[2]
    assert is_in(server.token) and "  record" in refused.stdout, refused.stdout
    done = server.command("tenant", "erase", EMAIL, stdin=number + "\n")
    assert done.returncode == 0 and "  record" in done.stdout and " 0 left" in done.stdout, done
    assert server.call("GET", "/v1/account")[0] == 401
    assert server.call("POST", "/v1/login", {"email": EMAIL, "password": PASSWORD}, token=None)[0] == 401
    assert server.command("tenant", "erase", number, stdin=number).returncode == 1, "erased twice"
    assert server.call("GET", "/v1/account", token=other)[0] == 200
    assert not find_in_files(*traces), "it can be read still"
    # The address is free again, for another agency.
    assert server.call("GET", "/v1/account", token=server.register(EMAIL))[0] == 200


@story.step
def test_erase_own():
    """its owner ends the agency, with the password; a copy of the store of before brings nobody back"""
    token = server.register("alix@agence.example")
    sqlite = not server.env.get("PALIER_RELAY_STORE")
    if sqlite:
        read_sqlite("pragma wal_checkpoint (truncate)")
        shutil.copy(server.folder / "relay.sqlite", server.folder / "copy")
    assert server.call("DELETE", "/v1/account", {"password": "not this one at all"}, token=token)[0] == 401
    assert server.call("DELETE", "/v1/account", {"password": PASSWORD}, token=token)[0] == 204
    assert not is_in(token)
    assert server.call("POST", "/v1/login", {"email": "alix@agence.example", "password": PASSWORD}, token=None)[0] == 401
    assert server.stop() == 0
    if sqlite:
        os.replace(server.folder / "copy", server.folder / "relay.sqlite")
        server.start()
        assert not is_in(token), "a copy of before has brought an erased agency back"
        assert "is again" in (server.folder / "log").read_text(encoding="utf-8")
        assert server.stop() == 0


if __name__ == "__main__":
    story.run()
