# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces and faults of the relay and of palierctl, told to servers that check what they are given.

 1. a request that is sampled: one trace, from its caller to the store; nothing of persons
 2. a collector that is busy, refuses or hangs: tried again, dropped, and nobody waits
 3. palierctl's exchange and the relay's part of it are one trace
 4. messages that leave are told, and calls of webhooks, which carry their trace on
 5. a warning of the relay is told, scrubbed, and no sooner than is wanted
 6. so is a crash, by the next start  7. what is not configured tells nothing
"""

import json
import re
import signal
import time

import flow
import hook
import relaylib

EMAIL, PASSWORD = "claire.morel@example.fr", "une phrase de passe assez longue"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACES, ENVELOPES = "/v1/traces", "/api/7/envelope/"
ATTRIBUTES = {"http.request.method": "stringValue", "http.route": "stringValue", "http.response.status_code": "intValue",
              "error.type": "stringValue"}
RESOURCE = {"service.name", "service.version", "service.instance.id"}

story = flow.Story()
peer = hook.Hook()
sink = flow.Sink()
space = flow.Workspace()
port = flow.free_port()
server = relaylib.Server(port=port, public_url=f"http://127.0.0.1:{port}", allow_plain_loopback="yes", otlp_endpoint=peer.url,
                         trace_percent=100, hook_first_pause_ms=20, sentry_dsn=peer.url.replace("//", "//0123456789abcdef@") + "/7")

story.at_end(peer.stop)
story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(server.kill)


def read_attributes(items, known):
    found = {}
    for item in items:
        assert set(item) == {"key", "value"} and len(item["value"]) == 1, item
        form, value = next(iter(item["value"].items()))
        assert known.get(item["key"], "stringValue") == form and isinstance(value, str), item
        found[item["key"]] = value
    return found


def check_span(span):
    assert re.fullmatch(r"[0-9a-f]{32}", span["traceId"]) and span["traceId"].strip("0"), span
    assert re.fullmatch(r"[0-9a-f]{16}", span["spanId"]) and span["spanId"].strip("0"), span
    assert re.fullmatch(r"[0-9a-f]{16}", span.get("parentSpanId", PARENT)), span
    assert span["kind"] in (1, 2, 3) and span["name"] and span["status"].get("code", 0) in (0, 2), span
    begun, ended = span["startTimeUnixNano"], span["endTimeUnixNano"]
    assert isinstance(begun, str) and isinstance(ended, str) and int(begun) <= int(ended), span
    assert abs(int(ended) / 1e9 - time.time()) < 120, span
    span["facts"] = read_attributes(span["attributes"], ATTRIBUTES)
    assert set(span["facts"]) <= set(ATTRIBUTES), span
    assert set(span) <= {"traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "attributes",
                         "status", "facts"}, span


def spans():
    """All that came, each request checked; by the service that told it."""
    found = []
    for path, headers, body, _ in list(peer.calls):
        if path != TRACES:
            continue
        assert headers["content-type"] == "application/json"
        for part in json.loads(body)["resourceSpans"]:
            who = read_attributes(part["resource"]["attributes"], {})
            assert set(who) == RESOURCE, who
            for scope in part["scopeSpans"]:
                assert set(scope["scope"]) == {"name", "version"} and 0 < len(scope["spans"]) <= 512
                for span in scope["spans"]:
                    check_span(span)
                    found.append({**span, "service": who["service.name"]})
    return found


def of_trace(trace=TRACE):
    return [span for span in spans() if span["traceId"] == trace]


def ask(path, sampled=True, trace=TRACE, method="GET", body=None):
    return server.call(method, path, body, headers={"traceparent": f"00-{trace}-{PARENT}-{'01' if sampled else '00'}"})


@story.step
def test_request():
    """one trace, from the caller over the request to the store, in the form that collectors take"""
    server.token = server.register(EMAIL)
    assert ask("/v1/counters")[0] == 200
    assert ask("/v1/messages/01934567-89ab-7000-8000-0123456789ab")[0] == 404
    assert ask("/v1/counters", sampled=False, trace="a" * 32)[0] == 200
    flow.wait_for(lambda: len(of_trace()) >= 4, 15, "the spans")
    counters, = [span for span in of_trace() if span["name"] == "GET /v1/counters"]
    assert counters["kind"] == 2 and counters["parentSpanId"] == PARENT and counters["service"] == "palier-relay"
    assert counters["facts"] == {"http.request.method": "GET", "http.route": "/v1/counters", "http.response.status_code": "200"}
    parts = [span for span in of_trace() if span.get("parentSpanId") == counters["spanId"]]
    assert parts and all(span["name"] == "store.read" and span["kind"] == 1 for span in parts), parts
    message, = [span for span in of_trace() if span["name"] == "GET /v1/messages/{part}"]
    assert message["facts"]["http.response.status_code"] == "404" and "code" not in message["status"], message
    assert not of_trace("a" * 32), "what its caller did not sample was told"
    told = b"".join(body for _, _, body, _ in peer.calls)
    for secret in (EMAIL, "claire", server.token, "01934567", "127.0.0.1"):
        assert secret.encode() not in told, secret


@story.step
def test_bad_collector():
    """a collector that is busy is asked again, one that refuses is not, and no request waits for it"""
    calls = lambda: len([call for call in peer.calls if call[0] == TRACES])
    peer.answers[TRACES] = [503, 200]
    before = calls()
    ask("/v1/counters", trace="b" * 32)
    flow.wait_for(lambda: calls() >= before + 2, 20, "the second try")
    bodies = [body for path, _, body, _ in peer.calls if path == TRACES]
    assert bodies[-1] == bodies[-2], "another body"
    peer.answers[TRACES] = [400]
    ask("/v1/counters", trace="c" * 32)
    flow.wait_for(lambda: calls() >= before + 3, 20, "the refused try")
    peer.answers[TRACES] = ["hang", 200]
    ask("/v1/counters", trace="d" * 32)
    flow.wait_for(lambda: calls() >= before + 4, 20, "the try that hangs")
    assert calls() == before + 4, "what was refused came again"
    begun = time.monotonic()
    for _ in range(20):
        assert ask("/v1/counters", trace="d" * 32)[0] == 200
    assert time.monotonic() - begun < 3, "requests waited for the collector"
    assert dropped("span") >= 1 and dropped("fault") == 0


def dropped(kind):
    figures = server.call("GET", "/metrics", token=None)[1].decode()
    return float(re.search(rf'palier_telemetry_dropped_total{{kind="{kind}"}} (\S+)', figures)[1])


@story.step
def test_one_trace():
    """an exchange of palierctl and the relay's part of it are one trace"""
    peer.answers[TRACES] = [200]
    flow.set_up(space, sink)
    space.ctl("login", server.url, EMAIL, stdin=PASSWORD + "\n")
    space.ctl("sync", OTEL_EXPORTER_OTLP_ENDPOINT=peer.url)
    asked = lambda: [span for span in spans() if span["service"] == "palierctl" and span["name"] == "POST /v1/sync"]
    flow.wait_for(asked, 15, "palierctl's spans")
    span = asked()[0]
    assert span["kind"] == 3 and "parentSpanId" not in span and span["facts"]["http.response.status_code"] == "200", span
    flow.wait_for(lambda: [part for part in of_trace(span["traceId"]) if part.get("parentSpanId") == span["spanId"]
                           and part["service"] == "palier-relay" and part["kind"] == 2], 40, "the relay's part")


