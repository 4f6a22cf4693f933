# SPDX-License-Identifier: GPL-3.0-or-later
"""From a contact file to a sent message with palierctl alone, over the local relay, no display.

 1. a base is created, once           8. a mail leaves once, untracked
 2. a dry run explains, writes none   9. figures follow
 3. the sample comes in              10. a refusal is said
 4. and comes in only once           11. export
 5. search folds accents, slips      12. undo
 6. scores explain themselves        13. bad files: French words, nothing changed
 7. drafts are sourced; the law      14. segments; wrong key, wrong usage
"""

import csv
import datetime
import re
import shutil
import zipfile

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
story.at_end(sink.stop)
story.at_end(space.remove)
state = {}


@story.step
def test_init():
    """a base is created once"""
    flow.set_up(space, sink)
    again = space.ctl("init", code=1)
    assert "déjà" in again.words, again.words


@story.step
def test_dry_run():
    """a dry run explains itself and writes nothing"""
    report = space.ctl("import", flow.SAMPLE, "--dry-run", "--explain").row
    assert {"encoding", "delimiter", "header_row", "sheet", "rows", "columns", "problems",
            "duplicates"} <= report.keys()
    assert report["delimiter"] == ";" and report["rows"] >= 290
    fields = {column["field"] for column in report["columns"]}
    assert {"email", "postal_code", "city"} <= fields, fields
    for column in report["columns"]:
        assert {"index", "header", "field", "confidence", "reason"} <= column.keys()
    assert report["problems"], "the sample has its dirt"
    assert space.ctl("prospects").rows == []


@story.step
def test_import():
    """the sample comes in, and the base is sound"""
    summary = space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest",
                        "--source", "Annuaire professionnel", "--source-date", "2026-10-01").row
    assert summary["created"] > 200, summary
    assert summary["rows"] == summary["created"] + summary["updated"] + summary["unchanged"] + \
        summary["skipped"] + summary["suppressed"], summary
    state["created"] = summary["created"]
    state["before"] = space.ctl("stats").row["funnel"]
    space.ctl("check")
    assert len(space.ctl("prospects", "--limit", "1000").rows) == summary["created"]


@story.step
def test_import_again():
    """the same file again changes nothing, and says so"""
    again = space.ctl("import", flow.SAMPLE)
    assert again.row["created"] == 0 and again.row["updated"] == 0, again.row
    assert again.row["changeset"] is None and "déjà" in again.words, (again.row, again.words)


@story.step
def test_search():
    """search takes words without accents, in either case, and with a slip of the pen"""
    everyone = space.ctl("prospects", "--limit", "1000").rows
    accented = next(p for p in everyone if re.search("[éèêôç]", p.get("city", "") + p["name"]))
    word = next(w for w in re.findall(r"\w+", accented["name"] + " " + accented.get("city", ""))
                if re.search("[éèêôç]", w))
    plain = word.translate(str.maketrans("éèêôçëïîûâà", "eeeoceiiuaa")).upper()
    found = space.ctl("prospects", "--search", plain, "--limit", "1000").rows
    assert accented["id"] in {p["id"] for p in found}, (plain, len(found))
    slip = "".join([*plain[:-1], plain[-2], plain[-1]])
    assert accented["id"] in {p["id"] for p in space.ctl("prospects", "--search", slip, "--limit", "1000").rows}, slip


@story.step
def test_score():
    """every score explains itself, and the best stands first"""
    space.ctl("score", "--all")
    rows = space.ctl("prospects", "--limit", "1000").rows
    totals = [p["score"]["total"] for p in rows]
    assert totals == sorted(totals, reverse=True)
    assert {p["score"]["band"] for p in rows} == {"hot", "warm", "cold"}
    shown = space.ctl("score", rows[0]["id"], "--explain").row
    assert shown["explanation"] and all(line["sentence"] for line in shown["explanation"])
    state["rows"] = rows


