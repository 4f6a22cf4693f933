# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts by a service as the window has them written: shown as they grow, given up in the middle, and
a service that fails left alone. Figures are printed, not judged: the machine may be busy."""

import json
import os
import statistics
import subprocess

import flow

story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
peer = flow.Peer("ai-peer.py", marks=space.folder / "marks")
for end in (sink.stop, peer.stop, space.remove):
    story.at_end(end)
state = {}


def choose(told):
    space.ctl("ai", "service=openai", f"endpoint=http://127.0.0.1:{peer.port}/openai/{told}")


def write(how="1"):
    run = subprocess.run([os.environ["PALIER_WRITE_MARKS"], space.base, space.key, state["agency"], how],
                         capture_output=True, text=True, timeout=120, env=space.env, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def first_bytes():
    """When the service began each of its answers, in microseconds of the same clock."""
    return [int(line) for line in (space.folder / "marks").read_text().split()]


def count_drafts():
    return len([event for event in space.ctl("show", state["agency"]).row["timeline"] if event["event"] == "message.generated"])


@story.step
def test_set_up():
    """a base, a service"""
    flow.set_up(space, sink)
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire professionnel")
    state["agency"] = space.ctl("prospects", "--kind", "agency", "--limit", "1").rows[0]["id"]
    space.ctl("ai", "service=openai", "--key-stdin", stdin="good-key\n")


@story.step
def test_grows():
    """words are shown while the rest is written, and not too often"""
    choose("pace:1000")
    marks = write("5")
    begun = first_bytes()
    assert len(marks) == len(begun) == 5, (marks, begun)
    for mark in marks:
        assert mark["fallback"] == mark["ended"] == "" and mark["texts"] == 3 and mark["first_us"] < mark["done_us"], mark
        assert 5 <= mark["shown"] <= 3 + 20 * (mark["done_us"] - mark["start_us"]) / 1e6, mark
    late = [(mark["first_us"] - at) / 1000 for mark, at in zip(marks, begun)]
    print(f"# first words shown {statistics.median(late):.1f} ms after the service's first byte ({max(late):.1f} ms at most of 5)")


@story.step
def test_whole():
    """an answer of two and a half seconds becomes three drafts"""
    choose("pace:2500")
    mark = write()[0]
    assert mark["fallback"] == "" and mark["texts"] == 3, mark
    print(f"# three drafts {(mark['done_us'] - mark['start_us']) / 1e6:.2f} s after they were asked for, of a service that answers in 2.50 s")


@story.step
def test_given_up():
    """a user who goes away leaves everything as it was"""
    choose("pace:2500")
    before, drafts = space.ctl("ai", "usage").row, count_drafts()
    mark = write("cancel")[0]
    assert mark["ended"] and mark["shown"] >= 1 and mark["texts"] == 1, mark
    after = space.ctl("ai", "usage").row
    assert after["cost_micro_eur"] > before["cost_micro_eur"], "what was written by then is paid for"
    assert count_drafts() == drafts > 0


@story.step
def test_left_alone():
    """a service that keeps failing is not asked again in the same session"""
    choose("500")
    marks = write("3")
    assert [mark["fallback"] for mark in marks] == ["server", "server", "resting"], marks
    assert len([one for one in peer.entries() if "/500/" in one["path"]]) == 5


story.run()
