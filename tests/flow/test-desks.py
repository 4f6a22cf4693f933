# SPDX-License-Identifier: GPL-3.0-or-later
"""Two desktops of one agency on one relay: what is done on one is there on the other.

 1. an import arrives             5. deletes, merges and undo travel
 2. an edit comes at once         6. two desks merge the same duplicates while apart
 3. other fields both stay        7. a desk that was away catches up
 4. of one field the later, and   8. a record that one side cannot take holds up nobody
    what gave way is kept         9. a clock that is a day ahead
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import uuid

import flow
import relaylib

ROWS = 100_000 if os.environ.get("PALIER_TEST_LONG") else 3_000
story = flow.Story()
first, second = flow.Workspace(), flow.Workspace()
state = {"relay": None, "watchers": []}


def post(path, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    status, answer, _ = flow.get(state["relay"].url + path, json.dumps(body).encode(), headers)
    return status, json.loads(answer)


def stop_relay():
    if state["relay"]:
        state["relay"].stop()


def watch(desk):
    """The desk's program in the background, as the application is."""
    process = subprocess.Popen(desk.command("sync", "--watch"), env=desk.env, stdout=subprocess.PIPE, text=True)
    state["watchers"].append(process)
    process.stdout.readline()
    return process


def stop_watching(process):
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    state["watchers"].remove(process)
    assert process.returncode == 0


def stop_watchers():
    for process in state["watchers"]:
        flow.kill(process)


def sync(*desks):
    for desk in desks:
        desk.ctl("sync")


def content(desk):
    """What a user sees of all prospects, without what is of one computer alone."""
    rows = desk.ctl("prospects", "--limit", str(ROWS + 100)).rows
    return sorted(json.dumps({key: row[key] for key in row if key not in ("n", "score", "originals")},
                             sort_keys=True) for row in rows)


def shown(desk, ident):
    return desk.ctl("show", ident).row


def check_same():
    here, there = content(first), content(second)
    assert len(here) == len(there), (len(here), len(there))
    different = [pair for pair in zip(here, there) if pair[0] != pair[1]]
    assert not different, different[:2]
    first.ctl("check")
    second.ctl("check")


for clean_up in (first.remove, second.remove, stop_relay, stop_watchers):
    story.at_end(clean_up)


@story.step
def test_import():
    """an import on one desk is on the other, with its words in the search"""
    state["relay"] = flow.AgencyRelay(first.folder)
    for desk in (first, second):
        desk.ctl("init")
        state["relay"].join(desk)
    path = first.folder / "contacts.csv"
    with open(path, "w", encoding="utf-8") as out:
        # long enough for a batch to be full of bytes before it is of records
        notes = "Rencontrés au salon, à rappeler en début de mois. " * 20
        out.write("Société;Prénom;Nom;E-mail;Téléphone;Ville;Étiquettes;Notes\n")
        for n in range(ROWS):
            out.write(f"Agence {n:06d};Anne{n};Martin{n};c{n}@agence-{n}.example;"
                      f"0{140_000_000 + n};Nantes;salon;{notes}\n")
    done = first.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire",
                     timeout=600).row
    assert done["created"] == ROWS, done
    began = time.monotonic()
    pushed = first.ctl("sync", timeout=600).row
    middle = time.monotonic()
    pulled = second.ctl("sync", timeout=600).row
    print(f"# {ROWS} prospects: pushed in {middle - began:.2f} s, pulled in {time.monotonic() - middle:.2f} s")
    assert pushed["pushed"] >= ROWS and pulled["pulled"] >= ROWS, (pushed, pulled)
    assert len(second.ctl("prospects", "--search", "agence 000042").rows) == 1
    check_same()
    state["ids"] = [row["id"] for row in first.ctl("prospects", "--limit", "12").rows]


@story.step
def test_again():
    """the same file on the other desk is known there, and nothing is exchanged for nothing"""
    again = second.ctl("import", first.folder / "contacts.csv", code=None)
    assert not again.rows or again.row.get("created", 0) == 0, again.out
    sync(second, first)
    for desk in (first, second):
        quiet = desk.ctl("sync").row
        assert quiet["pushed"] == quiet["pulled"] == 0, quiet


