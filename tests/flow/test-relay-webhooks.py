# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks, called on 127.0.0.1.

 1. set up as Zapier and Make do, and tried        5. 410 ends it; a day of failures disables it
 2. called in order, signed; filtered              6. what was sent is listed, and sent again
 3. a failure holds up what is behind it           7. killed amid deliveries: none lost, in order
 4. another secret: both sign for a day            8. two relays: each event once, in order
"""

import json
import re
import shutil
import time
import uuid

import flow
import hook
import relaylib

story = flow.Story()
peer = hook.Hook()
keys = relaylib.Keys()
SETTINGS = dict(allow_plain_loopback="yes", hook_first_pause_ms=20, hook_patience_s=60, hook_timeout_s=1)
relay = relaylib.Relay(keys, **SETTINGS)
device = relaylib.Device()

story.at_end(peer.stop)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())


def subscribe(path, status=201, **body):
    got, answer, _ = relay.call("POST", "/v1/webhooks", {"target_url": peer.url + path, **body})
    assert got == status, (got, answer)
    return answer


def happen(*names, at=None):
    records = [device.record("event", name=name, at=int(time.time() * 1000), prospect=str(uuid.uuid4())) for name in names]
    device.sync(at or relay, *records)
    return [record["id"] for record in records]


def wait_for(path, count, seconds=20):
    flow.wait_for(lambda: len(peer.of(path)) >= count, seconds, f"{count} calls of {path}, {len(peer.of(path))} came")
    return peer.of(path)


def deliveries(one):
    return relay.call("GET", f"/v1/webhooks/{one['id']}/deliveries?limit=200")[1]["deliveries"]


@story.step
def test_set_up():
    """set up by one call, seen, tried, switched off by its id; what cannot be called is refused"""
    one = subscribe("/zap", event="lead.new", description="Zapier")
    assert one["state"] == "active" and one["events"] == ["lead.new"] and re.fullmatch("whsec_[0-9a-f]{64}", one["secret"])
    for answer in (relay.call("GET", "/v1/webhooks")[1]["webhooks"][0], relay.call("GET", f"/v1/webhooks/{one['id']}")[1]):
        assert answer == {name: value for name, value in one.items() if name != "secret"}
    status, waiting, _ = relay.call("POST", f"/v1/webhooks/{one['id']}/ping")
    assert status == 202 and waiting["state"] == "waiting" and waiting["event"] == "ping"
    ping = wait_for("/zap", 1)[0]
    assert ping["type"] == "ping" and ping["id"] == waiting["event_id"] and ping["data"] == {}
    assert relay.call("DELETE", f"/v1/webhooks/{one['id']}")[0] == 204
    assert relay.call("GET", f"/v1/webhooks/{one['id']}")[0] == relay.call("DELETE", f"/v1/webhooks/{one['id']}")[0] == 404
    for body, code in (({}, "url_refused"), ({"target_url": 7, "event": "*"}, "url_refused"),
                       ({"target_url": peer.url}, "value_refused"), ({"target_url": peer.url, "event": "message.state"}, "value_refused"),
                       ({"target_url": peer.url, "events": []}, "value_refused"),
                       ({"target_url": peer.url, "event": "*", "events": ["*"]}, "value_refused"),
                       ({"target_url": peer.url, "event": "*", "active": 1}, "value_refused"),
                       ({"target_url": "http://example.fr/", "event": "*"}, "url_refused"),
                       ({"target_url": "https://a:b@example.fr/", "event": "*"}, "url_refused"),
                       ({"target_url": "ftp://example.fr/", "event": "*"}, "url_refused"),
                       ({"target_url": "https://example.fr/ä", "event": "*"}, "url_refused")):
        status, problem, _ = relay.call("POST", "/v1/webhooks", body)
        assert status == 422 and problem["code"] == code, (body, problem)


@story.step
def test_order():
    """300 events come in order, signed, and those that are wanted alone"""
    all_, few = subscribe("/all", event="*"), subscribe("/few", events=["deal.won", "lead.new"])
    happened = happen(*["lead.new", "message.generated", "deal.won"] * 100)
    told, some = wait_for("/all", 300), wait_for("/few", 200)
    assert [one["id"] for one in told] == happened and [one["seq"] for one in told] == sorted(one["seq"] for one in told)
    assert {one["type"] for one in some} == {"lead.new", "deal.won"} and len(some) == 200
    for where, headers, body, _ in peer.calls:
        if where == "/all":
            assert headers["x-palier-signature"] == hook.signature(all_["secret"], headers, body)
            assert headers["x-palier-id"] == json.loads(body)["id"] and headers["content-type"] == "application/json"
            assert abs(time.time() - int(headers["x-palier-timestamp"])) < 60
    flow.wait_for(lambda: all(one["state"] == "delivered" for one in deliveries(all_)), 5, "the list to say so")
    page = relay.call("GET", f"/v1/webhooks/{all_['id']}/deliveries?limit=200")[1]
    rest = relay.call("GET", f"/v1/webhooks/{all_['id']}/deliveries?limit=200&after={page['cursor']}")[1]
    assert len(rest["deliveries"]) == 100 and "cursor" not in rest
    assert {one["event_id"] for one in page["deliveries"] + rest["deliveries"]} == set(happened)
    for one in (all_, few):
        relay.call("DELETE", f"/v1/webhooks/{one['id']}")


@story.step
def test_failure():
    """what fails comes again after a pause that grows; what is behind it waits; another goes on"""
    peer.answers = {"/weak": [500, "drop", "hang", "redirect", "endless", 200]}
    weak, strong = subscribe("/weak", event="*"), subscribe("/strong", event="*")
    happened = happen("lead.new", "deal.won")
    wait_for("/strong", 2, 5)
    told = wait_for("/weak", 7)
    assert [one["id"] for one in told] == [happened[0]] * 6 + [happened[1]] and not peer.of("/elsewhere")
    times = [at for where, _, _, at in peer.calls if where == "/weak"]
    pauses = [later - earlier for earlier, later in zip(times, times[1:])]
    assert pauses[0] >= 0.015 and pauses[1] >= 0.06 and pauses[3] > pauses[1], pauses
    first = flow.wait_for(lambda: [one for one in deliveries(weak) if one["event_id"] == happened[0] and one["state"] == "delivered"], 5)
    assert first[0]["attempts"] == 6 and first[0]["status"] == 200 and "fault" not in first[0]
    assert "failing_since" not in relay.call("GET", f"/v1/webhooks/{weak['id']}")[1]
    for one in (weak, strong):
        relay.call("DELETE", f"/v1/webhooks/{one['id']}")


@story.step
def test_secret():
    """another secret signs; the one before signs too"""
    one = subscribe("/secret", event="*")
    status, again, _ = relay.call("POST", f"/v1/webhooks/{one['id']}/rotate")
    assert status == 200 and again["secret"] != one["secret"]
    happen("lead.new")
    wait_for("/secret", 1)
    _, headers, body, _ = [call for call in peer.calls if call[0] == "/secret"][0]
    assert headers["x-palier-signature"].split(",") == [hook.signature(secret, headers, body)
                                                         for secret in (again["secret"], one["secret"])]
    relay.call("DELETE", f"/v1/webhooks/{one['id']}")


@story.step
def test_end():
    """410 ends a webhook; one that fails too long is disabled, and told all when it is made active"""
    global relay
    relay.kill()
    relay = relaylib.Relay(keys, **{**SETTINGS, "hook_patience_s": 2})
    peer.answers = {"/gone": [410], "/dead": [503]}
    gone, dead = subscribe("/gone", event="*"), subscribe("/dead", event="*")
    state = lambda one: relay.call("GET", f"/v1/webhooks/{one['id']}")
    happened = happen("lead.new")
    flow.wait_for(lambda: state(gone)[0] == 404, 10, "the end of one")
    flow.wait_for(lambda: state(dead)[1]["state"] == "disabled", 30, "the other to be disabled")
    assert state(dead)[1]["failing_since"] and deliveries(dead)[0]["fault"] == "status" and deliveries(dead)[0]["status"] == 503
    assert relay.call("POST", f"/v1/webhooks/{dead['id']}/ping")[1]["code"] == "nothing_to_do"
    happened += happen("deal.won")
    before = len(peer.of("/dead"))
    peer.answers = {"/dead": [200]}
    status, answer, _ = relay.call("PATCH", f"/v1/webhooks/{dead['id']}", {"active": True})
    assert status == 200 and answer["state"] == "active" and "failing_since" not in answer
    told = wait_for("/dead", before + 2)[before:]
    assert [one["id"] for one in told] == happened
    assert relay.call("PATCH", f"/v1/webhooks/{dead['id']}", {"active": False})[1]["state"] == "paused"
    happen("lead.new")
    time.sleep(0.5)
    assert len(peer.of("/dead")) == before + 2
    relay.call("DELETE", f"/v1/webhooks/{dead['id']}")


@story.step
def test_replay():
    """a delivery is made once more, by its id, once for a key"""
    one = subscribe("/again", event="*")
    happened = happen("lead.new", "deal.won")
    wait_for("/again", 2)
    old = flow.wait_for(lambda: [each for each in deliveries(one) if each["event_id"] == happened[0] and each["state"] == "delivered"], 5)[0]
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answers = [relay.call("POST", f"/v1/deliveries/{old['id']}/replay", headers=key) for _ in range(3)]
    assert {status for status, _, _ in answers} == {202} and len({answer["id"] for _, answer, _ in answers}) == 1
    told = wait_for("/again", 3)
    assert told[2] == told[0] and told[0]["id"] == happened[0]
    assert relay.call("POST", f"/v1/deliveries/{uuid.uuid4()}/replay")[0] == 404
    time.sleep(0.3)
    assert len(peer.of("/again")) == 3
    relay.call("DELETE", f"/v1/webhooks/{one['id']}")


def check_order(path, happened):
    """Each event came; again only where it was not known whether it had; never an earlier one for the first time."""
    told = [one["id"] for one in peer.of(path)]
    firsts = list(dict.fromkeys(told))
    assert firsts == happened, f"{len(firsts)} of {len(happened)}"
    return len(told) - len(happened)


@story.step
def test_killed():
    """killed ten times amid deliveries: each event comes, in order"""
    global relay
    subscribe("/killed", event="*")
    happened = []
    for _ in range(10):
        happened += happen(*["lead.new"] * 30)
        time.sleep(0.08)
        relay.kill()
        relay = relaylib.Relay(keys, **SETTINGS)
    wait_for("/killed", len(happened), 60)
    flow.wait_for(lambda: len({one["id"] for one in peer.of("/killed")}) == len(happened), 60, "all of them")
    print(f"# {len(happened)} events, {check_order('/killed', happened)} came twice")


@story.step
def test_shared():
    """two relays on one store: each event once, in order"""
    if not keys.store:
        return
    other = relaylib.Relay(keys, **SETTINGS)
    try:
        subscribe("/shared", event="*")
        happened = []
        for n in range(20):
            happened += happen(*["lead.new"] * 10, at=(relay, other)[n % 2])
        wait_for("/shared", len(happened), 60)
        time.sleep(0.5)
        assert check_order("/shared", happened) == 0
    finally:
        other.kill()


if __name__ == "__main__":
    story.run()
