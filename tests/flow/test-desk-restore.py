# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay of two desks is put back to an old copy while they write, and everybody ends with the same.

 1. in step: the desks have what the relay has, record by record
 2. killed with requests under way, and put back
 3. each desk gives what the relay lacks and nothing else, and all are in step again
 4. what the relay has lost without a word is told by record
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid

import flow
import relaylib

BEFORE, AFTER = 1500, 1200
EMAIL, PASSWORD = "claire.morel@example.fr", "une phrase de passe assez longue"

story = flow.Story()
first, second = flow.Workspace(), flow.Workspace()
server = relaylib.Server(port=flow.free_port(), requests_per_second=0)

for clean_up in (first.remove, second.remove, server.kill):
    story.at_end(clean_up)


def psql(text):
    subprocess.run(["psql", "-qX", os.environ["PALIER_TEST_POSTGRES"], "-c", text], check=True, stdin=subprocess.DEVNULL)


def database():
    return server.env["PALIER_RELAY_STORE"].split("@/")[1].split("?")[0]


def keep_copy():
    """Of the store as it now is."""
    server.stop()
    if os.environ.get("PALIER_TEST_POSTGRES"):
        psql(f"create database kept template {database()}")
    else:
        shutil.copytree(server.folder, first.folder / "kept")
    server.start()


def put_back():
    if os.environ.get("PALIER_TEST_POSTGRES"):
        name = database()
        flow.wait_for(lambda: psql(f"drop database {name} with (force)") is None, 20, "the end of its connections")
        psql(f"create database {name} template kept")
    else:
        for path in server.folder.glob("relay.sqlite*"):
            path.unlink()
        for path in (first.folder / "kept").glob("relay.sqlite*"):
            shutil.copy(path, server.folder)


def write_contacts(path, begin, count):
    with open(path, "w", encoding="utf-8") as out:
        out.write("Société;Prénom;Nom;E-mail;Téléphone;Ville;Étiquettes\n")
        for n in range(begin, begin + count):
            out.write(f"Agence {n:06d};Anne{n};Martin{n};c{n}@agence-{n}.example;0{140_000_000 + n};Nantes;salon\n")


def add(desk, begin, count):
    path = desk.folder / f"contacts-{begin}.csv"
    write_contacts(path, begin, count)
    done = desk.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire", timeout=300).row
    assert done["created"] == count, done


def exchange(*desks):
    """What each gave."""
    return [desk.ctl("sync", timeout=300).row["pushed"] for desk in desks]


def log_in(*desks):
    """Sessions are renewed all the time: an old copy knows none that is open."""
    for desk in desks:
        desk.ctl("login", server.url, EMAIL, stdin=PASSWORD + "\n")


def verify(desk, code=0):
    """What differs, and how many do not."""
    rows = desk.ctl("sync", "--verify", code=code, timeout=300).rows
    assert rows[-1]["different"] == len(rows) - 1, rows[-1]
    return rows[:-1], rows[-1]["same"]


def content(desk):
    rows = desk.ctl("prospects", "--limit", "5000").rows
    return sorted(str(sorted((key, row[key]) for key in row if key not in ("n", "score", "originals"))) for row in rows)


@story.step
def test_in_step():
    """two desks and the relay have the same, record by record"""
    server.register(EMAIL)
    for desk in (first, second):
        desk.ctl("init")
    log_in(first, second)
    add(first, 0, BEFORE)
    exchange(first, second, first)
    for desk in (first, second):
        different, same = verify(desk)
        assert not different and same > BEFORE, (different, same)
    keep_copy()


@story.step
def test_put_back():
    """both write on, and the relay is killed in the midst and put back"""
    ids = [row["id"] for row in first.ctl("prospects", "--limit", "20").rows]
    for n, ident in enumerate(ids[:6]):
        (first, second)[n % 2].ctl("edit", ident, "--set", f"city=Brest {n}")
    exchange(first, second, first)
    add(second, BEFORE, 40)
    second.ctl("delete", ids[8])
    exchange(second, first)
    add(first, 2 * BEFORE, AFTER)
    giving = [subprocess.Popen(desk.command("sync"), env=desk.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
              for desk in (first, second)]
    time.sleep(0.25)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(10)
    for process in giving:
        process.wait(100)
    put_back()
    assert server.command("revive").returncode == 0
    server.start()


@story.step
def test_new_epoch():
    """each gives what is lacking and no more, and ends with what all have"""
    log_in(second, first)
    # What the first gave before the relay was killed may have come to the second, and then both have it.
    came = max(0, len(second.ctl("prospects", "--limit", "100000").rows) - (BEFORE + 39))
    add(second, 4 * BEFORE, 10)
    gave = exchange(second, first, second, first)
    print("# given again:", gave, "had come:", came)
    assert 40 < gave[0] - came < 200 and AFTER < gave[1] < AFTER + 200, gave
    assert gave[2:] == [0, 0], gave
    here, there = verify(first), verify(second)
    assert here == there and not here[0] and here[1] > BEFORE + AFTER + 50, (here, there)
    assert content(first) == content(second)
    for desk in (first, second):
        desk.ctl("check")


def lose(ident):
    """The relay's store without one record."""
    if os.environ.get("PALIER_TEST_POSTGRES"):
        lines = ("select set_config ('palier.tenant', tenant_id::text, false) from directory limit 1",
                 f"delete from record where id = '\\x{uuid.UUID(ident).hex}'")
        subprocess.run(["psql", "-qAtX", server.env["PALIER_RELAY_STORE"], *(f"-c{line}" for line in lines)],
                       stdout=subprocess.DEVNULL, check=True, stdin=subprocess.DEVNULL)
        return
    with sqlite3.connect(server.folder / "relay.sqlite", timeout=20) as store:
        assert store.execute("delete from record where id = ?", (uuid.UUID(ident).bytes,)).rowcount == 1


@story.step
def test_told():
    """what the relay has lost without a word is told by record, and a new login gives it again"""
    ident = first.ctl("prospects", "--limit", "9").rows[8]["id"]
    server.stop()
    lose(ident)
    server.start()
    different, _ = verify(first, code=3)
    assert different == [{"kind": "prospect", "id": ident, "difference": "only_here"}], different
    log_in(second)
    assert exchange(second) == [1]
    assert verify(first) == verify(second)


story.run()
