# SPDX-License-Identifier: GPL-3.0-or-later
"""The public API, asked by programs with keys.

 1. keys: shown once, scoped, ended, for the owner       4. a change reaches the desks; its stage is told of
 2. guessing finds none; each key has its rate           5. pages; messages; figures
 3. a prospect is added, once for a key, as a desk sees  6. killed amid adding: none twice, none lost
"""

import json
import re
import shutil
import subprocess
import threading
import time
import uuid

import flow
import relaylib

story = flow.Story()
server = relaylib.Server(port=flow.free_port(), key_requests_per_second=20)
device = relaylib.Device()
READ = ["prospects:read", "messages:read", "events:read", "counters:read", "webhooks:read"]
WRITE = ["prospects:write", "webhooks:write"]
key = {}

story.at_end(server.kill)


def make(*scopes, status=201, **more):
    got, answer, _ = server.call("POST", "/v1/account/keys", {"name": "Make", "scopes": list(scopes), **more})
    assert got == status, (got, answer)
    return answer


def ask(method, path, body=None, token=None, **headers):
    return server.call(method, path, body, token=token or key["key"], headers={name.replace("_", "-"): value for name, value in headers.items()})


@story.step
def test_keys():
    """a key is shown once, may what its scopes say, and ends with the next request"""
    global key
    server.token = server.register("claire@agence-morel.example")
    assert server.call("GET", "/v1/account/keys")[1] == {"keys": []}
    one = make("prospects:read")
    assert re.fullmatch("palier_[a-z2-9]{8}_[a-z2-9]{32}", one["key"]) and one["key"].startswith(one["prefix"])
    listed = server.call("GET", "/v1/account/keys")[1]["keys"]
    assert listed == [{name: value for name, value in one.items() if name != "key"}]
    assert server.call("GET", "/v1/me", token=one["key"])[1] == {"tenant": server.call("GET", "/v1/me")[1]["tenant"], "role": "program", "scopes": ["prospects:read"]}
    flow.wait_for(lambda: server.call("GET", "/v1/account/keys")[1]["keys"][0].get("used_at"), 5, "its use to be noted")
    assert server.call("GET", "/v1/prospects", token=one["key"])[0] == 200
    for method, path, body in (("POST", "/v1/prospects", {}), ("GET", "/v1/feed", None), ("GET", "/v1/account", None),
                               ("GET", "/v1/account/keys", None), ("POST", "/v1/account/keys", {}), ("POST", "/v1/sync", {})):
        status, problem, _ = server.call(method, path, body, token=one["key"])
        assert status == 403 and problem["code"] == "not_allowed", (method, path, problem)
    brief = make("prospects:read", expires_at=int(time.time() * 1000) + 1500)
    assert server.call("GET", "/v1/me", token=brief["key"])[0] == 200
    assert server.call("DELETE", f"/v1/account/keys/{one['id']}")[0] == 204
    assert server.call("GET", "/v1/prospects", token=one["key"])[0] == 401
    assert server.call("DELETE", f"/v1/account/keys/{one['id']}")[0] == 404
    time.sleep(1.6)
    assert server.call("GET", "/v1/me", token=brief["key"])[0] == 401
    for scopes, more in ((["x"], {}), ([], {}), (["prospects:read"], {"name": ""}), (["prospects:read"], {"expires_at": 1})):
        assert make(*scopes, status=422, **more)["code"] == "value_refused"
    stored = (server.folder / "relay.sqlite").read_bytes() if (server.folder / "relay.sqlite").exists() else b""
    assert one["key"].encode() not in stored and brief["key"].encode() not in stored
    key = make(*READ, *WRITE)


