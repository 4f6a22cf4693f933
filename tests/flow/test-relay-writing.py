# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts by the service that the relay's operator pays, with a scripted service of the real wire shapes.

 1. an agent's question is answered as it is written, and counted      2. whom the relay does not write for
 3. what is no question of ours goes nowhere                            4. what the model declines is told as it is, and paid for
 5. what fails is a problem without the service's words, and costs nothing
 6. who goes away is not written for any more                           7. many at once: each agency has its share
 8. a month's tokens: refused with the day, owners are told             9. a service that fails is left alone
10. a relay that ends, or dies, amid a draft                           11. the settings; nothing of all this in the log
"""

import http.client
import json
import threading
import time
import urllib.parse

import flow
import relaylib

OWNER = "claire@agence-morel.example"
PASSWORD = "une phrase de passe assez longue"
SECRET = "canari-du-prompt"

story = flow.Story()
sink = flow.Sink()
peer = flow.Peer("ai-peer.py")
STORE = relaylib.new_store()
SETTINGS = dict(plans="yes", requests_per_second=0, ai_service="openai", ai_endpoint=f"http://127.0.0.1:{peer.port}/openai/asked",
                ai_key="good-key", mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", allow_plain_loopback="yes",
                mail_from="palier@relais.example", **STORE)
relay = relaylib.Server(**SETTINGS)
relay.token = relay.register(OWNER)

story.at_end(sink.stop)
story.at_end(peer.stop)
story.at_end(lambda: relay.kill())

FORM = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": {
    "type": "object", "additionalProperties": False, "required": ["variants"], "properties": {"variants": {
        "type": "array", "items": {"type": "object", "additionalProperties": False, "required": ["angle", "subject", "body"],
                                   "properties": {"angle": {"type": "string", "enum": ["question"]}, "subject": {"type": "string"},
                                                  "body": {"type": "string"}}}}}}}}


def question(told="ok", **more):
    return {"model": "relay", "stream": True, "max_completion_tokens": 1500, "temperature": 0.7, "seed": 7, "response_format": FORM,
            "stream_options": {"include_usage": True},
            "messages": [{"role": "system", "content": SECRET}, {"role": "user", "content": f"story {told}"}], **more}


def ask(told="ok", token=None, language="fr", body=None):
    return relay.call("POST", "/v1/ai/messages", body or question(told), token=token or relay.token, headers={"Accept-Language": language})


def events(raw):
    """[(name, object)] of a stream, without its end; its end is told."""
    found = []
    for block in raw.decode().split("\n\n")[:-1]:
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((lines.get("event"), lines["data"]))
    done = found and found[-1][1] == "[DONE]"
    return [(name, json.loads(data)) for name, data in found[:-1 if done else None]], done


def text_of(parts):
    return "".join(part["choices"][0]["delta"].get("content", "") for _, part in parts if part.get("choices"))


def used():
    answer = relay.call("GET", "/v1/usage", headers={"Accept-Language": "fr"})[1]
    return next(one for one in answer["limits"] if one["kind"] == "ai_tokens")


def metric(labels):
    found = [line for line in relay.call("GET", "/metrics", token=None)[1].decode().splitlines() if line.startswith(labels)]
    return float(found[0].split()[-1])


def again(**settings):
    """The same relay with other settings, on the same store; its breaker is closed."""
    global relay
    token = relay.token
    relay.env.update({"PALIER_RELAY_" + name.upper(): str(value) for name, value in settings.items()})
    relay.restart()
    relay.token = token


@story.step
def test_answered():
    """an agent's question is answered as it is written, by the model that the relay chose, and counted"""
    assert "writing" in relay.call("GET", "/v1/meta", token=None)[1]["features"]
    status, raw, headers = ask()
    parts, done = events(raw)
    assert status == 200 and done and headers["Content-Type"] == "text/event-stream", (status, raw)
    assert json.loads(text_of(parts))["variants"][0]["subject"] == "Un premier échange"
    last = parts[-1][1]
    assert last["choices"][0]["finish_reason"] == "stop" and last["usage"]["total_tokens"] == 1500, last
    sent = peer.entries()[-1]["body"]
    assert sent["model"] == last["model"] == "gpt-4.1-mini" and sent["max_completion_tokens"] == 1500 and sent["seed"] == 7, sent
    assert sent["response_format"]["json_schema"]["schema"] == FORM["json_schema"]["schema"]
    assert used()["used"] == 1500
    # 200 read at 0.4, 1000 from the cache at 0.1, 300 written at 1.6, per million.
    assert metric('palier_writings_total{result="answered"}') == 1 and metric("palier_writing_tokens_total") == 1500
    assert metric("palier_writing_cost_micros_total") == 660