def pick(kind, **wanted):
    for prospect in state["rows"]:
        if (prospect["kind"] == kind and prospect.get("email") and prospect["id"] not in
                state.setdefault("used", set()) and prospect["stage"] == "prospect" and
                all(prospect.get(k) for k in wanted)):
            state["used"].add(prospect["id"])
            return prospect
    raise AssertionError(f"no {kind} in the sample")


@story.step
def test_drafts():
    """three drafts with three angles, every figure with its source"""
    agency = pick("agency", city=True)
    drafts = space.ctl("draft", agency["id"]).rows
    assert {d["angle"] for d in drafts} == {"local_proof", "service", "question"}
    assert len({d["body"] for d in drafts}) == 3
    for draft in drafts:
        assert "{{" not in draft["body"] and draft["facts"], draft
        assert not [c for c in draft["checks"] if c["severity"] == "error"], draft["checks"]
        assert 0 < len(draft["subject"]) <= 78
    state["drafts"] = drafts


@story.step
def test_law():
    """a person who has not consented is not written to"""
    without = None
    for prospect in state["rows"]:
        if prospect["kind"] == "person" and prospect.get("email"):
            consents = space.ctl("consent", prospect["id"]).row["consents"]
            if not any(c["given"] and c["purpose"] == "prospecting" for c in consents):
                without = prospect
                break
    assert without, "the sample has persons without consent"
    draft = space.ctl("draft", without["id"], "--variants", "1", code=None)
    if draft.code == 0:
        refused = space.ctl("approve", draft.row["id"], code=1)
        assert "consent" in refused.words.lower(), refused.words


@story.step
def test_send_plain():
    """a mail leaves once; without a public address nothing in it is tracked"""
    message = state["drafts"][0]
    space.ctl("send", message["id"], code=1)  # a draft is not sent
    approved = space.ctl("approve", message["id"]).row
    assert approved["state"] == "approved"
    sent = space.ctl("send", message["id"], "--wait").row
    assert sent["delivery"] == "accepted", sent
    space.ctl("send", message["id"], "--wait", code=None)
    mails = sink.mails()
    assert len(mails) == 1, len(mails)
    mail = mails[0]
    assert mail["Message-ID"] and mail["Date"] and mail["List-Unsubscribe"].startswith("<mailto:")
    assert mail["From"].addresses[0].addr_spec == "claire.morel@example.fr"
    text = mail.get_body(("plain",)).get_content()
    page = mail.get_body(("html",)).get_content()
    assert "127.0.0.1" not in text + page and "<img" not in page
    assert "source" in text.lower() or "origine" in text.lower() or "provien" in text.lower()


@story.step
def test_stages():
    """what happens moves the stage; one set by hand stays until something later happens"""
    prospect = state["drafts"][0]["prospect"]
    shown = space.ctl("show", prospect).row
    moved = [e for e in shown["timeline"] if e["event"] == "prospect.stage_changed"]
    assert shown["stage"] == "contacted", shown["stage"]
    assert len(moved) == 1 and moved[0]["data"]["cause"] == "message.sent", moved
    assert moved[0]["data"]["to"] == "contacted" and "Contacté" in moved[0]["words"], moved
    assert prospect in {p["id"] for p in space.ctl("prospects", "--stage", "contacted", "--limit", "1000").rows}
    space.ctl("edit", prospect, "--set", "stage=prospect")
    space.ctl("sync")
    shown = space.ctl("show", prospect).row
    assert shown["stage"] == "prospect", shown["stage"]
    assert shown["timeline"][0]["data"]["cause"] == "user", shown["timeline"][0]
    space.ctl("undo")
    assert space.ctl("show", prospect).row["stage"] == "contacted"


