# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay against its description, data/api/relay.json: every status that stands there for an
operation is provoked, and every answer is one that stands there.

 1. the file is OpenAPI 3.1            4. accounts: each status
 2. what any operation must refuse     5. a message's way: sync, state, links, unsubscribing
 3. the relay of one computer          6. nothing that is described was left out
"""

import concurrent.futures
import gzip
import hashlib
import json
import random
import re
import shutil
import time
import uuid

import openapi_spec_validator

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
BOMB = gzip.compress(b"0" * 100_000_000)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

story = flow.Story()
api = relaylib.DESCRIPTION
sink = flow.Sink()
keys = relaylib.Keys()
port = flow.free_port()
relay = relaylib.Relay(keys, port=port, public_url=f"http://127.0.0.1:{port}")
server = relaylib.Server()

story.at_end(sink.stop)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(relay.kill)
story.at_end(server.kill)


@story.step
def test_file():
    """the description is OpenAPI 3.1, each operation has an id of its own"""
    openapi_spec_validator.validate(api.document)
    names = [operation["operationId"] for _, _, operation in api.operations]
    assert api.document["openapi"].startswith("3.1") and len(names) == len(set(names))


def example(path):
    return re.sub(r"\{\w+\}", str(uuid.uuid4()), path)


def bodies(limit):
    """(status, headers, body) that no operation takes."""
    packed = {"Content-Encoding": "gzip"}
    yield 415, {"Content-Type": "text/plain"}, b"{}"
    yield 415, FORM, b"a=b"
    yield 415, {"Content-Encoding": "br"}, b"{}"
    yield 415, {"Content-Encoding": "gzip, gzip"}, b"{}"
    yield 413, {}, b" " * (limit + 1)
    yield 413, packed, gzip.compress(b" " * (limit + 1))
    yield 413, packed, BOMB
    yield 400, packed, b"no gzip at all"
    yield 400, packed, gzip.compress(b'{"a":1}')[:-6]
    yield 400, {}, b""
    yield 400, {}, b"{"
    yield 400, {}, b'{"a":"\xff\xfe"}'
    yield 400, {}, b'{"a":"\xed\xa0\x80"}'
    yield 400, {}, b"[" * 16000
    yield 400, {}, b'{"a":' * 17 + b"1" + b"}" * 17
    yield 400, {}, b'{"a":1,"a":1}'
    yield 400, {}, b'{"email":"a@b.fr","email":"c@d.fr","password":"x","refresh_token":"y"}'


@story.step
def test_any():
    """no token, a wrong body, a wrong method: each operation refuses, whatever else it does"""
    token = server.register("any@agence-morel.example")
    for method, path, operation in api.operations:
        method, open_ = method.upper(), operation.get("security") == []
        where = example(path)
        if not open_:
            for wrong in (None, "x", "A" * 5000, token[:-3] + "AAA"):
                sent = {} if "requestBody" in operation else None
                status, problem, headers = server.call(method, where, sent, token=wrong)
                assert status == 401 and headers["WWW-Authenticate"] == "Bearer", (where, status, problem)
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            limit = operation["x-max-bytes"]
            for wanted, headers, body in bodies(limit):
                status, problem, _ = server.call(method, where, raw=body, headers=headers, token=token)
                assert status == wanted, (method, where, headers, body[:40], status, problem)
        others = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} - \
            {name.upper() for name in api.document["paths"][path]}
        for other in sorted(others):
            status, _, headers = server.call(other, where, token=token)
            assert status == 405 and method in headers["Allow"].split(", "), (other, where, status, headers)


@story.step
def test_local():
    """the relay of one computer: its token, no accounts, the same operations"""
    for method, path, operation in api.operations:
        if path.startswith(("/v1/account", "/v1/login", "/v1/refresh", "/v1/members", "/v1/invitations", "/v1/usage", "/v1/agency")):
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            assert relay.call(method.upper(), example(path), content and {})[0] == 404, path
    for path in ("/healthz", "/readyz", "/metrics"):
        status, _, headers = relay.call("GET", path, token=None)
        assert status == 200 and re.fullmatch("[0-9a-f]{32}", headers["X-Request-Id"])
        assert relay.call("HEAD", path, token=None)[0] == 200
    meta = relay.call("GET", "/v1/meta", token=None)[1]
    assert meta["wire"]["least"] <= relaylib.WIRE <= meta["wire"]["most"] and meta["accounts"] is False, meta
    for language, title in (("fr", "Introuvable"), ("de, fr-FR;q=0.9, en;q=0.8", "Introuvable"),
                            ("en-GB,fr", "There is no such thing"), ("", "There is no such thing")):
        assert relay.call("GET", "/nothing", headers={"Accept-Language": language})[1]["title"] == title
    trace = uuid.uuid4().hex
    status, problem, headers = relay.call("GET", "/nothing", headers={"traceparent": f"00-{trace}-{'1' * 16}-01"})
    assert status == 404 and headers["X-Request-Id"] == trace == problem["trace"]


def member_of(token):
    """What a member asks; flow/accounts has what becomes of it."""
    ask = lambda method, path, body=None: server.call(method, path, body, token=token)
    assert ask("GET", "/v1/account")[0] == 200 and ask("GET", "/v1/account/devices")[0] == 200
    assert ask("DELETE", "/v1/account/devices/nonsense")[0] == 404
    assert ask("GET", "/v1/usage")[1]["may_write"]
    assert ask("POST", "/v1/account/password", {"password": PASSWORD, "new_password": "x"})[0] == 422
    assert ask("POST", "/v1/account/password", {"password": PASSWORD, "new_password": PASSWORD})[0] == 204
    assert ask("POST", "/v1/account/totp/confirm", {"code": "x"})[0] == 409
    secret = ask("POST", "/v1/account/totp", {"password": PASSWORD})[1]["secret"]
    status, answer, _ = ask("POST", "/v1/account/totp/confirm", {"code": relaylib.totp(secret)})
    assert status == 200
    assert ask("POST", "/v1/account/totp", {"password": PASSWORD})[0] == 409
    end = {"password": PASSWORD, "factor": answer["recovery_codes"][0]}
    assert ask("POST", "/v1/account/totp/end", end)[0] == 204
    assert ask("DELETE", "/v1/account/devices/current")[0] == 204


def code_in(mails):
    text = mails[-1].get_body(("plain",)).get_content()
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text).group()


def stranger():
    """A network that nothing was asked from yet, behind a proxy that is trusted."""
    return {"X-Forwarded-For": f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"}


def team_of(relay, inbox, owner):
    """What an owner asks about others; flow/roles has what becomes of it."""
    ask = lambda method, path, body=None, token=owner: relay.call(method, path, body, token=token, headers=stranger())
    invited = {"email": "anne@agence-morel.example", "role": "reader"}
    assert ask("POST", "/v1/invitations", {**invited, "email": "x"})[0] == 422
    ask("POST", "/v1/invitations", {**invited, "email": "marc@agence-morel.example"})
    waiting = ask("GET", "/v1/invitations")[1]["invitations"]
    assert ask("DELETE", f"/v1/invitations/{waiting[0]['id']}")[0] == 204
    assert ask("DELETE", f"/v1/invitations/{waiting[0]['id']}")[0] == 404
    count = len(inbox.mails())
    assert ask("POST", "/v1/invitations", invited)[0] == 201
    flow.wait_for(lambda: len([mail for mail in inbox.mails() if "anne@" in mail["To"]]) == 1 and len(inbox.mails()) > count, 20, "the invitation")
    code = code_in([mail for mail in inbox.mails() if "anne@" in mail["To"]])
    joining = {"email": invited["email"], "code": code, "password": PASSWORD}
    assert ask("POST", "/v1/accounts/join", {**joining, "code": "x"}, None)[0] == 422
    status, tokens, _ = ask("POST", "/v1/accounts/join", joining, None)
    assert status == 201
    reader = tokens["access_token"]
    for method, path, body in (("GET", "/v1/invitations", None), ("POST", "/v1/invitations", invited),
                               ("DELETE", f"/v1/invitations/{uuid.uuid4()}", None), ("PUT", f"/v1/members/{uuid.uuid4()}", {"role": "owner"}),
                               ("DELETE", f"/v1/members/{uuid.uuid4()}", None), ("DELETE", "/v1/account", {"password": PASSWORD}), ("GET", "/v1/export", None),
                               ("PUT", f"/v1/senders/{uuid.uuid4()}/secret", {"secret": "s"})):
        assert ask(method, path, body, reader)[0] == 403, path
    assert ask("POST", "/v1/invitations", invited)[0] == 409
    people = {one["current"]: one["id"] for one in ask("GET", "/v1/members")[1]["members"]}
    assert ask("PUT", f"/v1/members/{people[True]}", {"role": "agent"})[0] == 409 and ask("DELETE", f"/v1/members/{people[True]}")[0] == 409
    assert ask("PUT", f"/v1/members/{people[False]}", {"role": "agent"})[0] == 204
    assert ask("POST", "/v1/account/leave", {"password": PASSWORD})[0] == 409
    assert ask("POST", "/v1/account/leave", {"password": PASSWORD}, reader)[0] == 204
    assert ask("DELETE", f"/v1/members/{people[False]}")[0] == 404 and ask("PUT", f"/v1/members/{people[False]}", {"role": "agent"})[0] == 404
    assert ask("POST", "/v1/invitations", invited)[0] == 201
    flow.wait_for(lambda: len([mail for mail in inbox.mails() if "anne@" in mail["To"]]) == 2, 20, "another invitation")
    code = code_in([mail for mail in inbox.mails() if "anne@" in mail["To"]])
    assert ask("POST", "/v1/accounts/join", {**joining, "code": code}, None)[0] == 201
    last = next(one["id"] for one in ask("GET", "/v1/members")[1]["members"] if not one["current"])
    assert ask("DELETE", f"/v1/members/{last}")[0] == 204
    elsewhere(relay, inbox, owner)
    until_429(lambda: ask("POST", "/v1/account/leave", {"password": "faux"}))
    until_429(lambda: ask("POST", "/v1/invitations", {**invited, "email": "zoe@agence-morel.example"}))
    until_429(lambda: relay.call("POST", "/v1/accounts/join", {**joining, "code": "x"}, token=None))


def elsewhere(relay, inbox, owner):
    """An address that has an account of its own is invited, and shows the code."""
    email = "hugo@autre.example"
    post = lambda path, token=None, **body: relay.call("POST", path, body, token=token, headers=stranger())
    mails = lambda: [mail for mail in inbox.mails() if email in mail["To"]]
    asked = post("/v1/accounts/register", email=email, password=PASSWORD, siret="73282932000074")[1]
    flow.wait_for(mails, 20, "a mail")
    status, tokens, _ = post("/v1/accounts/verify", registration=asked["registration"], code=code_in(mails()))
    assert status == 201
    assert post("/v1/invitations", owner, email=email, role="agent")[0] == 201
    flow.wait_for(lambda: len(mails()) == 2, 20, "the invitation")
    assert post("/v1/accounts/join", email=email, code=code_in(mails()), password=PASSWORD)[0] == 409
    change = lambda path="", **body: post("/v1/account/email" + path, tokens["access_token"], **body)
    assert change(email="x", password=PASSWORD)[0] == 422 and change("/confirm", change="x", code="x", present_code="x")[0] == 422
    status, asked, _ = change(email="hugo@encore.example", password=PASSWORD)
    others = flow.wait_for(lambda: [mail for mail in inbox.mails() if "hugo@encore.example" in mail["To"]], 20, "a code")
    flow.wait_for(lambda: len(mails()) == 3, 20, "the other code")
    assert status == 202 and change("/confirm", change=asked["change"], code=code_in(others), present_code=code_in(mails()))[0] == 204
    assert relay.call("DELETE", "/v1/account", {"password": PASSWORD}, token=tokens["access_token"], headers=stranger())[0] == 204


def until_429(ask):
    for _ in range(40):
        status = ask()[0]
        if status == 429:
            return
    raise AssertionError(status)


def packed(relay, token):
    """A big answer comes by gzip to who takes it so and is elsewhere."""
    relay.token, device = token, relaylib.Device()
    device.sync(relay, *(device.record("setting", key=f"packed-{n}", value="x" * 100) for n in range(20)))
    body = {"wire": relaylib.WIRE, "device": str(uuid.uuid4()), "cursor": relaylib.Device().cursor, "records": []}
    for headers, coding in (({"Accept-Encoding": "gzip"}, None), (stranger(), None),
                            ({"Accept-Encoding": "br, GZIP;q=0.5", **stranger()}, "gzip"),
                            ({"Accept-Encoding": "gzip;q=0, br", **stranger()}, None)):
        status, answer, said = relay.call("POST", "/v1/sync", {**body, "batch": str(uuid.uuid4())}, headers=headers)
        assert status == 200 and len(answer["records"]) >= 20, answer
        assert said.get("Content-Encoding") == coding and "Accept-Encoding" in said["Vary"], (headers, said)
        assert (int(said["Content-Length"]) < 2000) == (coding is not None), said
    said = relay.call("GET", "/v1/account", headers={"Accept-Encoding": "gzip", **stranger()})[2]
    assert "Content-Encoding" not in said, said


def mailed():
    """What the codes of a relay with a mail server open."""
    inbox = flow.Sink()
    relay = relaylib.Server(mail_host="127.0.0.1", mail_port=inbox.port, mail_security="none", allow_plain_loopback="yes",
                            mail_from="palier@relais.example", trusted_proxies="127.0.0.1")
    post = lambda path, **body: relay.call("POST", path, body, token=None, headers=stranger())
    try:
        email = "paul@agence-morel.example"
        asked = post("/v1/accounts/register", email=email, password=PASSWORD, siret="73282932000074")[1]
        flow.wait_for(inbox.mails, 20, "a mail")
        answer = {"registration": asked["registration"], "code": code_in(inbox.mails())}
        status, tokens, _ = post("/v1/accounts/verify", **answer)
        assert status == 201
        asked = post("/v1/accounts/reset", email=email)[1]
        flow.wait_for(lambda: len(inbox.mails()) == 2, 20, "another mail")
        answer = {"reset": asked["reset"], "code": code_in(inbox.mails())}
        packed(relay, tokens["access_token"])
        team_of(relay, inbox, tokens["access_token"])
        assert post("/v1/accounts/password", **answer, password=PASSWORD)[0] == 204
    finally:
        relay.kill()
        inbox.stop()


@story.step
def test_accounts():
    """accounts: opened, refused, taken, tried too often"""
    token = server.register("claire@agence-morel.example")
    account = {"email": "claire@agence-morel.example", "password": PASSWORD}
    applicant = {**account, "siret": "73282932000074"}
    post = lambda path, body, token=None: server.call("POST", path, body, token=token)
    register = lambda **more: post("/v1/accounts/register", {**applicant, **more})
    assert register()[0] == 202
    assert register(email="nonsense")[0] == 422 and register(email="b@c.fr", password="x")[0] == 422
    assert register(email="b@c.fr", siret="1")[0] == 422 and register(email="b@c.fr", password=3)[0] == 400
    status, tokens, _ = post("/v1/login", account)
    assert status == 200
    assert post("/v1/refresh", {"refresh_token": tokens["refresh_token"]})[0] == 200
    assert post("/v1/refresh", {"refresh_token": "nonsense"})[0] == 401
    assert post("/v1/accounts/verify", {"registration": "x", "code": "x"})[0] == 422
    assert post("/v1/accounts/reset", {"email": "nonsense"})[0] == 422
    assert post("/v1/accounts/reset", {"email": account["email"]})[0] == 202
    assert post("/v1/accounts/password", {"reset": "x", "code": "x", "password": PASSWORD})[0] == 422
    member_of(token)
    mailed()
    tries = [post("/v1/login", {**account, "password": "faux"}) for _ in range(7)]
    assert tries[0][0] == 401 and tries[-1][0] == 429 and int(tries[-1][2]["Retry-After"]) > 0, tries
    for _ in range(30):
        status = register(email=f"{uuid.uuid4()}@agence.example")[0]
        if status == 429:
            break
    assert status == 429
    closed = relaylib.Server(registration="no")
    try:
        assert closed.call("POST", "/v1/accounts/register", applicant, token=None)[0] == 403
    finally:
        closed.kill()


@story.step
def test_requests_in_flight():
    """what a device gives before it has the last answer does not come back to it, and others get it"""
    device, other = relaylib.Device().pull(relay), relaylib.Device().pull(relay)
    records = [device.record("setting", key=f"flight-{i}", value="x") for i in range(4)]
    news = other.record("setting", key="flight-other", value="y")
    first = device.sync(relay, records[0])
    start, given = dict(device.cursor), first["given"]
    assert given == first["cursor"]["seq"] - 1, first
    other.sync(relay, news)
    for record in records[1:3]:
        answer = device.sync(relay, record, cursor=start, given=given, quiet=True)
        assert answer["records"] == [] and answer["more"] and answer["cursor"] == start, answer
    got = device.sync(relay, records[3], cursor=start, given=given)
    assert [one["id"] for one in got["records"]] == [news["id"]] and not got["more"], got
    assert {one["id"] for one in device.sync(relay, cursor=start)["records"]} == {news["id"], *(one["id"] for one in records[1:])}
    other.pull(relay)
    assert all(one["id"] in other.records for one in records)
    for wrong in ("x", -1, 1 << 63):
        body = {"wire": relaylib.WIRE, "device": str(device.id), "batch": str(uuid.uuid4()), "cursor": start, "given": wrong, "records": []}
        assert relay.call("POST", "/v1/sync", body)[0] == 400


@story.step
def test_ranges():
    """what is held is summed up by ranges of ids: equal records, equal sums; one range is listed, in parts"""
    device = relaylib.Device()
    records = sorted((device.record("segment", name=f"plage {n}", filter="{}") for n in range(1010)), key=lambda one: one["id"])
    for at in range(0, 1010, 500):
        device.sync(relay, *records[at:at + 500])
    ask = lambda *ranges, **more: relay.call("POST", "/v1/sync/ranges", {"wire": relaylib.WIRE, "kind": "segment", "ranges": list(ranges), **more})[:2]
    middle = {"after": records[3]["id"], "to": records[9]["id"]}
    status, answer = ask(middle, {"after": records[9]["id"]}, {"after": relaylib.NIL})
    assert status == 200 and answer["epoch"] == device.cursor["epoch"], answer
    assert [one["count"] for one in answer["ranges"]] == [6, 1000, 1000] and "hash" not in answer["ranges"][2], answer
    listed = ask(middle, list=True)[1]["ranges"][0]
    assert [one[0] for one in listed["records"]] == [one["id"] for one in records[4:10]] and not listed["more"], listed
    together = b"".join(uuid.UUID(ident).bytes + bytes.fromhex(digest) for ident, digest in listed["records"])
    assert hashlib.sha256(together).hexdigest()[:32] == answer["ranges"][0]["hash"]
    found, after = [], relaylib.NIL
    while True:
        part = ask({"after": after}, list=True)[1]["ranges"][0]
        found += [one[0] for one in part["records"]]
        if not part["more"]:
            break
        after = found[-1]
    assert set(found) >= {one["id"] for one in records} and found == sorted(found)
    device.sync(relay, {**records[5], "mark": device.record("segment")["mark"], "fields": {"name": "autre", "filter": "{}"}})
    assert ask(middle)[1]["ranges"][0] != answer["ranges"][0]
    assert ask(*[middle] * 256)[0] == 200 and ask(*[middle] * 257)[0] == 400 and ask(middle, middle, list=True)[0] == 400
    assert ask()[0] == 400 and ask({"after": "x"})[0] == 400 and ask(middle, kind="castle")[0] == 400 and ask(middle, wire=99)[0] == 409


@story.step
def test_message():
    """a message's way, with what each operation on it says"""
    device = relaylib.Device()
    sender = device.sender(sink.port)
    message = device.message(sender, 1)
    reader, now = message["fields"]["prospect"], int(time.time() * 1000)
    grants = [device.record("consent", subject=reader, purpose=purpose, channel="email", given="yes", at=now,
                            origin="person", proof="formulaire") for purpose in ("open", "click")]
    batch, start = str(uuid.uuid4()), dict(device.cursor)
    device.sync(relay, sender, *grants, message, batch=batch)
    body = {"wire": relaylib.WIRE, "device": str(device.id), "batch": batch, "cursor": start, "records": []}
    other = device.record("setting", key="a", value="b")
    assert relay.call("POST", "/v1/sync", {**body, "records": [other]})[0] == 422
    assert relay.call("POST", "/v1/sync", {**body, "wire": 99})[0] == 409
    packed = gzip.compress(json.dumps({**body, "batch": str(uuid.uuid4())}).encode())
    assert relay.call("POST", "/v1/sync", raw=packed, headers={"Content-Encoding": "gzip"})[0] == 200
    assert relay.call("PUT", f"/v1/senders/{sender['id']}/secret", {"secret": "s"})[0] == 204
    assert relay.call("PUT", "/v1/senders/x/secret", {"secret": "s"})[0] == 400
    assert relay.call("GET", f"/v1/messages/{message['id']}")[1]["id"] == message["id"]
    assert relay.call("GET", "/v1/messages/nonsense")[0] == 400
    assert relay.call("GET", f"/v1/messages/{uuid.uuid4()}")[0] == 404
    assert relay.call("GET", "/v1/messages")[0] == 200
    assert relay.call("GET", "/v1/export?after=x")[0] == 400 and relay.call("GET", "/v1/access-log")[0] == 404
    status, page, _ = relay.call("GET", "/v1/export")
    assert status == 200 and page["next"] is None and {sender["id"], message["id"]} < {one["id"] for one in page["records"]}
    status, page, _ = relay.call("GET", f"/v1/persons/{reader}/export")
    about = {one["id"] for one in page["records"]}
    assert status == 200 and {message["id"], *(one["id"] for one in grants)} <= about and sender["id"] not in about
    assert relay.call("GET", "/v1/persons/nonsense/export")[0] == 400
    assert relay.call("GET", "/v1/feed")[0] == 200 and relay.call("GET", "/v1/feed?limit=x")[0] == 400
    assert relay.call("GET", "/v1/events/deal.won/sample")[0] == 200 and relay.call("GET", "/v1/events/x/sample")[0] == 404
    flow.wait_for(sink.mails, 15, "the mail")
    html = sink.mails()[0].get_body(("html",)).get_content()
    path = lambda pattern: re.search(re.escape(relay.url) + f"({pattern})", html)[1]
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    click, pixel = path(r"/t/c/[\w-]+"), path(r"/t/o/[\w-]+\.gif")
    unsubscribe = re.search(r"<http://[^/]+(/u/[^>]+)>", sink.mails()[0]["List-Unsubscribe"])[1]
    ask = lambda method, where, **more: relay.call(method, where, token=None, headers={**browser, **more.pop("headers", {})}, **more)[0]
    assert ask("GET", click) == 302 and ask("GET", "/t/c/nonsense") == 404
    assert ask("GET", pixel) == 200 and ask("GET", "/t/o/nonsense.gif") == 200
    assert ask("GET", unsubscribe) == 200 and ask("GET", "/u/nonsense") == 404
    assert ask("POST", unsubscribe, raw=b"List-Unsubscribe=One-Click", headers=FORM) == 200
    assert ask("POST", "/u/nonsense", raw=b"List-Unsubscribe=One-Click", headers=FORM) == 404
    assert ask("POST", unsubscribe, raw=b"x" * 20000, headers=FORM) == 413
    for where in (unsubscribe + "/preferences", "/u/nonsense/preferences"):
        assert ask("GET", where) == 200 == ask("POST", where, raw=b"do=refuse", headers=FORM)
        assert ask("POST", where, raw=b"do=other", headers=FORM) == 400
        assert ask("POST", where, raw=b"x" * 20000, headers=FORM) == 413


