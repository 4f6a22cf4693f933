# SPDX-License-Identifier: GPL-3.0-or-later
"""Who must not be written to any more, on all desks of an agency.

 1. bases that were apart come together: each knows whom the other must not write to
 2. an opposition on one desk keeps the person out of an import on the other, and the reverse
 3. a message that a desk approved before it heard of it is stopped by the relay
"""

import flow

story = flow.Story()
sink = flow.Sink()
first, second = flow.Workspace(), flow.Workspace()
state = {}
for clean_up in (sink.stop, first.remove, second.remove):
    story.at_end(clean_up)


def make(desk, name, *rows):
    """Imports agencies with these addresses; returns what became of the rows."""
    path = desk.folder / f"{name}.csv"
    path.write_text("Société;E-mail;Téléphone;Ville\n" + "".join(f"{row};Rennes\n" for row in rows), encoding="utf-8")
    return desk.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire").row


def find(desk, address):
    return next(row for row in desk.ctl("prospects", "--search", address).rows if row["email"] == address)


def oppose(desk, address):
    desk.ctl("consent", find(desk, address)["id"], "--suppress")


def sync(*desks):
    for desk in desks:
        desk.ctl("sync")


@story.step
def test_come_together():
    """bases that were apart for long, each with a key of its own, know each other's oppositions"""
    for desk in (first, second):
        flow.set_up(desk, sink)
    make(first, "a", "Agence A;a@agence-a.example;0140000001")
    make(second, "b", "Agence B;b@agence-b.example;0140000002")
    oppose(first, "a@agence-a.example")
    oppose(second, "b@agence-b.example")
    state["relay"] = flow.AgencyRelay(first.folder, allow_plain_loopback="true")
    story.at_end(state["relay"].stop)
    for desk in (first, second):
        state["relay"].join(desk)
    sync(first, second, first)
    # Under other names, so that only the addresses tell: an e-mail on one desk, a number on the other.
    done = make(second, "c", "Cabinet C;a@agence-a.example;", "Cabinet D;d@agence-d.example;")
    assert (done["suppressed"], done["created"]) == (1, 1), done
    done = make(first, "e", "Cabinet E;;01 40 00 00 02", "Cabinet F;f@agence-f.example;")
    assert (done["suppressed"], done["created"]) == (1, 1), done


@story.step
def test_both_ways():
    """an opposition on one desk keeps out of an import on the other, and the reverse"""
    make(first, "g", "Agence G;g@agence-g.example;", "Agence H;h@agence-h.example;")
    sync(first, second)
    oppose(first, "g@agence-g.example")
    oppose(second, "h@agence-h.example")
    sync(first, second, first)
    for desk in (first, second):
        for address in ("g@agence-g.example", "h@agence-h.example"):
            assert desk.ctl("consent", find(desk, address)["id"]).row["suppressed"] is True
            draft = desk.ctl("draft", find(desk, address)["id"], code=None)
            if draft.code == 0:
                desk.ctl("approve", draft.rows[0]["id"], code=1)
        done = make(desk, "i", "Autre;g@agence-g.example;", "Encore;h@agence-h.example;")
        assert (done["suppressed"], done["created"]) == (2, 0), done


@story.step
def test_hand_over():
    """what was approved before the opposition arrived is stopped by the relay, whichever key it has"""
    for writer, other, name in ((second, first, "j"), (first, second, "k")):
        address = f"{name}@agence-{name}.example"
        make(first, name, f"Agence {name};{address};")
        sync(first, second)
        message = writer.ctl("approve", writer.ctl("draft", find(writer, address)["id"]).rows[0]["id"]).row["id"]
        oppose(other, address)
        sync(other)
        sent = writer.ctl("send", message, "--wait", code=None)
        assert sent.row["delivery"] == "set_aside", (sent.row, sent.words)
        sync(writer)
    assert not sink.mails()


story.run()
