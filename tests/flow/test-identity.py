# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is whom, in files and in a base, over invented people whose truth is known. The floors hold
for any seed: what is reached is measured by ./dev bench.

 1. one file's own doubles: agencies     4. the base: found, merged, undone
 2. the same: private persons            5. rows that an import took for one are members
 3. two files                            6. further addresses and numbers are keys
 7. one of a like name at one firm       8. told apart at import
 9. weights that were learned           10. wrong usage
"""

import collections
import csv
import itertools
import sys

import flow

sys.path.insert(0, str(flow.SOURCE / "tests" / "bench"))
import people  # noqa: E402

story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)


def true_pairs(truth):
    groups = collections.defaultdict(list)
    for index, who in enumerate(truth):
        groups[who].append(index + 2)
    return {pair for rows in groups.values() for pair in itertools.combinations(rows, 2)}


def f1(found, truth):
    right = len(found & truth)
    return 2 * right / (len(found) + len(truth))


def match(first, second, *args):
    out = space.folder / "pairs.csv"
    space.ctl("match", first, second, "--out", out, *args)
    with open(out, newline="", encoding="utf-8") as table:
        return [(int(row["row_a"]), int(row["row_b"]), float(row["score"])) for row in csv.DictReader(table)]


def check_kind(kind, least):
    path = space.folder / f"{kind}.csv"
    truth = true_pairs(people.write(kind, 77, 1200, path))
    pairs = match(path, path)
    found = {(a, b) for a, b, _ in pairs}
    sure = {(a, b) for a, b, score in pairs if score >= 0.95}
    assert f1(found, truth) >= least, f1(found, truth)
    assert len(sure & truth) >= 0.995 * len(sure), len(sure - truth)


@story.step
def test_agencies():
    """colleagues stay apart, doubles come together"""
    check_kind("agencies", 0.98)


@story.step
def test_persons():
    """mistyped people are found, by columns that have no field too"""
    check_kind("persons", 0.99)


@story.step
def test_two_files():
    """two files are linked, and it is said why"""
    whole = space.folder / "persons.csv"
    lines = whole.read_text(encoding="utf-8").splitlines()
    first, second = space.folder / "first.csv", space.folder / "second.csv"
    first.write_text("\n".join(lines[:600]) + "\n", encoding="utf-8")
    second.write_text("\n".join([lines[0], *lines[600:]]) + "\n", encoding="utf-8")
    known = {(a, b) for a, b, _ in match(whole, whole) if a <= 600 < b}
    found = {(a, b + 599) for a, b, _ in match(first, second)}
    assert f1(found, known) >= 0.97, f1(found, known)
    match(first, second, "--explain")
    assert "evidence" in (space.folder / "pairs.csv").read_text(encoding="utf-8").splitlines()[0]


@story.step
def test_base():
    """doubles of the base are listed, merged as one action, and parted again"""
    space.ctl("init")
    space.ctl("import", space.folder / "agencies.csv", "--duplicates", "keep")
    clusters = space.ctl("dedupe").rows
    assert len(clusters) > 50
    for cluster in clusters:
        assert 0.6 <= cluster["score"] <= 1 and len(cluster["members"]) > 1
        assert {"id", "file", "row"} == set(cluster["members"][0])
        assert {"field", "agreement", "weight"} == set(cluster["evidence"][0])
    sure = space.ctl("dedupe", "--threshold", "0.95").rows
    merged = space.ctl("dedupe", "--merge").row
    assert merged["merged"] == len(sure)
    assert len(space.ctl("dedupe", "--threshold", "0.95").rows) <= 0.1 * len(sure)
    space.ctl("undo", merged["changeset"])
    assert len(space.ctl("dedupe").rows) == len(clusters)
    space.ctl("check")


@story.step
def test_rows():
    """rows that an import took for one prospect are members with one id"""
    other = flow.Workspace()
    try:
        other.ctl("init")
        path = space.folder / "twice.csv"
        path.write_text("Nom;Prénom;E-mail\nLe Goff;Jeanne;jeanne@example.fr\nRoux;Luc;luc@example.fr\n"
                        "Le Goff;Jeanne;jeanne@example.fr\n", encoding="utf-8")
        other.ctl("import", path)
        cluster = other.ctl("dedupe").row
        assert [member["row"] for member in cluster["members"]] == [2, 4], cluster
        assert len({member["id"] for member in cluster["members"]}) == 1
    finally:
        other.remove()


@story.step
def test_further_addresses():
    """who is in the base is found again by a second address or number of a row"""
    other = flow.Workspace()
    try:
        other.ctl("init")
        first, second = space.folder / "first.csv", space.folder / "second.csv"
        first.write_text("Nom;Prénom;E-mail;Mobile\nRoy;Paul;paul@b.fr;\nPetit;Marie;;0639981234\n", encoding="utf-8")
        second.write_text("Nom;Prénom;E-mail;E-mail 2;Téléphone;Téléphone 2\n"
                          "Roy;Paul;paul.roy@a.fr;paul@b.fr;;\n"
                          "Petit;Marie;marie@a.fr;;0199001234;0639981234\n", encoding="utf-8")
        other.ctl("import", first)
        summary = other.ctl("import", second).row
        assert (summary["created"], summary["updated"]) == (0, 2), summary
    finally:
        other.remove()


@story.step
def test_near():
    """who has a like name at one firm is merged where that is sure; else he is asked about, kept, and known then"""
    other = flow.Workspace()
    try:
        other.ctl("init")
        head = "Société;Nom;Prénom;E-mail;Code postal;Ville\n"
        first, second = space.folder / "first.csv", space.folder / "second.csv"
        first.write_text(head + "Agence du Port;Quéméner;Paul;paul@port.example;29200;Brest\n"
                         "Agence du Phare;Le Goff;Jeanne;jeanne@phare.example;35000;Rennes\n", encoding="utf-8")
        second.write_text(head + "Agence du Port;Quemener;P.;pq@orange.example;29200;Brest\n"
                          "Agence du Port;Quéméner;Anne;aq@orange.example;29200;Brest\n"
                          "Agence du Port;Le Goff;Yann;ylg@orange.example;29200;Brest\n"
                          "Agence du Phare;Le Goff;Jeanne;jlg@orange.example;35000;Rennes\n", encoding="utf-8")
        other.ctl("import", first)
        known = other.ctl("import", second, "--dry-run", "--explain").row["known"]
        assert [(row["row"], row["verdict"], row["reason"]) for row in known] == [
            (2, "perhaps", "near_firm"), (5, "same", "near_firm")], known
        assert 0.6 <= known[0]["score"] < 0.95 <= known[1]["score"] <= 1
        assert known[0]["id"] in {row["id"] for row in other.ctl("prospects").rows}
        summary = other.ctl("import", second).row
        assert (summary["created"], summary["updated"], summary["unsure"]) == (3, 1, 1), summary
        again = other.ctl("import", second).row
        assert (again["created"], again["unsure"]) == (0, 0), again
        other.ctl("check")
    finally:
        other.remove()


@story.step
def test_told_apart():
    """who is told apart at import is kept, and proposed no more: neither by a search nor by an import"""
    other = flow.Workspace()
    try:
        other.ctl("init")
        head = "Société;Nom;Prénom;E-mail;Code postal;Ville\n"
        here, there = "Agence du Port;Quéméner;Paul;", ";29200;Brest\n"
        first, second, third = (space.folder / f"{name}.csv" for name in ("first", "second", "third"))
        first.write_text(head + here + "paul@port.example" + there, encoding="utf-8")
        second.write_text(head + here + "pq@orange.example" + there + here + "quemener@free.example" + there,
                          encoding="utf-8")
        third.write_text(head + here + "p.quemener@sfr.example" + there, encoding="utf-8")
        other.ctl("import", first)
        summary = other.ctl("import", second, "--decide", "2=keep", "--decide", "3=merge").row
        assert (summary["created"], summary["merged"], summary["unsure"]) == (1, 1, 0), summary
        assert all(len({one["id"] for one in row["members"]}) == 1 for row in other.ctl("dedupe").rows)
        known = other.ctl("import", third, "--dry-run").row["known"]
        assert [row["verdict"] for row in known] == ["perhaps"], known
        for wrong in ("2", "=keep", "0=keep", "two=keep", "2=perhaps"):
            assert other.ctl("import", second, "--decide", wrong, code=2).words
        assert other.ctl("import", first, second, "--decide", "2=keep", code=2).words
    finally:
        other.remove()


@story.step
def test_learned():
    """what a search for duplicates has learned is used by the imports that follow"""
    other = flow.Workspace()
    try:
        other.ctl("init")
        whole = (space.folder / "persons.csv").read_text(encoding="utf-8").splitlines()
        first, second = space.folder / "first.csv", space.folder / "second.csv"
        first.write_text("\n".join(whole[:900]) + "\n", encoding="utf-8")
        second.write_text("\n".join([whole[0], *whole[900:]]) + "\n", encoding="utf-8")
        other.ctl("import", first, "--duplicates", "keep")

        def scores():
            known = other.ctl("import", second, "--dry-run").row["known"]
            return {row["row"]: row["score"] for row in known if "score" in row}

        assumed = scores()
        assert assumed == scores()
        other.ctl("dedupe")
        learned = scores()
        assert learned != assumed and len(learned) > 10, learned
    finally:
        other.remove()


@story.step
def test_usage():
    """what is wrong on the command line is said"""
    path = space.folder / "persons.csv"
    for args in (["dedupe", "--threshold", "2"], ["match", path, path], ["match", path]):
        assert space.ctl(*args, code=2).words
    assert space.ctl("match", path, space.folder / "none.csv", "--out", space.folder / "x", code=1).words


if __name__ == "__main__":
    story.run()
