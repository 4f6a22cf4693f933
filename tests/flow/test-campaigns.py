# SPDX-License-Identifier: GPL-3.0-or-later
"""Campaigns before anything leaves, with palierctl.

 1. the sequences that ship, their templates   3. the same from a file, without a base
 2. a rehearsal on the base                    4. what the law says of one prospect, and why
                                               5. what cannot be planned says why
"""

import json
import subprocess

import flow

START = "2026-11-30T09:00:00"

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
story.at_end(sink.stop)
story.at_end(space.remove)
state = {}


def rehearse(*words, **more):
    rows = space.ctl("campaign", "rehearse", *words, "--start", START, **more).rows
    return rows[:-1], rows[-1]


def plan(sequence, audience, *words, code=0):
    """palierctl plan, in a folder where there is no base."""
    out = subprocess.run([flow.PALIERCTL, "--workspace", space.folder / "none", "plan", sequence, "--audience", audience,
                          "--now", START, *words], env=flow.environment(), capture_output=True, text=True, check=False)
    assert out.returncode == code, (out.returncode, out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()] or out.stderr


def put(name, text):
    path = space.folder / name
    path.write_text(text, encoding="utf-8")
    return path


@story.step
def test_shipped():
    """the sequences that ship are listed, and their texts are templates that ship"""
    flow.set_up(space, sink)
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    rows = space.ctl("campaign", "list").rows
    assert "agences-sans-site-web" in [row["sequence"] for row in rows] and len(rows) >= 3, rows
    channels = {one["id"]: one["channel"] for one in space.ctl("templates").rows}
    for path in (flow.SOURCE / "resources/campaign").glob("*.json"):
        for step in json.loads(path.read_text(encoding="utf-8"))["steps"]:
            if step["channel"] != "call":
                assert channels[step["template"]] == step["channel"], (path, step)


@story.step
def test_rehearsal():
    """a rehearsal says of each step of each prospect when it leaves or why it does not"""
    rows, total = rehearse("agences-sans-site-web", "--kind", "agency")
    agencies = space.ctl("prospects", "--kind", "agency", "--limit", "10000").rows
    assert total["prospects"] == len(agencies) > 50
    assert len(rows) == 5 * len(agencies)
    assert {(row["prospect"], row["step"]) for row in rows} == {(one["id"], i) for one in agencies for i in range(1, 6)}
    goes = [row for row in rows if row["state"] == "scheduled"]
    assert len(goes) == sum(total["goes"].values())
    assert len({row["prospect"] for row in goes}) == total["reached"] > 0
    assert sum(one["steps"] for one in total["kept_back"]) == len(rows) - len(goes)
    assert all(one["words"] for one in total["kept_back"])
    assert goes[0]["at"].startswith("2026-11-30T0"), goes[0]
    per_day = [sum(value for key, value in day.items() if key != "day") for day in total["days"]]
    assert sum(per_day) == len(goes)
    assert total["guessed"] == sum(row.get("guessed", False) for row in rows) > 0
    assert rehearse("agences-sans-site-web", "--kind", "agency") == (rows, total)
    state.update(agencies=agencies, rows=rows)
    # Persons have agreed to nothing: by electronic mail they are not written to, by letter they are.
    _, persons = rehearse("agences-sans-site-web", "--kind", "person", "--summary")
    consenting = {one["prospect"] for one in space.ctl("campaign", "rehearse", "agences-sans-site-web", "--kind", "person",
                                                       "--start", START).rows[:-1] if one["state"] == "scheduled"}
    assert persons["reached"] == len(consenting) < persons["prospects"], persons
    assert {"no_consent", "opposed"} <= {one.get("gate") for one in persons["kept_back"]}, persons
    assert not space.ctl("show", agencies[0]["id"]).row.get("messages")


