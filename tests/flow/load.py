# SPDX-License-Identifier: GPL-3.0-or-later
"""A crowd that asks a relay at a steady rate: readers, devices and programs, from processes of their own.

A request is due at its moment, whether those before it were answered or not; its time is counted from then.
"""

import dataclasses
import json
import multiprocessing
import random
import re
import socket
import struct
import threading
import time
import uuid

import relaylib

PROCESSES, THREADS = 2, 128
BROKEN = 0.002  # of all requests: cut off, or begun and left
PATIENCE = 20
TOKEN_S = 240
HEADERS = "Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
SHARES = {"pixel": 55, "click": 10, "sync": 15, "counters": 10, "message": 5, "meta": 5}


@dataclasses.dataclass
class Aim:
    """What the crowd asks for."""
    port: int
    email: str
    password: str
    pixels: list
    clicks: list
    message: str


class Line:
    """One connection that is kept, and opened again when it has fallen."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def open(self):
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def close(self, reset=False):
        if self.socket is not None:
            if reset:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.socket.close()
            self.socket = None

    def ask(self, data):
        """(status, body)"""
        try:
            self.open().sendall(data)
            return self.read()
        except OSError:
            self.close()
            raise

    def read(self):
        got = b""
        while b"\r\n\r\n" not in got:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionResetError("closed")
            got += part
        head, _, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while len(body) < int(length[1] if length else 0):
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionResetError("closed")
            body += part
        if b"Connection: close" in head:
            self.close()
        return int(head[9:12]), body


class Person(threading.Thread):
    """Takes the next request that is due, again and again."""

    def __init__(self, crowd, seed):
        super().__init__(daemon=True)
        self.crowd, self.chance = crowd, random.Random(seed)
        self.line = Line(crowd.aim.port)
        self.device = relaylib.Device()
        self.setting = str(uuid.uuid4())
        self.unanswered = None  # a batch that is sent again until it is taken
        self.value = self.taken = 0
        self.hits = 0
        self.left = []

    def run(self):
        while (due := self.crowd.take_turn()) is not None:
            if self.chance.random() < BROKEN * self.crowd.breaks:
                self.break_off()
            kind = self.chance.choices(list(SHARES), SHARES.values())[0]
            try:
                status = getattr(self, kind)()
            except OSError:
                status = 0
            self.crowd.note(kind, status, due)
        for line in (self.line, *self.left):
            line.close()

    def request(self, method, path, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        more = "" if path.startswith("/t/") else f"Authorization: Bearer {self.crowd.token}\r\n"
        if body is not None:
            more += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        return f"{method} {path} HTTP/1.1\r\n{HEADERS}{more}\r\n".encode() + data

    def break_off(self):
        """Half a request, and then a reset, or nothing any more."""
        line = Line(self.crowd.aim.port)
        data = self.request("GET", "/v1/counters")
        try:
            line.open().sendall(data[:self.chance.randrange(1, len(data))])
        except OSError:
            return
        if self.chance.random() < 0.5:
            line.close(reset=True)
        else:
            self.left = [*self.left[-3:], line]

    def hit(self, path):
        status = self.line.ask(self.request("GET", path))[0]
        self.hits += status in (200, 302)
        return status

    def pixel(self):
        return self.hit(self.chance.choice(self.crowd.aim.pixels))

    def click(self):
        return self.hit(self.chance.choice(self.crowd.aim.clicks))

    def get(self, path):
        return self.line.ask(self.request("GET", path))[0]

    def counters(self):
        return self.get("/v1/counters")

    def message(self):
        return self.get(f"/v1/messages/{self.crowd.aim.message}")

    def meta(self):
        return self.get("/v1/meta")

    def sync(self):
        if self.unanswered is None:
            self.value += 1
            record = self.device.record("setting", id=self.setting, key=f"soak-{self.setting}", value=str(self.value))
            self.unanswered = {"wire": relaylib.WIRE, "device": str(self.device.id), "batch": str(uuid.uuid4()),
                               "cursor": self.device.cursor, "records": [record]}
        status, body = self.line.ask(self.request("POST", "/v1/sync", self.unanswered))
        if status == 200:
            self.device.cursor = json.loads(body)["cursor"]
            self.unanswered = None
            self.taken = self.value
        return status


class Crowd:
    """The threads of one process. `rate`: requests a second; 0: as many as are answered."""

    def __init__(self, aim, rate, seconds, breaks, seed):
        self.aim, self.rate, self.seconds, self.breaks = aim, rate, seconds, breaks
        self.lock = threading.Lock()
        self.turn = 0
        self.notes = []
        self.token = self.token_at = None
        self.renew()
        self.people = [Person(self, seed + n) for n in range(THREADS)]

    def renew(self):
        line = Line(self.aim.port)
        body = json.dumps({"email": self.aim.email, "password": self.aim.password}).encode()
        status, answer = line.ask(f"POST /v1/login HTTP/1.1\r\n{HEADERS}Content-Type: application/json\r\n"
                                  f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        line.close()
        if status == 200:
            self.token, self.token_at = json.loads(answer)["access_token"], time.monotonic()

    def take_turn(self):
        """When the next request is due, once that is; None at the end."""
        now = time.monotonic()
        with self.lock:
            due = self.begun + self.turn / self.rate if self.rate else now
            self.turn += 1
        if due >= self.begun + self.seconds:
            return None
        time.sleep(max(0, due - time.monotonic()))
        return due

    def note(self, kind, status, due):
        self.notes.append((kind, status, due, time.monotonic() - due))

    def run(self):
        self.begun = time.monotonic()
        for person in self.people:
            person.start()
        while any(person.is_alive() for person in self.people):
            time.sleep(0.2)
            if time.monotonic() > self.token_at + TOKEN_S:
                try:
                    self.renew()
                except OSError:
                    pass
        return {"notes": self.notes, "hits": sum(person.hits for person in self.people),
                "settings": {person.setting: person.taken for person in self.people if person.taken}}


def work(pipe, *args):
    pipe.send(Crowd(*args).run())


class Load:
    """Such a crowd in each of several processes, on its way at once."""

    def __init__(self, aim, rate, seconds, breaks=1):
        self.parts = []
        for n in range(PROCESSES):
            ours, theirs = multiprocessing.Pipe(False)
            process = multiprocessing.Process(target=work, daemon=True,
                                              args=(theirs, aim, rate / PROCESSES, seconds, breaks, 1000 * n))
            process.start()
            self.parts.append((process, ours))

    def wait(self):
        """{"notes": [(kind, status or 0, due, seconds)], "hits": answered, "settings": {id: last value taken}}"""
        found = []
        for process, pipe in self.parts:
            found.append(pipe.recv())
            process.join()
        return {"notes": [note for one in found for note in one["notes"]], "hits": sum(one["hits"] for one in found),
                "settings": {ident: value for one in found for ident, value in one["settings"].items()}}
