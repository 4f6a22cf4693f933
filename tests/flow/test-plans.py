# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans, where the operator has them apply: what is limited, what waits, and that nothing is lost.

 1. an agency tries the relay out; the operator says what it has      2. users: invitations, with the limit in words
 3. contacts: surplus stays on the desk, is said, and goes when there is room    4. programs: with the API, within the same limits
 5. e-mails: what is too much waits, two relays at once                 6. a forecast, in either language
 7. a subscription that has ended: read, withdraw, erase; no more       8. the ledger and the operator's report
 9. where plans do not apply there are no limits
10. owners are told by mail before, and when, a limit is reached
"""

import email
import email.policy
import re
import subprocess
import time
import uuid

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
OWNER = "claire@agence-morel.example"

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
STORE = relaylib.new_store()
SETTINGS = dict(plans="yes", mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", allow_plain_loopback="yes",
                mail_from="palier@relais.example", requests_per_second=0, **STORE)
relay = relaylib.Server(**SETTINGS)
state = {}

story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(relay.kill)


def operator(*words, code=0):
    done = subprocess.run([str(relaylib.PROGRAM), *words], env=relay.env, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done
    return done.stdout.strip()


def ask(method, path, body=None, token=None, **headers):
    status, answer, _ = relay.call(method, path, body, token=token or relay.token, headers=headers)
    return status, answer


def usage(language="fr"):
    answer = ask("GET", "/v1/usage", **{"Accept-Language": language})[1]
    return answer, {one["kind"]: one for one in answer["limits"]}


def prospects(device, count):
    return [device.record("prospect", kind="agency", company=f"Agence {uuid.uuid4().hex[:8]}") for _ in range(count)]


@story.step
def test_trial():
    """an agency of which nothing was said tries growth for fourteen days; the operator sets what it has"""
    relay.token = relay.register(OWNER)
    assert operator("tenant", "plan", OWNER).startswith("none")
    answer, limits = usage()
    assert (answer["plan"]["name"], answer["plan"]["status"]) == ("growth", "trialing"), answer
    assert abs(answer["plan"]["until"] / 1000 - time.time() - 14 * 86400) < 60
    assert {kind: one["limit"] for kind, one in limits.items()} == {"users": 3, "contacts": 2500, "emails": 10000, "ai_tokens": 20_000_000}
    assert "api" in answer["plan"]["features"] and "sms" not in answer["plan"]["features"]
    for name, least in (("starter", "manual_tasks"), ("scale", "sms"), ("enterprise", "sla")):
        assert operator("tenant", "plan", OWNER, name) == f"{name} active"
        answer, limits = usage()
        assert least in answer["plan"]["features"] and "manual_tasks" in answer["plan"]["features"]
    assert all("limit" not in one for one in limits.values()), limits
    operator("tenant", "plan", OWNER, "gold", code=2)
    operator("tenant", "plan", OWNER, "starter", "rich", code=2)
    operator("tenant", "plan", "nobody@agence.example", "starter", code=1)


@story.step
def test_users():
    """starter has one user; growth three, invitations counted; who was there before stays"""
    operator("tenant", "plan", OWNER, "starter")
    invite = lambda n, **more: ask("POST", "/v1/invitations", {"email": f"u{n}@agence-morel.example", "role": "agent"}, **more)
    status, answer = invite(1, **{"Accept-Language": "fr"})
    assert (status, answer["code"], answer["detail"]) == (409, "user_limit", "Limite atteinte\u202f: 1 utilisateur"), answer
    operator("tenant", "plan", OWNER, "growth")
    assert invite(1)[0] == invite(2)[0] == 201 and invite(2)[0] == 201
    status, answer = invite(3)
    assert (status, answer["detail"]) == (409, "Limit reached: 3 users"), answer
    operator("tenant", "plan", OWNER, "starter")
    code = flow.wait_for(lambda: [mail for mail in sink.mails() if "u1@" in mail["To"]], 20, "a mail")[0]
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", code.get_body(("plain",)).get_content()).group()
    joining = {"email": "u1@agence-morel.example", "code": code, "password": PASSWORD}
    assert relay.call("POST", "/v1/accounts/join", joining, token=None)[1]["code"] == "user_limit"
    operator("tenant", "plan", OWNER, "growth")
    assert relay.call("POST", "/v1/accounts/join", joining, token=None)[0] == 201
    operator("tenant", "plan", OWNER, "starter")
    assert usage()[1]["users"]["used"] == 2


@story.step
def test_contacts():
    """import beyond the limit works on the desk; the surplus stays there, and goes when others are deleted or the plan grows"""
    device = relaylib.Device()
    state["first"] = prospects(device, 490)
    device.sync(relay, *state["first"])
    flow.wait_for(lambda: told("contacts"), 20, "the word that room runs out")
    rows = "".join(f"Agence Nouvelle {n};contact@agence-{n}.example;Rennes\n" for n in range(30))
    (space.folder / "liste.csv").write_text("Société;E-mail;Ville\n" + rows, encoding="utf-8")
    space.ctl("init")
    space.ctl("account", "login", relay.url, OWNER, stdin=PASSWORD + "\n")
    space.ctl("import", space.folder / "liste.csv", "--legal-basis", "legitimate_interest", "--source", "salon")
    held = space.ctl("sync", code=3)
    assert held.row["held"] == 20 and "20 contacts" in held.words and "ordinateur" in held.words, (held.row, held.words)
    assert [one.get("held") for one in space.ctl("prospects", "--limit", "1000").rows].count("contact_limit") == 20
    assert len(space.ctl("prospects", "--limit", "1000").rows) == 520
    assert len(space.ctl("prospects", "--filter", "shared=no", "--limit", "1000").rows) == 20
    assert len(space.ctl("prospects", "--filter", "shared=yes", "--limit", "1000").rows) == 500
    _, limits = usage()
    assert (limits["contacts"]["used"], limits["contacts"]["forecast"]) == (500, "Limite atteinte\u202f: 500 contacts"), limits
    assert space.ctl("sync", code=None).row["held"] == 0
    # Five are deleted, one of them twice: five more fit.
    for one in state["first"][:5]:
        gone = device.record("prospect", id=one["id"], **one["fields"])
        gone["deleted"] = [int(time.time() * 1000), gone["mark"]]
        device.sync(relay, gone)
        device.sync(relay, gone)
    space.ctl("sync", code=None)
    status = space.ctl("sync", "--status", code=3).row
    assert len(status["put_aside"]) == 15 and usage()[1]["contacts"]["used"] == 500, len(status["put_aside"])
    operator("tenant", "plan", OWNER, "growth")
    space.ctl("sync")
    assert space.ctl("sync", "--status").row["put_aside"] == []
    assert space.ctl("prospects", "--filter", "shared=no").rows == []
    assert usage()[1]["contacts"]["used"] == 515
    # Deleting, and editing what is there, is never too much.
    operator("tenant", "plan", OWNER, "starter")
    edited = device.record("prospect", id=state["first"][10]["id"], kind="agency", company="Autrement")
    answer = device.sync(relay, edited)
    assert len(answer["accepted"]) == 1 and not answer["refused"] and answer["terms"]["room"] == 0, answer
    operator("tenant", "plan", OWNER, "growth")


def told(limit):
    """What the owners were told of a limit: (subject, text, address) of each mail, in their order."""
    mails = [(mail["Subject"], mail.get_body(("plain",)).get_content(), mail["To"]) for mail in sink.mails()]
    return [one for one in mails if limit in one[0]]


@story.step
def test_contacts_told():
    """the owner, and no other member, is told once when room runs out and once when there is none, with what becomes of the rest"""
    near, reached = flow.wait_for(lambda: len(told("contacts")) == 2 and told("contacts"), 20, "two mails")
    assert near[0] == "Palier\u202f: il reste peu de place pour vos contacts" and {near[2], reached[2]} == {OWNER}, (near, reached)
    assert "490 contacts" in near[1] and "les 500 de son offre" in near[1] and "À ce rythme" in near[1], near
    assert "limite de son offre\u202f: 500 contacts." in reached[1], reached
    assert all("Rien n’est perdu" in text and "marqués" in text and "attendent" in text for _, text, _ in (near, reached))


@story.step
def test_programs():
    """programs ask where the plan has the API; what they add has its place in the plan, or waits to be asked again"""
    make = lambda: ask("POST", "/v1/account/keys", {"name": "Make", "scopes": ["prospects:read", "prospects:write"]})
    status, made = make()
    assert status == 201, made
    path = f"/v1/prospects/{state['first'][10]['id']}"
    assert ask("GET", path, token=made["key"])[0] == 200
    add = lambda: ask("POST", "/v1/prospects", {"company": "Agence Tardive"}, **{"Idempotency-Key": "tardive"})
    operator("tenant", "plan", OWNER, "starter")
    status, answer = ask("GET", path, token=made["key"])
    assert (status, answer["code"]) == (402, "plan_without_api") and make()[1]["code"] == "plan_without_api", answer
    used = usage()[1]["contacts"]["used"]
    status, answer = add()
    assert (status, answer["code"]) == (402, "contact_limit"), answer
    assert usage()[1]["contacts"]["used"] == used and ask("PATCH", path, {"city": "Brest"})[0] == 200
    operator("tenant", "plan", OWNER, "growth", "canceled")
    status, answer = ask("PATCH", path, {"city": "Nantes"}, token=made["key"])
    assert (status, answer["code"]) == (402, "subscription_ended") and ask("GET", path, token=made["key"])[1]["city"] == "Brest", answer
    operator("tenant", "plan", OWNER, "growth")
    assert add()[0] == 201 and add()[0] == 201 and usage()[1]["contacts"]["used"] == used + 1


def second():
    """Another relay on the same store, where it is one that several serve; else the one there is."""
    if not STORE:
        return relay
    other = relaylib.Server(**{**SETTINGS, "master_key_file": relay.folder / "master.key"})
    story.at_end(other.kill)
    return other


@story.step
def test_emails():
    """what is beyond the month's e-mails waits, by two relays at once; none twice, none lost; a larger plan lets it go"""
    other = second()
    operator("tenant", "plan", OWNER, "starter")
    smtp = relaylib.Sink()
    try:
        device = relaylib.Device()
        sender = device.sender(smtp.port)
        reader = state["first"][10]["id"]
        messages = [device.message(sender, n, prospect=reader) for n in range(2100)]
        device.sync(relay, sender)
        for n in range(0, len(messages), 300):
            if n == 1800:
                flow.wait_for(lambda: told("e-mails"), 60, "the word of 80 %")
            share(device, (relay, other)[n // 300 % 2], messages[n:n + 300])
        waiting = lambda: usage()[0]["waiting"]
        flow.wait_for(lambda: waiting() == 100 and len(smtp.taken) == 2000, 120, "the limit to be reached")
        time.sleep(1)
        assert len(smtp.taken) == 2000 and set(smtp.taken.values()) == {1}
        answer, limits = usage()
        assert limits["emails"]["used"] == 2000 and limits["emails"]["forecast"] == "Limite atteinte\u202f: 2\u202f000 e-mails par mois"
        states = relaylib.Device().pull(relay).states().values()
        late = [one for one in states if one["state"] == "scheduled" and one.get("reason") == "quota"]
        assert len(late) == 100 and {one["detail"] for one in late} == {"quota"}
        assert {one["due_at"] for one in late} == {limits["emails"]["resets_at"]}
        operator("tenant", "plan", OWNER, "growth")
        flow.wait_for(lambda: len(smtp.taken) == 2100, 60, "the rest to leave")
        assert set(smtp.taken.values()) == {1} and waiting() == 0 and usage()[1]["emails"]["used"] == 2100
        print(f"# {len(smtp.taken)} e-mails, {2000} before the plan grew, by {2 if other is not relay else 1} relays")
    finally:
        smtp.stop()


@story.step
def test_emails_told():
    """the same of e-mails, whichever relay sent the one that was too many; at 80 % and at the limit, nobody twice"""
    near, reached = flow.wait_for(lambda: len(told("e-mails")) == 2 and told("e-mails"), 20, "two mails")
    assert "1\u202f600 e-mails" in near[1] and "2\u202f000" in near[1] and {near[2], reached[2]} == {OWNER}, near
    assert re.search(r"partent d’eux-mêmes le 1er \w+", re.sub(r"\s+", " ", reached[1])), reached
    time.sleep(6)
    assert len(told("e-mails")) == 2 and len(told("contacts")) == 2


@story.step
def test_mail_server_away():
    """a mail server that is away, and then takes nothing yet, gets the word of a limit later, once; one that refuses is not asked again"""
    port = flow.free_port()
    other = relaylib.Server(**{**SETTINGS, **relaylib.new_store(), "mail_port": port})
    story.at_end(other.kill)
    other.token = other.register("paul@agence-durand.example")
    other.command("tenant", "plan", "paul@agence-durand.example", "starter")
    device = relaylib.Device()
    device.sync(other, *prospects(device, 400))
    time.sleep(6)
    with flow.Peer("smtp-peer.py", "rcpt@1=451 later", port=port) as peer:
        subjects = lambda: [email.message_from_string(one["data"], policy=email.policy.default)["Subject"] for one in peer.messages()]
        near = lambda: [subject for subject in subjects() if "contacts" in subject]
        flow.wait_for(near, 90, "the mail")
        other.restart()
        time.sleep(6)
        assert near() == ["Palier\u202f: il reste peu de place pour vos contacts"], peer.entries()
    with flow.Peer("smtp-peer.py", "rcpt=550 no such user", port=port) as peer:
        device.sync(other, *prospects(device, 100))
        asked = lambda: [one for one in peer.entries() if one["event"] == "command" and one["line"].startswith("RCPT")]
        flow.wait_for(asked, 20, "the mail to be offered")
        time.sleep(14)
        assert len(asked()) == 1, peer.entries()


def share(device, where, messages):
    """Gives them to one of the relays, in the owner's name."""
    where.token = relay.token
    device.sync(where, *messages)


@story.step
def test_surplus_waits():
    """a message to a contact that there was no room for waits for it, and leaves once it is there"""
    operator("tenant", "plan", OWNER, "growth")
    smtp = relaylib.Sink()
    try:
        device = relaylib.Device()
        sender, reader = device.sender(smtp.port), prospects(device, 1)[0]
        message = device.message(sender, 1, prospect=reader["id"])
        device.sync(relay, sender, message)
        waits = lambda: relaylib.Device().pull(relay).states().get(message["id"], {}).get("detail") == "contacts"
        flow.wait_for(waits, 20, "the message to wait")
        assert not smtp.taken
        device.sync(relay, reader)
        flow.wait_for(lambda: len(smtp.taken) == 1, 20, "the message to leave")
    finally:
        smtp.stop()


@story.step
def test_forecast():
    """at this pace: the day, in the caller's language, and by palierctl"""
    _, limits = usage()
    assert re.fullmatch(r"Limite de 2\u202f500 contacts atteinte le \d+(er)? \w+ à ce rythme", limits["contacts"]["forecast"]), limits
    assert re.fullmatch(r"Limit of 2,500 contacts reached on \d+ \w+ at this pace", usage("en")[1]["contacts"]["forecast"])
    shown = space.ctl("account", "usage")
    assert shown.row["plan"] == "growth" and "Contacts" in shown.words and "rythme" in shown.words, shown.words


@story.step
def test_ended():
    """past due: a week as before; ended: what is changed stays on the desk, withdrawals and deletions pass, sends wait"""
    smtp = relaylib.Sink()
    try:
        device = relaylib.Device()
        operator("tenant", "plan", OWNER, "growth", "past_due")
        answer, _ = usage()
        assert answer["may_write"] and abs(answer["plan"]["until"] / 1000 - time.time() - 7 * 86400) < 60
        operator("tenant", "plan", OWNER, "growth", "canceled")
        gone = device.record("prospect", id=state["first"][20]["id"], **state["first"][20]["fields"])
        gone["deleted"] = [int(time.time() * 1000), gone["mark"]]
        no = device.record("consent", subject=state["first"][21]["id"], purpose="prospecting", channel="email", given="no",
                           at=int(time.time() * 1000), origin="person", proof="téléphone")
        answer = device.sync(relay, gone, no, prospects(device, 1)[0], device.record("setting", key="a", value="b"))
        assert len(answer["accepted"]) == 2 and answer["terms"]["may_write"] is False, answer
        assert {one["code"] for one in answer["refused"]} == {"subscription_ended"}
        space.ctl("edit", space.ctl("prospects").rows[0]["id"], "--set", "city=Nantes")
        held = space.ctl("sync", code=3)
        assert "abonnement" in held.words, held.words
        operator("tenant", "plan", OWNER, "growth")
        assert space.ctl("sync").row["held"] == 0 and space.ctl("sync", "--status").row["put_aside"] == []
    finally:
        smtp.stop()


@story.step
def test_report():
    """the ledger has each e-mail once; the operator's report has the week, by agency"""
    sent = usage()[1]["emails"]["used"]
    report = [line.split("\t") for line in operator("report", "costs", "--weekly").splitlines()]
    row = dict(zip(report[0], report[1]))
    assert len(report) == 2 and int(row["email"]) == sent and row["plan"] == "growth", report
    assert abs(float(row["cost_eur"]) - sent * 0.0004) < 0.001 and float(row["cost_eur"]) / sent < 0.001
    operator("report", "costs", code=2)
    operator("tenant", "budget", OWNER, "120")
    assert usage()[0]["spending"]["budget_micros"] == 120_000_000
    operator("tenant", "budget", OWNER, "much", code=2)


@story.step
def test_free():
    """a relay whose operator sets no plans limits nothing, and counts for all that"""
    alone = relaylib.Server()
    try:
        alone.token = alone.register("a@agence.example")
        device = relaylib.Device()
        answer = device.sync(alone, *prospects(device, 600))
        assert len(answer["accepted"]) == 600 and "room" not in answer["terms"]
        answer = alone.call("GET", "/v1/usage")[1]
        assert "plan" not in answer and all("limit" not in one for one in answer["limits"]), answer
        assert {one["kind"]: one["used"] for one in answer["limits"]} == {"users": 1, "contacts": 600, "emails": 0, "ai_tokens": 0}
    finally:
        alone.kill()


if __name__ == "__main__":
    story.run()
