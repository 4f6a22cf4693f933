#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted SMTP server on 127.0.0.1.

    smtp-peer.py [--port N] [--tls none|starttls|implicit] [--cert F --key F] [--auth USER:PASSWORD]
                 [--pipelining] [--record FILE] [RULE ...]

Prints "PORT n" once it listens. A rule is STAGE[@N]=ACTION; with @N it holds for the N-th time
that stage is reached, counted over all connections, else for every time. Stages: connect greeting
ehlo starttls auth mail rcpt data body dot rset quit. Actions:

    451 text    answer so (with `dot` after the whole message came)
    drop        close the line; `body` closes it in the midst of the message
    hang        answer nothing more
    slow:2      answer as usual, 2 s later
    nonsense    answer what is no SMTP

It ends with the program that started it. What it got goes to the record, one JSON object a line:
connection, command, message.
"""
import argparse
import json
import os
import socket
import ssl
import sys
import threading
import time

ANSWERS = {
    "greeting": "220 peer.test ESMTP",
    "starttls": "220 go ahead",
    "auth": "235 2.7.0 welcome",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go ahead",
    "dot": "250 2.0.0 queued as {n}",
    "rset": "250 2.0.0 ok",
    "quit": "221 2.0.0 bye",
}


class Dropped(Exception):
    pass


class Peer:
    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.counts = {}
        self.rules = {}
        for rule in options.rules:
            place, action = rule.split("=", 1)
            self.rules[place] = action
        self.record = open(options.record, "a", buffering=1) if options.record else None

    def note(self, **what):
        with self.lock:
            if self.record:
                self.record.write(json.dumps(what) + "\n")

    def reach(self, stage):
        """Counts the stage and returns its action, or None."""
        with self.lock:
            self.counts[stage] = self.counts.get(stage, 0) + 1
            n = self.counts[stage]
        return self.rules.get(f"{stage}@{n}", self.rules.get(stage))

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.options.cert, self.options.key)
        return context


class Connection:
    def __init__(self, peer, sock, number):
        self.peer, self.sock, self.number = peer, sock, number
        self.tls = False
        self.user = None
        self.file = sock.makefile("rb")
        self.sender, self.recipients = None, []

    def read_line(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise Dropped
        return line[:-1].rstrip(b"\r")

    def answer(self, text):
        self.sock.sendall((text + "\r\n").encode())

    def act(self, stage, default=None):
        """Answers for a stage. Returns whether the answer was a success."""
        action = self.peer.reach(stage)
        default = default or ANSWERS[stage].format(n=self.peer.counts[stage])
        if action == "drop":
            raise Dropped
        if action == "hang":
            time.sleep(3600)
        if action == "nonsense":
            self.answer("<html>what?</html>")
            return False
        if action and action.startswith("slow:"):
            time.sleep(float(action[5:]))
            action = None
        self.answer(action or default)
        return (action or default)[0] in "23"

    def start_tls(self):
        self.sock = self.peer.context().wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile("rb")
        self.tls = True

    def ehlo(self):
        lines = ["peer.test", "SIZE 10000000", "8BITMIME"]
        options = self.peer.options
        if options.pipelining:
            lines.append("PIPELINING")
        if options.tls == "starttls" and not self.tls:
            lines.append("STARTTLS")
        if options.auth:
            lines.append("AUTH PLAIN LOGIN")
        text = "\r\n".join("250" + ("-" if i < len(lines) - 1 else " ") + line for i, line in enumerate(lines))
        self.act("ehlo", text)

    def auth(self, line):
        import base64

        words = line.split()
        if words[1].upper() == "LOGIN":
            self.answer("334 VXNlcm5hbWU6")
            user = base64.b64decode(self.read_line()).decode()
            self.answer("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.read_line()).decode()
        else:
            if len(words) < 3:
                self.answer("334 ")
                words.append(self.read_line().decode())
            user, password = base64.b64decode(words[2]).decode().split("\0")[1:]
        if f"{user}:{password}" != self.peer.options.auth:
            self.answer("535 5.7.8 authentication failed")
        elif self.act("auth"):
            self.user = user

    def body(self):
        if not self.act("data"):
            return
        drop = self.peer.reach("body") == "drop"
        lines, size = [], 0
        while (line := self.file.readline()) != b".\r\n":
            size += len(line)
            if not line or (drop and size > 500):
                raise Dropped
            lines.append(line[1:] if line.startswith(b"..") else line)
        text = b"".join(lines).decode("utf-8", "replace")
        self.peer.note(event="message", connection=self.number, sender=self.sender,
                       recipients=self.recipients, tls=self.tls, user=self.user, data=text)
        self.sender, self.recipients = None, []
        self.act("dot")

    def command(self, line):
        verb = line[:4].upper()
        self.peer.note(event="command", connection=self.number, tls=self.tls,
                       line=line if verb != "AUTH" else "AUTH")
        if verb in ("EHLO", "HELO"):
            self.ehlo()
        elif line.upper() == "STARTTLS" and self.peer.options.tls == "starttls":
            if self.act("starttls"):
                self.start_tls()
        elif verb == "AUTH":
            self.auth(line)
        elif verb == "MAIL":
            if self.act("mail"):
                self.sender = line[10:].split(" ")[0]
        elif verb == "RCPT":
            if self.act("rcpt"):
                self.recipients.append(line[8:])
        elif verb == "DATA":
            self.body()
        elif verb == "RSET":
            self.act("rset")
        elif verb == "QUIT":
            self.act("quit")
            raise Dropped
        else:
            self.answer("502 5.5.2 what?")

    def run(self):
        try:
            self.peer.note(event="connection", connection=self.number)
            if self.peer.reach("connect") == "drop":
                raise Dropped
            if self.peer.options.tls == "implicit":
                self.start_tls()
            if not self.act("greeting"):
                raise Dropped
            while True:
                self.command(self.read_line().decode("utf-8", "replace"))
        except (Dropped, OSError, ssl.SSLError):
            pass
        finally:
            self.file.close()
            self.sock.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", default="none", choices=["none", "starttls", "implicit"])
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--auth")
    parser.add_argument("--pipelining", action="store_true")
    parser.add_argument("--record")
    parser.add_argument("rules", nargs="*")
    peer = Peer(parser.parse_args())

    server = socket.create_server(("127.0.0.1", peer.options.port), backlog=64)
    print(f"PORT {server.getsockname()[1]}", flush=True)
    number = 0
    parent = os.getppid()
    server.settimeout(1)
    while os.getppid() == parent:
        try:
            sock, _ = server.accept()
        except TimeoutError:
            continue
        sock.settimeout(None)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number += 1
        threading.Thread(target=Connection(peer, sock, number).run, daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
