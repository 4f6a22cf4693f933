#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted service that writes, on 127.0.0.1, with the wire shapes of the real ones.

    ai-peer.py [--port N] [--record FILE] [--cases FILE] [--marks FILE]

Prints "PORT n" once it listens. The address of a question says whose shapes it has and what happens:
/DIALECT/STORY/chat/completions (of the relay: /relay/STORY/v1/ai/messages), DIALECT being openai,
mistral, compatible or llama.cpp. Each question is held against what its service takes (fields,
bounds, shape of the schema) and refused as the service would; the key is "good-key". Stories:

    ok whole fenced parts         answers, streamed in small pieces or at once
    keyed                         the same, of a server that asks for a key where others do not
    prose mended                  no JSON; the second: until it is asked to mend it
    foreign                       in English
    claims claims-on              with a figure that nobody gave it; the second: also when it is
                                  told to leave that out
    refusal null filter length empty tools
    slow silent trickle           first words late, never, or without an end
    half cut early                the line falls; ends without an end; falls before a word
    garbage html gateway redirect other    what is none of it
    large endless                 more than 1 MiB of text; one event without an end
    fault-event fault-data        a fault within the stream
    400 401 402 403 404 413 422 429 500 502 503 504 529   refusals
    quota                         429, nothing left to pay with
    flaky                         503 twice, then an answer
    pace:N                        answers evenly within N milliseconds
    rate:N                        429 with Retry-After: N once, then an answer
    spend:N                       an answer for which N tokens were read
    asked                         the one that the last message names, as "story 401"
    obey                          what a model would write that obeys whatever is asked of it in the
                                  data: the answer of the case (of --cases) whose text it was given

