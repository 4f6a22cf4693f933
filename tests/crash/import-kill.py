# SPDX-License-Identifier: GPL-3.0-or-later
"""palierctl import killed at random points: all of the file is in the base, or nothing.

Each point: a fresh copy of a base, an import of 3,000 rows, SIGKILL at a random moment from its
start to a little past its end; then the base is opened again. By turns the base is empty, or holds
1,000 of the file's people with other names of towns, which the import overwrites. To hold: the
search index and the change log agree with the table (`palierctl check`), the prospects are as
before or as after the whole import, and a second import brings what is missing, exactly once.
30 points; 200 with PALIER_TEST_LONG=1.
"""

import os
import random
import shutil
import subprocess
import sys
import time

import flow

POINTS = 200 if os.environ.get("PALIER_TEST_LONG") else 30
ROWS = 3000
KNOWN = 1000
SEED = int(os.environ.get("PALIER_TEST_SEED", "7"))


def write_file(path, rows, town):
    with open(path, "w", encoding="utf-8") as file:
        file.write("Agence;Nom;Prénom;E-mail;Téléphone;Code postal;Ville\n")
        for i in range(rows):
            file.write(f"Agence {i};Le Goff{i};Jeanne;contact{i}@agence{i}.example;"
                       f"01 99 00 {i // 100:02d} {i % 100:02d};29{i % 1000:03d};{town}\n")


def list_towns(space):
    return sorted((row["email"], row["city"]) for row in space.ctl("prospects", "--limit", "100000").rows)


class Base:
    """A base to start from, and what an import makes of it."""

    def __init__(self, space, name, command):
        self.space, self.command = space, command
        self.pristine = space.folder / name
        self.before = list_towns(space)
        shutil.copytree(space.base, self.pristine)
        started = time.monotonic()
        space.ctl(*command)
        self.seconds = time.monotonic() - started
        self.after = list_towns(space)
        self.n_before = self.n_after = 0
        self.restore()

    def restore(self):
        shutil.rmtree(self.space.base)
        shutil.copytree(self.pristine, self.space.base)

    def kill(self, rng, words):
        process = subprocess.Popen(self.space.command(*self.command), env=self.space.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.random() * self.seconds * 1.4)
        flow.kill(process)
        self.space.ctl("check")
        found = list_towns(self.space)
        assert found in (self.before, self.after), f"{words}: {len(found)} prospects, neither as before nor as after"
        self.n_before += found == self.before
        self.n_after += found == self.after


def main():
    rng = random.Random(SEED)
    space = flow.Workspace()
    known, source = space.folder / "known.csv", space.folder / "contacts.csv"
    write_file(known, KNOWN, "Quimper")
    write_file(source, ROWS, "Brest")
    command = ("import", source, "--policy", "overwrite")
    space.ctl("init")
    bases = [Base(space, "empty", command)]
    space.ctl("import", known)
    bases.append(Base(space, "full", command))
    assert [len(base.before) for base in bases] == [0, KNOWN]
    assert all(len(base.after) == ROWS and {town for _, town in base.after} == {"Brest"} for base in bases)
    print("TAP version 13\n1..1", flush=True)
    for point in range(POINTS):
        base = bases[point % len(bases)]
        base.restore()
        base.kill(rng, f"point {point} (seed {SEED})")
        if point % 10 < len(bases):
            space.ctl(*command)
            assert list_towns(space) == base.after, f"point {point}: import after the kill"
            space.ctl("check")
    space.remove()
    assert all(base.n_before > 0 for base in bases), "no point hit the import while it ran"
    print(f"ok 1 - {POINTS} kills: {sum(base.n_before for base in bases)} times nothing, "
          f"{sum(base.n_after for base in bases)} times all of {ROWS} rows")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as error:
        print(f"# {error}\nnot ok 1 - import survives a kill")
        sys.exit(1)