@story.step
def test_first_words():
    """the first words are passed on before the last ones are there"""
    host = urllib.parse.urlsplit(relay.url)
    line = http.client.HTTPConnection(host.hostname, host.port, timeout=30)
    line.request("POST", "/v1/ai/messages", json.dumps(question("trickle")),
                 {"Content-Type": "application/json", "Authorization": "Bearer " + relay.token})
    answer = line.getresponse()
    assert answer.status == 200 and b'"a"' in answer.read(200)
    line.close()
    flow.wait_for(lambda: metric('palier_writings_total{result="left"}') == 1, 20, "the question to be taken back")
    again()


@story.step
def test_whom():
    """a reader, a stranger, a program and a relay of one computer are refused; another agency has its own count"""
    before = used()["used"]
    for n, role in enumerate(("reader", "agent")):
        relay.call("POST", "/v1/invitations", {"email": f"{role}@agence-morel.example", "role": role})
        code = flow.wait_for(lambda: [mail for mail in sink.mails() if role in mail["To"]], 20, "a mail")[0]
        code = next(word for word in code.get_body(("plain",)).get_content().split() if word.count("-") == 2 and word.isupper())
        joining = {"email": f"{role}@agence-morel.example", "code": code.strip("*"), "password": PASSWORD}
        assert relay.call("POST", "/v1/accounts/join", joining, token=None)[0] == 201
    status, answer, _ = ask(token=relay.login("reader@agence-morel.example"))
    assert (status, answer["code"]) == (403, "forbidden"), answer
    assert ask(token=relay.login("agent@agence-morel.example"))[0] == 200 and used()["used"] == before + 1500
    key = relay.call("POST", "/v1/account/keys", {"name": "Make", "scopes": ["prospects:write"]})[1]["key"]
    assert ask(token=key)[0] == 403 and ask(token="no.such.token")[0] == 401
    other = relay.register("paul@agence-durand.example")
    assert ask(token=other)[0] == 200 and used()["used"] == before + 1500
    theirs = relay.call("GET", "/v1/usage", token=other)[1]["limits"]
    assert next(one["used"] for one in theirs if one["kind"] == "ai_tokens") == 1500
    local = relaylib.Relay(relaylib.Keys())
    try:
        assert local.call("POST", "/v1/ai/messages", question())[0] == 404
    finally:
        local.kill()


@story.step
def test_questions():
    """what is no question of ours is refused by the member that is meant, and goes nowhere"""
    before = len(peer.entries())
    cases = [("messages", []), ("messages", [{"role": "tool", "content": "x"}]), ("messages", [{"role": "user", "content": ""}]),
             ("messages", [{"role": "user", "content": "x"}] * 9), ("messages", [{"role": "user", "content": "a\0b"}]),
             ("max_completion_tokens", 0), ("max_completion_tokens", 8001), ("stream", False), ("temperature", 3), ("seed", -1),
             ("response_format", {"type": "text"})]
    for member, value in cases:
        status, answer, _ = ask(body=question(**{member: value}))
        assert (status, answer["code"], answer["member"]) == (422, "value_refused", member), (member, value, answer)
    assert ask(body=question(tools=[]))[0] == 422
    for raw, status in ((b"[]", 400), (b"{", 400), (b'{"messages":"' + b"a" * 140_000 + b'"}', 413)):
        assert relay.call("POST", "/v1/ai/messages", raw=raw)[0] == status, raw[:20]
    assert relay.call("POST", "/v1/ai/messages", raw=b"x", headers={"Content-Type": "text/plain"})[0] == 415
    assert len(peer.entries()) == before


