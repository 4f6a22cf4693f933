# SPDX-License-Identifier: GPL-3.0-or-later
"""What subscribers outside are told: the business events, once each, in order.

 1. from devices: what is told of each, and what is not     4. a stream: from now, from a place, its end
 2. a message's way                                         5. an erased person is told of no more
 3. a sample of each type                                   6. killed amid writes: none lost, no gap
"""

import http.client
import json
import re
import shutil
import threading
import time
import uuid

import flow
import relaylib

story = flow.Story()
sink = relaylib.Sink()
keys = relaylib.Keys()
port = flow.free_port()
relay = relaylib.Relay(keys, port=port, public_url=f"http://127.0.0.1:{port}")
server = relaylib.Server()
device = relaylib.Device()
untold = set()  # events that are stored, and that nobody outside is to be told of

story.at_end(sink.stop)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())
story.at_end(server.kill)


def now():
    return int(time.time() * 1000)


def feed(after="", at=None):
    """All events after a place."""
    found = []
    while True:
        status, page, _ = (at or relay).call("GET", f"/v1/feed?after={after}&limit=7")
        assert status == 200, page
        found += page["events"]
        after = page["cursor"]
        if not page["more"]:
            return found


def event(name, prospect=None, data=None, **fields):
    more = {} if prospect is None else {"prospect": prospect}
    if data is not None:
        more["data"] = json.dumps(data)
    return device.record("event", name=name, at=now(), **more, **fields)


class Stream:
    """An open stream of events."""

    def __init__(self, client, after=None):
        self.line = http.client.HTTPConnection("127.0.0.1", int(client.url.rsplit(":", 1)[1]), timeout=20)
        head = {"Authorization": "Bearer " + client.token, "Accept": "text/event-stream"}
        self.line.request("GET", "/v1/feed", headers={**head, **({"Last-Event-ID": after} if after else {})})
        self.answer = self.line.getresponse()
        assert self.answer.status == 200 and self.answer.headers["Content-Type"] == "text/event-stream"

    def next(self):
        """(place, type, event), or None at the end."""
        fields = {}
        while line := self.answer.readline():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name in ("id", "event", "data"):
                fields[name] = value
            elif line == b"\n" and "data" in fields:
                return fields["id"], fields["event"], json.loads(fields["data"])
        return None

    def close(self):
        self.line.close()


@story.step
def test_devices():
    """events of devices are told once, with their members alone; a won customer is a second event"""
    anne, import_ = str(uuid.uuid4()), str(uuid.uuid4())
    moved = event("prospect.stage_changed", anne, {"from": "demo", "to": "customer", "cause": "user", "secret": "x"})
    sent = [event("lead.new", anne, {"source": 7}), event("message.state", anne), moved, event("nothing.known", anne),
            device.record("import", id=import_, file_name="salon.csv", at=now(), created=120, rows=130)]
    device.sync(relay, *sent)
    device.sync(relay, *sent)
    told = feed()
    assert [one["type"] for one in told] == ["lead.new", "prospect.stage_changed", "deal.won", "prospect.imported"], told
    assert [one["seq"] for one in told] == [1, 2, 3, 4] and len({one["id"] for one in told}) == 4
    assert told[0]["data"] == {"prospect_id": anne} and told[0]["id"] == sent[0]["id"]
    assert told[1]["data"] == {"prospect_id": anne, "from": "demo", "to": "customer", "cause": "user"}
    assert told[2]["data"] == {"prospect_id": anne}
    assert told[3]["data"] == {"count": 120, "source": "salon.csv"} and told[3]["id"] == import_
    gone = event("lead.new", anne)
    untold.add(gone["id"])
    gone["deleted"] = [now(), gone["mark"]]
    assert not device.sync(relay, gone)["refused"] and len(feed()) == 4
    for status in ("limit=0", "limit=201", "limit=x"):
        assert relay.call("GET", "/v1/feed?" + status)[0] == 400
    assert len(feed("nonsense")) == 4


