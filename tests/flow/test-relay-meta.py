# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program does with a relay that is older or newer than it: it asks before anything else, says
which of the two is to be updated, gives nothing away and loses nothing. A scripted relay stands before
the real one and says of itself what the test wants.

 1. signing in asks first     2. a relay that was exchanged meanwhile     3. it fits again: all that waited goes
 4. what a relay takes at once, and what it recommends
"""

import http.server
import json
import threading
import urllib.error
import urllib.request

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
BYTES = 10_000
story = flow.Story()
relay = relaylib.Server(requests_per_second=0)
space = flow.Workspace()
story.at_end(relay.kill)
story.at_end(space.remove)

asked = []
says = {}  # members of /v1/meta that are other than the relay's own


class Front(http.server.BaseHTTPRequestHandler):
    """Passes on what is asked, and what is answered."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked.append((self.command, self.path, body))
        if self.path == "/v1/meta" and says.get("missing"):
            return self.send(404, b'{"type":"tag:x","status":404,"title":"x","code":"not_found"}', "application/problem+json")
        head = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        request = urllib.request.Request(relay.url + self.path, body or None, head, method=self.command)
        try:
            got = relaylib.OPENER.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            got = error
        with got:
            text = got.read() if self.path != "/v1/events" else b""
            if self.path == "/v1/meta":
                text = json.dumps({**json.loads(text), **says}).encode()
            self.send(got.status, text, got.headers["Content-Type"])

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def send(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Front)
threading.Thread(target=server.serve_forever, daemon=True).start()
story.at_end(server.shutdown)
URL = f"http://127.0.0.1:{server.server_port}"
OLD_RELAY = dict(version="0.0.9", wire={"least": 1, "most": relaylib.WIRE - 1})
NEW_RELAY = dict(version="9.0.0", wire={"least": relaylib.WIRE + 1, "most": relaylib.WIRE + 3})
NEW_ONLY = dict(version="9.0.0", client={"least": "9.0.0", "recommended": "9.0.0"})


def paths():
    found = [path for _, path, _ in asked]
    asked.clear()
    return found


def set_says(**more):
    says.clear()
    says.update(more)
    asked.clear()


def login(code=0):
    return space.ctl("account", "login", URL, "claire@morel.example", stdin=PASSWORD + "\n", code=code)


@story.step
def test_sign_in():
    """no password and no address goes to a relay that is too old or too new; the message says which"""
    relay.register("claire@morel.example")
    space.ctl("init")
    space.ctl("add", "--set", "company=Agence du Port", "--set", "email=contact@port.example")
    for what, words in ((OLD_RELAY, "plus ancien que ce programme"), (dict(missing=True), "plus ancien que ce programme"),
                        (NEW_RELAY, "trop ancienne pour le relais"), (NEW_ONLY, "trop ancienne pour le relais")):
        set_says(**what)
        done = login(code=5)
        assert words in done.words and "conservé" in done.words, done.words
        assert paths() == ["/v1/meta"]
        done = space.ctl("account", "register", URL, "anne@morel.example", "73282932000074", stdin=PASSWORD + "\n", code=5)
        assert words in done.words and paths() == ["/v1/meta"], done.words
        assert space.ctl("account", "relay", URL, code=5).words == done.words and paths() == ["/v1/meta"]
    set_says()
    login()
    assert paths()[:2] == ["/v1/meta", "/v1/login"]
    space.ctl("sync")
    assert "/v1/sync" in paths()


@story.step
def test_exchanged():
    """a relay that is exchanged for another version gets nothing; what is written meanwhile waits"""
    for n, (what, words) in enumerate(((OLD_RELAY, "plus ancien"), (NEW_RELAY, "trop ancienne"), (NEW_ONLY, "trop ancienne"))):
        set_says(**what)
        space.ctl("add", "--set", f"company=Agence {n}", "--set", f"email=contact{n}@attente.example")
        done = space.ctl("sync", code=5)
        assert words in done.words and paths() == ["/v1/meta"], done.words
    rows = space.ctl("prospects").rows
    assert len(rows) == 4, rows


@story.step
def test_again():
    """it fits again: all that waited is given, once"""
    set_says()
    assert space.ctl("sync").row["pushed"] >= 3 and space.ctl("sync").row["pushed"] == 0
    relay.token = relay.login("claire@morel.example")
    kept = relaylib.Device().pull(relay).records.values()
    assert len([one for one in kept if one["kind"] == "prospect"]) == 4


@story.step
def test_offer():
    """a batch has no more records and bytes than the relay takes; what it recommends is said and bars nothing"""
    for n in range(25):
        space.ctl("add", "--set", f"company=Cabinet {n}", "--set", f"email=c{n}@cabinet.example")
    set_says(limits={"records": 10, "bytes": 3145728}, client={"least": "0.0.1", "recommended": "9.0.0"}, agency="Agence Morel")
    pushed = space.ctl("sync").row["pushed"]
    sizes = [len(json.loads(body)["records"]) for _, path, body in asked if path == "/v1/sync"]
    assert max(sizes) == 10 and sum(sizes) == pushed >= 25, sizes
    notes = "Rencontrés au salon, à rappeler en début de mois. " * 20
    fits = [space.ctl("add", "--set", f"company=Étude {n}", "--set", f"notes={notes}").row["id"] for n in range(30)]
    big = space.ctl("add", "--set", "company=Archives", "--set", f"notes={notes * 12}").row["id"]
    set_says(limits={"records": 1000, "bytes": BYTES})
    partly = space.ctl("sync", code=3)
    bodies = [body for _, path, body in asked if path == "/v1/sync"]
    assert len(bodies) > 2 and BYTES / 2 < max(map(len, bodies)) <= BYTES, [len(body) for body in bodies]
    given = [record["id"] for body in bodies for record in json.loads(body)["records"]]
    assert set(fits) <= set(given) and big not in given and partly.row["put_aside"] == 1, partly.row
    waiting = space.ctl("sync", "--status", code=3).row["put_aside"]
    assert [(one["id"], one["code"]) for one in waiting] == [(big, "record_limit")], waiting
    set_says()
    space.ctl("sync", "--retry")
    assert big in [record["id"] for _, path, body in asked if path == "/v1/sync" for record in json.loads(body)["records"]]
    assert space.ctl("sync", "--status").row["put_aside"] == [] and space.ctl("sync", "--verify").row["different"] == 0

    set_says(client={"least": "0.0.1", "recommended": "9.0.0"}, agency="Agence Morel")
    done = space.ctl("account", "relay")
    assert done.row["update_advised"] and done.row["agency"] == "Agence Morel" and "version plus récente" in done.words, done.out
    set_says()
    row = space.ctl("account", "relay", relay.url).row
    assert not row["update_advised"] and row["registration"] and row["features"] == [], row


if __name__ == "__main__":
    story.run()