@story.step
def test_undo_of_what_has_left():
    """what has left is no draft again: the undo says so and leaves it"""
    message = state["drafts"][0]["id"]
    approval = next(c for c in space.ctl("undo", "--list").rows if c["action"] == "approve")
    undone = space.ctl("undo", approval["id"], code=3).row
    assert undone["records"] == 0 and any(message in c for c in undone["conflicts"]), undone
    shown = space.ctl("show", state["drafts"][0]["prospect"]).row["messages"]
    seen = next(m for m in shown if m["id"] == message)
    assert (seen["state"], seen["delivery"]) == ("approved", "accepted"), seen
    assert len(sink.mails()) == 1


@story.step
def test_stats():
    """the figures follow"""
    stats = space.ctl("stats").row
    assert stats["sent"] == 1 and stats["uncertain"] == 0, stats
    assert stats["opened"] == 0 and stats["open_consented"] == 0, stats
    assert stats["funnel"]["contacted"] == state["before"]["contacted"] + 1, stats


@story.step
def test_lost_relay():
    """a relay that lost its ledger sends nothing twice and goes on; what was on its way is uncertain"""
    waiting = space.ctl("draft", pick("agency", city=True)["id"]).rows[0]
    space.ctl("approve", waiting["id"])
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)
    space.ctl("send", waiting["id"], "--at", later.strftime("%Y-%m-%dT10:00:00Z"))
    space.ctl("sync")
    shutil.rmtree(space.base / "relay")
    agency = pick("agency", city=True)
    draft = space.ctl("draft", agency["id"]).rows[0]
    space.ctl("approve", draft["id"])
    before = len(sink.mails())
    assert space.ctl("send", draft["id"], "--wait").row["delivery"] == "accepted"
    space.ctl("sync")
    assert len(sink.mails()) == before + 1
    lost = next(m for m in space.ctl("show", waiting["prospect"]).row["messages"] if m["id"] == waiting["id"])
    assert lost["delivery"] == "uncertain" and "perdu" in lost["delivery_words"], lost
    stats = space.ctl("stats").row
    assert stats["uncertain"] == 1 and stats["sent"] == 2, stats


@story.step
def test_refused():
    """a server that refuses is said so, and nothing is lost"""
    agency = pick("agency", city=True)
    draft = space.ctl("draft", agency["id"]).rows[0]
    space.ctl("approve", draft["id"])
    bad = flow.Sink("-f", "rcpt")  # 5xx at RCPT TO
    try:
        space.ctl("sender", f"port={bad.port}")
        result = space.ctl("send", draft["id"], "--wait", code=1).row
        assert result["delivery"] == "refused" and not bad.mails(), result
    finally:
        bad.stop()
        space.ctl("sender", f"port={sink.port}")