@story.step
def test_guessing():
    """wrong keys are counted for the address, good ones pass meanwhile; a key has its own rate"""
    guesses = [key["prefix"] + "_" + "a" * 32, key["key"][:-1] + ("a" if key["key"][-1] != "a" else "b"),
               "palier_aaaaaaaa_" + "a" * 32, "palier_", "palier_" + "x" * 500, key["key"].upper(), key["key"] + "a"]
    got = [server.call("GET", "/v1/me", token=guess) for guess in guesses]
    assert {status for status, _, _ in got} == {401} and len({json.dumps({**problem, "trace": ""}) for _, problem, _ in got}) == 1
    for n in range(30):
        status, problem, headers = server.call("GET", "/v1/me", token=f"palier_{n:08}_".replace("0", "a").replace("1", "b") + "c" * 32)
    assert status == 429 and problem["code"] == "too_many_tries" and int(headers["Retry-After"]) > 0
    left = [ask("GET", "/v1/me") for _ in range(260)]
    assert left[0][0] == 200 and int(left[0][2]["RateLimit-Limit"]) == 200
    assert {status for status, _, _ in left} == {200, 429} and {answer["code"] for status, answer, _ in left if status == 429} == {"rate_limit"}
    other = make("prospects:read")
    assert server.call("GET", "/v1/me", token=other["key"])[0] == 200
    time.sleep(3)


@story.step
def test_add():
    """a prospect that a program adds is read as if typed, told of, and comes to the desks"""
    body = {"company": "Agence du Port", "email": " Contact@Agence-Port.example ", "phone": "01 99 00 11 22", "siret": "732 829 320 00074",
            "tags": ["vip", "brest", "vip"], "staff": 7, "site_https": True, "estimated_value_cents": 25000000,
            "custom": {"Origine": "salon"}, "specializations": ["luxury"], "notes": "Rencontré\nau salon"}
    status, one, _ = ask("POST", "/v1/prospects", body, Idempotency_Key="add-1")
    assert status == 201, one
    expected = {"kind": "agency", "email": "contact@agence-port.example", "phone": "+33199001122", "siret": "73282932000074",
                "siren": "732829320", "tags": ["brest", "vip"], "stage": "prospect", "source": "API", "staff": 7, "site_https": True,
                "estimated_value_cents": 25000000, "custom": {"Origine": "salon"}}
    assert {name: one.get(name) for name in expected} == expected, one
    again = ask("POST", "/v1/prospects", body, Idempotency_Key="add-1")
    assert again[1] == one and again[2]["Idempotent-Replayed"] == "true"
    assert ask("POST", "/v1/prospects", {"company": "Autre"}, Idempotency_Key="add-1")[0] == 422
    assert ask("GET", f"/v1/prospects/{one['id']}")[1] == one
    record = device.pull(server).records[one["id"]]
    assert record["fields"]["company"] == "Agence du Port" and record["fields"]["phone"] == "+33199001122"
    told = ask("GET", "/v1/feed")[1]["events"]
    assert [event["type"] for event in told] == ["lead.new"] and told[0]["data"] == {"prospect_id": one["id"], "source": "API"}
    assert told[0]["id"] in device.records
    for wrong, member in (({"company": 7}, "company"), ({"nothing": "x"}, "nothing"), ({"company": "A", "email": "x"}, "email"),
                          ({"company": "A", "id": "x"}, "id"), ({"company": "A", "created_at": 1}, "created_at"), ({"company": "A", "stage": "won"}, "stage"),
                          ({"company": "A", "staff": "7"}, "staff"), ({"company": "A", "staff": 1.5}, "staff"), ({"company": "A", "tags": "x"}, "tags"),
                          ({"company": "A", "tags": ["a,b"]}, "tags"), ({"company": "A", "email_consent": True}, "email_consent"),
                          ({"company": "A\u0000B"}, "company"), ({"city": "Brest"}, "company"), ({"company": "A", "siret": "1"}, "siret"), ({}, "company")):
        status, problem, _ = ask("POST", "/v1/prospects", wrong)
        assert status == 422 and problem["code"] == "value_refused" and problem["member"] == member, (wrong, problem)
    key["prospect"] = one["id"]


