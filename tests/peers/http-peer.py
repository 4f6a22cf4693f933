#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted relay in the cloud, on 127.0.0.1: before a true relay, or before nothing.

    http-peer.py [--port N] [--upstream URL --token TOKEN] [--record FILE] [RULE ...]

Prints "PORT n" once it listens. Signing in and renewing are answered here; all else goes to the
upstream relay in the name of TOKEN. A rule is PLACE[@N]=ACTION; with @N it holds for the N-th
request of that place, else for every one. Places: login meta refresh secret sync events usage any. Actions:

    503 code         this status, with a problem document
    429:30           too many requests, to be tried again in 30 s
    missing          404, a page: a server of another kind
    html             200, a page as a hotel's or a firm's gateway shows
    json             200, JSON of another kind
    empty            200, nothing
    redirect         302 to another machine
    garbage          what is no HTTP
    endless          200, a body without end
    hang             answers never
    drop             lets the request through, and closes the line without an answer
    half             lets the request through, and closes the line in the midst of the answer

It ends with the program that started it. The record holds one JSON object a request, with the time of its arrival.
"""
import argparse
import contextlib
import http.client
import http.server
import json
import os
import socket
import threading
import time
import urllib.parse

PAGE = b"<!doctype html><html><body><h1>Welcome to our network</h1></body></html>"
TOKENS = {"access_token": "a" * 40, "refresh_token": "r" * 40, "expires_in": 900}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def place(self):
        last = urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[-1]
        return {"login": "login", "meta": "meta", "refresh": "refresh", "sync": "sync", "events": "events", "usage": "usage"}.get(last, "secret")

    def answer(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def ask(self, body):
        """The connection to the relay behind, and the answer that comes over it."""
        options = self.server.options
        upstream = http.client.HTTPConnection(urllib.parse.urlsplit(options.upstream).netloc, timeout=30)
        upstream.request(self.command, self.path, body,
                         {"Authorization": "Bearer " + options.token, "Content-Type": "application/json"})
        return upstream, upstream.getresponse()

    def pass_on(self, place, body):
        """(status, body) as the relay behind answers."""
        if place in ("login", "refresh"):
            return 200, json.dumps(TOKENS).encode()
        upstream, reply = self.ask(body)
        status, text = reply.status, reply.read()
        upstream.close()
        return status, text

    def pass_stream(self):
        """What the relay behind says of itself, until either side ends it."""
        upstream, reply = self.ask(None)
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        with contextlib.closing(upstream):
            while line := reply.readline():
                self.wfile.write(line)

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        while True:
            self.wfile.write(b"[" * 65536)

    def misbehave(self, action, place, body):
        if action in ("html", "missing"):
            self.answer(404 if action == "missing" else 200, PAGE, "text/html")
        elif action == "json":
            self.answer(200, b'{"hello":["world"],"devices":[5],"email":5}')
        elif action == "empty":
            self.answer(200, b"")
        elif action == "redirect":
            self.answer(302, b"", Location="http://192.0.2.1/")
        elif action == "garbage":
            self.wfile.write(b"\x00\xff220 I speak another language\r\n" * 8)
            self.cut()
        elif action == "endless":
            self.endless()
        elif action == "hang":
            time.sleep(3600)
        elif action == "drop":
            self.pass_on(place, body)
            self.cut()
        elif action == "half":
            status, text = self.pass_on(place, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text[:len(text) // 2])
            self.cut()
        elif action.startswith("429:"):
            self.answer(429, b'{"code":"rate_limit"}', "application/problem+json", Retry_After=action[4:])
        else:
            status, _, code = action.partition(" ")
            self.answer(int(status), json.dumps({"code": code}).encode(), "application/problem+json")

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = self.place()
        action = self.server.reach(place, self.command, self.path)
        try:
            if action:
                self.misbehave(action, place, body)
            elif place == "events":
                self.pass_stream()
            else:
                self.answer(*self.pass_on(place, body))
        except OSError:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = handle_one


class Peer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Handler)
        self.options = options
        self.lock = threading.Lock()
        self.counts = {}
        self.rules = dict(rule.split("=", 1) for rule in options.rules)
        self.record = open(options.record, "a", buffering=1) if options.record else None

    def reach(self, place, method, path):
        """Counts the request and returns its action, or None."""
        with self.lock:
            n = self.counts[place] = self.counts.get(place, 0) + 1
            if self.record:
                self.record.write(json.dumps({"place": place, "method": method, "path": path, "at": time.monotonic()}) + "\n")
        return self.rules.get(f"{place}@{n}", self.rules.get(place, self.rules.get("any")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--upstream")
    parser.add_argument("--token")
    parser.add_argument("--record")
    parser.add_argument("rules", nargs="*")
    peer = Peer(parser.parse_args())
    parent = os.getppid()
    print(f"PORT {peer.server_port}", flush=True)
    threading.Thread(target=peer.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(0.5)


if __name__ == "__main__":
    main()
