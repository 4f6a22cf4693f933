# SPDX-License-Identifier: GPL-3.0-or-later
"""The service that writes, set and tested from a terminal: what works, and what is said of what does not."""

import flow
import relaylib

OWNER = "claire@agence-morel.example"
PASSWORD = "une phrase de passe assez longue"

story = flow.Story()
space = flow.Workspace()
peer = flow.Peer("ai-peer.py")
story.at_end(peer.stop)
story.at_end(space.remove)


def test(service, told, code=1, **pairs):
    """The row of a test of SERVICE, whose address leads to the story TOLD."""
    address = f"endpoint=http://127.0.0.1:{peer.port}/{service}/{told}"
    space.ctl("ai", f"service={service}", address, *(f"{name}={value}" for name, value in pairs.items()))
    return space.ctl("ai", "--test", code=code)


@story.step
def test_unset():
    """nothing is asked, and nothing leaves this computer, until it is set"""
    space.ctl("init")
    row = space.ctl("ai").row
    assert row["local_only"] == "yes" and row["service"] == "", row
    assert "clé" in space.ctl("ai", "--test", code=1).words
    space.ctl("ai", "service=openai", "--key-stdin", stdin="good-key\n")
    assert "ordinateur" in space.ctl("ai", "--test", code=1).words


@story.step
def test_answers():
    """each service answers, with its key or without"""
    space.ctl("ai", "service=mistral", "--key-stdin", stdin="good-key\n")
    for service in ("openai", "mistral"):
        row = test(service, "ok", code=0).row
        assert row["ok"] and row["tokens"] == 1500 and row["model"].endswith("-2026"), row
    for service in ("compatible", "llama.cpp"):
        assert test(service, "ok", code=0, model="llama3.3").row["ok"]
    assert "good-key" not in space.ctl("ai").out


@story.step
def test_forgotten():
    """a key that is removed is asked for again; the other services keep theirs"""
    space.ctl("ai", "service=mistral", "--forget-key")
    assert "clé" in test("mistral", "ok").words
    assert test("openai", "ok", code=0).row["ok"]
    space.ctl("ai", "service=", "--forget-key", code=2)
    space.ctl("ai", "service=mistral", "--key-stdin", stdin="good-key\n")
    assert test("mistral", "ok", code=0).row["ok"]


@story.step
def test_faults():
    """a fault is said in words"""
    for told, words in (("401", "la clé"), ("404", "ce modèle"), ("quota", "crédit"), ("html", "page"), ("refusal", "refuse"),
                        ("other", "type connu")):
        result = test("openai", told, model="any")
        assert words in result.words and not result.row["ok"], (told, result.words)


@story.step
def test_relay():
    """the account's relay writes without a key of one's own, as long as its token is renewed; each refusal is said"""
    desk = flow.Workspace()
    story.at_end(desk.remove)
    relay = relaylib.Server(plans="yes", ai_service="openai", ai_key="good-key", ai_endpoint=f"http://127.0.0.1:{peer.port}/openai/ok")
    story.at_end(relay.kill)
    desk.ctl("init")
    desk.ctl("ai", "service=relay")
    assert "ordinateur" in desk.ctl("ai", "--test", code=1).words
    desk.ctl("ai", "local_only=no")
    stranger = desk.ctl("ai", "--test", code=1)
    assert "onnecte" in stranger.words, stranger.words
    relay.register(OWNER)
    desk.ctl("account", "login", relay.url, OWNER, stdin=PASSWORD + "\n")
    for _ in range(2):
        row = desk.ctl("ai", "--test").row
        assert row["ok"] and row["tokens"] == 1500 and row["model"] == "gpt-4.1-mini", row
    relay.command("tenant", "plan", OWNER, "growth", "canceled")
    refused = desk.ctl("ai", "--test", code=1)
    assert "subscription_ended" in refused.row["detail"], refused.row
    relay.command("tenant", "plan", OWNER, "growth")
    relay.kill()
    down = desk.ctl("ai", "--test", code=1)
    assert not down.row["ok"] and "ne répond pas" in down.words, down.words


@story.step
def test_usage():
    """what is no setting is refused, and nothing is changed"""
    before = space.ctl("ai").row
    for pair in ("service=none", "temperature=3", "max_tokens=0", "local_only=maybe", "x=y", "model"):
        space.ctl("ai", pair, code=2)
    assert space.ctl("ai").row == before


@story.step
def test_models():
    """prices have their day"""
    rows = space.ctl("ai", "--models").rows
    mini = next(row for row in rows if row["model"] == "gpt-4.1-mini")
    assert mini["input_per_million"] == 0.4 and mini["euros_for_three"] < 0.02 and len(mini["as_of"]) == 10, mini


story.run()
