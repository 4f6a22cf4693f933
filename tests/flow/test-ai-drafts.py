# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts by a service, from a terminal: what it writes becomes a draft like any other, and whatever
it fails at, the built-in composer writes and says why."""

import collections

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
peer = flow.Peer("ai-peer.py")
for end in (sink.stop, peer.stop, space.remove):
    story.at_end(end)
state = {}
NOTICE = "Vos données"


def choose(service, told, **pairs):
    """Prefers SERVICE, whose address leads to the story TOLD."""
    space.ctl("ai", f"service={service}", f"endpoint=http://127.0.0.1:{peer.port}/{service}/{told}",
              *(f"{name}={value}" for name, value in pairs.items()))


def draft(*args, **more):
    return space.ctl("draft", state["agency"], *args, **more)


def asked(told):
    return [one for one in peer.entries() if f"/{told}/" in one["path"]]


def prompt(entry):
    return entry["body"]["messages"][1]["content"]


@story.step
def test_set_up():
    """without a service the composer writes, and nothing is said"""
    flow.set_up(space, sink)
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    agencies = space.ctl("prospects", "--kind", "agency", "--limit", "3").rows
    state["agency"] = agencies[0]["id"]
    result = draft()
    assert len(result.rows) == 3 and result.words == "" and "writer" not in result.rows[0], result.out
    state["composed"] = result.rows
    for service in ("openai", "mistral"):
        space.ctl("ai", f"service={service}", "--key-stdin", stdin="good-key\n")


@story.step
def test_writes():
    """each service's texts become drafts, checked, with what they took"""
    for service, told in (("openai", "ok"), ("mistral", "parts"), ("compatible", "whole"), ("llama.cpp", "fenced")):
        choose(service, told, model="" if service in ("openai", "mistral") else "llama3.3")
        rows = draft().rows
        assert [row["angle"] for row in rows] == ["local_proof", "service", "question"], rows
        for row in rows:
            assert row["body"].startswith("Bonjour Madame,\n\nJe vous écris") and NOTICE in row["body"], row["body"]
            writer = row["writer"]
            assert writer["provider"] == service and writer["prompt_version"] and writer["fallback"] is None, writer
            assert not [check for check in row["checks"] if check["severity"] == "error"], row["checks"]
        assert sum(row["writer"]["tokens_in"] for row in rows) == 1200
        assert sum(row["writer"]["tokens_out"] for row in rows) == 300
        cost = sum(row["writer"]["cost_micro_eur"] for row in rows)
        assert (0 < cost < 20000) if service in ("openai", "mistral") else cost == 0, cost
    assert space.ctl("draft", state["agency"], "--provider", "composer").rows[0]["body"] == state["composed"][0]["body"]


@story.step
def test_order():
    """tone, length, channel, template and number reach the service; nothing to reach anybody by does"""
    choose("openai", "ok", model="")
    person = space.ctl("show", state["agency"]).row
    rows = draft("--tone", "warm", "--length", "short", "--variants", "1").rows
    assert len(rows) == 1 and rows[0]["angle"] == "local_proof"
    words = prompt(peer.entries()[-1])
    assert "chaleureux" in words and "de 50 à 80 mots" in words and "- question" not in words, words
    assert person["email"] not in words and person["phone"] not in words and "\nlast_name:" not in words, words
    message = draft("--channel", "sms", "--variants", "1").row
    assert message["channel"] == "sms" and message["subject"] is None and message["body"].endswith("\nSTOP pour refuser")
    assert "un SMS" in prompt(peer.entries()[-1])
    template = next(one for one in space.ctl("templates").rows if one["kind"] == "agency" and one["channel"] == "email")
    message = draft("--template", template["id"], "--variants", "1").row
    assert message["template"] == template["id"] and "\nmodele: " in prompt(peer.entries()[-1])
    for wrong in (("--tone", "rude"), ("--length", "endless"), ("--channel", "call"), ("--provider", "none")):
        draft(*wrong, code=2)


