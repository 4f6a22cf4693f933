# SPDX-License-Identifier: GPL-3.0-or-later
"""A campaign from its draft to its end, with palierctl.

 1. a draft is kept, its audience with it      4. who fits since enters, nobody twice
 2. its texts are written, once                5. no two campaigns write to the same person
 3. launched: what was rehearsed gets its time 6. it changes while it runs, after it was said how
                                               7. pause, resume, stop, remove; what is refused
"""

import json

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
story.at_end(sink.stop)
story.at_end(space.remove)
state = {}
AREA, WIDER = "department=35", "department=35,44"
SEQUENCE = {"name": "Essai", "steps": [
    {"day": 1, "channel": "email", "template": "supplier-first-site"},
    {"day": 4, "channel": "email", "conditions": {"ifNoResponse": True}, "ifUnknown": "go",
     "templates": ["supplier-follow_up-local_proof", "supplier-follow_up-service"]},
    {"day": 7, "channel": "call", "conditions": {"ifReplied": True}, "ifUnknown": "wait"}],
    "exitConditions": {"onReply": False, "onMeeting": True}}


def campaign(verb, *words, **more):
    return space.ctl("campaign", verb, *words, **more)


def messages(name="Essai"):
    shown = (space.ctl("show", one["id"]).row for one in space.ctl("prospects", "--kind", "agency", "--filter", AREA).rows)
    return [one for row in shown for one in row.get("messages", []) if one.get("campaign") == state[name]]


def figures(name="Essai"):
    rows = campaign("status", name).rows
    return {(one.get("step"), one["state"]): one["messages"] for one in rows[:-1]}, rows[-1]


@story.step
def test_draft():
    """a draft is kept with its sequence and its audience"""
    flow.set_up(space, sink)
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    path = space.folder / "essai.json"
    path.write_text(json.dumps(SEQUENCE), encoding="utf-8")
    made = campaign("create", "Essai", "--sequence", path, "--kind", "agency", "--filter", AREA).row
    assert (made["name"], made["state"], made["steps"]) == ("Essai", "draft", 3), made
    state["Essai"] = made["id"]
    assert made in campaign("list").rows
    assert "search" in campaign("create", "Mots", "--sequence", path, "--search", "rue", code=2).words
    assert "100" in campaign("create", " ", "--sequence", path, code=2).words
    state["agencies"] = space.ctl("prospects", "--kind", "agency", "--filter", AREA, "--limit", "1000").rows
    assert len(state["agencies"]) > 5


@story.step
def test_texts():
    """its texts are written before anything leaves, one of each step, and once"""
    wanted = campaign("rehearse", "agences-sans-site-web", "--kind", "agency", "--filter", AREA, "--summary").row
    first = campaign("prepare", "Essai").row
    assert 0 < first["prospects"] <= wanted["prospects"] == len(state["agencies"]), first
    assert first["written"] == 3 * first["prospects"] and first["not_written"] == first["messages"] == 0, first
    again = campaign("prepare", "Essai").row
    assert again["written"] == 0 and again["prospects"] == first["prospects"], again
    counts, total = figures()
    assert counts == {(step, "draft"): first["prospects"] for step in (1, 2, 3)} and total["state"] == "draft", counts
    state["n"] = first["prospects"]
    texts = messages()
    used = {one.get("template") for one in texts if one["step"] == 2}
    assert used <= set(SEQUENCE["steps"][1]["templates"]), used
    assert all(one["body"] for one in texts if one["step"] < 3)
    # What opens tells where the address comes from; what follows need not say it again.
    assert all("droit d’opposition" in one["body"] or "vous opposer" in one["body"] for one in texts if one["step"] == 1), texts[0]


@story.step
def test_launch():
    """launched, what has nothing to mend is approved for the time that was rehearsed"""
    launch = campaign("launch", "Essai").row
    assert launch["prospects"] == state["n"] and launch["written"] == 0, launch
    assert launch["messages"] + launch["to_review"] == 3 * state["n"] and launch["messages"] > 2 * state["n"], launch
    counts, total = figures()
    assert total["state"] == "running" and "started_at" in total
    assert sum(n for (_, kind), n in counts.items() if kind == "approved") == launch["messages"]
    due = sorted(one["due_at"] for one in messages() if one["state"] == "approved")
    assert due[0] >= launch["first_at"][:16] and len(set(one["due_at"] for one in messages())) > state["n"]