@story.step
def test_export():
    """an export opens in a spreadsheet and holds no formula"""
    for suffix in ("csv", "xlsx"):
        path = space.folder / f"out.{suffix}"
        assert space.ctl("export", path).row["rows"] == state["created"]
        assert path.stat().st_size > 10000
    with open(space.folder / "out.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == state["created"] + 1
    assert not [c for row in rows[1:] for c in row if c[:1] in "=@\t\r" and c]


@story.step
def test_undo():
    """the import is undone as a whole; what was edited or written to since is listed"""
    imports = [c for c in space.ctl("undo", "--list").rows if c["action"] == "import"]
    done = space.ctl("undo", imports[-1]["id"], code=None)
    assert done.code in (0, 3), done.words
    left = space.ctl("prospects", "--limit", "1000").rows
    assert len(left) < state["created"] / 10, len(left)
    space.ctl("check")


def write_file(name, *lines):
    path = space.folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def one(search):
    found = space.ctl("prospects", "--search", search).rows
    assert len(found) == 1, (search, found)
    return space.ctl("show", found[0]["id"]).row


@story.step
def test_ways():
    """several files, what columns may do to who is there, doubles kept, unknown columns kept"""
    first = write_file("a.csv", "Société;E-mail;Ville;Téléphone;Couleur du logo",
                       "Agence Zenith;contact@zenith.example;Brest;02 98 00 00 01;bleu",
                       "Agence Nadir;contact@nadir.example;Quimper;;vert")
    second = write_file("b.csv", "Société;E-mail;Ville;Téléphone;Site web",
                        "Agence Zenith;contact@zenith.example;Rennes;02 98 00 00 02;www.zenith.example",
                        "Agence Nadir;contact@nadir.example;Lorient;02 98 00 00 03;www.nadir.example")
    both = space.ctl("import", first, second, "--policy", "Ville=overwrite", "--policy", "website=never").rows
    assert [row["created"] for row in both] == [2, 0] and both[1]["updated"] == 2, both
    assert both[0]["changeset"] != both[1]["changeset"]
    zenith, nadir = one("zenith"), one("nadir")
    assert zenith["city"] == "Rennes" and zenith["phone"] == "+33298000001", zenith
    assert nadir["phone"] == "+33298000003" and not nadir.get("website"), nadir

    space.ctl("edit", zenith["id"], "--set", "city=Nantes")
    done = space.ctl("undo", both[1]["changeset"], code=3)
    assert len(done.row["conflicts"]) == 1 and "Agence Zenith" in done.words, (done.row, done.words)
    assert one("zenith")["city"] == "Nantes" and one("nadir")["city"] == "Quimper"

    kept = space.ctl("import", second, "--duplicates", "keep").row
    assert kept["created"] == 2, kept
    space.ctl("undo", kept["changeset"])
    noted = space.ctl("import", write_file("c.csv", "Société;E-mail;Devise", "Agence Sud;a@sud.example;Toujours plus"),
                      "--unmapped", "notes").row
    assert noted["created"] == 1
    for args in (["--policy", "fill=x"], ["--policy", "Nulle part=fill"], ["--unmapped", "x"], ["--duplicates", "x"]):
        words = space.ctl("import", first, *args, code=2).words
        assert args[0][2:] in words, words


@story.step
def test_by_hand():
    """a prospect is added, changed and deleted by hand; the same one is added once"""
    before = space.ctl("stats").row["funnel"]["prospect"]
    card = ["--set", "company=Agence de la Gare", "--set", "full_name=Mme Zoé LEROUX",
            "--set", "email=Zoe.Leroux@gare.example", "--set", "phone=02 99 00 11 22"]
    added = space.ctl("add", *card).row
    assert added["added"] and added["kind"] == "agency" and added["stage"] == "prospect", added
    assert (added["first_name"], added["last_name"]) == ("Zoé", "Leroux"), added
    assert added["email"] == "zoe.leroux@gare.example" and added["phone"] == "+33299001122", added
    assert 0 < added["score"]["total"] <= 100 and added["score"]["total"] == round(added["score"]["total"], 1)
    assert re.search(r'"total":\d+\.\d[,}]', space.ctl("show", added["id"]).out)
    again = space.ctl("add", *card, code=1)
    assert not again.row["added"] and again.row["id"] == added["id"] and "déjà" in again.words
    assert space.ctl("stats").row["funnel"]["prospect"] == before + 1
    assert space.ctl("add", *card, "--anyway").row["id"] != added["id"]
    space.ctl("undo")
    edited = space.ctl("edit", added["id"], "--set", "city=Rennes", "--set", "phone=").row
    assert edited["city"] == "Rennes" and "phone" not in edited, edited
    refused = space.ctl("edit", added["id"], "--set", "city=Brest", "--set", "email=zoe", code=1)
    assert "conserv" in refused.words, refused.words
    refused = space.ctl("add", "--set", "email=zoe@", code=1)
    assert "ajouté" in refused.words, refused.words
    assert "ajouté" in space.ctl("add", "--set", "notes=Rappeler", code=1).words
    shown = space.ctl("show", added["id"]).row
    assert shown["city"] == "Rennes" and shown["timeline"][-1]["event"] == "lead.new", shown["timeline"]
    noted = space.ctl("note", added["id"], " Rappeler mardi ", "--call").row["timeline"]
    assert noted[0]["event"] == "activity.call" and noted[0]["text"] == "Rappeler mardi", noted[0]
    assert "Rappeler mardi" in noted[0]["words"]
    assert "ajouté" in space.ctl("note", added["id"], "  ", code=1).words
    note = noted[0]["id"]
    edited = space.ctl("note", "--edit", note, "Rappeler jeudi").row
    assert edited["edited"] == 1, edited
    assert space.ctl("show", added["id"]).row["timeline"][0]["text"] == "Rappeler jeudi"
    space.ctl("note", "--edit", note, " ", code=1)
    deleted = space.ctl("note", "--delete", note).row
    assert deleted["deleted"] == 1, deleted
    assert all(event["id"] != note for event in space.ctl("show", added["id"]).row["timeline"])
    space.ctl("note", "--delete", note, code=1)
    space.ctl("note", "--delete", note, "text", code=2)
    space.ctl("undo", deleted["changeset"])
    assert space.ctl("show", added["id"]).row["timeline"][0]["text"] == "Rappeler jeudi"
    space.ctl("undo", edited["changeset"])
    assert space.ctl("show", added["id"]).row["timeline"][0]["text"] == "Rappeler mardi"
    gone = space.ctl("delete", added["id"]).row
    assert gone["deleted"] == 1
    space.ctl("show", added["id"], code=1)
    space.ctl("undo", gone["changeset"])
    space.ctl("show", added["id"])
    other = space.ctl("add", "--set", "last_name=Kerbrat").row
    assert other["kind"] == "person" and "legal_basis" not in other, other
    space.ctl("undo")
    space.ctl("show", other["id"], code=1)
    for args in (["add"], ["add", "--set", "colour=red"], ["edit", added["id"]], ["delete"], ["delete", "x"]):
        assert space.ctl(*args, code=2).words


BAD = {
    "rien.csv": (b"", "vide"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "image"),
    "bail.csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n" * 50, "PDF"),
    "lien.gsheet": (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "raccourci"),
    "page.xls": (b"<!DOCTYPE html><html><body>Bonjour</body></html>", "page web"),
}


