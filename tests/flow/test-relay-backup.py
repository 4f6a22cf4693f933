# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the relay's store, made while it serves, and put back.

 1. a copy beside a relay that writes: sealed, whole, one moment of it      4. put back: another epoch, what was due is
 2. killed at any point: what has a name can be put back                       uncertain and leaves once, who was erased stays so
 3. damaged, cut, of another key, over a store or a relay: refused, nothing changes
 5. old copies go
"""

import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import flow
import relaylib

EMAIL = "claire.morel@agence.example"
GONE = "paul@ailleurs.example"
PASSWORD = "une phrase de passe assez longue"

story = flow.Story()
sink = relaylib.Sink()
server = relaylib.Server(silence_s=2, allow_plain_loopback="yes")
folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-backups."))
device = relaylib.Device()
seen = {}

story.at_end(server.kill)
story.at_end(sink.stop)
story.at_end(lambda: shutil.rmtree(folder, ignore_errors=True))


def copies():
    return sorted(folder.glob("palier-*.backup"))


def back_up():
    done = server.command("backup", folder)
    assert done.returncode == 0, done
    print("#", done.stdout.strip())
    return folder / done.stdout.split(":")[0]


def restore_elsewhere(copy, code=0, **settings):
    """What restoring into an empty folder says; the folder."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="palier-restored."))
    story.at_end(lambda: shutil.rmtree(place, ignore_errors=True))
    key = (server.folder / "master.key").read_text().strip()
    done = server.command("restore", copy, **{"directory": place, "master_key": key, **settings})
    assert done.returncode == code, done
    assert (place / "relay.sqlite").exists() == (code == 0), list(place.iterdir())
    assert not list(place.glob(".scratch*")), "something was left behind"
    return done.stdout + done.stderr


@story.step
def test_back_up():
    """beside a relay that writes: one moment of it, of which nothing can be read, for its owner only"""
    server.token = server.register(EMAIL)
    server.register(GONE)
    device.sync(server, *(device.record("setting", key=f"marque{n}", value="valeur lisible") for n in range(500)))
    ended = threading.Event()

    def write():
        writer = relaylib.Device()
        while not ended.is_set():
            writer.sync(server, *(writer.record("setting", key=f"x{n}", value="v") for n in range(20)))
    thread = threading.Thread(target=write)
    thread.start()
    copy = back_up()
    ended.set()
    thread.join()
    assert copies() == [copy] and copy.stat().st_mode & 0o777 == 0o600
    content = copy.read_bytes()
    assert content.startswith(b"PALSEAL1") and b"SQLite format" not in content and b"create table" not in content.lower()
    said = restore_elsewhere(copy)
    assert "2 tenants" in said, said
    assert [path.name for path in folder.iterdir()] == [copy.name], "something was left behind"


@story.step
def test_kill():
    """killed at any point: every file with a name of ours can be put back, and the next copy is made"""
    begun = time.monotonic()
    back_up()
    took = time.monotonic() - begun
    dice = random.Random(int(os.environ.get("PALIER_SEED", "4")))
    for _ in range(12):
        process = subprocess.Popen([str(relaylib.PROGRAM), "backup", folder], env=server.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, 1.1) * took)
        process.send_signal(signal.SIGKILL)
        process.wait()
    for copy in copies():
        assert "2 tenants" in restore_elsewhere(copy)
    time.sleep(1.1)  # names are of a second
    back_up()
    assert not list(folder.glob(".scratch*")), "what was interrupted is still there"


@story.step
def test_refused():
    """a damaged, cut, foreign copy, or one over a store: refused in words, and nothing is written"""
    copy, bad = copies()[-1], folder / "bad"
    content = copy.read_bytes()
    dice = random.Random(7)
    for at in [0, 20, len(content) - 1, *(dice.randrange(len(content)) for _ in range(5))]:
        bad.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1:])
        said = restore_elsewhere(bad, code=1)
        assert "sealed" in said or "damaged" in said, (at, said)
    for length in (0, 7, 40, len(content) // 2, len(content) - 1):
        bad.write_bytes(content[:length])
        restore_elsewhere(bad, code=1)
    bad.write_bytes(content + b"x")
    restore_elsewhere(bad, code=1)
    bad.unlink()
    assert "another key" in restore_elsewhere(copy, code=1, master_key="ab" * 32)
    assert "No such file" in restore_elsewhere(folder / "nothing", code=1)
    running = server.command("restore", copy)
    assert running.returncode == 4, running
    assert server.command("backup").returncode == 2 and server.command("restore", "a", "b").returncode == 2
    elsewhere = server.command("backup", folder, store="postgresql://nobody@/nothing")
    assert elsewhere.returncode == 1 and "pgbackrest" in elsewhere.stderr, elsewhere


@story.step
def test_restore():
    """put back: devices see another epoch, what was due is uncertain and leaves once, who was erased stays erased"""
    sender = device.sender(sink.port)
    later = int(time.time() * 1000) + 3000
    message = device.message(sender, 1, due_at=later)
    device.sync(server, sender, message)
    assert server.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "s"})[0] == 204
    time.sleep(1.1)
    copy = back_up()
    epoch = device.cursor["epoch"]
    flow.wait_for(lambda: message["id"] in str(sink.taken) or sink.taken, 20, "the message")
    number = server.command("tenant", "erase", GONE, stdin="0\n").stdout.split()[2]
    assert server.command("tenant", "erase", GONE, stdin=number).returncode == 0
    server.stop()
    over = server.command("restore", copy)
    assert over.returncode == 1 and "move it away" in over.stderr, over
    for path in server.folder.glob("relay.sqlite*"):
        path.unlink()
    done = server.command("restore", copy)
    assert done.returncode == 0 and "1 messages may have left" in done.stdout, done
    server.start()
    assert server.call("POST", "/v1/login", {"email": GONE, "password": PASSWORD}, token=None)[0] == 401
    assert server.call("GET", "/v1/account")[0] == 200
    assert {"operator.backup", "operator.restore"} <= {one["action"] for one in server.call("GET", "/v1/access-log")[1]["entries"]}
    flow.wait_for(lambda: server.call("GET", f"/v1/messages/{message['id']}")[1]["state"] == "uncertain", 20, "uncertain")
    device.sync(server)
    assert device.cursor["epoch"] != epoch
    time.sleep(1)
    assert sum(sink.taken.values()) == 1, sink.taken


@story.step
def test_old():
    """copies of the last two days stay, then one a day for thirty, then none; files of others stay"""
    now = time.time()
    def name(hours):
        return time.strftime("palier-%Y%m%dT%H%M%SZ.backup", time.gmtime(now - hours * 3600))
    for path in copies():
        path.unlink()
    for hours in range(1, 24 * 40):
        (folder / name(hours)).touch()
    (folder / "notes.backup").touch()
    back_up()
    left = [path.name for path in copies()]
    assert 47 + 28 <= len(left) <= 49 + 30, len(left)
    assert name(1) in left and name(40) in left and name(24 * 31) not in left
    assert (folder / "notes.backup").exists()


if __name__ == "__main__":
    story.run()