@story.step
def test_send():
    """messages that leave are told, and nothing of what is in them"""
    device = relaylib.Device()
    sender = device.sender(sink.port)
    device.sync(server, device.suppression_key(bytes(32)), sender, device.message(sender, 1))
    flow.wait_for(lambda: [span for span in spans() if span["name"] == "send" and span["kind"] == 3], 20, "the span")
    told = b"".join(body for _, _, body, _ in peer.calls)
    assert sink.mails() and b"agence.example" not in told and b"mandats" not in told


@story.step
def test_webhook():
    """a webhook's call is told, and its trace given to whom it calls"""
    peer.answers["/hook"] = [503, 200]
    status, hooked, _ = server.call("POST", "/v1/webhooks", {"target_url": peer.url + "/hook", "event": "*"})
    assert status == 201 and server.call("POST", f"/v1/webhooks/{hooked['id']}/ping")[0] == 202
    told = lambda: [span for span in spans() if span["name"] == "webhook"]
    flow.wait_for(lambda: len(told()) >= 2, 30, "the spans of both calls")
    given = [headers["traceparent"] for path, headers, _, _ in peer.calls if path == "/hook"]
    for span, header, facts in zip(told(), given, ({"http.response.status_code": "503", "error.type": "status"},
                                                   {"http.response.status_code": "200"})):
        assert header == f"00-{span['traceId']}-{span['spanId']}-01" and span["kind"] == 3, (span, header)
        assert span["facts"] == {"http.request.method": "POST", **facts}, span


