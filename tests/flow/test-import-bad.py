# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports that cannot go well, with palierctl: each is said in words, and the base is as before.

 1. a file of 2 GB with a hole in it     4. the disk is full on the way; afterwards it goes well
 2. a file that is cut while it is read  5. bytes of no table, unreadable, a folder
 3. a file that is removed while it is read is read to its end: it was still there
"""

import os
import resource
import subprocess
import time

import flow

ROWS = 40_000
story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)


def write_rows(name, rows):
    path = space.folder / name
    with path.open("w", encoding="utf-8") as out:
        out.write("Agence;Nom;Prénom;E-mail;Téléphone;Ville\n")
        for i in range(rows):
            out.write(f"Agence {i};Le Goff{i};Jeanne;jeanne{i}@agence{i}.example;"
                      f"+331{i:08d};Brest\n")
    return path


def is_as_before():
    space.ctl("check")
    rows = space.ctl("prospects", "--limit", "10").rows
    assert len(rows) == 2, rows
    assert space.ctl("prospects", "--search", "brest").rows == []


def start(path, **options):
    return subprocess.Popen(space.command("import", path), env=space.env, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **options)


@story.step
def test_init():
    """a base of two"""
    space.ctl("init")
    path = space.folder / "two.csv"
    path.write_text("Société;E-mail;Ville\nAgence Un;un@un.example;Nantes\nAgence Deux;deux@deux.example;Lille\n",
                    encoding="utf-8")
    assert space.ctl("import", path).row["created"] == 2


@story.step
def test_sparse():
    """a file of 2 GB that is one hole takes no memory, and what stands before it comes in or nothing does"""
    path = space.folder / "hole.csv"
    with path.open("wb") as out:
        out.write("Société;E-mail;Ville\nAgence Trois;trois@trois.example;Lille\n".encode())
        out.truncate(2 << 30)
    run = subprocess.Popen(space.command("import", path), env=space.env, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True)
    out, words = run.communicate(timeout=250)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert peak < 300, f"{peak:.0f} MiB"
    assert run.returncode in (0, 1), (run.returncode, words)
    if run.returncode == 0:
        done = flow.json.loads(out.splitlines()[-1])
        assert done["created"] <= 2 and done["problems"] >= 1, done
        space.ctl("undo", done["changeset"])
    else:
        assert "\npalierctl: " in f"\n{words}", words
    path.unlink()
    is_as_before()


@story.step
def test_cut():
    """a file that is cut while it is read is not imported, and this is said"""
    path = write_rows("cut.csv", ROWS)
    run = start(path)
    time.sleep(0.4)
    os.truncate(path, 50_000)
    _, words = run.communicate(timeout=100)
    assert run.returncode == 1, (run.returncode, words)
    assert "a changé" in words or "a été modifié" in words or "n’est plus là" in words, words
    is_as_before()


@story.step
def test_removed():
    """a file that is removed while it is read: all of it, or nothing and words"""
    path = write_rows("removed.csv", ROWS)
    run = start(path)
    time.sleep(0.4)
    path.unlink()
    out, words = run.communicate(timeout=100)
    if run.returncode == 0:
        done = flow.json.loads(out.splitlines()[-1])
        assert done["created"] == ROWS, done
        space.ctl("undo", done["changeset"])
    else:
        assert run.returncode == 1 and "n’est plus là" in words, (run.returncode, words)
    is_as_before()


@story.step
def test_full():
    """a disk that fills on the way: said, nothing half-done; with room again it goes well"""
    path = write_rows("full.csv", 20_000)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))

    run = start(path, preexec_fn=limit, restore_signals=False)
    _, words = run.communicate(timeout=100)
    assert run.returncode == 1, (run.returncode, words)
    assert "disque" in words and "plein" in words, words
    is_as_before()
    done = space.ctl("import", path).row
    assert done["created"] == 20_000, done
    space.ctl("undo", done["changeset"])
    is_as_before()


@story.step
def test_unreadable():
    """a folder, a socket's worth of nothing, bytes of no table"""
    folder = space.folder / "folder.csv"
    folder.mkdir()
    noise = space.folder / "noise.csv"
    noise.write_bytes(bytes(range(256)) * 1000)
    for path in (folder, noise):
        words = space.ctl("import", path, code=1).words
        assert "\npalierctl: " in f"\n{words}" and "ien n’a été importé" in words, (path, words)
    is_as_before()


if __name__ == "__main__":
    story.run()
