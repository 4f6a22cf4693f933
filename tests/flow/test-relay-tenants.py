# SPDX-License-Identifier: GPL-3.0-or-later
"""One agency cannot reach another's: every operation of data/api/relay.json is asked by one in the
name of the other's ids. Nothing of the other comes back, nothing of it changes.

 1. each operation with an id in its address, by members and by programs
 2. each operation that lists: none of the other's words
 3. ids in bodies, cursors and headers                       4. what the other has is as it was
"""

import http.client
import json
import time
import uuid

import flow
import relaylib

story = flow.Story()
server = relaylib.Server(requests_per_second=0, key_requests_per_second=0)
api = relaylib.DESCRIPTION
story.at_end(server.kill)

SCOPES = api.document["components"]["schemas"]["Scope"]["enum"]
# What stands in the address of an operation: which id of the other. Another one here is a decision.
PARTS = {"/v1/account/devices/{part}": "device", "/v1/members/{part}": "member", "/v1/invitations/{part}": "nothing",
         "/v1/events/{part}/sample": "type", "/v1/senders/{part}/secret": "sender", "/v1/messages/{part}": "message",
         "/v1/account/keys/{part}": "key", "/v1/webhooks/{part}": "webhook", "/v1/webhooks/{part}/ping": "webhook",
         "/v1/webhooks/{part}/rotate": "webhook", "/v1/webhooks/{part}/deliveries": "webhook",
         "/v1/deliveries/{part}/replay": "delivery", "/v1/prospects/{part}": "prospect",
         "/v1/persons/{part}/export": "prospect"}
BODIES = {("put", "/v1/members/{part}"): {"role": "reader"}, ("put", "/v1/senders/{part}/secret"): {"secret": "stolen"},
          ("patch", "/v1/webhooks/{part}"): {"active": False}, ("patch", "/v1/prospects/{part}"): {"city": "Volée"}}


class Agency:
    """One with something of each kind, all of it marked by a word that nobody else says."""

    def __init__(self, name):
        self.word = "canari" + uuid.uuid4().hex[:12]
        self.token = server.register(f"{name}@{self.word}.example")
        self.device = relaylib.Device()
        self.ids = {"type": "deal.won", "nothing": str(uuid.uuid4())}
        made = self.ask("POST", "/v1/account/keys", {"name": self.word, "scopes": SCOPES})[1]
        self.key, self.ids["key"] = made["key"], made["id"]
        made = self.ask("POST", "/v1/webhooks", {"target_url": f"https://{self.word}.invalid/", "event": "lead.new"})[1]
        self.ids["webhook"] = made["id"]
        self.ids["prospect"] = self.ask("POST", "/v1/prospects", {"company": self.word, "source": self.word},
                                        headers={"Idempotency-Key": "shared"})[1]["id"]
        sender = self.device.sender(9, from_name=self.word)
        message = self.device.message(sender, 1, subject=self.word, due_at=int(time.time() * 1000) + 3600_000)
        server.token = self.token
        self.device.sync(server, sender, message)
        self.ids.update(sender=sender["id"], message=message["id"])
        self.ids["device"] = self.ask("GET", "/v1/account/devices")[1]["devices"][0]["id"]
        self.ids["member"] = self.ask("GET", "/v1/account")[1]["id"]
        self.ids["delivery"] = flow.wait_for(
            lambda: self.ask("GET", f"/v1/webhooks/{self.ids['webhook']}/deliveries")[1]["deliveries"], 10, "a delivery")[0]["id"]

    def ask(self, method, path, body=None, token=None, headers=None):
        return server.call(method, path, body, token=token or self.token, headers=headers)

    def state(self):
        """All that it has, as far as it does not change by itself."""
        look = lambda path: self.ask("GET", path)[1]
        hooks = [{name: value for name, value in one.items() if name != "failing_since"} for one in look("/v1/webhooks")["webhooks"]]
        keys = [{name: value for name, value in one.items() if name != "used_at"} for one in look("/v1/account/keys")["keys"]]
        devices = [{name: value for name, value in one.items() if name != "used_at"} for one in look("/v1/account/devices")["devices"]]
        server.token = self.token
        return {"hooks": hooks, "keys": keys, "devices": devices, "members": look("/v1/members"), "prospects": look("/v1/prospects"),
                "messages": look("/v1/messages"), "feed": look("/v1/feed"), "counters": look("/v1/counters"),
                "deliveries": len(look(f"/v1/webhooks/{self.ids['webhook']}/deliveries")["deliveries"]),
                "records": sorted(json.dumps(one, sort_keys=True) for one in relaylib.Device().pull(server).records.values())}


ours, theirs = Agency("nous"), Agency("eux")
before = theirs.state()