@story.step
def test_file():
    """the same audience from a file, without a base, comes to the same plan"""
    audience = put("audience.jsonl", "".join(json.dumps(one) + "\n" for one in state["agencies"]))
    rows = plan("agences-sans-site-web", audience)
    by_step = lambda some: {(row["prospect"], row["step"]): (row["state"], row["at"]) for row in some}
    assert by_step(rows[:-1]) == by_step(state["rows"])
    # Who has answered is left in peace; who has opened is known to.
    first, second = state["agencies"][0], state["agencies"][1]
    answers = put("answers.jsonl", json.dumps({**first, "replied": "yes"}) + "\n\n"
                  + json.dumps({**second, "opened": "no", "clicked": "no"}) + "\n")
    rows = plan("agences-sans-site-web", answers)[:-1]
    assert {row["reason"] for row in rows if row["prospect"] == first["id"]} == {"exit"}
    opened = [row for row in rows if row["prospect"] == second["id"] and row["step"] == 2]
    assert [(row["state"], row["reason"]) for row in opened] == [("set_aside", "condition")], opened
    assert len(plan("agences-sans-site-web", audience, "--summary")) == 1


@story.step
def test_gate():
    """the gate answers by prospect, channel and date, with its reason and the text of law"""
    card = put("deux.csv", "Type;Société;Nom;E-mail;Mobile\nAgence;Agence du Quai;;paul.martin@quai.example;0639980011\n"
               "Particulier;;Morel;morel@exemple.example;0639980012\n")
    space.ctl("import", card, "--legal-basis", "legitimate_interest", "--source", "Salon")
    agency, person = (space.ctl("prospects", "--search", name).row["id"] for name in ("Quai", "Morel"))
    ask = lambda who, *words: space.ctl("gate", who, *words).row
    cases = [(agency, [], "needs_notice", "interest", None), (person, [], "blocked", "no_consent", "letter"),
             (person, ["--channel", "call", "--date", "2026-12-01T11:00:00"], "blocked", "call_consent", "letter"),
             (agency, ["--channel", "sms", "--date", "2026-12-25T11:00:00"], "blocked", "private_address", "letter"),
             (agency, ["--date", "2031-01-01"], "blocked", "too_old", None)]
    for who, words, verdict, reason, other in cases:
        answer = ask(who, *words)
        assert (answer["verdict"], answer["reason"], answer.get("alternative")) == (verdict, reason, other), answer
        assert answer["article"] and answer["words"]
    space.ctl("consent", person, "--channel", "sms", "--proof", "formulaire du 1er décembre")
    later = ask(person, "--channel", "sms", "--date", "2026-12-25T11:00:00", "--explain")
    assert (later["verdict"], later["not_before"]) == ("later", "2026-12-26T07:00:00.000Z"), later
    assert later["goes_by"]["consent"] == "yes" and later["goes_by"]["kind"] == "person"
    assert "fax" not in ask(agency)["words"] and "letter" in space.ctl("gate", agency, "--channel", "fax", code=2).words


@story.step
def test_faults():
    """what cannot be planned says which step it is, and why"""
    audience = space.folder / "answers.jsonl"
    cases = [('{"name":"x","steps":[{"day":1,"channel":"fax"}]}', "step 1: channel"),
             ('{"name":"x","steps":[]}', "aucune étape"),
             ('{"name":"x","steps":[{"day":3,"channel":"call"},{"day":2,"channel":"call"}]}', "Étape 2"),
             ('{"name":"x","steps":[{"day":1,"channel":"email"}]}', "modèle"),
             ("name: x", "séquence")]
    for text, words in cases:
        said = plan(put("faulty.json", text), audience, code=1)
        assert words in said, (text, said)
    assert "nulle-part" in plan("nulle-part", audience, code=1)
    assert "1" in plan("agences-sans-site-web", put("bad.jsonl", "x\n"), code=1)
    assert "2026-11-30" in space.ctl("campaign", "rehearse", "agences-sans-site-web", "--start", "demain", code=2).words
    for words in (["dance"], ["rehearse"], ["list", "all"]):
        assert "rehearse" in space.ctl("campaign", *words, code=2).words


if __name__ == "__main__":
    story.run()
