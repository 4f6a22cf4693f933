# SPDX-License-Identifier: GPL-3.0-or-later
"""What the templates that ship make of prospects: 1. as mails, no filter takes them for spam; 2. over the sample base,
three drafts of a prospect are three texts."""

import itertools
import mailbox
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

import flow

SPAM_BELOW = 1.0  # SpamAssassin's points; 5 is spam
OVERLAP_BELOW = 0.55
MAILS = os.environ["PALIER_STARTER_MAILS"]

story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)


# What the sender's own mail server puts before a mail: no provider lets one leave unsigned, and filters take a way to
# unsubscribe in an unsigned one for a list's. Nobody verifies it here.
SIGNED = b"""DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=agenceduparc.example; s=s1; t=%d;
\th=from:to:subject:date:message-id; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=cGFsaWVy
"""


# The line that every filter takes for spam, so that it can be seen to work.
CONTROL = b"""From: a@b.example
Subject: x
Message-Id: <control@relais.example>

XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X
"""


def spam_scores(folder):
    """{Message-Id: (points, rules)} of the mails of a folder, by one run; --local leaves the network alone."""
    mails = sorted(folder.glob("*.eml"))
    box = folder / "all.mbox"
    box.write_bytes(b"".join(b"From a@b.example Thu Jan  1 00:00:00 1970\n" + SIGNED % int(time.time())
                             + mail.read_bytes().replace(b"\r\n", b"\n") + b"\n" for mail in mails))
    subprocess.run(["spamassassin", "--local", "--test-mode", "--mbox", str(box)], check=True, env={**os.environ, "HOME": str(folder)},
                   stdout=(folder / "scored.mbox").open("wb"))
    scores = {}
    for mail in mailbox.mbox(folder / "scored.mbox"):
        status = " ".join(mail["X-Spam-Status"].split())
        scores[mail["Message-Id"]] = (float(re.search(r"score=(-?[\d.]+)", status)[1]), re.search(r"tests=([\w, ]*?) autolearn", status)[1])
    assert len(scores) == len(mails), (len(scores), len(mails))
    return scores


@story.step
def test_spam():
    """each e-mail template, to who is known well and who is not, scores below 1.0"""
    with tempfile.TemporaryDirectory(prefix="palier-starters.") as name:
        folder = pathlib.Path(name)
        subprocess.run([MAILS, folder, str(int(time.time() * 1000))], check=True)
        (folder / "control.eml").write_bytes(CONTROL)
        scores = spam_scores(folder)
    assert scores.pop("<control@relais.example>")[0] > 5, "the filter filters nothing"
    assert len(scores) >= 2 * 18, len(scores)
    worst = max(scores, key=lambda key: scores[key][0])
    print(f"# {len(scores)} mails, the worst {scores[worst][0]} points: {worst} {scores[worst][1]}")
    assert scores[worst][0] < SPAM_BELOW


def tokens(draft):
    """The different words of what was written: the subject and the text above the signature, small letters."""
    text = draft["subject"] + "\n" + draft["body"].split("\nClaire Morel\n")[0]
    return set(re.findall(r"\w+", text.lower()))


def jaccard(one, other):
    return len(one & other) / len(one | other)


@story.step
def test_overlap():
    """of three drafts of a prospect, no two share more than 0.55 of their words"""
    space.ctl("init")
    space.ctl("profile", "agency_name=Cabinet Morel", "first_name=Claire", "last_name=Morel", "email=claire.morel@example.fr",
              "phone=+33199001122", "street=4 rue des Halles", "postal_code=35000", "city=Rennes", "siret=73282932000074",
              "card=CPI 3501 2024 000 000 001", "zones=Rennes")
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source", "Annuaire", "--source-date", "2026-10-01")
    for kind in "agency", "person":
        drafts = {}         # none for who may not be written to
        for draft in space.ctl("draft", "--filter", f"kind={kind}", code=None).rows:
            drafts.setdefault(draft["prospect"], []).append(draft)
        assert len(drafts) > 40, len(drafts)
        pairs = []
        for three in drafts.values():
            assert len({draft["angle"] for draft in three}) == 3, three
            pairs += [jaccard(tokens(a), tokens(b)) for a, b in itertools.combinations(three, 2)]
        print(f"# {kind}: {len(drafts)} prospects, {len(pairs)} pairs, mean overlap {statistics.mean(pairs):.3f}, "
              f"worst {max(pairs):.3f}")
        assert max(pairs) < OVERLAP_BELOW


if __name__ == "__main__":
    story.run()