FAULTS = [
    ("openai", "401", "key", "la clé"), ("mistral", "401", "key", "la clé"), ("openai", "quota", "credit", "crédit"),
    ("openai", "403", "forbidden", "refuse"), ("mistral", "404", "model", "modèle"), ("mistral", "422", "request", "autre modèle"),
    ("openai", "429", "rate", "trop sollicité"), ("openai", "500", "server", "panne"), ("mistral", "503", "server", "panne"),
    ("openai", "html", "no_service", "page"), ("openai", "gateway", "no_service", "page"), ("openai", "redirect", "no_service", "page"),
    ("openai", "other", "malformed", "type connu"), ("openai", "garbage", "broken_off", "interrompue"), ("openai", "half", "broken_off", "interrompue"),
    ("openai", "cut", "broken_off", "interrompue"), ("openai", "prose", "structure", "forme"), ("openai", "foreign", "answer", "autre chose"),
    ("openai", "refusal", "refused", "refuse"), ("openai", "filter", "filtered", "retenu"), ("openai", "length", "cut", "limite"),
    ("openai", "empty", "empty", "rien"), ("openai", "large", "too_large", "bien plus"), ("openai", "endless", "too_large", "bien plus"),
    ("openai", "silent", "timed_out", "temps"),
]


@story.step
def test_faults():
    """whatever a service fails at, the composer's drafts are there, and the reason"""
    for service, told, code, words in FAULTS:
        choose(service, told, model="any")
        result = draft()
        assert words in result.words and "compositeur" in result.words, (told, result.words)
        assert [row["body"] for row in result.rows] == [row["body"] for row in state["composed"]], told
        assert all(row["writer"]["fallback"] == code and row["writer"]["provider"] == "composer" for row in result.rows), (told, result.rows)


@story.step
def test_nobody():
    """nobody listens, or the network leads nowhere"""
    for address in ("http://127.0.0.1:1/v1", "https://nobody.invalid/v1"):
        space.ctl("ai", "service=openai", f"endpoint={address}", "local_only=no")
        result = draft()
        assert len(result.rows) == 3 and result.rows[0]["writer"]["fallback"] == "unreachable", result.rows
        assert "compositeur" in result.words


@story.step
def test_stays_here():
    """what may not leave this computer does not, whoever is named"""
    space.ctl("ai", "service=openai", "endpoint=", "local_only=yes")
    for args in ((), ("--provider", "mistral")):
        result = draft(*args)
        assert result.rows[0]["writer"]["fallback"] == "local_only" and "ordinateur" in result.words, result.rows


@story.step
def test_unsourced():
    """a claim without a fact is asked to be left out once; then the draft is kept, marked"""
    choose("openai", "claims", model="")
    rows = draft().rows
    assert len(asked("claims")) == 2 and "\nsans_source: " in prompt(asked("claims")[1]), asked("claims")
    assert "87" in prompt(asked("claims")[1]) and "- question" in prompt(asked("claims")[1])
    assert all("87" not in row["body"] for row in rows)
    assert sum(row["writer"]["tokens_in"] for row in rows) == 2400
    choose("openai", "claims-on", model="")
    rows = draft().rows
    assert len(asked("claims-on")) == 2
    assert all([check for check in row["checks"] if check["code"] == "unsourced"] and row["writer"]["fallback"] is None for row in rows)
    assert "approve" not in space.ctl("approve", rows[0]["id"], code=1).out


@story.step
def test_paragraph():
    """one paragraph is written anew, by the template or by a service; the rest stays byte for byte"""
    message = space.ctl("draft", state["agency"], "--provider", "composer", "--variants", "1").row
    before = message["body"].split("\n\n")

    def rewrite(n, *args, **more):
        return space.ctl("draft", message["id"], "--paragraph", n, *args, **more)

    def changed(row):
        after = row["body"].split("\n\n")
        assert len(after) == len(before)
        return [i for i, (one, other) in enumerate(zip(before, after)) if one != other]

    choose("openai", "ok", model="")
    row = rewrite(2).row
    assert changed(row) == [1] and "Je vous écris au sujet" in row["body"] and row["writer"]["provider"] == "openai", row
    words = prompt(peer.entries()[-1])
    assert "\nparagraphe: " in words and "\ntexte_actuel: " in words and NOTICE not in words and "claire.morel" not in words, words
    found = [n for n in range(2, len(before)) if rewrite(n, "--provider", "composer", code=None).code == 0]
    assert found, "no paragraph of the template has another wording"
    choose("openai", "500", model="")
    result = rewrite(found[-1])
    assert "compositeur" in result.words
    for wrong in (99, len(before)):
        rewrite(wrong, code=2)
    kept = rewrite(1, "--provider", "composer", code=1)
    assert "autre formulation" in kept.words