@story.step
def test_at_once():
    """an edit is on the other desk at once: long before it would ask by itself"""
    ident, watcher, longest = state["ids"][0], watch(second), 0
    time.sleep(1)
    for n in range(5):
        first.ctl("edit", ident, "--set", f"city=Brest {n}")
        began = time.monotonic()
        first.ctl("sync")
        flow.wait_for(lambda: shown(second, ident)["city"] == f"Brest {n}", 10, "the edit")
        longest = max(longest, time.monotonic() - began)
    stop_watching(watcher)
    print(f"# five edits, the slowest there after {longest:.2f} s, the programs' starts included")


@story.step
def test_fields():
    """edits of two fields both stay, of one field the later; what gave way is kept"""
    ident = state["ids"][1]
    first.ctl("edit", ident, "--set", "city=Lyon", "--set", "job=Directrice")
    time.sleep(0.01)
    second.ctl("edit", ident, "--set", "city=Dijon", "--set", "street=1 rue Haute")
    sync(first, second, first)
    for desk in (first, second):
        row = shown(desk, ident)
        assert (row["city"], row["job"], row["street"]) == ("Dijon", "Directrice", "1 rue Haute"), row
    replaced = first.ctl("sync", "--status").row["replaced"]
    assert [(one["id"], one["field"], one["value"]) for one in replaced] == [(ident, "city", "Lyon")], replaced
    assert not second.ctl("sync", "--status").row["replaced"]
    check_same()


def replaced_on(desk, *ident):
    return [(row["id"], row["field"], row["value"], row["now"]) for row in desk.ctl("replaced", *ident).rows]


@story.step
def test_replaced():
    """what gave way is listed with who wrote the other value and when, taken back and let go, also for others"""
    ident = state["ids"][1]
    row = first.ctl("replaced", ident).row
    assert (row["value"], row["now"], row["member"], row["computer"]) == \
        ("Lyon", "Dijon", state["relay"].EMAIL, socket.gethostname()), row
    assert row["written_at"] <= row["at"], row
    assert not first.ctl("replaced", state["ids"][0]).rows and not second.ctl("replaced").rows
    for words, code in ((("--take-back", "city"), 2), ((ident, "--take-back", "castle"), 2),
                        ((ident, "--take-back", "city", "--keep-theirs", "city"), 2),
                        ((ident, "--take-back", "street"), 1), ((str(uuid.uuid4()), "--take-back", "city"), 1)):
        assert first.ctl("replaced", *words, code=code).words
    assert shown(first, ident)["city"] == "Dijon"

    taken = first.ctl("replaced", ident, "--take-back", "city").row
    assert taken["taken_back"] == "city" and shown(first, ident)["city"] == "Lyon", taken
    assert not replaced_on(first)
    sync(first, second)
    assert shown(second, ident)["city"] == "Lyon"
    assert replaced_on(second, ident) == [(ident, "city", "Dijon", "Lyon")]
    first.ctl("undo", taken["changeset"])
    sync(first, second)
    assert shown(second, ident)["city"] == "Dijon" and not replaced_on(second)

    second.ctl("edit", ident, "--set", "job=Gérante")
    first.ctl("edit", ident, "--set", "job=Associée")
    sync(second, first, second)
    assert replaced_on(second) == [(ident, "job", "Gérante", "Associée")], replaced_on(second)
    assert second.ctl("replaced", ident, "--keep-theirs", "job").row == {"kept": True}
    assert second.ctl("replaced", ident, "--keep-theirs", "job").row == {"kept": False}
    assert not replaced_on(second)
    check_same()


@story.step
def test_no_false_conflict():
    """the same value on both, other fields, and a file that both import: nothing gives way"""
    ident = state["ids"][10]
    first.ctl("edit", ident, "--set", "city=Vannes", "--set", "job=Directeur")
    second.ctl("edit", ident, "--set", "city=Vannes", "--set", "street=2 quai Nord")
    path = first.folder / "same.csv"
    path.write_text("Société;E-mail;Ville\nCabinet Rohan;rohan@cabinet.example;Vannes\n", encoding="utf-8")
    for desk in (first, second):
        desk.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Salon")
    sync(first, second, first)
    assert not replaced_on(first) and not replaced_on(second), (replaced_on(first), replaced_on(second))
    check_same()


