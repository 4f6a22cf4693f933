# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom webhooks call, on 127.0.0.1: keeps each call, and answers as it is told."""

import hashlib
import hmac
import http.server
import json
import threading
import time


class Hook:
    """`answers`: path → what each call of it gets, in turn; the last one stays. A number is a status, which may have headers beside it,
    "hang" keeps silent, "drop" closes, "redirect" and "endless" are what they say."""

    def __init__(self):
        self.calls = []
        self.answers = {}
        self.lock = threading.Lock()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.answer(self, hook.take(self.path, dict(self.headers), body))

            do_GET = do_POST

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, path, headers, body):
        with self.lock:
            self.calls.append((path, {name.lower(): value for name, value in headers.items()}, body, time.time()))
            plan = self.answers.get(path, [200])
            return plan.pop(0) if len(plan) > 1 else plan[0]

    def answer(self, handler, what):
        if what == "hang":
            time.sleep(20)
            return
        if what == "drop":
            handler.close_connection = True
            return
        what, headers = what if isinstance(what, tuple) else (what, {})
        handler.send_response(302 if what == "redirect" else 200 if what == "endless" else what)
        if what == "redirect":
            handler.send_header("Location", self.url + "/elsewhere")
        if what == "endless":
            handler.end_headers()
            try:
                while True:
                    handler.wfile.write(b"x" * 65536)
            except OSError:
                return
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def of(self, path):
        """The events that came to a path, in their order."""
        with self.lock:
            return [json.loads(body) for where, _, body, _ in self.calls if where == path]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def signature(secret, headers, body):
    text = headers["x-palier-timestamp"].encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
