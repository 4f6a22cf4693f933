# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay beneath HTTP, byte by byte: what a proxy and a server could read differently, what never
ends, and who takes all connections.

 1. framing: two requests in one, or half of one       4. a whole request in ten seconds, or none
 2. odd lines, paths and versions                      5. one address does not take the others' place
 3. headers are bounded                                6. when all places are taken the next one waits
                                                       7. rates: of an address, of a tenant
"""

import re
import shutil
import socket
import threading
import time

import flow
import relaylib

HOST = "Host: localhost\r\n"
NEXT = f"GET /metrics HTTP/1.1\r\n{HOST}\r\n"
BODY = '{"email":"a@b.fr","password":"x"}'
SIZE = len(BODY)
CHUNKED = f"{SIZE:x}\r\n{BODY}\r\n0\r\n\r\n"

story = flow.Story()
keys = relaylib.Keys()
relay = relaylib.Relay(keys, requests_per_second=0)

story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(relay.kill)


def connect(source="127.0.0.1"):
    return socket.create_connection(("127.0.0.1", relay.port), 5, (source, 0))


def statuses(data, seconds=1.5):
    """(the statuses of the answers, whether the relay ended the connection)"""
    got, ended = b"", True
    with connect() as line:
        line.settimeout(seconds)
        try:
            line.sendall(data)
            while part := line.recv(65536):
                got += part
        except TimeoutError:
            ended = False
        except OSError:
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", got)], ended


def post(headers, body, first="POST /v1/login HTTP/1.1"):
    return f"{first}\r\n{HOST}Content-Type: application/json\r\n{headers}\r\n{body}".encode("latin-1")


def get(path, version="HTTP/1.1", headers=HOST):
    return f"GET {path} {version}\r\n{headers}\r\n".encode("latin-1")


@story.step
def test_framing():
    """where one request ends is never the sender's choice: one refusal, and the connection ends"""
    assert statuses(post(f"Content-Length: {SIZE}\r\n", BODY + NEXT))[0] == [404, 200]
    assert statuses(post("Transfer-Encoding: chunked\r\n", CHUNKED + NEXT))[0] == [404, 200]
    chunked = lambda body: post("Transfer-Encoding: chunked\r\n", body + NEXT)
    plain = f"Content-Length: {SIZE}\r\n"
    cases = {
        "CL.TE": post(f"Content-Length: {len(CHUNKED + NEXT)}\r\nTransfer-Encoding: chunked\r\n", CHUNKED + NEXT),
        "TE.CL": post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", CHUNKED + NEXT),
        "TE.TE": post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", CHUNKED + NEXT),
        "TE twice": post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", CHUNKED + NEXT),
        "TE unknown": post("Transfer-Encoding: xchunked\r\n", CHUNKED + NEXT),
        "TE list": post("Transfer-Encoding: chunked, identity\r\n", CHUNKED + NEXT),
        "TE hidden": post("Transfer-Encoding: \x0bchunked\r\n", CHUNKED + NEXT),
        "CL twice": post(f"{plain}Content-Length: 0\r\n", BODY + NEXT),
        "CL the same twice": post(plain + plain, BODY + NEXT),
        "CL list": post(f"Content-Length: {SIZE}, {SIZE}\r\n", BODY + NEXT),
        "CL +": post(f"Content-Length: +{SIZE}\r\n", BODY + NEXT),
        "CL 0x": post("Content-Length: 0x21\r\n", BODY + NEXT),
        "CL -1": post("Content-Length: -1\r\n", BODY + NEXT),
        "CL overflow": post("Content-Length: 99999999999999999999999\r\n", BODY + NEXT),
        "CL with a space": post(f"Content-Length : {SIZE}\r\n", BODY + NEXT),
        "folded line": post(f"{plain}X-A: b\r\n c\r\n", BODY + NEXT),
        "folded CL": post(f"Content-Length:\r\n {SIZE}\r\n", BODY + NEXT),
        "folded first": post(plain, BODY + NEXT, "POST /v1/login HTTP/1.1\r\n X: y"),
        "bare LF": post(plain, BODY + NEXT).replace(b"\r\n", b"\n"),
        "one bare LF": post(f"X: y\n{plain}", BODY + NEXT),
        "bare CR": post(f"X: y\r{plain}", BODY + NEXT),
        "NUL": post(f"X: y\x00z\r\n{plain}", BODY + NEXT),
        "chunk extension": chunked(f"{SIZE:x};a=b\r\n{BODY}\r\n0\r\n\r\n"),
        "chunk extension with LF": chunked(f"{SIZE:x};a\nb\r\n{BODY}\r\n0\r\n\r\n"),
        "chunk with LF": chunked(f"{SIZE:x}\n{BODY}\n0\n\n"),
        "chunk overflow": chunked(f"1{'0' * 16}\r\n{BODY}\r\n0\r\n\r\n"),
        "chunk 0x": chunked(f"0x{SIZE:x}\r\n{BODY}\r\n0\r\n\r\n"),
        "chunk -1": chunked(f"-1\r\n{BODY}\r\n0\r\n\r\n"),
        "chunks in HTTP/1.0": post("Transfer-Encoding: chunked\r\n", CHUNKED + NEXT, "POST /v1/login HTTP/1.0"),
        "no host": get("/healthz", headers="") + NEXT.encode(),
        "two hosts": get("/healthz", headers=HOST + HOST) + NEXT.encode(),
        "two tokens": get("/v1/messages", headers=HOST + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n") + NEXT.encode(),
    }
    for name, data in cases.items():
        got, ended = statuses(data)
        assert len(got) == 1 and 400 <= got[0] < 500 and ended, (name, got, ended)


@story.step
def test_lines():
    """odd lines, paths, hosts and versions lead nowhere"""
    cases = [(b"GET /healthz\r\n", 400), (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), (get("/health z"), 400),
             (get("/healthz%00"), 404), (get("/healthz%00.gif"), 404), (get("/v1/%2e%2e/healthz"), 404),
             (get("/v1/..;/healthz"), 404), (get("//healthz"), 404), (get("/healthz/"), 404), (get("http://localhost/healthz"), 404),
             (b"CONNECT localhost:1 HTTP/1.1\r\n" + HOST.encode() + b"\r\n", 404)]
    for data, wanted in cases:
        assert statuses(data)[0] == [wanted], (data, statuses(data))
    for host, wanted in (("localhost", 200), ("LOCALHOST:1", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("evil.example", 421),
                         ("localhost.evil.example", 421), ("", 421), ("[::1", 421), ("localhost@evil.example", 421)):
        assert statuses(get("/healthz", headers=f"Host: {host}\r\n"))[0] == [wanted], host
    garbage = [b"\x00" * 4096, b"\xff" * 4096, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, b"\r\n" * 4000]
    for data in garbage:
        assert all(status >= 400 for status in statuses(data, 1)[0]), data[:20]
    assert relay.call("GET", "/healthz")[0] == 200


@story.step
def test_headers():
    """headers are bounded: by a problem document, and by the end of the connection"""
    for size in (100, 7000):
        assert statuses(get("/healthz", headers=f"{HOST}X: {'a' * size}\r\n"))[0] == [200], size
    for size in (9000, 60000, 1_000_000):
        assert statuses(get("/healthz", headers=f"{HOST}X: {'a' * size}\r\n"))[0] in ([431], []), size
    assert statuses(get("/healthz", headers=HOST + "X: y\r\n" * 20000))[0] in ([431], [])
    assert statuses(get("/" + "a" * 30000))[0] == [414]
    assert statuses(get("/" + "a" * 200000))[0] in ([414], [431], [])
    assert relay.call("GET", "/v1/messages", headers={"X": "y" * 9000})[1]["code"] == "headers_too_large"


def trickle(line, first, started):
    """Sends a byte now and then until the relay ends it. Returns the seconds."""
    try:
        line.settimeout(0.5)
        line.sendall(first)
        while time.monotonic() - started < 30:
            line.sendall(b"a")
            try:
                if not line.recv(1024):
                    break
            except TimeoutError:
                pass
    except OSError:
        pass
    return time.monotonic() - started


@story.step
def test_slow():
    """who sends a byte now and then is not waited for, in the headers, in the body, between two requests"""
    beginnings = {"headers": b"GET /healthz HTTP/1.1\r\nX: ", "silence": b"",
                  "body": post("Content-Length: 16000\r\n", ""), "chunks": post("Transfer-Encoding: chunked\r\n", "ff\r\n"),
                  "the next": get("/healthz") + b"GET /heal"}
    seconds = {}
    threads = []
    for name, first in beginnings.items():
        threads.append(threading.Thread(target=lambda name=name, first=first: seconds.update(
            {name: trickle(connect(), first, time.monotonic())})))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert all(8 < one < 16 for one in seconds.values()), seconds


@story.step
def test_crowd():
    """400 connections of one address that dawdle: the others are answered at once"""
    lines, closed = [], 0
    try:
        for _ in range(400):
            line = connect("127.0.0.2")
            line.sendall(b"GET /healthz HTTP/1.1\r\nX: y")
            lines.append(line)
        slowest = 0
        for _ in range(20):
            started = time.monotonic()
            assert relay.call("GET", "/readyz", token=None)[0] == 200
            slowest = max(slowest, time.monotonic() - started)
        assert slowest < 2, slowest
        end = time.monotonic() + 16
        for line in lines:
            line.settimeout(max(0.1, end - time.monotonic()))
            try:
                closed += not line.recv(1024)
            except TimeoutError:
                pass
            except OSError:
                closed += 1
        assert closed == 400, closed
    finally:
        for line in lines:
            line.close()


@story.step
def test_full():
    """with all places taken the next one waits in the queue, and is answered once one is free"""
    small_keys = relaylib.Keys()
    small = relaylib.Relay(small_keys, connections=8)
    lines = []

    def ask(line):
        line.sendall(get("/healthz"))
        return line.recv(4096).startswith(b"HTTP/1.1 200 ")

    try:
        for _ in range(8):
            lines.append(socket.create_connection(("127.0.0.1", small.port), 5))
            assert flow.wait_for(lambda: ask(lines[-1]), 5, "an answer")
        ninth = socket.create_connection(("127.0.0.1", small.port), 5)
        lines.append(ninth)
        ninth.settimeout(0.5)
        try:
            assert not ask(ninth), "it had no place"
        except TimeoutError:
            pass
        ninth.settimeout(5)
        lines.pop(0).close()
        assert ninth.recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        for line in lines:
            line.close()
        small.kill()
        shutil.rmtree(small_keys.folder, ignore_errors=True)


@story.step
def test_rates():
    """a rate is announced, ends in 429 with a time to wait, and is another's no concern"""
    other_keys = relaylib.Keys()
    slow = relaylib.Relay(other_keys, requests_per_second=2)
    try:
        answers = [slow.call("GET", "/v1/messages") for _ in range(25)]
        limits = [(status, int(headers["RateLimit-Remaining"])) for status, _, headers in answers]
        assert limits[0][0] == 200 and limits[0][1] in (18, 19), limits
        _, refusal, headers = next(answer for answer in answers if answer[0] == 429)
        assert (429, 0) in limits and refusal["code"] == "rate_limit", limits
        assert int(headers["Retry-After"]) >= 1 and headers["RateLimit-Limit"] == "20"
        assert slow.call("GET", "/healthz")[0] == 200
        with socket.create_connection(("127.0.0.1", slow.port), 5, ("127.0.0.2", 0)) as line:
            line.sendall(get("/v1/messages"))
            assert line.recv(4096).startswith(b"HTTP/1.1 401 ")
        time.sleep(1.2)
        assert slow.call("GET", "/v1/messages")[0] == 200
    finally:
        slow.kill()
        shutil.rmtree(other_keys.folder, ignore_errors=True)


if __name__ == "__main__":
    story.run()
