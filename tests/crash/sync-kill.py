# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs killed at random points of a sync: nothing acknowledged is lost, nothing is there twice.

Two bases of one agency and a relay. Each point: both bases are edited, then one of them syncs, and a
random moment later SIGKILL ends the syncing program or the relay. What is killed starts again; from
time to time both sync to their end. To hold then: both bases show the same, every edit that was made
is there or has given way to a later one, no prospect is there twice, both are sound, and the relay's
numbers have no gap but those of records written again. 30 points; 500 with PALIER_TEST_LONG=1.
"""

import json
import os
import random
import sqlite3
import subprocess
import time

import flow

POINTS = 500 if os.environ.get("PALIER_TEST_LONG") else 30
SEED = int(os.environ.get("PALIER_TEST_SEED", "17"))
EACH = 10  # points between two looks at all


def check_numbers(relay):
    """All records have numbers of their own, up to the last that was given."""
    store = next(relay.folder.glob("*.sqlite"))
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=30) as connection:
        rows, different, last = connection.execute("select count(*), count(distinct seq), max(seq) from record").fetchone()
        known = connection.execute("select max(last_seq) from tenant").fetchone()[0]
    assert rows == different and last == known, (rows, different, last, known)


def content(desk):
    rows = desk.ctl("prospects", "--limit", "10000").rows
    return {row["id"]: row for row in rows}


class Drill:
    def __init__(self, rng):
        self.rng = rng
        self.desks = [flow.Workspace(), flow.Workspace()]
        self.relay = flow.AgencyRelay(self.desks[0].folder)
        for desk in self.desks:
            desk.ctl("init")
            self.relay.join(desk)
        self.n_made = 0
        self.wanted = {}  # prospect → its last town
        self.killed = {"desk": 0, "relay": 0}
        self.grow(self.desks[0], 400)

    def grow(self, desk, count):
        """An import: many records in one exchange."""
        path = desk.folder / "more.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("Société;E-mail;Ville\n")
            for n in range(self.n_made, self.n_made + count):
                out.write(f"Agence {n};contact@agence-{n}.example;Nantes\n")
        assert desk.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "x").row["created"] == count
        self.n_made += count

    def edit(self, desk):
        ids = list(content(desk))
        if not ids:
            return
        ident, town = self.rng.choice(ids), f"Ville {self.rng.randrange(10**6)}"
        desk.ctl("edit", ident, "--set", f"city={town}")
        self.wanted[ident] = town

    def sync_and_kill(self, desk, whole):
        process = subprocess.Popen(desk.command("sync"), env=desk.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(self.rng.random() * whole)
        if self.rng.random() < 0.5:
            self.killed["desk"] += process.poll() is None
            flow.kill(process)
            return
        self.relay.kill()
        process.wait(60)
        self.killed["relay"] += process.returncode != 0
        self.relay.start()

    def settle(self):
        for desk in (*self.desks, *self.desks):
            desk.ctl("sync")

    def check(self):
        self.settle()
        here, there = (content(desk) for desk in self.desks)
        assert len(here) == len(there) == self.n_made, (len(here), len(there), self.n_made)
        for ident, row in here.items():
            assert row["city"] == there[ident]["city"], (row, there[ident])
            assert row["city"] == self.wanted.get(ident, "Nantes"), (row, self.wanted.get(ident))
        for desk in self.desks:
            desk.ctl("check")
            assert desk.ctl("sync", "--status").row["unsent"] == 0
        check_numbers(self.relay)

    def point(self, n, whole):
        desk = self.rng.choice(self.desks)
        if n % EACH == 3:
            self.grow(desk, 150)
        # one writer at a time: what is wanted in the end is then known
        self.settle_towns(desk)
        for _ in range(2):
            self.edit(desk)
        self.sync_and_kill(desk, whole)

    def settle_towns(self, desk):
        """The desk that writes next has seen what the other wrote."""
        other = self.desks[1 - self.desks.index(desk)]
        other.ctl("sync")
        desk.ctl("sync")

    def end(self):
        self.relay.kill()
        for desk in self.desks:
            desk.remove()


def measure(drill):
    began = time.monotonic()
    drill.desks[0].ctl("sync")
    return time.monotonic() - began


def main():
    drill = Drill(random.Random(SEED))
    print("TAP version 13\n1..1", flush=True)
    try:
        whole = measure(drill)
        for n in range(POINTS):
            drill.point(n, whole)
            if n % EACH == EACH - 1:
                drill.check()
        drill.check()
    finally:
        drill.end()
    assert min(drill.killed.values()) > 0, drill.killed
    print(f"# {POINTS} points: {drill.killed['desk']} programs and {drill.killed['relay']} relays amid a sync, seed {SEED}")
    print("ok 1 - nothing acknowledged is lost, nothing is there twice")


if __name__ == "__main__":
    main()