def holds_theirs(answer, headers):
    """Which of the other's words and ids came back."""
    text = json.dumps(answer, default=repr) + json.dumps(headers)
    secret = {name: value for name, value in theirs.ids.items() if name not in ("type", "nothing")}
    return [name for name, value in {**secret, "word": theirs.word}.items() if value in text]


def members_operations():
    return [(method, path, operation) for method, path, operation in api.operations if operation.get("security") != []]


@story.step
def test_addresses():
    """each operation with another's id in its address: not found, as for an id that nobody has"""
    tried = 0
    for method, path, operation in members_operations():
        if "{part}" not in path:
            continue
        part, body = theirs.ids[PARTS[path]], BODIES.get((method, path))
        if "requestBody" in operation and body is None:
            raise AssertionError(f"{method} {path} needs a body here")
        for token in (ours.token, ours.key):
            status, answer, headers = ours.ask(method.upper(), path.replace("{part}", part), body, token=token)
            other = ours.ask(method.upper(), path.replace("{part}", str(uuid.uuid4())), body, token=token)
            tried += 1
            if PARTS[path] == "type":
                assert status == 200 and not holds_theirs(answer, headers)
                continue
            # a sender's secret is kept for an id of one's own, whatever another has under it
            # of whom nothing is kept, nothing is said
            if path == "/v1/persons/{part}/export" and token == ours.token:
                assert (status, answer) == (200, {"records": [], "next": None}) == other[:2], (status, answer)
                continue
            wanted = {403} if token == ours.key and "x-scope" not in operation else {204} if PARTS[path] == "sender" else {404}
            assert status in wanted, (method, path, status, answer)
            assert status == other[0] and {**answer, "trace": ""} == {**other[1], "trace": ""} if isinstance(answer, dict) else True
            assert holds_theirs(answer, headers) in ([], [PARTS[path]]), (method, path, answer)
    print(f"# {tried} requests")
    assert tried >= 2 * len(PARTS)


@story.step
def test_lists():
    """each operation that reads without an id gives nothing of the other"""
    read = 0
    for method, path, operation in members_operations():
        if method != "get" or "{part}" in path or path == "/v1/events":
            continue
        for token in (ours.token, ours.key):
            status, answer, headers = ours.ask("GET", path, token=token)
            # one's own log says for which ids one asked
            known = ["prospect"] if path == "/v1/access-log" and status == 200 else []
            assert status in (200, 403) and holds_theirs(answer, headers) == known, (path, status, answer)
            read += status == 200
    assert read > 10


@story.step
def test_inside():
    """ids in bodies, cursors, keys and headers lead to one's own alone"""
    stolen = relaylib.Device()
    server.token = ours.token
    for ident, kind, fields in ((theirs.ids["prospect"], "prospect", {"city": "Volée"}), (theirs.ids["message"], "message", {"subject": "Volé"})):
        answer = stolen.sync(server, stolen.record(kind, id=ident, **fields))
        assert not holds_theirs(answer["records"], {}) or all(one["fields"] == fields for one in answer["records"] if one["id"] == ident)
    stolen.id = theirs.device.id
    answer = stolen.sync(server, cursor=theirs.device.cursor)
    assert theirs.word not in json.dumps(answer)
    for path in (f"/v1/prospects?after={theirs.ids['prospect']}", f"/v1/messages?after={theirs.ids['message']}",
                 f"/v1/webhooks/{ours.ids['webhook']}/deliveries?after={theirs.ids['delivery']}",
                 "/v1/feed?after=" + before["feed"]["cursor"]):
        status, answer, headers = ours.ask("GET", path)
        assert status == 200 and theirs.word not in json.dumps(answer), path
    status, answer, headers = ours.ask("POST", "/v1/prospects", {"company": ours.word, "source": ours.word}, headers={"Idempotency-Key": "shared"})
    assert status == 201 and headers["Idempotent-Replayed"] == "true" and answer["id"] == ours.ids["prospect"]
    line = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=1.5)
    start = before["feed"]["cursor"].rsplit(".", 1)[0] + ".0"
    line.request("GET", "/v1/feed", headers={"Authorization": "Bearer " + ours.token, "Accept": "text/event-stream", "Last-Event-ID": start})
    got = b""
    try:
        answer = line.getresponse()
        while piece := answer.read1(65536):
            got += piece
    except TimeoutError:
        pass
    assert ours.ids["prospect"].encode() in got and not holds_theirs(got.decode(), {})
    line.close()


@story.step
def test_untouched():
    """all that the other has is as it was"""
    after = theirs.state()
    assert after == before, [name for name in before if before[name] != after[name]]


if __name__ == "__main__":
    story.run()