@story.step
def test_message():
    """a message that leaves, is opened and clicked: each in the transaction of its cause"""
    before = relay.call("GET", "/v1/feed?limit=200")[1]["cursor"]
    sender = device.sender(sink.port)
    message = device.message(sender, 1)
    reader = message["fields"]["prospect"]
    grants = [device.record("consent", subject=reader, purpose=purpose, channel="email", given="yes", at=now(),
                            origin="person", proof="formulaire") for purpose in ("open", "click")]
    device.sync(relay, sender, *grants, message)
    flow.wait_for(lambda: feed(before), 15, "the message to leave")
    told = feed(before)
    assert [one["type"] for one in told] == ["message.sent"], told
    assert told[0]["data"] == {"prospect_id": reader, "message_id": message["id"], "channel": "email"}
    subscriber = relaylib.Device().pull(relay)
    assert told[0]["id"] in subscriber.records


@story.step
def test_samples():
    """each type has a sample, an invented one where it never happened"""
    for name in relaylib.DESCRIPTION.document["components"]["schemas"]["EventName"]["enum"]:
        status, events, _ = relay.call("GET", f"/v1/events/{name}/sample")
        assert status == 200 and 1 <= len(events) <= 3 and all(one["type"] == name for one in events)
    assert [one["seq"] for one in relay.call("GET", "/v1/events/lead.new/sample")[1]] == [1]
    assert relay.call("GET", "/v1/events/message.state/sample")[0] == 404


@story.step
def test_stream():
    """a stream tells what happens within a second, goes on from a place, and ends with its session"""
    last = relay.call("GET", "/v1/feed?limit=200")[1]["cursor"]
    stream = Stream(relay)
    other = relaylib.Relay(keys) if keys.store else None
    wave = [event("lead.new", str(uuid.uuid4())) for _ in range(250)]
    started = time.monotonic()
    device.sync(other or relay, wave[0])
    place, kind, one = stream.next()
    took = time.monotonic() - started
    print(f"# told after {took * 1000:.0f} ms" + (", by the other relay" if other else ""))
    assert kind == "lead.new" and one["id"] == wave[0]["id"] and took < 1
    device.sync(relay, *wave[1:])
    rest = [stream.next()[2]["id"] for _ in wave[1:]]
    assert rest == [record["id"] for record in wave[1:]]
    stream.close()
    stream = Stream(relay, after=place)
    assert stream.next()[2]["id"] == wave[1]["id"]
    stream.close()
    assert [one["id"] for one in feed(last)] == [record["id"] for record in wave]
    if other:
        other.kill()
    server.token = server.register("claire@agence-morel.example")
    stream = Stream(server)
    assert server.call("DELETE", "/v1/account/devices/current")[0] == 204
    assert stream.next() is None  # at the next look, 15 s later at most
    stream.close()


@story.step
def test_erased():
    """an erased person is told of no more"""
    marc = str(uuid.uuid4())
    lead = event("lead.new", marc)
    untold.add(lead["id"])
    device.sync(relay, device.record("prospect", id=marc, kind="person", last_name="Blanc"), lead)
    assert marc in json.dumps(feed())
    answer = device.sync(relay, {"kind": "prospect", "id": marc, "mark": "0" * 32, "fields": {}, "erased": True})
    assert not answer["refused"], answer
    assert marc not in json.dumps(feed())


@story.step
def test_killed():
    """killed amid writes ten times: each event of the store is told once, without a gap"""
    global relay
    for _ in range(10):
        writer = relaylib.Device()

        def write():
            try:
                while True:
                    writer.sync(relay, *[writer.record("event", name="lead.new", at=now()) for _ in range(5)])
            except Exception:
                pass

        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.15)
        relay.kill()
        thread.join()
        relay = relaylib.Relay(keys, port=port, public_url=f"http://127.0.0.1:{port}")
    stored = {one["id"] for one in relaylib.Device().pull(relay).records.values()
              if one["kind"] == "event" and one["fields"]["name"] == "lead.new"}
    told = feed()
    ids = [one["id"] for one in told if one["type"] == "lead.new"]
    assert len(ids) == len(set(ids)) and stored - set(ids) == untold, stored - set(ids)
    gaps = set(range(1, told[-1]["seq"] + 1)) - {one["seq"] for one in told}
    print(f"# {len(told)} events, {len(stored)} leads stored")
    assert len(gaps) == 1, gaps  # of the person who was erased


if __name__ == "__main__":
    story.run()