CARDS = """BEGIN:VCARD
VERSION:3.0
N:Tanguy;Maëlle;;Mme;
ORG:Agence des Abers
EMAIL;TYPE=WORK:maelle@abers.example
EMAIL;TYPE=HOME:maelle@chez-elle.example
TEL;TYPE=CELL:06 39 98 00 11
END:VCARD
"""


@story.step
def test_kinds():
    """cards from a pipe, a web table named .xls and an archive come in like any other file"""
    columns = space.ctl("import", "-", "--dry-run", stdin=CARDS).row["columns"]
    assert {column["reason"] for column in columns} == {"format"}, columns
    assert space.ctl("import", "-", stdin=CARDS).row["created"] == 1
    found = space.ctl("prospects", "--search", "Tanguy").rows
    assert [row["first_name"] for row in found] == ["Maëlle"], found

    page = space.folder / "export.xls"
    page.write_text("<table><tr><th>Agence</th><th>E-mail</th></tr><tr><td>L&eacute;on &amp; Fils</td>"
                    "<td>leon@fils.example</td></tr></table>", encoding="utf-8")
    assert space.ctl("import", page).row["created"] == 1
    with zipfile.ZipFile(space.folder / "tout.zip", "w") as archive:
        archive.writestr("lisez-moi.txt", "Bonjour\n")
        archive.writestr("../agences.csv", "Agence;E-mail\nPort-Blanc;contact@port-blanc.example\n")
    seen = space.ctl("import", space.folder / "tout.zip", "--dry-run").row
    assert (seen["format"], seen["sheet"], len(seen["sheets"])) == ("zip", "../agences.csv", 2), seen
    assert space.ctl("import", space.folder / "tout.zip").row["created"] == 1


