# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates and references with palierctl.

 1. what ships is listed and clean       5. without a name, the closest of one's own
 2. out to a file, and in again          6. what came of a template's messages
 3. faults of files, with lines          7. what is told of a customer, and what is not
 4. a copy, a draft by it, its removal   8. faults of references
"""

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
story.at_end(sink.stop)
story.at_end(space.remove)
state = {}

MAIL = """key: essai
name: Essai
kind: agency
step: first
angle: service
subject: Une idée pour votre agence

{{salutation}},

Nous travaillons avec des agences de la région et nous vous proposons d'en parler, à l'heure qui vous convient, par téléphone ou autour d'un café. {{?competitor_example}}Un exemple : {{competitor_example}}.{{/}}

Cordialement,
"""


def put(name, content):
    path = space.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def own():
    return [one for one in space.ctl("templates").rows if one["own"]]


@story.step
def test_shipped():
    """what ships is listed in words, and lint has nothing to mend in it"""
    flow.set_up(space, sink)
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    shipped = space.ctl("templates").rows
    assert len(shipped) >= 12 and not own()
    assert {"prospection"} <= {one["category"] for one in shipped}
    assert all(one["channel_name"] and one["category_name"] for one in shipped)
    shown = space.ctl("templates", "show", shipped[0]["id"]).row
    assert shown["body"] and shown["id"] == shipped[0]["id"]
    assert not [one for one in space.ctl("templates", "lint").rows if one["severity"] == "error"]
    state["shipped"] = shipped[0]
    assert "ne correspond" in space.ctl("templates", "show", "rien", code=2).words
    assert "Palier" in space.ctl("templates", "remove", shipped[0]["id"], code=2).words


@story.step
def test_files():
    """a template goes out to a file and comes in again as it was; two of one name are refused"""
    out = space.folder / "sortie.txt"
    space.ctl("templates", "export", state["shipped"]["id"], "--out", out)
    before = out.read_text(encoding="utf-8")
    assert "ce nom" in space.ctl("templates", "import", out, code=1).words and not own()
    renamed = put("autre.txt", before.replace("name: ", "name: Le mien, ", 1))
    mine = space.ctl("templates", "import", renamed).row
    assert mine["own"] and mine["name"].startswith("Le mien, ")
    space.ctl("templates", "export", mine["id"], "--out", out)
    keyless = lambda text: [line for line in text.splitlines() if not line.startswith("key: ")]
    assert keyless(out.read_text(encoding="utf-8")) == keyless(renamed.read_text(encoding="utf-8"))
    space.ctl("templates", "remove", mine["id"])
    assert own() == []
    assert "--out" in space.ctl("templates", "export", mine["id"], code=2).words


@story.step
def test_faults():
    """a faulty file is told with its line, and nothing of it comes in"""
    head, body = MAIL.split("\n\n", 1)
    cases = [(head.encode() + b"\n\n\xe9t\xe9", "encoding", 1, "UTF-8"),
             (MAIL + "x" * 70000, "too_long", 1, "longueur"),
             ("colour: red\n" + MAIL, "header", 1, "colour: red"),
             (MAIL + "\n" + MAIL, "several", 14, "second modèle"),
             (head, "no_body", 1, "texte"),
             (MAIL.replace("subject: Une idée pour votre agence\n", ""), "subject", 5, "objet"),
             (MAIL + "{{?city}}", "syntax", 13, "accolades"),
             (MAIL.replace("step: first", "step: first\nspecializations: boats"), "header", 0, "specializations")]
    for content, code, line, words in cases:
        path = put("faute.txt", content)
        if line:
            finding = space.ctl("templates", "lint", path, code=1).rows[0]
            assert (finding["code"], finding["line"], finding["severity"]) == (code, line, "error"), finding
        said = space.ctl("templates", "import", path, code=1).words
        assert words in said and str(path) in said, (code, said)
        assert not own()
    found = space.ctl("templates", "lint", put("dit.txt", MAIL + "\n87 % des ventes, garanti : {{colour}}."), code=1).rows
    assert {("unsourced", 14), ("promise", 14), ("unknown_key", 14)} <= {(one["code"], one["line"]) for one in found}, found
    assert space.ctl("templates", "lint", space.folder / "absent.txt", code=1).words
    assert not [one for one in space.ctl("templates", "lint", put("bon.txt", MAIL)).rows if one["severity"] == "error"]
    one, two = put("un.txt", MAIL), put("deux.txt", "colour: red\n" + MAIL)
    assert space.ctl("templates", "import", two, one, code=3).row["name"] == "Essai"


@story.step
def test_draft():
    """a draft is written by one's own template, by a copy of it too; what was removed comes back"""
    agency = space.ctl("prospects", "--kind", "agency", "--limit", "1").row["id"]
    person = space.ctl("prospects", "--kind", "person", "--limit", "1").row["id"]
    copy = space.ctl("templates", "duplicate", "essai").row
    assert copy["name"] == "Essai (copie)"
    assert space.ctl("templates", "duplicate", "essai").row["name"] == "Essai (copie 2)"
    assert space.ctl("templates", "duplicate", "essai", "--name", "essai", code=2).words
    draft = space.ctl("draft", agency, "--template", copy["id"]).row
    assert draft["template"] == copy["id"] and draft["subject"] == "Une idée pour votre agence"
    assert "Un exemple" not in draft["body"] and "{{" not in draft["body"], draft["body"]
    assert "autre type" in space.ctl("draft", person, "--template", "Essai", code=1).words
    assert space.ctl("draft", agency, "--template", "rien", code=2).words
    changeset = space.ctl("templates", "remove", copy["id"]).row["changeset"]
    assert copy["id"] not in [one["id"] for one in own()]
    space.ctl("undo", changeset)
    assert copy["id"] in [one["id"] for one in own()]
    changed = space.ctl("templates", "import", "--replace", put("neuf.txt", MAIL.replace("une idée", "deux idées").replace("Une idée", "Deux idées"))).row
    assert changed["subjects"] == ["Deux idées pour votre agence"] and len(own()) == 3, own()
    space.ctl("undo")
    assert space.ctl("templates", "show", changed["id"]).row["subjects"] == ["Une idée pour votre agence"]
    shipped = put("fourni.txt", MAIL.replace("name: Essai", "name: " + state["shipped"]["name"]))
    assert "ce nom" in space.ctl("templates", "import", "--replace", shipped, code=1).words
    state["agency"] = agency