@story.step
def test_usage():
    """what was paid for is counted, what was refused too, and the budget warns and stops"""
    before = space.ctl("ai", "usage").row
    assert before["cost_micro_eur"] > 0 and before["budget"] == "none" and len(before["month"]) == 10, before
    choose("openai", "refusal", model="")
    draft()
    after = space.ctl("ai", "usage").row
    assert after["cost_micro_eur"] > before["cost_micro_eur"], (before, after)
    mini = next(one for one in after["uses"] if one["model"] == "gpt-4.1-mini")
    assert mini["priced"] and mini["questions"] > 3
    assert not next(one for one in after["uses"] if one["service"] == "compatible")["priced"]
    choose("openai", "ok", budget=int(after["cost_micro_eur"] / 10000 + 1) / 100)
    seen = []
    while not seen or seen[-1] != "stop":
        result = draft()
        seen.append(space.ctl("ai", "usage").row["budget"])
        assert ("budget" in result.words) == (seen[-1] in ("alert", "stop")) and result.rows[0]["writer"]["fallback"] is None, (seen, result.words)
    assert "alert" in seen, seen
    n = len(peer.entries())
    result = draft()
    assert result.rows[0]["writer"]["fallback"] == "budget" and "budget" in result.words and len(peer.entries()) == n
    choose("compatible", "ok", model="llama3.3")
    assert draft().rows[0]["writer"]["provider"] == "compatible"
    space.ctl("ai", "budget=0")
    for wrong in ("budget=-1", "budget=x", "budget=1e9"):
        space.ctl("ai", wrong, code=2)


@story.step
def test_opposed():
    """who refuses that a service reads about him is written to by the composer, or by a server of one's own"""
    choose("openai", "ok", model="")
    space.ctl("consent", state["agency"], "--purpose", "ai", "--withdraw")
    assert draft().rows[0]["writer"]["provider"] == "openai"
    space.ctl("ai", "endpoint=https://writer.invalid", "local_only=no")
    result = draft()
    assert result.rows[0]["writer"]["fallback"] == "opposed" and "refuse" in result.words, result.words
    space.ctl("consent", state["agency"], "--purpose", "ai", "--proof", "par téléphone")
    assert draft().rows[0]["writer"]["fallback"] == "opposed", "only he himself can take it back"
    space.ctl("ai", "local_only=yes")


@story.step
def test_many():
    """for many the cost is said first; who may not be written to is left out"""
    choose("openai", "ok", model="")
    n = len(peer.entries())
    places = collections.Counter(row["postal_code"][:2] for row in space.ctl("prospects", "--kind", "agency").rows if row.get("postal_code"))
    place = next(place for place, count in places.items() if 2 <= count <= 6)
    asked_for = ("draft", "--filter", "kind=agency", "--filter", f"department={place}", "--provider", "openai", "--variants", "2")
    space.ctl("ai", "budget=20")
    result = space.ctl(*asked_for, code=2)
    assert result.row["budget_micro_eur"] == 20_000_000 and result.row["month_cost_micro_eur"] > 0 and "20,00" in result.words, result.words
    space.ctl("ai", "budget=0.01")
    assert "budget" in space.ctl(*asked_for, code=1).words
    space.ctl("ai", "budget=0")
    result = space.ctl(*asked_for, code=2)
    estimate = result.row
    assert len(peer.entries()) == n and "--yes" in result.words, result.words
    assert estimate["prospects"] > 1 and estimate["priced"] and estimate["tokens_in"] > 500 * estimate["prospects"], estimate
    assert 0 < estimate["cost_micro_eur_at_most"] < 20000 * 2 * estimate["prospects"], estimate
    result = space.ctl(*asked_for, "--yes", code=None)
    drafts = [row for row in result.rows if "angle" in row]
    assert drafts and len({row["prospect"] for row in drafts}) <= estimate["prospects"]
    assert all(row["writer"]["provider"] == "openai" for row in drafts)
    cost = sum(row["writer"]["cost_micro_eur"] for row in drafts)
    assert cost <= estimate["cost_micro_eur_at_most"], (cost, estimate)


@story.step
def test_explain():
    """a draft is explained: facts with their source, checks, cost"""
    result = draft("--explain", "--variants", "1")
    assert "personnalisation" in result.words and "gpt-4.1-mini" in result.words and "€" in result.words, result.words
    result = draft("--explain", "--variants", "1", "--provider", "composer")
    assert " ← import" in result.words or " ← user" in result.words, result.words
    assert result.row["facts"] and all("source" in fact and "at" in fact for fact in result.row["facts"])


story.run()
