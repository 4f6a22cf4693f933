# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks that mean this machine or its neighbours: no connection is made, however they are written
and whatever their names lead to, now or later. resolver.c answers for *.rebind.example.

 1. addresses, in all spellings     2. names that lead there, at once, among others, or in turn
"""

import os
import shutil
import socket
import time

import flow
import relaylib

story = flow.Story()
keys = relaylib.Keys()
knocks = []
listeners = [socket.create_server(("0.0.0.0", 0)), socket.create_server(("::", 0), family=socket.AF_INET6)]
PORT, PORT6 = (one.getsockname()[1] for one in listeners)
preload = os.environ["PALIER_RESOLVER"]
relay = relaylib.Relay(keys, hook_first_pause_ms=3_600_000, hook_timeout_s=2, env={
    "LD_PRELOAD": preload, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"})
device = relaylib.Device()

story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())
story.at_end(lambda: [one.close() for one in listeners])

for one in listeners:
    flow.note_knocks(one, knocks)

HOSTS = ["127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
         "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "100.127.255.254", "169.254.169.254",
         "169.254.1.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]",
         "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]",
         "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]",
         "localhost", "LOCALHOST", "localhost.", "127。0。0。1", "①②⑦.⓪.⓪.①", "127.0.0.1.", "metadata.google.internal"]
NAMES = ["127-0-0-1", "10-0-0-1", "169-254-169-254", "0-0-0-0", "203-0-113-7_127-0-0-1", "127-0-0-1_10-0-0-1",
         "203-0-113-7.127-0-0-1", "203-0-113-7.203-0-113-7.10-0-0-1"]


def urls(host):
    for port in (PORT6 if host.startswith("[") else PORT, 443):
        yield f"https://{host}:{port}/"
        yield f"http://{host}:{port}/"
    yield f"https://user@{host}/"
    yield f"gopher://{host}:{PORT}/"


def subscribe(url):
    status, answer, _ = relay.call("POST", "/v1/webhooks", {"target_url": url, "event": "lead.new"})
    assert status in (201, 422), (url, answer)
    assert status == 201 or answer["code"] == "url_refused", (url, answer)
    return answer["id"] if status == 201 else None


def tell(hooks):
    """What became of an event for each."""
    device.sync(relay, device.record("event", name="lead.new", at=int(time.time() * 1000)))
    ask = lambda one: relay.call("GET", f"/v1/webhooks/{one}/deliveries")[1]["deliveries"]
    for url, one in hooks.items():
        sent = flow.wait_for(lambda: [each for each in ask(one) if each["attempts"] > 0], 20, url)
        assert sent[0]["state"] == "waiting" and sent[0]["fault"] in ("private_address", "resolve"), (url, sent[0])
        assert relay.call("DELETE", f"/v1/webhooks/{one}")[0] == 204
        yield sent[0]["fault"]


@story.step
def test_addresses():
    """addresses of this machine and its neighbours, in all spellings"""
    taken, cases = {}, 0
    for host in HOSTS:
        for url in urls(host):
            cases += 1
            one = subscribe(url)
            if one:
                taken[url] = one
            if len(taken) == 40:
                list(tell(taken))
                taken = {}
    faults = list(tell(taken))
    print(f"# {cases} addresses, {len(faults)} taken in the last round, all refused at the connection")
    assert cases > 200 and not knocks, knocks


@story.step
def test_names():
    """names that lead there: at once, beside an outside address, or at the second question"""
    hooks = {}
    for name in NAMES:
        one = subscribe(f"https://{name}.rebind.example:{PORT}/")
        assert one, name
        hooks[name] = one
    for _ in range(3):
        again = {}
        faults = list(tell(hooks))
        assert set(faults) == {"private_address"}, faults
        for name in hooks:
            again[name] = subscribe(f"https://{name}.rebind.example:{PORT}/")
        hooks = again
    time.sleep(0.3)
    assert not knocks, knocks


if __name__ == "__main__":
    story.run()
