# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to an agency, and what each may do; invitations by mail, caught by a sink.

 1. every operation of the description that asks for more than a member is: 403, and nothing done
 2. an invitation: its code, once, revoked, of a stranger      3. an address belongs to one agency
 4. an agency keeps an owner; handing over; leaving            5. who is removed is out at once
 6. without a mail server the operator invites                 7. a reader's desk: nothing lost, words, shared later
"""

import itertools
import re
import subprocess
import uuid

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
ROLES = ["reader", "agent", "owner"]
OWNER, AGENT, READER = "claire@agence-morel.example", "paul@agence-morel.example", "lea@agence-morel.example"

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
relay = relaylib.Server(mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", allow_plain_loopback="yes",
                        mail_from="palier@relais.example", requests_per_second=0, trusted_proxies="127.0.0.1")
tokens = {}
networks = itertools.count(1)

story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(relay.kill)


def ask(role, method, path, body=None):
    """(status, answer), from a network that nothing was asked from yet."""
    source = {"X-Forwarded-For": f"10.0.{next(networks) // 250}.{next(networks) % 250 + 1}"}
    status, answer, _ = relay.call(method, path, body, token=tokens.get(role, role), headers=source)
    return status, answer


def code_for(address):
    """The code in the last mail to the address."""
    mails = flow.wait_for(lambda: [mail for mail in sink.mails() if address in mail["To"]], 20, f"a mail to {address}")
    text = mails[-1].get_body(("plain",)).get_content()
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text).group(), text


def invite(address, role, by="owner"):
    status, answer = ask(by, "POST", "/v1/invitations", {"email": address, "role": role})
    assert status == 201, answer
    return answer["invitations"][0]


def join(address, code, password=PASSWORD):
    return ask(None, "POST", "/v1/accounts/join", {"email": address, "code": code, "password": password})


def members():
    return {one["email"]: one for one in ask("owner", "GET", "/v1/members")[1]["members"]}


def confirm(address):
    """An account of an agency of its own, confirmed by the code; the relay has a mail server."""
    body = {"email": address, "password": PASSWORD, "siret": "73282932000074"}
    asked = ask(None, "POST", "/v1/accounts/register", body)[1]
    return ask(None, "POST", "/v1/accounts/verify", {"registration": asked["registration"], "code": code_for(address)[0]})[1]["access_token"]


@story.step
def test_invite():
    """an invitation lets in once, by its code and address, as what it says; one taken back does not"""
    tokens["owner"] = confirm(OWNER)
    for address, role in ((AGENT, "agent"), (READER, "reader")):
        made = invite(address, role)
        assert made["email"] == address and made["until"] - made["created_at"] == 7 * 24 * 3600 * 1000, made
        code, text = code_for(address)
        assert OWNER in text and "http" not in text, text
        for wrong in ("", "0000-0000-0000", "x" * 500):
            assert join(address, wrong)[1]["code"] == "code_wrong"
        assert join("autre@agence-morel.example", code)[1]["code"] == "code_wrong"
        assert join(address, code, "court")[1]["code"] == "password_refused"
        status, entered = join(address, code.lower())
        assert status == 201, entered
        tokens[role] = entered["access_token"]
        assert ask(role, "GET", "/v1/account")[1]["role"] == role
        assert join(address, code)[1]["code"] == "code_wrong"
        assert ask("owner", "POST", "/v1/invitations", {"email": address, "role": role})[1]["code"] == "known_member"
    assert {email: one["role"] for email, one in members().items()} == {OWNER: "owner", AGENT: "agent", READER: "reader"}
    assert [one["email"] for one in members().values() if one["current"]] == [OWNER]
    first, second = invite("marc@agence-morel.example", "agent"), invite("marc@agence-morel.example", "owner")
    waiting = ask("owner", "GET", "/v1/invitations")[1]["invitations"]
    assert [(one["id"], one["role"]) for one in waiting] == [(second["id"], "owner")], waiting
    assert ask("owner", "DELETE", f"/v1/invitations/{first['id']}")[0] == 404
    flow.wait_for(lambda: len([mail for mail in sink.mails() if "marc@" in mail["To"]]) == 2, 20, "two mails")
    code = code_for("marc@agence-morel.example")[0]
    assert ask("owner", "DELETE", f"/v1/invitations/{second['id']}")[0] == 204
    assert join("marc@agence-morel.example", code)[1]["code"] == "code_wrong"
    for body, status in (({"email": "nobody", "role": "agent"}, 422), ({"email": "a@b.fr", "role": "king"}, 400),
                         ({"email": "a@b.fr"}, 400), ({"email": 3, "role": "agent"}, 400)):
        assert ask("owner", "POST", "/v1/invitations", body)[0] == status, body


@story.step
def test_attacks():
    """each operation that the description keeps for others: 403 to a reader and to an agent, and nothing is done"""
    before, refused = members(), 0
    waiting = invite("anne@agence-morel.example", "agent")
    ident = members()[OWNER]["id"]
    bodies = {"role": "owner", "email": "intrus@example.fr", "secret": "s", "key": "0" * 64, "hand_over": "yes"}
    for method, path, operation in relaylib.DESCRIPTION.operations:
        least = operation.get("x-role", "reader")
        for role in ROLES[:ROLES.index(least)]:
            for part in (ident, members()[AGENT]["id"], waiting["id"], str(uuid.uuid4())):
                where = re.sub(r"\{\w+\}", part, path)
                body = bodies if "requestBody" in operation else None
                status, answer = ask(role, method.upper(), where, body)
                assert (status, answer["code"]) == (403, "forbidden"), (role, method, where, status, answer)
                refused += 1
    assert refused >= 30, refused
    assert members() == before
    assert [one["id"] for one in ask("owner", "GET", "/v1/invitations")[1]["invitations"]] == [waiting["id"]]
    assert ask("owner", "DELETE", f"/v1/invitations/{waiting['id']}")[0] == 204
    # A role is looked up with each request: what a token said when it was made does not count.
    secret = f"/v1/senders/{uuid.uuid4()}/secret"
    assert ask("owner", "PUT", f"/v1/members/{members()[AGENT]['id']}", {"role": "reader"})[0] == 204
    assert ask("agent", "PUT", secret, {"secret": "s"})[0] == 403
    assert ask("owner", "PUT", f"/v1/members/{members()[AGENT]['id']}", {"role": "agent"})[0] == 204
    assert ask("agent", "PUT", secret, {"secret": "s"})[0] == 204
    # Another agency's owner reaches nobody here.
    stranger = confirm("hugo@autre-agence.example")
    for one in members().values():
        assert ask(stranger, "PUT", f"/v1/members/{one['id']}", {"role": "reader"})[0] == 404
        assert ask(stranger, "DELETE", f"/v1/members/{one['id']}")[0] == 404
    assert members() == before


@story.step
def test_one_agency():
    """an address that has an account elsewhere is invited like any other, and told so once it shows the code"""
    invite("hugo@autre-agence.example", "agent")
    flow.wait_for(lambda: len([mail for mail in sink.mails() if "hugo@" in mail["To"]]) == 2, 20, "the invitation")
    code, text = code_for("hugo@autre-agence.example")
    assert "une seule agence" in text, text
    status, answer = join("hugo@autre-agence.example", code)
    assert (status, answer["code"]) == (409, "address_taken"), answer
    assert "agency" in answer["title"]


@story.step
def test_owner():
    """an agency keeps an owner: neither role, leaving nor removing takes the last; one may hand over"""
    me, other = members()[OWNER]["id"], members()[AGENT]["id"]
    put = lambda who, ident, **body: ask(who, "PUT", f"/v1/members/{ident}", body)
    leave = lambda who, password=PASSWORD: ask(who, "POST", "/v1/account/leave", {"password": password})
    assert put("owner", me, role="agent")[1]["code"] == "last_owner"
    assert ask("owner", "DELETE", f"/v1/members/{me}")[1]["code"] == "last_owner"
    assert leave("owner")[1]["code"] == "last_owner" and leave("agent", "faux")[0] == 401
    assert put("owner", str(uuid.uuid4()), role="owner")[0] == 404 and put("owner", "x", role="owner")[0] == 404
    assert put("owner", other, role="owner", hand_over="yes")[0] == 204
    assert {one["email"]: one["role"] for one in ask("agent", "GET", "/v1/members")[1]["members"]} == \
        {OWNER: "agent", AGENT: "owner", READER: "reader"}
    assert put("owner", me, role="owner")[0] == 403
    assert put("agent", me, role="owner")[0] == 204 and put("owner", other, role="agent")[0] == 204


@story.step
def test_out():
    """who is removed or leaves is out with the next request; the address is free, the records stay"""
    device = relaylib.Device()
    relay.token = tokens["agent"]
    device.sync(relay, device.record("setting", key="from", value="Paul"))
    assert ask("owner", "DELETE", f"/v1/members/{members()[AGENT]['id']}")[0] == 204
    assert ask("agent", "GET", "/v1/account")[0] == 401
    assert ask(None, "POST", "/v1/login", {"email": AGENT, "password": PASSWORD})[0] == 401
    relay.token = tokens["owner"]
    kept = relaylib.Device().pull(relay).records.values()
    assert "Paul" in [record["fields"].get("value") for record in kept]
    invite(AGENT, "agent")
    flow.wait_for(lambda: len([mail for mail in sink.mails() if "paul@" in mail["To"]]) == 2, 20, "the invitation")
    status, entered = join(AGENT, code_for(AGENT)[0])
    assert status == 201
    tokens["agent"] = entered["access_token"]
    assert ask("agent", "POST", "/v1/account/leave", {"password": PASSWORD})[0] == 204
    assert ask("agent", "GET", "/v1/account")[0] == 401 and AGENT not in members()
    tokens["agent"] = confirm_again(AGENT)
    assert ask("agent", "GET", "/v1/members")[1]["members"][0]["role"] == "owner"


def confirm_again(address):
    """The address opens an agency of its own."""
    count = len([mail for mail in sink.mails() if address in mail["To"]])
    asked = ask(None, "POST", "/v1/accounts/register", {"email": address, "password": PASSWORD, "siret": "73282932000074"})[1]
    flow.wait_for(lambda: len([mail for mail in sink.mails() if address in mail["To"]]) > count, 20, "a mail")
    return ask(None, "POST", "/v1/accounts/verify", {"registration": asked["registration"], "code": code_for(address)[0]})[1]["access_token"]


@story.step
def test_operator():
    """a relay without a mail server says so; its operator invites, and passes the code on"""
    alone = relaylib.Server()
    try:
        token = alone.register("a@agence.example")
        body = {"email": "b@agence.example", "role": "agent"}
        status, answer, _ = alone.call("POST", "/v1/invitations", body, token=token)
        assert (status, answer["code"]) == (409, "no_mail"), answer
        run = lambda *words: subprocess.run([str(relaylib.PROGRAM), "tenant", "invite", *words], env=alone.env,
                                            capture_output=True, text=True, timeout=60)
        assert run("nobody@agence.example", "b@agence.example").returncode == 1
        assert run("a@agence.example", "b@agence.example", "king").returncode == 2
        assert "member already" in run("a@agence.example", "a@agence.example").stderr
        done = run("a@agence.example", "b@agence.example", "reader")
        assert done.returncode == 0, done
        status, entered, _ = alone.call("POST", "/v1/accounts/join", {
            "email": "b@agence.example", "code": done.stdout.strip(), "password": PASSWORD}, token=None)
        assert status == 201
        assert alone.call("GET", "/v1/account", token=entered["access_token"])[1]["role"] == "reader"
        assert run("b@agence.example", "c@agence.example").returncode == 1
    finally:
        alone.kill()


@story.step
def test_desk():
    """a reader's desk gets everything; what is changed there stays, is said, and is shared once he may write"""
    ctl = space.ctl
    ctl("init")
    relay.token = tokens["owner"]
    writer = relaylib.Device()
    shared = writer.record("prospect", kind="agency", company="Agence Partagée", city="Rennes")
    writer.sync(relay, shared)
    invite("nora@agence-morel.example", "reader")
    code = code_for("nora@agence-morel.example")[0]
    assert "code" in ctl("account", "join", relay.url, "nora@agence-morel.example", "0000-0000-0000", stdin=PASSWORD + "\n", code=5).words
    ctl("account", "join", relay.url, "nora@agence-morel.example", code, stdin=PASSWORD + "\n")
    ctl("sync", code=None)
    found = {row["company"]: row for row in ctl("prospects").rows}
    assert "Agence Partagée" in found
    ctl("edit", found["Agence Partagée"]["id"], "--set", "city=Nantes")
    held = ctl("sync", code=3)
    assert held.row["held"] > 0 and held.row["put_aside"] == 0, held.row
    assert "lecture" in held.words and "cet ordinateur" in held.words, held.words
    assert ctl("prospects").rows[0]["city"] == "Nantes"
    status = ctl("sync", "--status", code=3).row
    assert {one["code"] for one in status["put_aside"]} == {"forbidden"} and "lecture" in status["put_aside"][0]["words"]
    assert relaylib.Device().pull(relay).records[shared["id"]]["fields"]["city"] == "Rennes"
    assert "responsable" in ctl("account", "invite", "x@agence-morel.example", code=5).words
    assert {row["email"] for row in ctl("account", "members").rows} >= {OWNER, READER, "nora@agence-morel.example"}
    # The owner's word is enough: the next exchange, whatever causes it, gives what was held.
    assert ask("owner", "PUT", f"/v1/members/{members()['nora@agence-morel.example']['id']}", {"role": "agent"})[0] == 204
    done = ctl("sync")
    assert done.row["held"] == 0 and done.row["pushed"] > 0, done.row
    assert ctl("sync", "--status").row["put_aside"] == []
    assert relaylib.Device().pull(relay).records[shared["id"]]["fields"]["city"] == "Nantes"


@story.step
def test_palierctl():
    """an owner's verbs from a terminal, by address"""
    ctl = lambda *words, **more: space.ctl("account", *words, **more)
    nora = "nora@agence-morel.example"
    assert ask("owner", "PUT", f"/v1/members/{members()[nora]['id']}", {"role": "owner"})[0] == 204
    ctl("invite", "tom@agence-morel.example", "reader")
    rows = {row["email"]: row for row in ctl("members").rows}
    assert rows["tom@agence-morel.example"]["invited"] and not rows[READER]["invited"], rows
    assert "membre" in ctl("invite", READER, code=5).words
    ctl("remove", "tom@agence-morel.example")
    ctl("role", READER, "agent")
    assert members()[READER]["role"] == "agent"
    ctl("role", OWNER, "owner", "--hand-over")
    assert members()[nora]["role"] == "agent"
    assert "responsable" in ctl("role", READER, "owner", code=5).words
    ctl("leave", stdin=PASSWORD + "\n")
    assert nora not in members() and ctl("show", code=5).words
    assert len(space.ctl("prospects").rows) == 1


if __name__ == "__main__":
    story.run()