@story.step
def test_declined():
    """what the model declines or does not end comes as such, and is paid for"""
    for told, finish in (("refusal", "stop"), ("null", "stop"), ("filter", "content_filter"), ("length", "length"), ("empty", "stop")):
        before = used()["used"]
        status, raw, _ = ask(told)
        parts, done = events(raw)
        choice = parts[-1][1]["choices"][0]
        assert status == 200 and done and choice["finish_reason"] == finish, (told, raw)
        assert ("refusal" in choice["delta"]) == (told in ("refusal", "null")), (told, choice)
        assert used()["used"] - before == parts[-1][1]["usage"]["total_tokens"] > 0, told
    assert metric('palier_writings_total{result="declined"}') == 5


@story.step
def test_failures():
    """what fails is a problem of the relay's own words, in the caller's language, and costs nothing"""
    before = used()["used"]
    for told, code in (("401", "broken"), ("402", "broken"), ("403", "broken"), ("404", "broken"), ("quota", "broken"), ("html", "broken"),
                       ("other", "broken"), ("400", "broken"), ("503", "unavailable"), ("502", "unavailable"), ("early", "unavailable"),
                       ("429", "unavailable"), ("rate:3600", "unavailable"), ("silent", "unavailable"), ("endless", "unavailable")):
        again()
        status, answer, headers = ask(told)
        assert (status, answer["code"]) == (503, "writer_" + code), (told, answer)
        assert int(headers["Retry-After"]) >= 10 and "relais" in answer["title"] and "detail" not in answer, answer
        assert not {"api_key", "Incorrect", "quota", "model"} & set(json.dumps(answer).split()), answer
    assert used()["used"] == before
    again()
    assert ask("503", language="en")[1]["title"].startswith("The relay’s writing service")


@story.step
def test_broken_off():
    """half an answer ends by an event that says so; nothing of it is charged"""
    before = used()["used"]
    for told in ("half", "cut", "fault-data", "large"):
        again()
        status, raw, _ = ask(told)
        parts, done = events(raw)
        assert status == 200 and not done and text_of(parts[:-1]).startswith(("{", "a")), (told, raw[:300])
        assert parts[-1] == ("error", {"error": {"type": "server_error", "code": "writer_unavailable"}}), (told, parts[-1])
        assert len(raw) < 3 << 20
    assert used()["used"] == before


@story.step
def test_gone():
    """who goes away before the first word is not written for any more, and pays nothing"""
    again()
    before, host = used()["used"], urllib.parse.urlsplit(relay.url)
    line = http.client.HTTPConnection(host.hostname, host.port, timeout=30)
    line.request("POST", "/v1/ai/messages", json.dumps(question("silent")),
                 {"Content-Type": "application/json", "Authorization": "Bearer " + relay.token})
    flow.wait_for(lambda: used()["used"] > before, 10, "its tokens to be held")
    began = time.monotonic()
    line.close()
    flow.wait_for(lambda: used()["used"] == before, 10, "its tokens to be let go of")
    assert time.monotonic() - began < 2 and metric('palier_writings_total{result="left"}') == 1


@story.step
def test_many():
    """many at once: eight of one agency, and another's is answered meanwhile"""
    again()
    statuses = []
    threads = [threading.Thread(target=lambda: statuses.append(ask("silent")[0])) for _ in range(12)]
    for thread in threads:
        thread.start()
    other = relay.login("paul@agence-durand.example")
    assert ask(token=other)[0] == 200
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [429] * 4 + [503] * 8, statuses