def envelopes():
    """The events that came, each envelope checked."""
    found = []
    for path, headers, body, _ in list(peer.calls):
        if path != ENVELOPES:
            continue
        assert headers["content-type"] == "application/x-sentry-envelope"
        assert re.fullmatch(r"Sentry sentry_key=0123456789abcdef, sentry_version=7, sentry_client=palier/[\d.]+",
                            headers["x-sentry-auth"]), headers
        head, item, rest = body.split(b"\n", 2)
        head, item = json.loads(head), json.loads(item)
        assert set(head) == {"event_id", "sent_at", "dsn"} and re.fullmatch(r"[0-9a-f]{32}", head["event_id"]), head
        assert head["dsn"].endswith("/7") and item["type"] == "event", (head, item)
        assert len(rest) == item["length"] + 1 and rest.endswith(b"\n"), item
        event = json.loads(rest)
        assert event["event_id"] == head["event_id"] and event["platform"] == "native", event
        assert event["level"] in ("fatal", "error", "warning") and event["release"].startswith("palier-relay@"), event
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["timestamp"]), event
        assert not {"user", "server_name", "request", "breadcrumbs"} & set(event), event
        found.append(event)
    return found


@story.step
def test_warning():
    """a warning of the relay is told, without what may be personal"""
    peer.answers[ENVELOPES] = [(200, {"X-Sentry-Rate-Limits": "60:transaction:key, 4:default;error:organization:quota"}), 200]
    for count in (1, 2):
        (server.folder / "hits.new").mkdir()  # where the journal begins a file
        flow.get(server.url + "/t/o/AQ" + "A" * 32 + ".gif")
        flow.wait_for(lambda: len(envelopes()) >= count, 15, "an envelope")
        (server.folder / "hits.new").rmdir()
    first, second = [at for path, _, _, at in peer.calls if path == ENVELOPES][:2]
    assert 4 <= second - first < 10, "told before the time that the server asked for"
    event = envelopes()[0]
    assert event["level"] == "warning" and "cannot be begun" in event["message"]["formatted"], event
    assert event["logger"] == "palier-relay-track" and "exception" not in event, event


@story.step
def test_crash():
    """a crash is told by the next start, with where it was"""
    before = len(envelopes())
    server.process.send_signal(signal.SIGSEGV)
    assert server.process.wait(20) == -signal.SIGSEGV
    server.start()
    flow.wait_for(lambda: len(envelopes()) > before, 15, "the envelope")
    event = envelopes()[-1]
    fault, = event["exception"]["values"]
    assert event["level"] == "fatal" and fault["type"] == "SIGSEGV", event
    assert fault["mechanism"] == {"type": "signalhandler", "handled": False}, fault
    frames = fault["stacktrace"]["frames"]
    assert len(frames) >= 2 and all(re.fullmatch(r"0x[0-9a-f]+", frame["instruction_addr"]) for frame in frames), frames
    assert not list(server.folder.glob("crash*")), "told twice"


@story.step
def test_off():
    """what is not configured tells nothing, and a place that is none is refused"""
    before = len(peer.calls)
    quiet = relaylib.Server()
    try:
        quiet.token = quiet.register("paul@example.fr")
        quiet.call("GET", "/v1/counters", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
        assert quiet.stop() == 0
    finally:
        quiet.kill()
    space.ctl("sync")
    assert [call for call in peer.calls[before:] if b"palierctl" in call[2]] == []
    wrong = server.command("serve", sentry_dsn="https://example.org", directory=str(space.folder), store="")
    assert wrong.returncode != 0 and "sentry_dsn" in wrong.stderr, wrong


if __name__ == "__main__":
    story.run()