@story.step
def test_choice():
    """without a name the user's own comes first where it fits, the closest one of several; all are named"""
    agency = state["agency"]
    for one in own():
        space.ctl("templates", "remove", one["id"])
    space.ctl("edit", agency, "--set", "specializations=luxury", "--set", "tags=prestige")
    shipped = space.ctl("draft", agency).rows
    assert [one["angle"] for one in shipped] == ["local_proof", "service", "question"], shipped
    assert all(one["template_name"] for one in shipped)
    broad = space.ctl("templates", "import", put("large.txt", MAIL.replace("Essai", "Large"))).row
    close = space.ctl("templates", "import", put("luxe.txt", MAIL.replace("Essai", "Luxe").replace("angle: service", "specializations: luxury").replace("de la région", "de prestige"))).row
    drafts = space.ctl("draft", agency, "--explain")
    assert [one["template"] for one in drafts.rows][:2] == [close["id"], broad["id"]], drafts.rows
    assert [one["template_name"] for one in drafts.rows][:2] == ["Luxe", "Large"] and "Luxe" in drafts.words
    assert len(drafts.rows) == 3 and drafts.rows[2]["angle"] == "local_proof"
    assert space.ctl("draft", agency, "--variants", "1").row["template"] == close["id"]
    other = next(one["id"] for one in space.ctl("prospects", "--kind", "agency", "--limit", "20").rows
                 if "luxury" not in (one.get("specializations") or ""))
    assert [one["template"] for one in space.ctl("draft", other).rows].count(close["id"]) == 0
    assert space.ctl("draft", other).rows[0]["template"] == broad["id"]
    person = space.ctl("prospects", "--kind", "person", "--limit", "1").row["id"]
    assert all(one["template"] not in (broad["id"], close["id"]) for one in space.ctl("draft", person).rows)
    many = space.ctl("draft", "--filter", "tag=prestige", "--variants", "1").rows
    assert agency in [one["prospect"] for one in many] and {one["template"] for one in many} == {close["id"]}, many
    space.ctl("templates", "remove", broad["id"])
    space.ctl("templates", "remove", close["id"])
    space.ctl("templates", "import", put("essai.txt", MAIL))


