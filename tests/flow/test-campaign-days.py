# SPDX-License-Identifier: GPL-3.0-or-later
"""A campaign over its days: palierctl, a relay and a mail server, under a clock that goes on.

 1. on the first day the first mails leave     3. who opposed gets nothing more, who answers nothing more
 2. before their day the next do not           4. what is paused waits; stopped, nothing leaves any more
"""

import json
import pathlib

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
LIBRARY = next(pathlib.Path("/usr").glob("lib*/**/libfaketime.so.1"))
SEQUENCE = {"name": "Essai", "steps": [
    {"day": 1, "channel": "email", "template": "supplier-first-site"},
    {"day": 3, "channel": "email", "conditions": {"ifNoResponse": True},
     "templates": ["supplier-follow_up-local_proof", "supplier-follow_up-question"]},
    {"day": 8, "channel": "email", "conditions": {"ifNoResponse": True}, "template": "supplier-follow_up-service"}],
    "exitConditions": {"onReply": True, "onMeeting": True}}
N = 8
state = {}


def at(time, speed=240):
    """Fake time from @time on, so much faster, for one program."""
    return {"LD_PRELOAD": str(LIBRARY), "FAKETIME": f"@{time} x{speed}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def ctl(time, *words, **more):
    return space.ctl(*words, **at(time, 1), **more)


def begin(time):
    """The relay on another day; what it has to do by itself begins."""
    relay.stop()
    relay.start(**at(time))


def received():
    """Of each reader: how many mails came."""
    counts = {}
    for mail in sink.mails():
        counts[mail["To"].addresses[0].addr_spec] = counts.get(mail["To"].addresses[0].addr_spec, 0) + 1
    return counts


def wait_for_mails(n, what):
    flow.wait_for(lambda: sum(received().values()) >= n, 60, what)


relay = flow.AgencyRelay(space.folder, allow_plain_loopback="true")
story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(relay.stop)


@story.step
def test_first_day():
    """launched on a Tuesday morning, the first mails leave within the day's hours, one a reader"""
    flow.set_up(space, sink)
    relay.join(space)
    rows = "".join(f"Agence {town};Luc;Petit;luc.petit@{town.lower()}.example;{town};35000;Agence\n"
                   for town in ("Armor", "Bocage", "Cidre", "Dolmen", "Ecluse", "Falaise", "Goemon", "Hermine"))
    path = space.folder / "agences.csv"
    path.write_text("Société;Prénom;Nom;E-mail;Ville;Code postal;Type\n" + rows, encoding="utf-8")
    space.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    sequence = space.folder / "essai.json"
    sequence.write_text(json.dumps(SEQUENCE), encoding="utf-8")
    space.ctl("campaign", "create", "Essai", "--sequence", sequence)
    launch = ctl("2026-12-08 09:30:00", "campaign", "launch", "Essai").row
    assert (launch["prospects"], launch["messages"], launch["to_review"]) == (N, 3 * N, 0), launch
    begin("2026-12-08 09:31:00")
    ctl("2026-12-08 09:32:00", "sync")
    wait_for_mails(N, "the first mails")
    assert set(received().values()) == {1} and len(received()) == N, received()


@story.step
def test_before():
    """a day later nothing more has left; on its day, the second mails do"""
    begin("2026-12-09 15:00:00")
    ctl("2026-12-09 16:00:00", "sync")
    assert sum(received().values()) == N, received()
    counts = {(row["step"], row["state"]): row["messages"] for row in ctl("2026-12-09 16:30:00", "campaign", "status", "Essai").rows[:-1]}
    assert counts[1, "accepted"] == N, counts
    assert sum(n for (step, _), n in counts.items() if step == 2) == N, counts
    begin("2026-12-10 09:00:00")
    wait_for_mails(2 * N, "the second mails")
    ctl("2026-12-10 18:00:00", "sync")
    assert set(received().values()) == {2}, received()
    # By lot, nearly always both: of so few messages nothing can be said.
    results = ctl("2026-12-10 18:05:00", "campaign", "results", "Essai").rows
    assert sum(one["sent"] for one in results) == N or not results, results
    assert all(one["step"] == 2 and one["verdict"] == "too_early" and one["replied"] == 0 for one in results), results


@story.step
def test_answers():
    """who opposed gets nothing more; a prospect erased in flight neither; the others go on"""
    people = {one["email"]: one["id"] for one in space.ctl("prospects", "--limit", "100").rows}
    first, second = sorted(people)[:2]
    ctl("2026-12-11 10:00:00", "consent", people[first], "--withdraw", "--proof", "au téléphone")
    ctl("2026-12-11 10:01:00", "erase", people[second], "--for-ever")
    begin("2026-12-11 10:02:00")
    ctl("2026-12-11 10:05:00", "sync")
    state["gone"] = {first, second}
    begin("2026-12-15 08:00:00")
    wait_for_mails(3 * N - 2, "the third mails")
    ctl("2026-12-15 19:00:00", "sync")
    assert {who for who, n in received().items() if n == 2} == state["gone"], received()
    assert sum(received().values()) == 3 * N - 2, received()


@story.step
def test_paused():
    """paused, nothing leaves; stopped, nothing leaves any more"""
    sequence = space.folder / "essai.json"
    space.ctl("campaign", "create", "Suite", "--sequence", sequence)
    launch = ctl("2027-01-05 08:00:00", "campaign", "launch", "Suite").row
    assert launch["prospects"] == N - 2, launch
    ctl("2027-01-05 08:01:00", "campaign", "pause", "Suite")
    begin("2027-01-05 08:02:00")
    ctl("2027-01-05 08:10:00", "sync")
    begin("2027-01-05 14:00:00")
    ctl("2027-01-05 15:00:00", "sync")
    assert sum(received().values()) == 3 * N - 2, received()
    ctl("2027-01-06 08:01:00", "campaign", "resume", "Suite")
    begin("2027-01-06 09:30:00")
    ctl("2027-01-06 09:35:00", "sync")
    wait_for_mails(3 * N - 2 + N - 2, "the mails of the other campaign")
    ctl("2027-01-06 18:00:00", "campaign", "stop", "Suite")
    begin("2027-01-06 18:30:00")
    ctl("2027-01-06 18:31:00", "sync")
    begin("2027-01-18 09:00:00")
    ctl("2027-01-18 16:00:00", "sync")
    assert sum(received().values()) == 4 * (N - 1), received()
    states = {row["state"] for row in ctl("2027-01-18 17:00:00", "campaign", "status", "Suite").rows[:-1]}
    assert states == {"accepted", "cancelled"}, states


if __name__ == "__main__":
    story.run()
