# SPDX-License-Identifier: GPL-3.0-or-later
"""A local relay for tests: started as the desktop starts it, spoken to as a device speaks."""

import base64
import gzip
import hashlib
import hmac
import json
import os
import pathlib
import re
import secrets
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

import apilib

BUILD = pathlib.Path(os.environ["PALIER_BUILD"])
PROGRAM = BUILD / "src" / "palier-relay"
NIL = str(uuid.UUID(int=0))
DESCRIPTION = apilib.Description()
KINDS = pathlib.Path(__file__).parents[2] / "src/wire/palier-kind.h"
WIRE = int(re.search(r"PALIER_WIRE_VERSION (\d+)", KINDS.read_text(encoding="utf-8"))[1])


def new_store():
    """The settings of a store that is empty: of a database where tests/peers/postgres.py runs, else none."""
    server = os.environ.get("PALIER_TEST_POSTGRES")
    if not server:
        return {}
    name = "relay" + secrets.token_hex(6)
    subprocess.run(["psql", "-qX", server, "-c", f"create database {name}"], check=True, stdin=subprocess.DEVNULL)
    return {"store": re.sub(r"(?<=@/)[^?]*", name, server)}


class Keys:
    """What outlives a relay process: its folder, its store and its keys."""

    def __init__(self, store=None):
        self.store = new_store() if store is None else store
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-relay."))
        self.master = secrets.token_hex(32)


def environment(**settings):
    """Of a relay with these settings."""
    return {**os.environ, **{"PALIER_RELAY_" + name.upper(): str(value) for name, value in settings.items()}}


class Client:
    """Asks the relay at self.url; self.token is what it shows when a call does not say."""

    def call(self, method, path, body=None, token="own", headers=None, raw=None):
        """(status, answer, headers); JSON is read. What is not described in data/api/relay.json fails."""
        head = {"Content-Type": "application/json", **(headers or {})}
        if token is not None:
            head["Authorization"] = "Bearer " + (self.token if token == "own" else token)
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, head, method=method)
        try:
            answer = OPENER.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            got = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                got = gzip.decompress(got)
            DESCRIPTION.check(method, path, answer.status, answer.headers, got, body)
            return answer.status, parse(got), dict(answer.headers)

    def open_stream(self):
        """(status, headers) of the event stream, which is closed again."""
        head = {"Authorization": "Bearer " + self.token}
        with OPENER.open(urllib.request.Request(self.url + "/v1/events", headers=head), timeout=30) as answer:
            return answer.status, answer.headers

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()


class Relay(Client):
    """One process of `palier-relay serve --local`."""

    def __init__(self, keys, env=None, **settings):
        self.keys = keys
        self.token = secrets.token_hex(32)
        env = {**environment(**{"silence_s": 2, **keys.store, **settings}), **(env or {})}
        self.log = open(keys.folder / "log", "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--local", "--dir", str(keys.folder)], env=env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        line = {"master_key": keys.master, "token": self.token}
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()
        self.port = read_port(self.process)
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        """As the desktop does: closes its input. Returns the exit status."""
        if self.process.poll() is None:
            self.process.stdin.close()
        status = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        return status

    def kill(self):
        super().kill()
        self.process.stdin.close()