@story.step
def test_metrics():
    """what came of a template's messages is told with the range in which each rate lies"""
    assert space.ctl("templates", "show", "essai").row["metrics"]["sent"] == 0
    draft = space.ctl("draft", state["agency"], "--template", "essai").row
    space.ctl("approve", draft["id"])
    assert space.ctl("send", draft["id"], "--wait").row["delivery"] == "accepted"
    shown = space.ctl("templates", "show", "essai").row
    reply = shown["metrics"]["rates"]["reply"]
    assert shown["metrics"]["sent"] == 1 and (reply["k"], reply["n"]) == (0, 1), shown["metrics"]
    assert 0 <= reply["low"] < reply["high"] < 1, reply
    listed = {one["id"]: one["metrics"]["sent"] for one in space.ctl("templates", "list", "--metrics").rows}
    assert listed.pop(shown["id"]) == 1 and set(listed.values()) == {0}, listed
    assert "metrics" not in space.ctl("templates").rows[0]


@story.step
def test_references():
    """a customer's success is told with his permission, and as he allows it"""
    one = space.ctl("references", "add", "--customer", "Agence de l'Erdre", "--city", "Nantes", "--postal-code", "44000",
                    "--achieved", "a confié trois mandats", "--figure", "3 mandats", "--proof", "mandats signés").row
    assert one["permission"] == "none" and one["told"] is None
    body = lambda: space.ctl("draft", state["agency"], "--template", "essai").row
    assert "Un exemple" not in body()["body"]
    edited = space.ctl("references", "edit", one["id"], "--permission", "anonymous", "--how", "par courriel").row
    assert edited["permission_at"] and "Erdre" not in edited["told"]
    draft = body()
    assert edited["told"] in draft["body"], draft["body"]
    assert not [check for check in draft["checks"] if check["code"] == "unsourced"], draft["checks"]
    fact = next(fact for fact in draft["facts"] if fact["key"] == "competitor_example")
    assert fact["source"] == "reference", fact
    named = space.ctl("references", "edit", one["id"], "--permission", "named").row
    assert "l’Erdre" in named["told"] and named["told"] in body()["body"]
    space.ctl("undo")
    assert space.ctl("references").row["permission"] == "anonymous"
    space.ctl("references", "remove", one["id"])
    assert not space.ctl("references").rows and "Un exemple" not in body()["body"]


@story.step
def test_reference_faults():
    """what a reference lacks is said, and nothing is saved"""
    good = ["--customer", "Agence", "--achieved", "a vendu"]
    for wrong, words in ((["--customer", "Agence"], "300"), (["--achieved", "a vendu"], "nom"),
                         (good + ["--permission", "yes"], "named"), (good + ["--permission", "named"], "autorisation"),
                         (good + ["--postal-code", "99999"], "code postal"), (good + ["--team-size", "7"], "taille")):
        said = space.ctl("references", "add", *wrong, code=1).words
        assert words in said and "enregistré" in said, said
    assert space.ctl("references", "edit", "rien", code=2).words
    assert not space.ctl("references").rows


if __name__ == "__main__":
    story.run()
