# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who asked to be forgotten, on all desks of an agency and on the relay.

 1. only who says so erases; then nothing is found here
 2. the other desk forgets too, and what it wrote meanwhile; an import keeps the person out
 3. a desk put back to an old copy forgets again
 4. a relay put back to an old copy is told again; a desk that joins it gets nothing of the person
"""

import shutil

import flow

story = flow.Story()
first, second, third = flow.Workspace(), flow.Workspace(), flow.Workspace()
state = {}
for clean_up in (first.remove, second.remove, third.remove):
    story.at_end(clean_up)


def everything(desk):
    """All that palierctl tells of the person."""
    texts = [desk.ctl("prospects", "--limit", "100").out, desk.ctl("sync", "--status").out]
    texts += [desk.ctl("show", ident, code=None).out for ident in state["ids"]]
    return "".join(texts)


def check_forgotten(desk):
    said = everything(desk)
    for word in ("Zebulonne", "Quatrepoint", "wapiti", "Jaguarine"):
        assert word not in said, (word, said[-500:])
    assert not desk.ctl("prospects", "--search", "zebulonne").rows
    desk.ctl("check")


def sync(*desks):
    for desk in desks:
        desk.ctl("sync")


def make(desk, name, code=0):
    path = desk.folder / f"{name}.csv"
    path.write_text("Société;Prénom;Nom;E-mail;Ville\nAgence Wapiti;Zebulonne;Quatrepoint;zq@wapiti.example;Rennes\n"
                    f"Agence {name};Anne;Martin;anne@{name}.example;Rennes\n", encoding="utf-8")
    return desk.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire", code=code).row


@story.step
def test_erase():
    """without the word that it is for ever nothing is erased; with it nothing is found here"""
    state["relay"] = flow.AgencyRelay(first.folder)
    story.at_end(state["relay"].stop)
    for desk in (first, second):
        desk.ctl("init")
        state["relay"].join(desk)
    make(first, "un")
    person = first.ctl("prospects", "--search", "wapiti").row["id"]
    state["ids"] = [person]
    first.ctl("note", person, "Jaguarine a appelé")
    sync(first, second)
    shutil.copytree(second.base, second.folder / "desk")
    state["relay"].stop()
    shutil.copytree(state["relay"].folder, first.folder / "relay-before")
    state["relay"].start()
    asked = first.ctl("erase", person, code=2)
    assert "--for-ever" in asked.words and "Zebulonne" in everything(first)
    second.ctl("note", person, "Jaguarine rappellera")
    done = first.ctl("erase", person, "--for-ever").row
    assert done["erased"] >= 2, done
    check_forgotten(first)
    first.ctl("erase", "0190a000-0000-7000-8000-000000000000", "--for-ever", code=1)


@story.step
def test_other_desk():
    """the other desk forgets, what it wrote meanwhile included, and an import keeps the person out"""
    sync(first, second, first)
    for desk, name in ((first, "deux"), (second, "trois")):
        check_forgotten(desk)
        done = make(desk, name)
        assert (done["suppressed"], done["created"]) == (1, 1), done
        check_forgotten(desk)


@story.step
def test_old_copy_of_a_desk():
    """a desk that is put back to a copy from before forgets again, and the others do not learn anew"""
    shutil.rmtree(second.base)
    shutil.move(second.folder / "desk", second.base)
    assert "Zebulonne" in everything(second)
    sync(second, first, second)
    check_forgotten(second)
    check_forgotten(first)


@story.step
def test_old_copy_of_the_relay():
    """a relay that is put back to a copy from before is told again, and gives nothing of the person away"""
    relay = state["relay"]
    relay.stop()
    shutil.rmtree(relay.folder)
    shutil.move(first.folder / "relay-before", relay.folder)
    relay.start()
    for desk in (first, second):
        relay.join(desk)
    sync(first, second, first)
    third.ctl("init")
    relay.join(third)
    sync(third)
    for desk in (first, second, third):
        check_forgotten(desk)


story.run()