It ends with the program that started it. The record holds one JSON object a question; the marks, a
line a streamed answer: when its first byte left, in microseconds of the monotonic clock.
"""
import argparse
import http.server
import json
import os
import re
import socket
import threading
import time

COMMON = {"model", "messages", "stream", "response_format", "frequency_penalty", "presence_penalty", "stop", "top_p", "tools"}
OPENAI = COMMON | {"max_completion_tokens", "seed", "temperature", "stream_options", "reasoning_effort", "n", "store", "verbosity",
                   "service_tier", "metadata", "safety_identifier", "prompt_cache_key", "tool_choice", "parallel_tool_calls"}
FIELDS = {
    "openai": OPENAI,
    "relay": OPENAI,
    "mistral": COMMON | {"max_tokens", "random_seed", "temperature", "safe_prompt", "prompt_mode", "reasoning_effort", "n", "guardrails",
                         "prompt_cache_key", "metadata", "prediction", "parallel_tool_calls", "tool_choice"},
    "compatible": COMMON | {"max_tokens", "seed", "temperature", "stream_options", "reasoning_effort"},
    "llama.cpp": COMMON | {"max_tokens", "seed", "temperature", "stream_options", "reasoning_effort"},
}
TOP_TEMPERATURE = {"mistral": 1}
REASONS = re.compile(r"gpt-5|o\d")
PAGE = b"<!doctype html><html><body><h1>Connexion au r\xc3\xa9seau</h1></body></html>"
TEXT = ("Bonjour Madame,\n\nJe vous écris au sujet de votre activité, et je vous propose d’en parler quelques minutes avec vous "
        "dans les jours qui viennent, si le moment vous convient : un premier échange ne vous engage à rien.\n\nBien cordialement,")
ENGLISH = ("Dear Madam,\n\nI am writing to you about your business and I would like to offer you a short call in the coming days, "
           "whenever it suits you: a first talk commits you to nothing at all.\n\nKind regards,")


def strict(schema):
    """What OpenAI asks of a schema with strict: every name required, none besides."""
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        return schema.get("additionalProperties") is False and sorted(schema.get("required", [])) == sorted(properties) \
            and all(map(strict, properties.values()))
    return strict(schema["items"]) if schema.get("type") == "array" else "type" in schema


def schema_of(dialect, form):
    """(the schema, what is wrong with its place)"""
    if form.get("type") != "json_schema":
        return None, "response_format.type"
    if dialect == "llama.cpp":
        return form.get("schema"), None if set(form) == {"type", "schema"} else "response_format"
    inner = form.get("json_schema", {})
    well = set(form) == {"type", "json_schema"} and re.fullmatch(r"[\w-]{1,64}", inner.get("name", "")) and strict(inner.get("schema", {}))
    return inner.get("schema"), None if well else "response_format.json_schema"


def fault_in(dialect, body):
    """The field that the service would refuse, or None."""
    unknown = sorted(set(body) - FIELDS[dialect])
    if unknown:
        return unknown[0]
    for name in ("model", "messages"):
        if not body.get(name):
            return name
    for message in body["messages"]:
        if set(message) != {"role", "content"} or message["role"] not in ("system", "user", "assistant") or not message["content"]:
            return "messages"
    if REASONS.match(body["model"]) and {"temperature", "seed", "top_p"} & set(body):
        return "temperature"
    if not 0 <= body.get("temperature", 0) <= TOP_TEMPERATURE.get(dialect, 2):
        return "temperature"
    if "stream_options" in body and not body.get("stream"):
        return "stream_options"
    return schema_of(dialect, body["response_format"])[1] if "response_format" in body else None


def fault(dialect, status, message, kind="invalid_request_error", code=None, param=None):
    if dialect == "mistral":
        if status == 422:
            return {"detail": [{"type": "extra_forbidden", "loc": ["body", param], "msg": message, "input": None}]}
        return {"object": "error", "message": message, "type": kind, "param": param, "code": code}
    if dialect == "relay":
        return {"type": "about:blank", "title": message, "status": status, "code": code or kind}
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def angles_of(dialect, body):
    schema = schema_of(dialect, body["response_format"])[0]
    return schema["properties"]["variants"]["items"]["properties"]["angle"]["enum"]


def variants(dialect, body, text, subject="Un premier échange"):
    return json.dumps({"variants": [{"angle": angle, "subject": subject, "body": text} for angle in angles_of(dialect, body)]},
                      ensure_ascii=False)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("x-request-id", "req_1")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self):
        if self.server.marks:
            self.server.marks.write(f"{time.monotonic_ns() // 1000}\n")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def write(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, value, name=None):
        head = f"event: {name}\n" if name else ""
        self.write((head + "data: " + (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) + "\n\n").encode())

    def chunk(self, delta, finish=None, **more):
        return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": self.body["model"] + "-2026",
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], "usage": None, "obfuscation": "aZ3", **more}

    def end(self, finish="stop", usage=True):
        told = {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500, "prompt_tokens_details": {"cached_tokens": 1000}}
        if self.story.startswith("spend:"):
            told["prompt_tokens"] = int(self.story[6:])
        last = self.chunk({}, finish)
        if self.dialect == "mistral" and usage:
            last["usage"] = told
        self.event(last)
        if self.body.get("stream_options", {}).get("include_usage") and usage:
            self.event({**self.chunk({}), "choices": [], "usage": told})
        self.event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def stream(self, text, finish="stop", pieces=7, within=0):
        """Words in events, and events in pieces that cut letters in two."""
        start = time.monotonic()
        self.begin()
        self.write(b": keep-alive\n\n")
        self.event(self.chunk({"role": "assistant", "content": ""}))
        for at in range(0, len(text), pieces):
            content = text[at:at + pieces]
            delta = {"content": [{"type": "text", "text": content}] if self.story == "parts" else content}
            line = ("data: " + json.dumps(self.chunk(delta), ensure_ascii=False) + "\r\n\r\n").encode()
            middle = next((i for i, byte in enumerate(line) if byte >= 0x80), len(line) // 2) + 1
            time.sleep(max(0, start + within * at / len(text) - time.monotonic()))
            self.write(line[:middle])
            self.write(line[middle:])
        self.end(finish)

    # ---- stories

    def tell(self):
        story = self.story
        if story in ("slow", "silent", "trickle"):
            return self.tell_late()
        if story in ("half", "cut", "early", "garbage"):
            return self.tell_broken()
        if story in ("html", "gateway", "redirect", "other", "large", "endless"):
            return self.tell_strange()
        if story in ("refusal", "null", "filter", "length", "empty", "tools", "fault-event", "fault-data"):
            return self.tell_declined()
        return self.tell_text()

    def tell_text(self):
        plain = "response_format" not in self.body
        text = "Bonjour" if plain else variants(self.dialect, self.body, ENGLISH if self.story == "foreign" else TEXT)
        if self.story == "claims-on" or (self.story == "claims" and "\nsans_source: " not in self.body["messages"][1]["content"]):
            text = variants(self.dialect, self.body, TEXT.replace("votre activité,", "votre activité, qui a progressé de 87 %,"))
        if self.story == "prose" or (self.story == "mended" and len(self.body["messages"]) == 2):
            text = "Bien sûr, voici vos messages. " + TEXT
        elif self.story == "fenced":
            text = "Voici :\n```json\n" + text + "\n```\nBonne journée."
        elif self.story == "obey":
            text = self.obey()
        if self.story == "whole":
            return self.answer(200, self.completion(text))
        within = int(self.story[5:]) / 1000 if self.story.startswith("pace:") else 0
        return self.stream(text, pieces=400 if self.story == "obey" else 7, within=within)

    def completion(self, content, finish="stop", refusal=None):
        return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": self.body["model"],
                "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": refusal}, "finish_reason": finish}],
                "usage": {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500}}

    def obey(self):
        """The answer of the case whose number stands in the data; where it does not, a plain one."""
        system, user = (message["content"] for message in self.body["messages"][:2])
        found = re.search(r"cas-(\d+)", user, re.I)
        case = self.server.cases[int(found[1])] if found else {"subject": "Un premier échange", "body": TEXT}
        if "raw" in case:
            return case["raw"]
        mark = re.match(r"DONNEES (\S+)", user)[1]
        body = system if case.get("body") == "SYSTEM" else case.get("body") or TEXT + "\n\n" + case["adds"]
        return variants(self.dialect, self.body, body.replace("DELIMITER", mark), case["subject"])

    def tell_late(self):
        if self.story == "slow":
            time.sleep(0.3)
            return self.stream(variants(self.dialect, self.body, TEXT))
        self.begin()
        self.event(self.chunk({"role": "assistant", "content": ""}))
        while True:
            if self.story == "trickle":
                self.event(self.chunk({"content": "a"}))
            else:
                self.write(b": keep-alive\n\n")
            time.sleep(0.02)

    def tell_broken(self):
        if self.story == "garbage":
            self.wfile.write(b"\x00\xff220 I speak another language\r\n" * 8)
        elif self.story != "early":
            self.begin()
            self.event(self.chunk({"content": '{"variants":[{"angle":"question","subject":"Un su'}))
        if self.story == "cut":
            self.wfile.write(b"0\r\n\r\n")
        self.cut()

    def tell_strange(self):
        if self.story == "html":
            return self.answer(200, PAGE, "text/html; charset=utf-8")
        if self.story == "gateway":
            return self.answer(511, PAGE, "text/html")
        if self.story == "redirect":
            return self.answer(302, b"", Location="https://portal.example/login")
        if self.story == "other":
            return self.answer(200, {"hello": ["world"]})
        self.begin()
        if self.story == "endless":
            self.write(b"data: {\"choices\":[{\"delta\":{\"content\":\"")
        while True:
            self.write(b"a" * 65536) if self.story == "endless" else self.event(self.chunk({"content": "a" * 65536}))

    def tell_declined(self):
        if self.story == "null":
            return self.answer(200, self.completion(None, refusal="I can't help with that."))
        self.begin()
        if self.story == "fault-event":
            return self.event(fault("openai", 200, "The server had an error", "server_error"), "error")
        if self.story == "fault-data":
            self.event(self.chunk({"content": "{"}))
            return self.event(fault("openai", 200, "Rate limit reached", "requests", "rate_limit_exceeded"))
        content = {"refusal": {"refusal": "I can't help"}, "empty": {"content": " \n"}}.get(self.story, {"content": '{"variants":['})
        self.event(self.chunk(content))
        return self.end({"filter": "content_filter", "length": "length", "tools": "tool_calls"}.get(self.story, "stop"))

    # ---- refusals

    def refuse(self, status, retry_after=None):
        messages = {401: ("Incorrect API key provided", "invalid_request_error", "invalid_api_key"),
                    402: ("Payment required", "billing", "payment_required"),
                    403: ("Country not supported", "request_forbidden", "unsupported_country"),
                    404: ("The model does not exist", "invalid_request_error", "model_not_found"),
                    429: ("Rate limit reached", "requests", "rate_limit_exceeded")}
        headers = {"Retry_After": retry_after} if retry_after else {}
        if status in (502, 504):
            return self.answer(status, PAGE, "text/html")
        words = messages.get(status, ("The server had an error", "server_error", None))
        return self.answer(status, fault(self.dialect, status, *words), **headers)

    def judge(self, n):
        """True where the question was refused."""
        needs_key = self.dialect in ("openai", "mistral", "relay") or self.story == "keyed"
        if needs_key and self.headers["Authorization"] != "Bearer good-key":
            self.refuse(401)
        elif wrong := fault_in(self.dialect, self.body):
            self.answer(422 if self.dialect == "mistral" else 400,
                        fault(self.dialect, 422, f"Not permitted: {wrong}", code="unknown_parameter", param=wrong))
        elif self.story.isdigit():
            self.refuse(int(self.story))
        elif self.story == "quota":
            self.answer(429, fault(self.dialect, 429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota"))
        elif self.story == "flaky" and n <= 2:
            self.refuse(503)
        elif self.story.startswith("rate:") and n == 1:
            self.refuse(429, self.story[5:])
        else:
            return False
        return True

    def do_POST(self):
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.dialect, self.story, path = self.path.lstrip("/").split("/", 2)
        if self.story == "asked":
            self.story = re.search(r"story (\S+)", self.body["messages"][-1]["content"])[1]
        n = self.server.reach(self)
        try:
            if path != ("v1/ai/messages" if self.dialect == "relay" else "chat/completions"):
                self.answer(404, b"404 page not found", "text/plain")
            elif not self.judge(n):
                self.tell()
        except OSError:
            self.close_connection = True


class Peer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Handler)
        self.lock = threading.Lock()
        self.counts = {}
        self.record = open(options.record, "a", buffering=1, encoding="utf-8") if options.record else None
        self.marks = open(options.marks, "a", buffering=1, encoding="ascii") if options.marks else None
        self.cases = {}
        if options.cases:
            with open(options.cases, encoding="utf-8") as lines:
                self.cases = {case["n"]: case for case in map(json.loads, lines)}

    def reach(self, question):
        """How often this was asked, this time included."""
        with self.lock:
            asked = (question.path, question.story)
            n = self.counts[asked] = self.counts.get(asked, 0) + 1
            if self.record:
                self.record.write(json.dumps({"path": question.path, "body": question.body}, ensure_ascii=False) + "\n")
        return n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record")
    parser.add_argument("--cases")
    parser.add_argument("--marks")
    peer = Peer(parser.parse_args())
    parent = os.getppid()
    print(f"PORT {peer.server_port}", flush=True)
    threading.Thread(target=peer.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(0.5)


if __name__ == "__main__":
    main()