@story.step
def test_change():
    """a change is one field's, reaches the desks and loses no other; a new stage is told of"""
    where = f"/v1/prospects/{key['prospect']}"
    edit = {**device.records[key["prospect"]]}
    status, one, _ = ask("PATCH", where, {"city": "Brest", "stage": "customer", "notes": None, "tags": ["vip", "port"]})
    assert status == 200 and one["city"] == "Brest" and "notes" not in one and one["tags"] == ["port", "vip"]
    told = ask("GET", "/v1/feed")[1]["events"][1:]
    assert [event["type"] for event in told] == ["prospect.stage_changed", "deal.won"]
    assert told[0]["data"] == {"prospect_id": key["prospect"], "from": "prospect", "to": "customer", "cause": "api"}
    fields = device.pull(server).records[key["prospect"]]["fields"]
    assert fields["city"] == "Brest" and fields["company"] == "Agence du Port" and "notes" not in fields
    assert ask("PATCH", where, {"city": "Brest"})[1] == one and len(ask("GET", "/v1/feed")[1]["events"]) == 3
    stamp = device.record("prospect", id=key["prospect"], company="Agence du Grand Port")
    stamp["mark"] = f"{(int(time.time() * 1000) + 1000) << 16:016x}" + stamp["mark"][16:]
    assert not device.sync(server, stamp)["refused"]
    one = ask("GET", where)[1]
    assert one["company"] == "Agence du Grand Port" and one["city"] == "Brest", one
    gone = device.record("prospect", company="Partie")
    gone["deleted"] = [int(time.time() * 1000), gone["mark"]]
    device.sync(server, gone)
    for where in (gone["id"], str(uuid.uuid4()), "x"):
        assert ask("GET", f"/v1/prospects/{where}")[0] == ask("PATCH", f"/v1/prospects/{where}", {"city": "x"})[0] == 404
    assert edit


@story.step
def test_pages():
    """pages lead through all, newest first; messages and figures are the ledger's"""
    made = [device.record("prospect", company=f"Agence {n}") for n in range(23)]
    device.sync(server, *made)
    seen, after = [], ""
    while True:
        status, page, _ = ask("GET", "/v1/prospects?limit=5" + after)
        assert status == 200 and len(page["prospects"]) <= 5
        seen += [one["id"] for one in page["prospects"]]
        if "cursor" not in page:
            break
        after = "&after=" + page["cursor"]
    assert seen == sorted([one["id"] for one in made] + [key["prospect"]], reverse=True)
    assert ask("GET", "/v1/prospects?after=x")[0] == ask("GET", "/v1/prospects?limit=201")[0] == ask("GET", "/v1/messages?after=x")[0] == 400
    sender = device.sender(9)
    later = int(time.time() * 1000) + 3600_000
    messages = [device.message(sender, n, due_at=later) for n in range(3)]
    device.sync(server, sender, *messages)
    listed = ask("GET", "/v1/messages?limit=2")[1]
    assert len(listed["messages"]) == 2 and listed["messages"][0]["state"] == "scheduled"
    rest = ask("GET", f"/v1/messages?after={listed['cursor']}")[1]
    assert {one["id"] for one in listed["messages"] + rest["messages"]} == {one["id"] for one in messages} and "cursor" not in rest
    figures = ask("GET", "/v1/counters")[1]
    assert figures["messages"]["scheduled"] == 3 and figures["prospects"] == 25 and figures["events"] == 3, figures


def add_many(count, keys, done):
    """Each body with its key, until it is answered."""
    for n in range(count):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                status, answer, _ = ask("POST", "/v1/prospects", {"company": f"Tuée {n}"}, Idempotency_Key=f"killed-{keys}-{n}")
            except OSError:
                time.sleep(0.02)
                continue
            if status == 201:
                done[f"{keys}-{n}"] = answer["id"]
                break
            assert status in (409, 429, 503), (status, answer)
            time.sleep(0.05)


@story.step
def test_killed():
    """killed eight times amid adding, each asked again with its key: none is there twice"""
    global key
    done = {}
    threads = [threading.Thread(target=add_many, args=(25, n, done)) for n in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(8):
        time.sleep(0.25)
        server.restart()
    for thread in threads:
        thread.join()
    assert len(done) == 75 == len(set(done.values())), len(done)
    server.token = server.login("claire@agence-morel.example")
    found = [one["fields"].get("company") for one in relaylib.Device().pull(server).records.values() if one["kind"] == "prospect"]
    print(f"# {sum(name is not None and name.startswith('Tuée') for name in found)} prospects of {len(done)} requests")
    assert sum(name is not None and name.startswith("Tuée") for name in found) == 75


if __name__ == "__main__":
    story.run()
