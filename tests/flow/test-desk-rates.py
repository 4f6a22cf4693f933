# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk whose relay asks to be left alone (429, rate_limit, with Retry-After): it is, and nothing is lost.

 1. a sync that is refused is sent again when the time is over, whatever changes meanwhile
 2. … also where other batches of the same exchange are taken
 3. a stream that is refused is opened again when the time is over, and what was missed comes at once
"""

import json
import signal
import subprocess

import flow

PAUSE_S = 4
ROWS = 2_500        # more than two batches
story = flow.Story()
first, second = flow.Workspace(), flow.Workspace()
state = {}


def peer_with(*rules):
    """What stands before the relay, and refuses some requests."""
    return flow.Peer("http-peer.py", *rules, port=state["port"], upstream=state["relay"].url, token=state["token"])


def times(peer, place):
    return [one["at"] for one in peer.entries() if one["place"] == place]


class Watch(subprocess.Popen):
    """The desk's program in the background, as the application is."""

    def __init__(self):
        super().__init__(first.command("sync", "--watch"), env=first.env, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.send_signal(signal.SIGTERM)
        self.communicate(timeout=20)


def city(desk, n):
    return desk.ctl("show", state["ids"][n]).row.get("city")


def unsent():
    return first.ctl("sync", "--status").row["unsent"]


def login(relay):
    body = json.dumps({"email": relay.EMAIL, "password": relay.PASSWORD}).encode()
    status, answer, _ = flow.get(relay.url + "/v1/login", body, {"Content-Type": "application/json"})
    assert status == 200, answer
    return json.loads(answer)["access_token"]


story.at_end(first.remove)
story.at_end(second.remove)


@story.step
def test_start():
    """two desks in step, one of them by way of what will refuse"""
    relay = state["relay"] = flow.AgencyRelay(first.folder)
    story.at_end(relay.kill)
    state.update(port=flow.free_port(), token=login(relay))
    for desk in (first, second):
        desk.ctl("init")
    relay.join(second)
    with peer_with():
        first.ctl("login", f"http://127.0.0.1:{state['port']}", relay.EMAIL, stdin=relay.PASSWORD + "\n")
        state["ids"] = [first.ctl("add", "--set", f"company=Agence {n}", "--set", "city=Rennes").row["id"] for n in range(4)]
        first.ctl("sync")
    second.ctl("sync")
    assert [city(second, n) for n in range(4)] == ["Rennes"] * 4


def check_pause(refused, later):
    """That the request after the refused one came when the time was over, and soon then."""
    print(f"# asked again after {later - refused:.2f} s of {PAUSE_S} s")
    assert PAUSE_S <= later - refused < PAUSE_S + 10


@story.step
def test_sync():
    """a sync that is refused is sent again when the time is over, whatever changes meanwhile"""
    first.ctl("edit", state["ids"][0], "--set", "city=Lyon")
    with peer_with(f"sync@1=429:{PAUSE_S}") as peer, Watch():
        flow.wait_for(lambda: len(times(peer, "sync")) == 1, 20, "the sync that is refused")
        for name in ("Metz", "Dijon", "Brest"):
            first.ctl("edit", state["ids"][1], "--set", f"city={name}")
        flow.wait_for(lambda: unsent() == 0, 20, "all to be sent")
        check_pause(*times(peer, "sync")[:2])
    second.ctl("sync")
    assert [city(second, n) for n in range(2)] == ["Lyon", "Brest"]


@story.step
def test_among_others():
    """one batch of three is refused: the time is kept although the others are taken, and all arrives once"""
    path = first.folder / "contacts.csv"
    path.write_text("Société;E-mail;Ville\n" + "".join(f"Cabinet {n};c{n}@cabinet-{n}.example;Nantes\n" for n in range(ROWS)), encoding="utf-8")
    first.ctl("import", path, "--legal-basis", "legitimate_interest", "--source", "Annuaire")
    with peer_with(f"sync@2=429:{PAUSE_S}") as peer, Watch():
        flow.wait_for(lambda: len(times(peer, "sync")) >= 2, 20, "the batch that is refused")
        flow.wait_for(lambda: unsent() == 0, 60, "all to be sent")
        refused = times(peer, "sync")[1]
        check_pause(refused, next(at for at in times(peer, "sync") if at > refused + 1))
    second.ctl("sync")
    assert len(second.ctl("prospects", "--limit", "10000").rows) == ROWS + 4
    assert second.ctl("sync", "--verify").row["different"] == 0


@story.step
def test_stream():
    """a stream that is refused is opened again when the time is over, and what was missed comes at once"""
    with peer_with(f"events@1=429:{PAUSE_S}") as peer, Watch():
        flow.wait_for(lambda: len(times(peer, "events")) == 1, 20, "the stream that is refused")
        second.ctl("edit", state["ids"][2], "--set", "city=Nice")
        second.ctl("sync")
        first.ctl("edit", state["ids"][3], "--set", "city=Lille")
        flow.wait_for(lambda: unsent() == 0, 20, "what is sent meanwhile")
        flow.wait_for(lambda: len(times(peer, "events")) == 2, 20, "the stream")
        check_pause(*times(peer, "events"))
        assert city(first, 2) == "Nice"
        second.ctl("edit", state["ids"][2], "--set", "city=Toulon")
        second.ctl("sync")
        flow.wait_for(lambda: city(first, 2) == "Toulon", 5, "what the stream told of")


story.run()