@story.step
def test_programs():
    """keys, webhooks and prospects: each status; flow/relay-programs and -webhooks have what becomes of them"""
    server = relaylib.Server(requests_per_second=0, key_requests_per_second=0)
    story.at_end(server.kill)
    token = server.register("owner@agence-blanc.example")
    ask = lambda method, path, body=None, token=token: server.call(method, path, body, token=token)[:2]
    key = {"name": "Make", "scopes": ["prospects:write", "webhooks:read"]}
    status, one = ask("POST", "/v1/account/keys", key)
    assert status == 201 and ask("POST", "/v1/account/keys", {**key, "scopes": ["x"]})[0] == 422
    assert ask("GET", "/v1/account/keys")[0] == 200 and ask("GET", "/v1/me")[0] == 200
    assert {ask("POST", "/v1/account/keys", key)[0] for _ in range(50)} == {201, 409}
    for method, path, operation in api.operations:  # what this key may not
        if operation.get("security") != [] and operation.get("x-scope") not in key["scopes"] and path != "/v1/me":
            sent = {} if "requestBody" in operation else None
            assert ask(method.upper(), example(path), sent, token=one["key"])[1]["code"] == "not_allowed", path
    assert ask("DELETE", f"/v1/account/keys/{one['id']}")[0] == 204 and ask("DELETE", "/v1/account/keys/x")[0] == 404
    hook = {"target_url": "https://hooks.example/a", "event": "deal.won"}
    status, one = ask("POST", "/v1/webhooks", hook)
    assert status == 201 and ask("POST", "/v1/webhooks", {**hook, "event": "x"})[0] == 422
    assert {ask("POST", "/v1/webhooks", hook)[0] for _ in range(50)} == {201, 409} and ask("GET", "/v1/webhooks")[0] == 200
    where = f"/v1/webhooks/{one['id']}"
    status, waiting = ask("POST", where + "/ping")
    assert status == 202 and ask("POST", where + "/rotate")[0] == 200 and ask("GET", where + "/deliveries")[0] == 200
    assert ask("GET", where + "/deliveries?limit=x")[0] == 400 and ask("POST", f"/v1/deliveries/{waiting['id']}/replay")[0] == 202
    assert ask("GET", where)[0] == 200 and ask("PATCH", where, {"event": "x"})[0] == 422 and ask("PATCH", where, {"active": False})[0] == 200
    assert ask("POST", where + "/ping")[0] == 409 and ask("POST", f"/v1/deliveries/{waiting['id']}/replay")[0] == 409
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/ping"), ("POST", "/rotate"), ("GET", "/deliveries")):
        assert ask(method, "/v1/webhooks/x" + path, {} if method == "PATCH" else None)[0] == 404
    assert ask("POST", "/v1/deliveries/x/replay")[0] == 404 and ask("DELETE", where)[0] == 204
    status, one = ask("POST", "/v1/prospects", {"company": "Agence du Port"})
    where = f"/v1/prospects/{one['id']}"
    assert status == 201 and ask("POST", "/v1/prospects", {})[0] == 422 and ask("GET", "/v1/prospects")[0] == 200
    assert ask("GET", "/v1/prospects?limit=0")[0] == 400 and ask("GET", where)[0] == 200 and ask("GET", "/v1/prospects/x")[0] == 404
    assert ask("PATCH", where, {"city": "Brest"})[0] == 200 and ask("PATCH", where, {"city": 1})[0] == 422
    assert ask("PATCH", "/v1/prospects/x", {})[0] == 404 and ask("GET", "/v1/counters")[0] == 200
    again = lambda method, path, body: server.call(method, path, body, token=token, headers={"Idempotency-Key": method})
    one = again("POST", "/v1/prospects", {"company": "Agence du Lac"})[1]["id"]
    change = ("PATCH", f"/v1/prospects/{one}", {"city": "Annecy"})
    assert again(*change)[0] == 200
    server.token = token
    relaylib.Device().sync(server, {"kind": "prospect", "id": one, "mark": "0" * 32, "erased": True})
    assert again("POST", "/v1/prospects", {"company": "Agence du Lac"})[0] == again(*change)[0] == 410
    assert ask("GET", "/v1/access-log")[0] == 200 and ask("GET", "/v1/access-log?after=0")[0] == 400
    assert ask("GET", "/v1/messages?after=x")[0] == 400


