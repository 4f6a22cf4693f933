# SPDX-License-Identifier: GPL-3.0-or-later
"""palierctl import killed at random points: all of the file is in the base, or nothing.

Each point: a fresh copy of an empty base, an import of 3,000 rows, SIGKILL at a random moment from
its start to a little past its end; then the base is opened again. To hold: the search index and the
change log agree with the table (`palierctl check`), the prospects are none or all, and a second
import brings what is missing, exactly once. 30 points; 200 with PALIER_TEST_LONG=1.
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
SEED = int(os.environ.get("PALIER_TEST_SEED", "7"))


def write_file(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("Agence;Nom;Prénom;E-mail;Téléphone;Code postal;Ville\n")
        for i in range(ROWS):
            file.write(f"Agence {i};Le Goff{i};Jeanne;contact{i}@agence{i}.example;"
                       f"01 99 00 {i // 100:02d} {i % 100:02d};29{i % 1000:03d};Brest\n")


def count(space):
    return len(space.ctl("prospects", "--limit", "100000").rows)


def main():
    rng = random.Random(SEED)
    space = flow.Workspace()
    pristine = space.folder / "pristine"
    source = space.folder / "contacts.csv"
    write_file(source)
    space.ctl("init")
    shutil.copytree(space.base, pristine)

    def restore():
        shutil.rmtree(space.base)
        shutil.copytree(pristine, space.base)

    started = time.monotonic()
    space.ctl("import", source)
    whole = time.monotonic() - started
    assert count(space) == ROWS
    seen = {0: 0, ROWS: 0}
    print("TAP version 13\n1..1", flush=True)
    for point in range(POINTS):
        restore()
        process = subprocess.Popen(space.command("import", source), env=space.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.random() * whole * 1.4)
        flow.kill(process)
        space.ctl("check")
        rows = count(space)
        assert rows in seen, f"point {point} (seed {SEED}): {rows} of {ROWS} rows are there"
        seen[rows] += 1
        if point % 10 == 0:
            space.ctl("import", source)
            assert count(space) == ROWS, f"point {point}: import after the kill"
            space.ctl("check")
    space.remove()
    assert seen[0] > 0, "no point hit the import while it ran"
    print(f"ok 1 - {POINTS} kills: {seen[0]} times nothing, {seen[ROWS]} times all of {ROWS} rows")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as error:
        print(f"# {error}\nnot ok 1 - import survives a kill")
        sys.exit(1)
