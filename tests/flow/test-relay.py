# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay with a public address: account, tracked message, what the reader does, what is seen.

 1. a relay of one's own, an account     4. a click and an open come back, once
 2. a mail leaves through it             5. unsubscribing: GET shows, POST acts, for ever
 3. links and pixel only with consent    6. a dead relay: queued, said, then delivered once
"""

import json
import os
import re
import subprocess

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
story = flow.Story()
sink = flow.Sink()
port = flow.free_port()
base_url = f"http://127.0.0.1:{port}"
space = flow.Workspace()
store = relaylib.new_store()
state = {"relay": None}


def start_relay():
    folder = space.folder / "relay"
    folder.mkdir(exist_ok=True)
    settings = folder / "relay.conf"
    settings.write_text(f"[relay]\ndirectory={folder}\nlisten=127.0.0.1\nport={port}\n"
                        f"public_url={base_url}\nallow_plain_loopback=true\n"
                        + "".join(f"{key}={value}\n" for key, value in store.items()))
    state["relay"] = subprocess.Popen([str(flow.RELAY), "serve", "--config", str(settings)],
                                      env=flow.environment(), stdout=subprocess.DEVNULL,
                                      stderr=open(folder / "log", "ab"))
    flow.wait_for(lambda: healthy(), 20, "the relay")


def healthy():
    assert state["relay"].poll() is None, "the relay ended"
    try:
        return flow.get(base_url + "/healthz")[0] == 200
    except OSError:
        return False


def stop_relay():
    if state["relay"]:
        state["relay"].terminate()
        state["relay"].wait(20)


story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(stop_relay)


@story.step
def test_account():
    """a relay is started, an account registered, the base joined to it"""
    flow.set_up(space, sink)
    start_relay()
    flow.open_account(base_url, space.folder / "relay" / "relay.conf", "claire.morel@example.fr", PASSWORD)
    wrong = space.ctl("login", base_url, "claire.morel@example.fr", stdin="non\n", code=None)
    assert wrong.code != 0 and wrong.words
    space.ctl("login", base_url, "claire.morel@example.fr", stdin=PASSWORD + "\n")


def links(mail, part):
    return re.findall(rf"{re.escape(base_url)}/[^\s\"'<>)\]]+", mail.get_body((part,)).get_content())


def write_to(prospect):
    """The id of an approved message to them."""
    draft = space.ctl("draft", prospect["id"]).rows[0]
    return space.ctl("approve", draft["id"]).row["id"]


@story.step
def test_untracked():
    """without the reader's consent nothing in the mail is tracked"""
    space.ctl("import", flow.SAMPLE, "--legal-basis", "legitimate_interest", "--source",
              "Annuaire professionnel")
    agencies = [p for p in space.ctl("prospects", "--kind", "agency", "--limit", "1000").rows
                if p.get("email") and p.get("city")]
    state["agencies"] = [a for a in agencies if a["stage"] == "prospect"]
    state["before"] = space.ctl("stats").row["funnel"]
    message = write_to(agencies[0])
    assert space.ctl("send", message, "--wait").row["delivery"] == "accepted"
    mail = sink.mails()[0]
    assert base_url + "/u/" in mail["List-Unsubscribe"] and "mailto:" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] is None  # one click is for https alone (RFC 8058, 3.1)
    urls = links(mail, "plain") + links(mail, "html")
    assert not [u for u in urls if "/t/" in u], urls


@story.step
def test_tracked():
    """with consent, the links are the reader's own and one pixel is there"""
    agency = state["agencies"][1]
    for purpose in ("open", "click"):
        space.ctl("consent", agency["id"], "--purpose", purpose, "--proof", "Formulaire du salon")
    message = write_to(agency)
    assert space.ctl("send", message, "--wait").row["delivery"] == "accepted"
    mail = sink.mails()[1]
    urls = links(mail, "plain") + links(mail, "html")
    clicks = [u for u in urls if "/t/c/" in u]
    pixels = [u for u in links(mail, "html") if "/t/o/" in u]
    assert clicks and len(pixels) == 1, mail.as_string()[-3000:]
    state.update(agency=agency, click=clicks[0], pixel=pixels[0],
                 unsubscribe=re.search(r"<(http[^>]+)>", mail["List-Unsubscribe"]).group(1))


BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@story.step
def test_reader():
    """a click leads to the page meant, is counted once durable, and comes back to the base"""
    status, _, headers = flow.get(state["click"], headers=BROWSER)
    assert status in (301, 302, 303, 307) and headers["Location"].startswith("http"), (status, headers)
    assert not headers["Location"].startswith(base_url + "/t/")
    status, image, headers = flow.get(state["pixel"], headers=BROWSER)
    assert status == 200 and headers["Content-Type"] == "image/gif" and image[:3] == b"GIF"
    assert flow.get(base_url + "/t/c/" + "A" * 34)[0] == 404

    def told():
        space.ctl("sync")
        stats = space.ctl("stats").row
        return stats if stats["clicked"] and stats["opened"] + stats["opened_machine"] else None

    stats = flow.wait_for(told, 5, "both hits")
    assert stats["sent"] == 2 and stats["clicked"] == 1, stats
    assert stats["open_consented"] == 1 and stats["click_consented"] == 1, stats
    assert stats["opened"] + stats["opened_machine"] == 1, stats
    assert stats["funnel"]["engaged"] == state["before"]["engaged"] + 1, stats
    shown = space.ctl("show", state["agency"]["id"]).row
    assert "message.clicked" in [e["event"] for e in shown["timeline"]]


@story.step
def test_unsubscribe():
    """GET shows a page, POST acts, and this reader is never written to again"""
    for _ in range(3):
        status, page, _ = flow.get(state["unsubscribe"], headers=BROWSER)
        assert status == 200 and b"<form" in page.lower()
    space.ctl("sync")
    assert space.ctl("stats").row["unsubscribed"] == 0
    for _ in range(2):
        status, _, _ = flow.get(state["unsubscribe"], b"List-Unsubscribe=One-Click",
                                {"Content-Type": "application/x-www-form-urlencoded"})
        assert status in (200, 202)
    space.ctl("sync")
    assert space.ctl("stats").row["unsubscribed"] == 1
    assert space.ctl("consent", state["agency"]["id"]).row["suppressed"] is True
    draft = space.ctl("draft", state["agency"]["id"], code=None)
    if draft.code == 0:
        space.ctl("approve", draft.rows[0]["id"], code=1)


@story.step
def test_dead_relay():
    """while the relay is down a message waits; then it leaves once"""
    message = write_to(state["agencies"][2])
    stop_relay()
    down = space.ctl("send", message, code=5)
    assert down.words
    before = len(sink.mails())
    start_relay()
    space.ctl("send", message, "--wait", code=None)
    flow.wait_for(lambda: len(sink.mails()) == before + 1, 20, "the mail")
    space.ctl("sync")
    assert space.ctl("stats").row["sent"] == 3


if __name__ == "__main__":
    story.run()