@story.step
def test_agency():
    """an agency's hosts: each status; flow/relay-hosts has what becomes of them"""
    where = flow.free_port()
    plain = relaylib.Server(requests_per_second=0)
    story.at_end(plain.kill)
    token = plain.register("owner@agence-brun.example")
    assert plain.call("PATCH", "/v1/agency", {"slug": "agence-brun"}, token=token)[1]["code"] == "no_hosts"
    server = relaylib.Server(port=where, public_url=f"http://127.0.0.1:{where}", base_domain="app.example.fr", plans="yes", requests_per_second=0)
    story.at_end(server.kill)
    token = server.register("owner@agence-brun.example")
    done = server.command("tenant", "invite", "owner@agence-brun.example", "anne@agence-brun.example", "reader")
    joining = {"email": "anne@agence-brun.example", "code": done.stdout.strip(), "password": PASSWORD}
    reader = server.call("POST", "/v1/accounts/join", joining, token=None)[1]["access_token"]
    ask = lambda method, path, body=None, token=token: server.call(method, path, body, token=token)[0]
    assert ask("GET", "/v1/agency") == ask("GET", "/v1/agency", token=reader) == 200
    assert ask("PATCH", "/v1/agency", {}, reader) == ask("POST", "/v1/agency/domain/check", token=reader) == 403
    assert ask("PATCH", "/v1/agency", {"slug": "agence-brun", "name": "Agence Brun"}) == 200
    assert ask("PATCH", "/v1/agency", {"slug": "-"}) == 422 and ask("PATCH", "/v1/agency", {"domain": "agence-brun.fr"}) == 402
    assert ask("GET", "/", token=None) == ask("GET", "/.well-known/palier-relay", token=None) == 200
    until_429(lambda: (ask("POST", "/v1/agency/domain/check"),))