@story.step
def test_segments():
    """a filter is kept as a segment and used everywhere; what is done to it is one undoable action"""
    def count(*arguments):
        return len(space.ctl("prospects", "--limit", "1000", *arguments).rows)

    space.ctl("import", flow.SAMPLE)
    everyone = count()
    agencies = count("--filter", "kind=agency")
    assert 0 < agencies < everyone and agencies + count("--filter", "kind!=agency") == everyone
    saved = space.ctl("segments", "--save", "Agences sans site", "--filter", "kind=agency",
                      "--filter", "website=no").row
    assert saved["count"] == count("--kind", "agency", "--filter", "website=no") > 0, saved
    assert count("--segment", "AGENCES SANS SITE") == saved["count"]
    proposed = space.ctl("segments", "--propose").rows
    for one in proposed:
        terms = [arg for term in one["filter"]["terms"]
                 for arg in ("--filter", term["key"] + "=" + ",".join(term["values"]))]
        assert count(*terms) == one["count"] >= 5, one
        assert "reply_rate" not in one, one
    done = space.ctl("tag", "à rappeler", "--segment", "agences sans site").row
    assert done["prospects"] == saved["count"] == count("--filter", "tag=à rappeler")
    space.ctl("undo", done["changeset"])
    assert count("--filter", "tag=à rappeler") == 0
    cards = space.folder / "out.vcf"
    assert space.ctl("export", cards, "--segment", "agences sans site").row["rows"] == saved["count"]
    text = cards.read_bytes()
    assert text.count(b"BEGIN:VCARD\r\n") == text.count(b"END:VCARD\r\n") == saved["count"]
    assert max(map(len, text.split(b"\r\n"))) <= 75
    table = space.folder / "few.csv"
    space.ctl("export", table, "--filter", "kind=agency", "--columns", "company,city")
    assert len(table.read_text(encoding="utf-8-sig").split("\n")[0].split(";")) == 2
    book = space.folder / "no suffix"
    space.ctl("export", book, "--format", "xlsx")
    assert book.read_bytes().startswith(b"PK")
    assert "pdf" in space.ctl("export", book, "--format", "pdf", code=2).words
    space.ctl("score", "--segment", "agences sans site")
    for wrong in (["--filter", "colour=red"], ["--filter", "kind=x"], ["--segment", "nobody"], ["--filter", "kind"]):
        assert space.ctl("prospects", *wrong, code=2).words, wrong
    assert space.ctl("export", table, "--columns", "nope", code=2).words
    space.ctl("segments", "--remove", "agences sans site")
    assert not space.ctl("segments").rows
    space.ctl("undo")
    assert space.ctl("segments").row == saved


@story.step
def test_bad_files():
    """a bad file gets words in French, and changes nothing"""
    before = len(space.ctl("prospects", "--limit", "1000").rows)
    for name, (content, word) in BAD.items():
        path = space.folder / name
        path.write_bytes(content)
        words = space.ctl("import", path, code=1).words
        assert word.lower() in words.lower(), (name, words)
    missing = space.ctl("import", space.folder / "absent.csv", code=1).words
    assert "n’est plus là" in missing, missing
    assert len(space.ctl("prospects", "--limit", "1000").rows) == before


@story.step
def test_wrong_key():
    """a wrong key is said so, and the base stays as it is"""
    other = space.folder / "other-key"
    other.write_text("ab" * 32)
    other.chmod(0o600)
    right, space.key = space.key, other
    try:
        words = space.ctl("prospects", code=1).words
        assert "clé" in words, words
    finally:
        space.key = right
    space.ctl("check")


@story.step
def test_usage():
    """wrong words on the command line: exit 2, and how to do better"""
    for args in ([], ["sing"], ["show"], ["show", "12"], ["score"], ["import", "--header-row", "x", "f"]):
        assert space.ctl(*args, code=2).words


if __name__ == "__main__":
    story.run()