class Server(Client):
    """One process of `palier-relay serve`, with accounts, in a folder of its own that goes with it; it is asked at `at`."""

    def __init__(self, at=None, **settings):
        host = at or settings.get("listen", "127.0.0.1")
        self.host = f"[{host}]" if ":" in host else host
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-relay."))
        self.token = None
        self.env = environment(**{"directory": self.folder, "port": 0, **new_store(), **settings})
        self.start()

    def start(self):
        """Also after it was stopped or killed."""
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([str(PROGRAM), "serve"], env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log)
        self.url = f"http://{self.host}:{read_port(self.process)}"

    def restart(self):
        """Kills it, and starts another on the same store."""
        super().kill()
        self.start()

    def command(self, *words, stdin="", **settings):
        """What `palier-relay WORDS` does with this server's settings, and these."""
        more = {"PALIER_RELAY_" + name.upper(): str(value) for name, value in settings.items()}
        return subprocess.run([str(PROGRAM), *map(str, words)], env={**self.env, **more}, input=stdin,
                              capture_output=True, text=True, timeout=120)

    def register(self, email, password="une phrase de passe assez longue"):
        """The access token of a new account, which the operator confirms."""
        account = {"email": email, "password": password}
        status, answer, _ = self.call("POST", "/v1/accounts/register", {**account, "siret": "73282932000074"}, token=None)
        assert status == 202, (status, answer)
        assert self.command("tenant", "verify", email).returncode == 0
        return self.login(email, password)

    def login(self, email, password="une phrase de passe assez longue"):
        """An access token."""
        status, answer, _ = self.call("POST", "/v1/login", {"email": email, "password": password}, token=None)
        assert status == 200, (status, answer)
        return answer["access_token"]

    def stop(self):
        """Returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self):
        super().kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def totp(secret, ahead=0):
    """The code that an authenticator shows, `ahead` half minutes from now (RFC 6238)."""
    step = int(time.time()) // 30 + ahead
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 10 ** 6:06}"


def read_port(process):
    ready, _, _ = select.select([process.stdout], [], [], 20)
    answer = process.stdout.readline() if ready else b""
    if not answer:
        process.kill()
        raise AssertionError(f"the relay did not start: {process.wait()}")
    return json.loads(answer)["port"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect())


def parse(body):
    try:
        return json.loads(body)
    except ValueError:
        return body


class Sink:
    """An SMTP server that answers every final dot, and counts what it took by Message-ID; `ahead`: it
    takes several commands at once."""

    def __init__(self, ahead=False):
        self.hello = b"250-sink\r\n250 PIPELINING\r\n" if ahead else b"250 sink\r\n"
        self.taken = {}
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        try:
            with line, line.makefile("rb") as reader:
                line.sendall(b"220 sink\r\n")
                while command := reader.readline():
                    word = command[:4].upper()
                    if word == b"DATA":
                        line.sendall(b"354 go\r\n")
                        if not self.take(reader):
                            return
                    answers = {b"QUIT": b"221 bye\r\n", b"EHLO": self.hello}
                    line.sendall(answers.get(word, b"250 ok\r\n"))
        except OSError:
            pass

    def take(self, reader):
        ident = None
        while row := reader.readline():
            if row == b".\r\n":
                time.sleep(0.003)  # a server takes its time: more points fall amid the sending
                with self.lock:
                    self.taken[ident] = self.taken.get(ident, 0) + 1
                return True
            if row.lower().startswith(b"message-id:"):
                ident = row.split(b"<")[1].split(b"@")[0].decode()
        return False

    def stop(self):
        self.listener.close()


class Device:
    """Writes records with its own clock, pushes them and keeps what comes."""

    def __init__(self):
        self.id = uuid.uuid4()
        self.stamp = int(time.time() * 1000) << 16
        self.cursor = {"epoch": NIL, "seq": 0}
        self.records = {}

    def record(self, kind, /, **fields):
        self.stamp += 1
        ident = fields.pop("id", None) or str(uuid.uuid4())
        mark = f"{self.stamp:016x}{self.id.int & (1 << 64) - 1:016x}"
        return {"kind": kind, "id": ident, "mark": mark, "fields": fields}

    def sync(self, relay, *records, batch=None, cursor=None, status=200, **more):
        body = {"wire": WIRE, "device": str(self.id), "batch": batch or str(uuid.uuid4()),
                "cursor": cursor or self.cursor, **more, "records": list(records)}
        got, answer, _ = relay.call("POST", "/v1/sync", body)
        assert got == status, (got, answer)
        if status == 200:
            self.cursor = answer["cursor"]
            for one in answer["records"]:
                self.records[one["id"]] = one
        return answer

    def pull(self, relay):
        while self.sync(relay)["more"]:
            pass
        return self

    def events(self, name, message=None):
        """Events by name, in the order of their time; `data` is read."""
        found = []
        for record in self.records.values():
            fields = record["fields"]
            if record["kind"] == "event" and fields["name"] == name \
                    and message in (None, fields.get("message")):
                data = fields.get("data")
                found.append({**fields, "data": json.loads(data) if isinstance(data, str) else data})
        return sorted(found, key=lambda fields: fields["at"])

    def states(self):
        """message → its last state."""
        last = {}
        for event in self.events("message.state"):
            last[event["message"]] = event["data"]
        return last

    def sender(self, port, **fields):
        return self.record("sender", **{**dict(
            channel="email", host="127.0.0.1", port=port, security="none", from_name="Claire Morel",
            from_email="claire.morel@example.fr", allow_plain_loopback="yes"), **fields})

    def suppression_key(self, key):
        """The record by which a base shares the key (32 bytes) of its suppressions."""
        name = "suppression_key:" + hashlib.sha256(key).hexdigest()[:16]
        return self.record("setting", key=name, value=key.hex())

    def message(self, sender, n, **fields):
        now = int(time.time() * 1000)
        return self.record("message", **{**dict(
            prospect=str(uuid.uuid4()), channel="email", subject=f"Vos mandats, agence {n}",
            body=f"Bonjour,\n\nVoici [notre page](https://example.fr/page?n={n}).\n\nClaire Morel",
            state="approved", approved_at=now, created_at=now, due_at=now, sender=sender["id"],
            to=f"contact{n}@agence.example", to_name=f"Agence {n}", notice="yes"), **fields})
