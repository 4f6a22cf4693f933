# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream of events in Valkey, of all tenants: at least once each, in a tenant's order.

 1. what happens is there within a second, with its fields     3. Valkey killed and started again: nothing lost
 2. the relay killed amid writes: nothing lost                 4. a server that hangs holds nothing up
 5. a relay killed while it tells: the next one tells soon      6. switched off and on: told from where it was
 7. `check` says what is wrong
"""

import json
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid

import flow
import hook
import relaylib

KEY = "essai:events"


class Valkey:
    """A server on 127.0.0.1 with a log of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="palier-valkey.")
        self.port = flow.free_port()
        self.start()

    def start(self):
        self.process = subprocess.Popen(["valkey-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", self.folder,
                                         "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--requirepass", "sesame"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        flow.wait_for(self.answers, 20, "valkey-server")

    def answers(self):
        try:
            return self.ask("PING") == "PONG"
        except (subprocess.CalledProcessError, OSError):
            return False

    def ask(self, *words):
        return subprocess.run(["valkey-cli", "-h", "127.0.0.1", "-p", str(self.port), "--no-auth-warning", "-a", "sesame", "--json", *words],
                              capture_output=True, text=True, check=True, timeout=20).stdout.strip().strip('"')

    def events(self):
        """Those of the stream, in its order."""
        rows = json.loads(self.ask("XRANGE", KEY, "-", "+") or "[]")
        found = []
        for _, fields in rows:
            pairs = dict(zip(fields[::2], fields[1::2])) if isinstance(fields, list) else fields
            found.append({**pairs, "data": json.loads(pairs["data"])})
        return found

    def kill(self):
        flow.kill(self.process)


story = flow.Story()
valkey = Valkey()
keys = relaylib.Keys()
PLACE = f"redis://:sesame@127.0.0.1:{valkey.port}/0"
SETTINGS = dict(event_stream=PLACE, event_stream_key=KEY, hook_first_pause_ms=50, allow_plain_loopback="yes")
relay = relaylib.Relay(keys, **SETTINGS)
device = relaylib.Device()
happened = []

story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())
story.at_end(lambda: shutil.rmtree(valkey.folder, ignore_errors=True))
story.at_end(valkey.kill)


def happen(count, names=("lead.new",)):
    records = [device.record("event", name=names[n % len(names)], at=int(time.time() * 1000), prospect=str(uuid.uuid4())) for n in range(count)]
    device.sync(relay, *records)
    happened.extend(record["id"] for record in records)
    return records


def check(seconds=30):
    """All that happened is there, in its order; how often twice."""
    flow.wait_for(lambda: len({one["id"] for one in valkey.events()}) >= len(happened), seconds, "all events")
    told = [one["id"] for one in valkey.events()]
    assert list(dict.fromkeys(told)) == happened
    return len(told) - len(happened)


@story.step
def test_told():
    """what happens is in the stream within a second, with its fields"""
    record = happen(1)[0]
    started = time.monotonic()
    one = flow.wait_for(valkey.events, 5, "an event")[0]
    assert time.monotonic() - started < 1
    assert one == {"id": record["id"], "type": "lead.new", "created_at": str(record["fields"]["at"]), "tenant": "0000000000000001",
                   "seq": "1", "data": {"prospect_id": record["fields"]["prospect"]}}, one
    happen(900, ("lead.new", "message.generated", "deal.won"))
    assert check() == 0


@story.step
def test_relay_killed():
    """the relay killed ten times amid writes: each event is there, in order"""
    global relay
    for _ in range(10):
        happen(20)
        time.sleep(0.03)
        relay.kill()
        relay = relaylib.Relay(keys, **SETTINGS)
    print(f"# {len(happened)} events, {check(20)} twice")


@story.step
def test_server_killed():
    """Valkey killed amid writes, away for a while, and back: each event is there, in order"""
    for _ in range(5):
        stop = threading.Timer(0.1, valkey.kill)
        stop.start()
        for _ in range(4):
            happen(10)
            time.sleep(0.05)
        stop.join()
        happen(10)
        valkey.start()
    print(f"# {len(happened)} events, {check(20)} twice")


@story.step
def test_hangs():
    """a server that hangs holds up neither devices nor webhooks; what happened meanwhile is told when it goes on"""
    peer = hook.Hook()
    story.at_end(peer.stop)
    assert relay.call("POST", "/v1/webhooks", {"target_url": peer.url + "/zap", "event": "*"})[0] == 201
    valkey.process.send_signal(signal.SIGSTOP)
    for count in range(5, 30, 5):
        happen(5)
        flow.wait_for(lambda: len(peer.of("/zap")) >= count, 3, "calls of the webhook")
    valkey.process.send_signal(signal.SIGCONT)
    check(20)


@story.step
def test_killed_while_telling():
    """a relay killed while it tells: the next one tells again once it is found dead, not when its lease ends"""
    global relay
    told = len(valkey.events())
    valkey.process.send_signal(signal.SIGSTOP)
    happen(5)
    time.sleep(0.5)
    relay.kill()
    valkey.process.send_signal(signal.SIGCONT)
    relay = relaylib.Relay(keys, **SETTINGS)
    flow.wait_for(lambda: len(valkey.events()) == told + 10, 20, "the events, a second time")
    assert check() >= 5


@story.step
def test_switched():
    """switched off, it costs nothing; switched on again, it is told from where it was"""
    global relay
    relay.stop()
    relay = relaylib.Relay(keys)
    happen(5)
    time.sleep(0.5)
    before = len(valkey.events())
    relay.stop()
    relay = relaylib.Relay(keys, **SETTINGS)
    happen(5)
    check()
    assert len(valkey.events()) == before + 10
    assert b"sesame" not in (keys.folder / "log").read_bytes()


@story.step
def test_checked():
    """`check` asks the server, and says what is wrong; the password is not in its words"""
    def told(place):
        env = relaylib.environment(directory=keys.folder, event_stream=place)
        run = subprocess.run([str(relaylib.PROGRAM), "check"], env=env, capture_output=True, text=True, timeout=30)
        assert "sesame" not in run.stdout + run.stderr, run
        return run.stdout + run.stderr

    assert "stream of events" not in told(PLACE) and "********@127.0.0.1" in told(PLACE)
    assert "problem: the stream of events: WRONGPASS" in told(PLACE.replace("sesame", "sesame2"))
    assert "problem: the stream of events: Connection refused" in told(f"redis://127.0.0.1:{flow.free_port()}")
    for bad in ("127.0.0.1", "http://127.0.0.1", "redis://", "redis://:sesame@"):
        assert "event_stream = ********: must be an address such as" in told(bad), bad


if __name__ == "__main__":
    story.run()