@story.step
def test_travel():
    """deletes, merges and undo travel; tags added on both stay"""
    gone, kept, doubled, tagged = state["ids"][2:6]
    deleted = first.ctl("delete", gone).row
    for desk, tag in ((first, "vip"), (second, "urgent")):
        desk.ctl("edit", tagged, "--set", f"tags={tag}")
    first.ctl("edit", kept, "--set", "siret=", "--set", "company=Cabinet Le Goff", "--set", "email=le.goff@example.fr")
    first.ctl("edit", doubled, "--set", "company=Cabinet Le Goff", "--set", "email=le.goff@example.fr")
    sync(first, second, first)
    check_same()
    assert gone not in [json.loads(row)["id"] for row in content(second)]
    assert {"vip", "urgent"} <= set(shown(second, tagged)["tags"]), shown(second, tagged)["tags"]
    first.ctl("undo", deleted.get("changeset") or deleted["id"])
    sync(first, second)
    assert gone in [json.loads(row)["id"] for row in content(second)]
    check_same()


@story.step
def test_duplicates():
    """duplicates that both desks merge while apart are one on both, and undo on one parts them on both"""
    pair = set(state["ids"][8:10])
    for ident in pair:
        first.ctl("edit", ident, *[word for one in ("company=Étude Kerbrat", "first_name=Maël", "last_name=Kerbrat",
                                                    "email=mael@kerbrat.example", "phone=0299887766")
                                   for word in ("--set", one)])
    sync(first, second)
    merges = [desk.ctl("dedupe", "--merge") for desk in (first, second)]
    sync(first, second, first)
    check_same()
    assert len(pair & {json.loads(row)["id"] for row in content(second)}) == 1, [merge.out for merge in merges]
    undone = [row["changeset"] for row in merges[0].rows if row.get("changeset")]
    first.ctl("undo", undone[-1], code=None)
    second.ctl("undo", [row["changeset"] for row in merges[1].rows if row.get("changeset")][-1], code=None)
    sync(first, second, first)
    check_same()
    assert pair <= {json.loads(row)["id"] for row in content(first)}


@story.step
def test_away():
    """a desk that was away for many changes catches up, and so do the others with its own"""
    for n, ident in enumerate(state["ids"][:8]):
        first.ctl("edit", ident, "--set", f"street={n} rue du Port")
        first.ctl("sync")
        second.ctl("edit", ident, "--set", f"website=https://agence-{n}.example")
    stop_relay()
    offline = second.ctl("sync", code=5)
    assert offline.words
    assert second.ctl("sync", "--status").row["unsent"] >= 8
    state["relay"].start()
    sync(second, first)
    check_same()
    assert second.ctl("sync", "--status").row["unsent"] == 0


@story.step
def test_put_aside():
    """a record that the relay cannot take is refused by itself, and the rest arrives"""
    plant_unreadable()
    first.ctl("edit", state["ids"][6], "--set", "city=Metz")
    first.ctl("sync")
    partly = second.ctl("sync", code=None)
    assert partly.code in (0, 3), partly.words
    assert shown(second, state["ids"][6])["city"] == "Metz"
    second.ctl("check")


def plant_unreadable():
    """A batch of which one record is of no kind that is known: the relay says so, and takes the rest."""
    status, login = post("/v1/login", {"email": state["relay"].EMAIL, "password": state["relay"].PASSWORD})
    device, stamp = uuid.uuid4(), int(time.time() * 1000) << 16
    mark = f"{stamp:016x}{device.int & (1 << 64) - 1:016x}"
    good = {"kind": "prospect", "id": str(uuid.uuid4()), "mark": mark, "fields": {"kind": "agency", "company": "Bonne"}}
    bad = {**good, "id": str(uuid.uuid4()), "fields": {"kind": "castle"}}
    status, answer = post("/v1/sync", {"wire": relaylib.WIRE, "device": str(device), "batch": str(uuid.uuid4()),
                                       "cursor": {"epoch": str(uuid.UUID(int=0)), "seq": 0}, "records": [bad, good]},
                          login["access_token"])
    assert status == 200 and len(answer["accepted"]) == 1, answer
    assert [one["code"] for one in answer["refused"]] == ["record_value"], answer["refused"]


@story.step
def test_clock():
    """a desk a day ahead: its changes are given the relay's time, said so, and later ones win over them"""
    ident = state["ids"][7]
    library = next(pathlib.Path("/usr").glob("lib*/**/libfaketime.so.1"))
    ahead = {"LD_PRELOAD": str(library), "FAKETIME": "+1d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    first.ctl("edit", ident, "--set", "city=Colmar", **ahead)
    done = first.ctl("sync", **ahead)
    assert done.row["restamped"] >= 1 and "horloge" in done.words, done.words
    second.ctl("sync")
    second.ctl("edit", ident, "--set", "city=Arles")
    sync(second, first)
    assert shown(first, ident)["city"] == shown(second, ident)["city"] == "Arles"


story.run()