@story.step
def test_limit():
    """a month's tokens: refused with the limit in words, and the day; the owner is told once at 80 % and once at the end"""
    again()
    relay.command("tenant", "plan", OWNER, "starter")
    spend_up_to(3_199_000)
    assert not told("peu de rédaction")
    assert ask()[0] == 200
    assert flow.wait_for(lambda: told("peu de rédaction"), 20, "the word of 80 %")
    spend_up_to(3_999_000)
    assert ask(body=question(max_completion_tokens=100))[0] == 200
    status, answer, _ = ask()
    assert (status, answer["code"]) == (402, "writing_limit"), answer
    assert answer["detail"] == "Limite atteinte\u202f: 4\u202f000\u202f000 jetons de rédaction par mois", answer
    assert used()["resets_at"] > time.time() * 1000 and metric('palier_writings_total{result="refused"}') >= 1
    reached = flow.wait_for(lambda: told("limite de rédaction"), 20, "the word of the limit")
    assert "rédacteur intégré" in reached[0] and "4\u202f000\u202f000 jetons" in reached[0], reached
    assert ask(token=relay.login("paul@agence-durand.example"))[0] == 200
    relay.command("tenant", "plan", OWNER, "growth")
    assert ask()[0] == 200
    relay.command("tenant", "plan", OWNER, "growth", "canceled")
    assert ask()[1]["code"] == "subscription_ended"
    relay.command("tenant", "plan", OWNER, "growth")


def told(words):
    mails = [(mail["Subject"], mail.get_body(("plain",)).get_content()) for mail in sink.mails()]
    return [" ".join(text.split(" ")) for subject, text in mails if words in subject]


def spend_up_to(tokens):
    """Has one answer take what is left until then."""
    assert ask(f"spend:{tokens - used()['used'] - 300}")[0] == 200
    assert used()["used"] == tokens


@story.step
def test_resting():
    """a service that fails in a row is left alone, and the others are told so at once"""
    again()
    before = len(peer.entries())
    for _ in range(3):
        ask("503")
    asked = len(peer.entries()) - before
    status, answer, headers = ask("ok")
    assert (status, answer["code"], headers["Retry-After"]) == (503, "writer_unavailable", "10"), answer
    assert asked < 9 and len(peer.entries()) == before + asked and metric("palier_writing_resting") == 1


@story.step
def test_ends():
    """a relay that is stopped amid a draft says so; of one that died nothing stays held"""
    again()
    before = used()["used"]
    results = []
    thread = threading.Thread(target=lambda: results.append(ask("silent")))
    thread.start()
    flow.wait_for(lambda: used()["used"] > before, 10, "its tokens to be held")
    assert relay.stop() == 0
    thread.join()
    assert (results[0][0], results[0][1]["code"]) == (503, "writer_unavailable"), results
    again()
    assert used()["used"] == before


@story.step
def test_settings():
    """the settings are checked, the key is masked; neither it nor what was asked is in the log or beside the store"""
    good = relay.command("check")
    assert "ai_key = ********" in good.stdout and "good-key" not in good.stdout and "ai_" not in good.stderr, good
    for settings, words in (({"ai_service": "other"}, "ai_service must be"), ({"ai_key": ""}, "ai_key: this service asks"),
                            ({"ai_service": "compatible"}, "ai_model: this service has none"),
                            ({"ai_endpoint": "http://service.example"}, "ai_endpoint must be https")):
        bad = relay.command("check", **settings)
        assert bad.returncode == 1 and words in bad.stdout, (settings, bad)
        assert relay.command("serve", directory=relay.folder / "none", **settings).returncode != 0
    assert "note: no ai_service" in relay.command("check", ai_service="").stdout
    log = (relay.folder / "log").read_text(encoding="utf-8")
    assert "does not work: key" in log and "good-key" not in log
    for path in [one for one in relay.folder.rglob("*") if one.is_file()]:
        assert SECRET.encode() not in path.read_bytes(), path
    again(ai_service="")
    assert ask()[1]["code"] == "no_writer" and "writing" not in relay.call("GET", "/v1/meta", token=None)[1]["features"]


story.run()
