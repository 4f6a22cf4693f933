# SPDX-License-Identifier: GPL-3.0-or-later
"""What `palierctl import --dry-run` says would be done is what the import does: over a base that
knows some of the file's people, and a file that repeats itself from one batch to the next.

 1. a base: some known, one who asked not to be written to
 2. each way with duplicates, and each policy: the same counts, and the base as before
 3. a dry run that is killed leaves the base as before
 4. rows of a file, far from one another, complete one contact of the base together
"""

import itertools
import random
import subprocess
import time

import flow

# More than two batches of an import, so that rows meet others that were written before.
ROWS = 4500
COUNTS = ("rows", "created", "updated", "unchanged", "merged", "skipped", "suppressed", "to_mend", "unsure")
story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)
state = {}


def line(i, rng):
    """Each tenth repeats one far above, now with a street; some say nothing, some hold dirt."""
    who = i - 2400 if i % 10 == 0 and i >= 2400 else i
    street = f"{i} rue Haute" if i % 4 == 0 else ""
    email = "nobody at all" if i % 97 == 1 else f"jeanne{who}@agence{who}.example"
    town = rng.choice(["Brest", "Rennes", ""])
    return f";;;;{i} rue Haute;" if i % 101 == 5 else f"Agence {who};Le Goff{who};Jeanne;{email};{street};{town}"


def write(name, lines):
    path = space.folder / name
    path.write_text("\n".join(["Agence;Nom;Prénom;E-mail;Adresse;Ville", *lines]) + "\n", encoding="utf-8")
    return path


def everyone():
    return {p["id"]: p for p in space.ctl("prospects", "--limit", "10000").rows}


@story.step
def test_base():
    """a base of people that the file holds too"""
    rng = random.Random(3)
    state["file"] = write("file.csv", (line(i, rng) for i in range(ROWS)))
    known = write("known.csv", (f"Agence {i};Le Goff{i};Jeanne;jeanne{i}@agence{i}.example;;Quimper"
                                for i in range(0, ROWS, 7)))
    space.ctl("init")
    space.ctl("import", known)
    never = next(p["id"] for p in everyone().values() if p["company"] == "Agence 14")
    space.ctl("consent", never, "--suppress")
    state["before"] = everyone()


def check_counts(duplicates, policy):
    words = (state["file"], "--duplicates", duplicates, "--policy", policy)
    said = space.ctl("import", *words, "--dry-run").row
    assert everyone() == state["before"], "the base is as before"
    done = space.ctl("import", *words).row
    assert {key: said[key] for key in COUNTS} == {key: done[key] for key in COUNTS}, (duplicates, policy, said, done)
    assert done["rows"] == sum(done[key] for key in ("created", "updated", "unchanged", "skipped", "suppressed"))
    assert (done["merged"] > 0) == (duplicates == "merge") and done["to_mend"] and done["skipped"], done
    assert done["suppressed"] == 1, done
    state.setdefault("all", {})[duplicates, policy] = done
    space.ctl("undo", done["changeset"])


@story.step
def test_counts():
    """the counts of a dry run are those of the import, whatever is chosen"""
    for duplicates, policy in itertools.product(("merge", "skip", "keep"), ("fill", "overwrite", "never")):
        check_counts(duplicates, policy)
    updated = [state["all"]["merge", policy]["updated"] for policy in ("never", "fill", "overwrite")]
    assert updated == sorted(set(updated)), f"each policy lets more through: {updated}"
    space.ctl("check")


@story.step
def test_killed():
    """a dry run that is killed leaves nothing"""
    for part in range(1, 6):
        process = subprocess.Popen(space.command("import", state["file"], "--dry-run"), env=space.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 * part)
        flow.kill(process)
        space.ctl("check")
        assert everyone() == state["before"]


@story.step
def test_far_rows():
    """what one row of a file adds is there when another, far below, is compared"""
    first = "Agence 700;;;jeanne700@agence700.example;01 99 00 12 01;;;salon"
    last = "Agence 700;;;jeanne700@agence700.example;01 99 00 12 02;3 rue Haute;Rennes;pige"
    path = space.folder / "far.csv"
    others = (f"Cabinet {i};;;cabinet{i}@cabinet{i}.example;;;;" for i in range(ROWS))
    path.write_text("\n".join(["Agence;Nom;Prénom;E-mail;Téléphone;Adresse;Ville;Étiquettes", first, *others, last, last]),
                    encoding="utf-8")
    done = space.ctl("import", path).row
    assert (done["created"], done["updated"], done["unchanged"]) == (ROWS, 2, 1), done
    agency = next(p for p in everyone().values() if p["company"] == "Agence 700")
    assert agency["phone"] == "+33199001201" and sorted(agency["tags"]) == ["pige", "salon"], agency
    assert agency["city"] == "Quimper" and agency["street"] == "3 rue Haute", agency


if __name__ == "__main__":
    story.run()