@story.step
def test_late():
    """who fits since enters by another launch, and nobody twice"""
    late = space.folder / "tard.csv"
    late.write_text("Société;Prénom;Nom;E-mail;Ville;Code postal;Type\n"
                    "Agence Tardive;Luc;Petit;luc.petit@tardive.example;Rennes;35000;Agence\n", encoding="utf-8")
    space.ctl("import", late, "--legal-basis", "legitimate_interest", "--source", "Salon")
    launch = campaign("launch", "Essai").row
    assert (launch["prospects"], launch["written"]) == (1, 2), launch  # there is no number to call
    assert len(messages()) == 3 * state["n"] + 2
    assert campaign("launch", "Essai").row["written"] == 0


@story.step
def test_elsewhere():
    """who is in a campaign that runs is left out of others"""
    other = campaign("create", "Autre", "--sequence", space.folder / "essai.json", "--kind", "agency", "--filter", WIDER).row
    state["Autre"] = other["id"]
    prepared = campaign("prepare", "Autre").row
    assert prepared["elsewhere"] >= state["n"] + 1, prepared
    assert not messages("Autre") and prepared["written"] > 0, prepared


@story.step
def test_change():
    """while it runs a step goes and another comes: said first, then done; what stays, stays as it is"""
    first, _, call = SEQUENCE["steps"]
    changed = {**SEQUENCE, "steps": [{**first, "id": 1}, {**call, "id": 3},
                                     {"day": 10, "channel": "email", "template": "supplier-follow_up-service"}]}
    path = space.folder / "autrement.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    before = {one["id"]: one for one in messages()}
    n = state["n"] + 1
    said = campaign("change", "Essai", "--sequence", path).row
    assert (said["withdrawn"], said["written"]) == (n, n) and said["messages"] == 0, said
    assert {one["id"]: one for one in messages()} == before
    done = campaign("change", "Essai", "--sequence", path, "--apply").row
    assert (done["withdrawn"], done["written"]) == (n, n) and done["messages"] + done["to_review"] >= n, done
    counts, total = figures()
    assert total["steps"] == 3 and counts[3, "approved"] + counts.get((3, "draft"), 0) == n, counts
    after = {one["id"]: one for one in messages()}
    assert all(after[ident] == one for ident, one in before.items() if one["step"] != 2)
    assert {one["state"] for one in after.values() if one["step"] == 2} == {"withdrawn"}
    assert len(after) == len(before) + n
    again = campaign("change", "Essai", "--sequence", path).row
    assert (again["withdrawn"], again["written"]) == (0, 0), again
    campaign("change", "Autre", "--sequence", path, code=1)
    # Another step in its place is another, though the file gives it the same number.
    changed["steps"][2]["day"] = 12
    path.write_text(json.dumps({**changed, "steps": [*changed["steps"][:2], {**changed["steps"][2], "id": 2}]}), encoding="utf-8")
    other = campaign("change", "Essai", "--sequence", path).row
    assert (other["withdrawn"], other["written"]) == (n, n), other


@story.step
def test_states():
    """it pauses, resumes and stops; what its state does not allow is refused"""
    campaign("pause", "Essai")
    assert figures()[1]["state"] == "paused"
    campaign("pause", "Essai", code=1)
    campaign("launch", "Essai", code=1)
    campaign("remove", "Essai", code=1)
    campaign("resume", state["Essai"])
    assert figures()[1]["state"] == "running"
    campaign("stop", "Essai")
    campaign("resume", "Essai", code=1)
    campaign("launch", "Essai", code=1)
    assert "campagne" in campaign("launch", "Nulle part", code=2).words
    campaign("resume", "Autre", code=1)
    campaign("remove", "Essai")
    assert state["Essai"] not in [one.get("id") for one in campaign("list").rows]
    for words in (["create", "x"], ["launch"], ["dance", "Autre"]):
        assert "launch" in space.ctl("campaign", *words, code=2).words


if __name__ == "__main__":
    story.run()
