# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay's HTTP side, with a real process on 127.0.0.1.

 1. who asks: no token, a wrong one, odd ones: 401     6. event stream: a word when something is new
 2. garbage: routes, methods, bodies, broken HTTP       7. secrets go in and never come out
 3. sync: numbers without gaps, a batch twice, clocks   8. reader's side: tokens, pixel, redirect, POST only
 4. two devices: each gets what the other wrote         9. at rest: no text, address, token or secret in clear
 5. withdrawn before its time: cancelled               10. a stop drains, a lock holds, a wrong key is refused
"""

import json
import pathlib
import re
import secrets
import shutil
import socket
import subprocess
import time
import uuid

import flow
import relaylib

CANARY = "Mirabelle-Quetsche"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

story = flow.Story()
sink = flow.Sink()
keys = relaylib.Keys()
port = flow.free_port()
relay = relaylib.Relay(keys, port=port, public_url=f"http://127.0.0.1:{port}")
device = relaylib.Device()
later = int(time.time() * 1000) + 3600_000

story.at_end(sink.stop)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())


@story.step
def test_admission():
    """without the token there is nothing but a problem document"""
    for token in (None, "", "x", relay.token[:-1], relay.token + "0", "A" * 8000,
                  "eyJhbGciOiJub25lIn0.e30."):
        status, answer, headers = relay.call("GET", "/v1/messages", token=token)
        assert status == 401 and answer["code"] == "not_authenticated", (token, status, answer)
        assert headers["Content-Type"] == "application/problem+json"
    assert relay.call("GET", "/healthz", token=None)[0] == 200
    assert relay.call("GET", "/readyz", token=None)[0] == 200
    figures = relay.call("GET", "/metrics", token=None)[1]
    assert b"palier_relay_commits_total" in figures
    assert b'palier_db_pool_connections{state="most"} 16\n' in figures, figures


def send_raw(data, seconds=15):
    with socket.create_connection(("127.0.0.1", relay.port), 5) as line:
        line.settimeout(seconds)
        line.sendall(data)
        got = b""
        try:
            while part := line.recv(65536):
                got += part
        except (ConnectionResetError, TimeoutError):
            pass
    return got


@story.step
def test_garbage():
    """what makes no sense is refused, and the relay goes on"""
    cases = [("GET", "/nothing", 404), ("GET", "/v1/sync", 405), ("DELETE", "/healthz", 405),
             ("GET", "/v1/../etc/passwd", 404), ("GET", "/v1/senders//secret", 404),
             ("GET", "//healthz", 404), ("GET", "/v1/messages/nonsense", 400),
             ("GET", f"/v1/messages/{uuid.uuid4()}", 404)]
    for method, path, wanted in cases:
        assert relay.call(method, path)[0] == wanted, (method, path, relay.call(method, path))
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"wire":%d}' % relaylib.WIRE, b'{"wire":99}', b"[" * 100000):
        status, answer, _ = relay.call("POST", "/v1/sync", raw=body)
        assert status in (400, 409), (body[:20], status, answer)
    assert relay.call("POST", "/v1/sync", raw=b"x" * (4 * 1024 * 1024))[0] == 413
    for raw in (b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
                b"POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                b"POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
        answer = send_raw(raw, 12)
        assert not answer.startswith(b"HTTP/1.1 2"), answer[:80]
    started = time.monotonic()
    assert b" 200 " not in send_raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow", 30)
    assert time.monotonic() - started < 20, "a line that says nothing is not closed"
    assert relay.call("GET", "/healthz")[0] == 200


@story.step
def test_sync():
    """numbers have no gaps, a batch counts once, a record of the future is put aside alone"""
    sender = device.sender(sink.port)
    records = [sender] + [device.message(sender, n, due_at=later) for n in range(40)]
    batch = str(uuid.uuid4())
    start = dict(device.cursor)
    first = device.sync(relay, *records, batch=batch, cursor=start)
    numbers = [one["seq"] for one in first["accepted"]]
    # The relay's own events stand between them.
    assert numbers == sorted(numbers) and len(set(numbers)) == 41
    again = device.sync(relay, *records, batch=batch, cursor=start)
    assert again["accepted"] == first["accepted"]
    assert relay.call("GET", "/v1/counters")[1]["messages"]["scheduled"] == 40
    status, answer, _ = relay.call("POST", "/v1/sync", {
        "wire": relaylib.WIRE, "device": str(device.id), "batch": batch, "cursor": start, "records": records[:1]})
    assert status == 422 and answer["code"] == "batch_reused"
    other = relaylib.Device()
    other.pull(relay)
    assert other.cursor["seq"] >= 81 and len(other.records) == other.cursor["seq"], (other.cursor, len(other.records))
    ahead = relaylib.Device()
    ahead.stamp += (10 * 60 * 1000) << 16
    bad, good = ahead.record("setting", key="a", value="b"), device.record("setting", key="c", value="d")
    answer = device.sync(relay, bad, {"kind": "wonder", "id": str(uuid.uuid4())}, good)
    codes = {one["code"] for one in answer["refused"]}
    assert [one["id"] for one in answer["accepted"]] == [good["id"]] and "clock_ahead" in codes, answer
    assert len(answer["refused"]) == 2
    story.sender, story.messages = sender, records[1:]


@story.step
def test_two_devices():
    """each gets what the other wrote, and the later value wins wherever it came from"""
    one, two = relaylib.Device(), relaylib.Device()
    setting = one.record("setting", key="signature", value="première")
    one.sync(relay, setting)
    two.pull(relay)
    assert two.records[setting["id"]]["fields"]["value"] == "première"
    two.stamp = one.stamp + 1000
    two.sync(relay, two.record("setting", id=setting["id"], key="signature", value="seconde"))
    one.sync(relay, one.record("setting", id=setting["id"], key="signature", value="trop tard"))
    assert one.pull(relay).records[setting["id"]]["fields"]["value"] == "seconde"
    unheard = one.record("setting", key="signature", value="d’avant la perte")
    answer = one.sync(relay, unheard, cursor={"epoch": str(uuid.uuid4()), "seq": 5})
    assert not answer["accepted"] and unheard["id"] not in two.pull(relay).records, answer
    assert answer["cursor"]["epoch"] == two.cursor["epoch"] and len(answer["records"]) > 40


@story.step
def test_withdrawn():
    """a message withdrawn before its time is cancelled and stays so"""
    message = story.messages[0]
    gone = device.record("message", id=message["id"], **{**message["fields"], "state": "withdrawn"})
    device.sync(relay, gone)
    status, answer, _ = relay.call("GET", f"/v1/messages/{message['id']}")
    assert status == 200 and answer["state"] == "cancelled" and answer["reason"] == "withdrawn", answer
    device.pull(relay)
    assert device.states()[message["id"]]["state"] == "cancelled"


@story.step
def test_stream():
    """the event stream says that there is something new, within a second"""
    with socket.create_connection(("127.0.0.1", relay.port), 10) as line:
        line.settimeout(10)
        line.sendall(f"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {relay.token}\r\n\r\n".encode())
        got = b""
        while b"event: changed" not in got:
            got += line.recv(4096)
        assert b"text/event-stream" in got
        other = relaylib.Device()
        started = time.monotonic()
        other.sync(relay, other.record("setting", key="x", value="y"))
        assert b"event: changed" in line.recv(4096)
        assert time.monotonic() - started < 1.0
    status, _, _ = relay.call("GET", "/v1/events", token="wrong")
    assert status == 401


@story.step
def test_secrets():
    """a sender waits for its secret; the secret goes in and does not come out"""
    sender = device.sender(sink.port, user="claire")
    message = device.message(sender, 1000)
    device.sync(relay, sender, message)
    state = lambda: relay.call("GET", f"/v1/messages/{message['id']}")[1]
    flow.wait_for(lambda: state()["state"] == "set_aside", 10, "the message to be set aside")
    assert state()["reason"] == "no_sender"
    path = f"/v1/senders/{sender['id']}/secret"
    assert relay.call("GET", path)[0] == 405
    assert relay.call("PUT", path, {"secret": ""})[0] == 400
    assert relay.call("PUT", "/v1/senders/x/secret", {"secret": "s"})[0] == 400
    assert relay.call("PUT", path, {"secret": CANARY + "-secret"})[0] == 204
    # The sink offers no login: what is said is that the sender does not work, and nothing left.
    flow.wait_for(lambda: state()["reason"] == "sender_broken", 10, "the sender to fail")


def find(mail, pattern):
    body = mail.get_body(("html",)).get_content()
    return re.findall(rf"{re.escape(relay.url)}{pattern}", body)


def hit_threads():
    names = (path.read_text().strip() for path in pathlib.Path(f"/proc/{relay.process.pid}/task").glob("*/comm"))
    return {"journal", "hits"}.intersection(names)


@story.step
def test_reader():
    """links and pixel by consent only; GET never unsubscribes; the redirect is only to what was written"""
    assert not hit_threads(), "threads for readers, of whom none came"
    sender = device.sender(sink.port)
    shy, open_minded = device.message(sender, 1), device.message(sender, 2, subject=CANARY)
    reader = open_minded["fields"]["prospect"]
    grants = [device.record("consent", subject=reader, purpose=purpose, channel="email", given="yes",
                            at=int(time.time() * 1000), origin="person", proof="formulaire")
              for purpose in ("open", "click")]
    device.sync(relay, device.suppression_key(secrets.token_bytes(32)), sender, *grants, shy, open_minded)
    flow.wait_for(lambda: len(sink.mails()) >= 2, 15, "two mails")
    mails = {mail["Subject"]: mail for mail in sink.mails()}
    plain, tracked = mails[shy["fields"]["subject"]], mails[CANARY]
    assert not find(plain, "/t/") and "https://example.fr/page?n=1" in plain.get_body(("html",)).get_content()
    click, pixel = find(tracked, "/t/c/[\\w-]+")[0], find(tracked, "/t/o/[\\w-]+\\.gif")[0]
    unsubscribe = re.search(r"<(http[^>]+)>", tracked["List-Unsubscribe"]).group(1)
    for url in (click.replace("/t/c/", "/u/"), relay.url + "/t/c/" + "A" * 34, relay.url + "/u/" + "b" * 34,
                click[:-1], unsubscribe.replace("/u/", "/t/c/")):
        assert flow.get(url, headers=BROWSER)[0] == 404, url
    status, _, headers = flow.get(click, headers=BROWSER)
    assert status == 302 and headers["Location"] == "https://example.fr/page?n=2"
    status, image, headers = flow.get(pixel, headers={"User-Agent": "Mozilla/5.0"})
    assert status == 200 and headers["Content-Type"] == "image/gif" and len(image) == 43
    assert hit_threads() == {"journal", "hits"}
    flow.wait_for(lambda: device.pull(relay).events("message.opened") and device.events("message.clicked"), 5, "both hits")
    clicked, opened = device.events("message.clicked"), device.events("message.opened")
    assert len(clicked) == 1 and clicked[0]["data"]["by"] == "human", clicked
    assert len(opened) == 1 and opened[0]["data"]["machine"] is True, opened
    for _ in range(3):
        status, page, _ = flow.get(unsubscribe, headers=BROWSER)
        assert status == 200 and b"<form" in page
    assert not device.pull(relay).events("message.unsubscribed")
    queued = device.message(sender, 3, prospect=reader, due_at=later)
    device.sync(relay, queued)
    for _ in range(2):
        assert flow.get(unsubscribe, b"List-Unsubscribe=One-Click", BROWSER)[0] == 200
    device.pull(relay)
    assert len(device.events("message.unsubscribed")) == 1
    assert device.states()[queued["id"]]["reason"] == "unsubscribed"
    kinds = [record["kind"] for record in device.records.values()]
    assert kinds.count("suppression") == 1
    # A new prospect with the same address: the list knows it, whatever its record says.
    again = device.message(sender, 2)
    device.sync(relay, again)
    flow.wait_for(lambda: device.pull(relay).states().get(again["id"], {}).get("state") == "set_aside", 10, "the gate")
    assert device.states()[again["id"]]["detail"] == "suppressed", device.states()[again["id"]]


@story.step
def test_preferences():
    """a reader chooses by POST alone: measuring refused and allowed again, another address, no more messages"""
    sender = device.sender(sink.port)
    person = device.record("prospect", kind="person", last_name="Morel", source="Salon <de> Lyon",
                           source_date="2026-10-01", legal_basis="legitimate_interest")
    message = device.message(sender, 7, subject="preferences", prospect=person["id"])
    grants = [device.record("consent", subject=person["id"], purpose=purpose, channel="email", given="yes",
                            at=int(time.time() * 1000) - 1000, origin="person", proof="formulaire")
              for purpose in ("prospecting", "open", "click")]
    device.sync(relay, sender, person, *grants, message)
    find_mail = lambda: [mail for mail in sink.mails() if mail["Subject"] == "preferences"]
    flow.wait_for(find_mail, 15, "the mail")
    flow.wait_for(lambda: device.pull(relay).states()[message["id"]]["state"] == "accepted", 10, "its acceptance")
    leave = re.search(r"<(http[^>]+)>", find_mail()[0]["List-Unsubscribe"]).group(1)
    page_url, strange = leave + "/preferences", leave[:-6] + "AAAAAA/preferences"

    def ask(url, body=None, **headers):
        status, page, _ = flow.get(url, body, {**BROWSER, **headers})
        return status, page.decode()

    def said(purpose):
        own = [one["fields"] for one in device.pull(relay).records.values() if one["kind"] == "consent"
               and one["fields"].get("subject") == person["id"] and "preferences" in one["fields"]["proof"]]
        assert all(fields["origin"] == "person" for fields in own)
        return [fields["given"] for fields in sorted(own, key=lambda fields: fields["at"]) if fields["purpose"] == purpose]

    assert f"/{leave.rsplit('/', 1)[1]}/preferences" in ask(leave)[1]
    before = len(device.pull(relay).records)
    for agent in ("Mozilla/5.0 (compatible; Barracuda Sentinel)", "Mozilla/5.0", "curl/8.14"):
        for url in (leave, page_url):
            status, page = ask(url, **{"User-Agent": agent, "Accept-Language": "en"})
            assert status == 200 and 'lang="en"' in page and "<form" in page
    assert ask(page_url + "?do=stop")[0] == 200
    assert len(device.pull(relay).records) == before, "a GET that did something"
    status, page = ask(page_url)
    assert 'lang="fr"' in page and "Salon &lt;de&gt; Lyon" in page and "2026-10-01" in page
    assert "<script" not in page and page.count('<form method="post">') == 4 == page.count("<form")

    for body in (b"do=", b"do=forget", b"do=allow", b"do=allow&agree=no", b"do=address", b"do=address&email=x",
                 b"do=address&email=a%40b.fr%0d%0aBcc:x", b"do=%ff", b"stop"):
        assert ask(page_url, body)[0] == 400 == ask(strange, body)[0], body
    assert len(device.pull(relay).records) == before, "what was refused did something"

    for _ in range(2):
        assert ask(page_url, b"do=refuse")[0] == 200
    assert said("open") == ["no"] == said("click")
    assert ask(page_url, b"do=allow&agree=yes")[0] == 200
    assert said("open") == ["no", "yes"] == said("click")
    assert ask(page_url, b"do=address&email=nouvelle%40morel.example")[0] == 200
    asked = device.pull(relay).events("message.address_requested")
    assert [one["data"]["email"] for one in asked] == ["nouvelle@morel.example"] and asked[0]["prospect"] == person["id"]
    assert said("prospecting") == []
    for _ in range(2):
        assert ask(page_url, b"do=stop")[0] == 200
    assert said("prospecting") == ["no"]
    assert "C’est déjà le cas" in ask(page_url)[1]

    # A link that nobody sent is answered alike, and does nothing.
    before = len(device.pull(relay).records)
    other_agency = leave[:-33] + "A" * 33 + "/preferences"
    for url in (strange, other_agency, relay.url + "/u/nonsense/preferences"):
        for body in (None, b"do=stop", b"do=refuse", b"do=address&email=a%40b.fr"):
            status, page = ask(url, body)
            known = ask(page_url)[1]
            assert status == 200 and page.count("<form") == 4 and page.count("<h2>") == known.count("<h2>")
            assert "Lyon" not in page
    assert len(device.pull(relay).records) == before


@story.step
def test_at_rest():
    """nothing that a person wrote or is lies in clear in the store"""
    device.sync(relay, device.record("prospect", kind="person", last_name=CANARY))
    for path in keys.folder.iterdir():
        content = path.read_bytes()
        for word in (CANARY, "contact2@agence", "Vos mandats", relay.token, keys.master, "claire.morel@"):
            assert word.encode() not in content, f"{word} in {path.name}"


def start(line):
    """A relay that ends by itself, given @line on its standard input."""
    text = line if isinstance(line, str) else json.dumps(line) + "\n"
    return subprocess.run([str(relaylib.PROGRAM), "serve", "--local", "--dir", str(keys.folder)],
                          input=text.encode(), capture_output=True, timeout=20,
                          env=relaylib.environment(**keys.store))


@story.step
def test_end():
    """a second relay is told so, a wrong key is refused, and the end of stdin is a clean stop"""
    if keys.store:
        second = relaylib.Relay(keys)  # a store that several serve
        assert second.call("GET", "/readyz")[0] == 200 and second.stop() == 0
    else:
        second = start({"master_key": keys.master, "token": relay.token})
        assert second.returncode == 4 and b"another relay" in second.stderr, second
    started = time.monotonic()
    assert relay.stop() == 0
    assert time.monotonic() - started < 10
    wrong = start({"master_key": "0" * 64, "token": relay.token})
    assert wrong.returncode == 1 and b"master key" in wrong.stderr, wrong
    for line in ("", "nonsense\n", {}, {"token": "x", "master_key": "y"}):
        bad = start(line)
        assert bad.returncode == 1 and bad.stderr, (line, bad)


if __name__ == "__main__":
    story.run()