@story.step
def test_drafts():
    """drafts: each status; flow/relay-writing has what becomes of them"""
    with flow.Peer("ai-peer.py") as peer:
        writer = relaylib.Server(plans="yes", requests_per_second=0, ai_service="openai", ai_key="good-key",
                                 ai_endpoint=f"http://127.0.0.1:{peer.port}/openai/asked")
        story.at_end(writer.kill)
        ask = lambda told, token, at=writer, **more: at.call("POST", "/v1/ai/messages", {
            "stream": True, "max_completion_tokens": 100, "messages": [{"role": "user", "content": f"story {told}"}], **more}, token=token)[0]
        token = writer.register("owner@agence-brun.example")
        done = writer.command("tenant", "invite", "owner@agence-brun.example", "anne@agence-brun.example", "reader")
        joining = {"email": "anne@agence-brun.example", "code": done.stdout.strip(), "password": PASSWORD}
        reader = writer.call("POST", "/v1/accounts/join", joining, token=None)[1]["access_token"]
        assert ask("ok", token) == 200 and ask("ok", reader) == 403 and ask("ok", token, seed="x") == 422
        plain = relaylib.Server()
        story.at_end(plain.kill)
        assert ask("ok", relay.token, relay) == 404 and ask("ok", plain.register("owner@agence-brun.example"), plain) == 409
        with concurrent.futures.ThreadPoolExecutor(9) as pool:
            assert sorted(pool.map(lambda _: ask("silent", token), range(9))) == [429] + [503] * 8
        writer.command("tenant", "plan", "owner@agence-brun.example", "growth", "canceled")
        assert ask("ok", token) == 402


@story.step
def test_stream():
    """an event stream answers and stays open"""
    status, headers = relay.open_stream()
    api.check("GET", "/v1/events", status, headers, b"")
    assert status == 200


@story.step
def test_all_reached():
    """each status that is described was answered in this run"""
    described = {(method, path, status) for method, path, operation in api.operations
                 for status in operation["responses"] if status != "default" and status < "500"}
    missing = sorted(described - api.reached)
    assert not missing, f"described, and never answered: {missing}"


if __name__ == "__main__":
    story.run()
