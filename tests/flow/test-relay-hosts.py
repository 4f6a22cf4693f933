# SPDX-License-Identifier: GPL-3.0-or-later
"""Agencies' own hosts: a slug under the relay's base domain, a domain of their own. A host says who is
meant and lets nobody in. resolver.c answers for DNS.

 1. slugs: of what form, whose, given up, too many          5. a domain: proved by DNS, once it leads here
 2. a host chooses the name that is shown, and no more      6. a proof that is missing for days ends it
 3. nobody is let in by a host                              7. domains that lead to this machine are not asked
 4. hosts, however they are written                         8. from a desk
 9. plans, the operator, the end of an agency
"""

import html
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
BASE = "app.example.fr"
NAME = "Agence <Durand> & fils"

story = flow.Story()
api = relaylib.DESCRIPTION
sink = relaylib.Sink()
mails = flow.Sink()
texts = pathlib.Path(tempfile.mkdtemp(prefix="palier-hosts.")) / "txt"
texts.write_text("")
os.environ.update(LD_PRELOAD=os.environ["PALIER_RESOLVER"], PALIER_TEST_TXT=str(texts),
                  ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
port = flow.free_port()
SETTINGS = dict(port=port, public_url=f"http://127.0.0.1:{port}", base_domain=BASE, allow_plain_loopback="yes", requests_per_second=0)
relay = relaylib.Server(**SETTINGS)
os.environ.pop("LD_PRELOAD")
tokens = {}

story.at_end(sink.stop)
story.at_end(mails.stop)
story.at_end(relay.kill)


def ask(who, method, path, body=None, host=None, server=None, **headers):
    """(status, answer) of the member of that agency, or of nobody; at a host."""
    more = {"Host": host} if host else {}
    return (server or relay).call(method, path, body, token=tokens[who] if who else None, headers={**more, **headers})[:2]


def change(who, host=None, **what):
    return ask(who, "PATCH", "/v1/agency", what, host)


def hosts(who):
    return ask(who, "GET", "/v1/agency")[1]["hosts"]


def domain(who):
    return next(one for one in hosts(who) if one["kind"] == "domain" and "until" not in one)


def check(who):
    status, answer = ask(who, "POST", "/v1/agency/domain/check")
    assert status == 200, answer
    return domain(who)


def served(host, path="/healthz"):
    return relay.call("GET", path, token=None, headers={"Host": host})[0]


@story.step
def test_slugs():
    """a slug: its form, who was first, what is kept back, what is given up"""
    tokens.update({who: relay.register(f"claire@{who}.example") for who in ("durand", "morel")})
    assert ask("durand", "GET", "/v1/agency") == (200, {"name": "", "url": relay.url, "base_domain": BASE, "own_domain": True, "hosts": []})
    for wrong in ("ab", "a" * 41, "-durand", "durand-", "du--rand", "xn--durand-4ya", "du.rand", "75016", "éléphant", "du rand", "durand\r\nX: y"):
        assert change("durand", slug=wrong)[1]["code"] == "slug_invalid", wrong
    for kept in ("www", "api", "Relais", "autodiscover"):
        assert change("durand", slug=kept)[1]["code"] == "slug_taken", kept
    host = f"durand.{BASE}"
    assert served(host) == 421
    status, answer = change("durand", slug=" Durand ", name=NAME)
    assert status == 200 and answer["hosts"] == [{"kind": "slug", "host": host}] and answer["name"] == NAME, answer
    assert answer["url"] == f"http://{host}:{port}" and served(host) == 200
    assert change("morel", slug="durand")[1]["code"] == "slug_taken" and hosts("morel") == []
    assert change("morel", name="x" * 81)[1]["code"] == change("morel", name="a\nb")[1]["code"] == "agency_name_invalid"
    # given up: kept for the agency, served, nobody else's; taken back at will
    assert change("durand", slug="durand-immo")[0] == 200
    was, now = hosts("durand")[::-1]
    assert now == {"kind": "slug", "host": f"durand-immo.{BASE}"} and was["host"] == host
    assert abs(was["until"] / 1000 - time.time() - 90 * 86400) < 3600
    assert served(host) == served(now["host"]) == 200 and change("morel", slug="durand")[1]["code"] == "slug_taken"
    assert change("durand", slug="durand")[0] == 200 and [one["host"] for one in hosts("durand") if "until" not in one] == [host]
    fates = [change("durand", slug=f"durand-{i}") for i in range(10)]
    assert [status for status, _ in fates] == [200] * 6 + [409] * 4 and fates[-1][1]["code"] == "host_changed"
    assert change("durand", slug="durand")[0] == 200 and len(hosts("durand")) == 8
    assert change("morel", slug="morel", name="Agence Morel")[0] == 200 and change("morel", slug="")[1]["url"] == relay.url
    assert change("morel", slug="morel")[0] == 200


def refused(host):
    """What every operation answers there to who asks for nothing in particular."""
    for method, path, _ in api.operations:
        where = path.replace("{part}", "x")
        yield method, where, relay.call(method.upper(), where, raw=b"{}" if method != "get" else None, token=None, headers={"Host": host})[0]


@story.step
def test_names():
    """a host chooses the name that is shown; a link's own agency stands before it"""
    assert NAME not in ask(None, "GET", "/")[1].decode()
    page = ask(None, "GET", "/", host=f"DURAND.{BASE}:{port}")[1].decode()
    assert f"<header>{html.escape(NAME, quote=False)}</header>" in page, page
    assert ask(None, "GET", "/v1/meta")[1].get("agency") is None
    assert ask(None, "GET", "/v1/meta", host=f"durand.{BASE}")[1]["agency"] == NAME
    device = relaylib.Device()
    sender = device.sender(mails.port)
    relay.token = tokens["durand"]
    device.sync(relay, sender, device.message(sender, 1))
    mail = flow.wait_for(mails.mails, 20, "a mail")[0]
    where = re.search(r"<http://([^/:]+):\d+(/u/[^>]+)>", mail["List-Unsubscribe"])
    assert where[1] == f"durand.{BASE}", mail["List-Unsubscribe"]
    for host in (where[1], "127.0.0.1", f"morel.{BASE}"):
        for method in ("GET", "POST"):
            status, page = ask(None, method, where[2], host=host)
            assert status == 200 and html.escape(NAME, quote=False) in page.decode() and "Morel" not in page.decode(), (host, page)
    assert "Morel" in ask(None, "GET", "/u/nonsense", host=f"morel.{BASE}")[1].decode()


@story.step
def test_authority():
    """a host lets nobody in: not another agency's members, nor its own without a token"""
    ours, theirs = f"durand.{BASE}", f"morel.{BASE}"
    tried = 0
    for method, path, operation in api.operations:
        if operation.get("security") == []:
            continue
        body = {} if "requestBody" in operation else None
        where = path.replace("{part}", "x")
        assert ask("durand", method.upper(), where, body, theirs)[0] == 421, path
        assert ask(None, method.upper(), where, body, ours)[0] == 401, path
        tried += 2
    print(f"# {tried} requests")
    assert ask("durand", "GET", "/v1/account", host=ours)[0] == ask("durand", "GET", "/v1/account", host="127.0.0.1")[0] == 200
    account = {"email": "claire@durand.example", "password": PASSWORD}
    status, wrong = ask(None, "POST", "/v1/login", account, theirs)
    other, unknown = ask(None, "POST", "/v1/login", {**account, "email": "nobody@durand.example"}, theirs)
    assert status == other == 401 and {**wrong, "trace": ""} == {**unknown, "trace": ""}, (wrong, unknown)
    status, login = ask(None, "POST", "/v1/login", account, ours)
    assert status == 200
    refresh = {"refresh_token": login["refresh_token"]}
    assert ask(None, "POST", "/v1/refresh", refresh, theirs)[0] == 401 and ask(None, "POST", "/v1/refresh", refresh, ours)[0] == 200
    done = relay.command("tenant", "invite", "claire@durand.example", "anne@durand.example")
    joining = {"email": "anne@durand.example", "code": done.stdout.strip(), "password": PASSWORD}
    assert ask(None, "POST", "/v1/accounts/join", joining, theirs)[1]["code"] == "code_wrong"
    assert ask(None, "POST", "/v1/accounts/join", joining, ours)[0] == 201
    applicant = {"email": "zoe@zoe.example", "password": PASSWORD, "siret": "73282932000074"}
    assert ask(None, "POST", "/v1/accounts/register", applicant, ours)[1]["code"] == "registration_closed"


def raw(*lines, where=port):
    """The status of a request with these lines after the first."""
    with socket.create_connection(("127.0.0.1", where), 5) as line:
        line.sendall("\r\n".join(["GET / HTTP/1.1", *lines, "Connection: close", "", ""]).encode())
        got = b""
        while piece := line.recv(65536):
            got += piece
    return int(got.split()[1]), got.decode(errors="replace")


@story.step
def test_spelling():
    """unknown hosts get 421 from every operation; odd ones lead nowhere; proxies are believed that are trusted"""
    for method, path, status in refused(f"nobody.{BASE}"):
        assert status == 421, (method, path, status)
    good = f"durand.{BASE}"
    for host in (BASE, f"x.{good}", f"durand.{BASE}.", f"durand.{BASE}:80:80", f"durand.{BASE}:x", f"durand.{BASE}@evil.example", f"durand.{BASE}/", f"durand.{BASE}#",
                 f"evil.example:80\\durand.{BASE}", f"durand..{BASE}", f".{BASE}", "durand", f"durand.{BASE}, evil.example", f"durand.{BASE}\x00", f"dur%61nd.{BASE}", f"ｄurand.{BASE}"):
        assert raw("Host: " + host)[0] in (400, 421), host
    assert raw("Host: " + good)[0] == raw(f"host:\t{good.upper()}:443 ")[0] == 200
    assert raw("Host: " + good, "Host: localhost")[0] == raw("Host: localhost", "X-Forwarded-Host: a", "X-Forwarded-Host: b")[0] == 400
    for line in (f"X-Forwarded-Host: {good}", f"Forwarded: host={good}", f"X-Host: {good}", f"X-Original-Host: {good}"):
        status, page = raw("Host: localhost", line)
        assert status == 200 and "Durand" not in page, line
    assert raw("Host: evil.example", f"X-Forwarded-Host: {good}")[0] == 421
    other = relaylib.Server(**{**SETTINGS, "port": flow.free_port(), "trusted_proxies": "127.0.0.1"})
    try:
        tokens["proxied"] = other.register("claire@proxied.example")
        assert ask("proxied", "PATCH", "/v1/agency", {"slug": "proxied", "name": "Proxied"}, server=other)[0] == 200
        at = int(other.url.rsplit(":", 1)[1])
        for host, forwarded, wanted in (("relay", f"proxied.{BASE}", 200), ("relay", f"evil.example, proxied.{BASE}", 200), ("localhost", "evil.example", 421),
                                        (f"proxied.{BASE}", f"nobody.{BASE}", 421), ("localhost", "", 421)):
            status, page = raw("Host: " + host, "X-Forwarded-Host: " + forwarded, where=at)
            assert status == wanted and ("Proxied" in page) == (wanted == 200), (host, forwarded, page)
    finally:
        other.kill()


def prove(who, *more):
    record = domain(who)["record"]
    texts.write_text("".join(f"{record['name']}\t{text}\n" for text in (*more, record["value"])))
    return record


@story.step
def test_domain():
    """a domain is used once DNS names its agency and it leads here"""
    for wrong in ("durand", "127.0.0.1", "[::1]", "durand.local", "1.0.0.127.in-addr.arpa", f"durand.{BASE}", BASE, "x@durand.fr", "durand.fr:80", "metadata.google.internal"):
        assert change("durand", domain=wrong)[1]["code"] == "domain_invalid", wrong
    assert change("durand", domain="Immobilière.localhost")[0] == 200
    one = domain("durand")
    assert one["host"] == "xn--immobilire-66a.localhost" and not one["proved"] and "fault" not in one, one
    assert one["record"]["name"] == "_palier-relay." + one["host"] and re.fullmatch("palier-agency=[0-9a-f]{32}", one["record"]["value"])
    assert served(one["host"]) == 421 and check("durand")["fault"] == "no_record"
    texts.write_text(f"{one['record']['name']}\t?\n")
    assert check("durand")["fault"] == "no_answer"
    # what another agency is to write proves nothing for this one
    assert change("morel", domain=one["host"])[0] == 200
    foreign = domain("morel")["record"]
    assert foreign["name"] == one["record"]["name"] and foreign["value"] != one["record"]["value"]
    texts.write_text(f"{foreign['name']}\t{foreign['value']}\n")
    assert check("durand")["fault"] == "no_record" and served(one["host"]) == 421
    prove("durand", "v=spf1 -all", foreign["value"])
    one = check("durand")
    assert one["proved"] and one["reached"] and "fault" not in one and one["checked_at"] > 0, one
    assert served(one["host"]) == 200 and ask("durand", "GET", "/v1/agency")[1]["url"] == f"http://{one['host']}:{port}"
    assert NAME in html.unescape(ask(None, "GET", "/", host=one["host"])[1].decode())
    assert check("morel")["fault"] == "taken" and ask("morel", "GET", "/v1/account", host=one["host"])[0] == 421
    # one that leads elsewhere is not used in messages
    assert change("morel", domain="127-0-0-1.rebind.example")[0] == 200
    prove("morel")
    one = check("morel")
    assert one["proved"] and not one["reached"] and one["fault"] == "private_address", one
    assert ask("morel", "GET", "/v1/agency")[1]["url"] == f"http://morel.{BASE}:{port}"
    fates = [ask("morel", "POST", "/v1/agency/domain/check")[0] for _ in range(25)]
    assert fates[0] == 200 and fates[-1] == 429
    assert change("morel", domain="")[0] == 200 and served("127-0-0-1.rebind.example") == 200


def later(days):
    """The relay, days ahead."""
    library = next(pathlib.Path("/usr").glob("lib*/**/libfaketime.so.1"))
    before = dict(relay.env)
    relay.env.update(LD_PRELOAD=f"{library}:{before['LD_PRELOAD']}", FAKETIME=f"+{days}d", FAKETIME_DONT_FAKE_MONOTONIC="1")
    relay.restart()
    relay.env = before
    tokens["durand"] = relay.login("claire@durand.example")


@story.step
def test_lost():
    """a proof that is missing for days ends the domain's use; what DNS does not answer does not"""
    host, record = domain("durand")["host"], domain("durand")["record"]
    seen = domain("durand")["checked_at"]
    for days, text, fault in ((2, "?", "no_answer"), (4, "v=spf1", "no_record"), (6, record["value"], None), (8, "v=spf1", "no_record")):
        texts.write_text(f"{record['name']}\t{text}\n")
        later(days)
        flow.wait_for(lambda: domain("durand")["checked_at"] > seen, 20, "the daily look")
        flow.wait_for(lambda: domain("durand").get("fault") == fault, 20, fault)
        seen = domain("durand")["checked_at"]
        assert domain("durand")["proved"] and served(host) == 200, (days, domain("durand"))
    later(12)
    flow.wait_for(lambda: not domain("durand")["proved"], 20, "the end")
    assert served(host) == 421 and ask("durand", "GET", "/v1/agency")[1]["url"] == f"http://durand.{BASE}:{port}"
    # nor is a host kept for ever that was given up
    later(120)
    assert [one["host"] for one in hosts("durand") if one["kind"] == "slug"] == [f"durand.{BASE}"] and served(f"durand-1.{BASE}") == 421
    tokens["morel"] = relay.login("claire@morel.example")
    assert change("morel", slug="durand-1")[0] == 200 and served(f"durand-1.{BASE}") == 200
    relay.restart()
    tokens.update({who: relay.login(f"claire@{who}.example") for who in ("durand", "morel")})


@story.step
def test_inward():
    """a domain that leads to this machine or its neighbours is not asked, whatever its name means meanwhile"""
    knocks = []
    listener = socket.create_server(("127.0.0.1", 0))
    story.at_end(listener.close)
    flow.note_knocks(listener, knocks)
    os.environ["LD_PRELOAD"] = os.environ["PALIER_RESOLVER"]
    other = relaylib.Server(public_url=f"https://relais.example.fr:{listener.getsockname()[1]}", base_domain=BASE, requests_per_second=0)
    os.environ.pop("LD_PRELOAD")
    try:
        tokens["inward"] = other.register("claire@inward.example")
        mine = lambda method, path, body=None: ask("inward", method, path, body, server=other)
        for name in ("127-0-0-1", "10-0-0-1", "169-254-169-254", "203-0-113-7.127-0-0-1"):
            assert mine("PATCH", "/v1/agency", {"domain": f"{name}.rebind.example"})[0] == 200
            record = mine("GET", "/v1/agency")[1]["hosts"][0]["record"]
            texts.write_text(f"{record['name']}\t{record['value']}\n")
            one = mine("POST", "/v1/agency/domain/check")[1]["hosts"][0]
            assert one["proved"] and one["fault"] == "private_address", (name, one)
            assert mine("PATCH", "/v1/agency", {"domain": ""})[0] == 200
        assert mine("PATCH", "/v1/agency", {"domain": "inward.localhost"})[1]["code"] == "domain_invalid"
        assert not knocks, knocks
    finally:
        other.kill()


@story.step
def test_desk():
    """palierctl shows and changes it, in words"""
    space = flow.Workspace()
    story.at_end(space.remove)
    space.ctl("init")
    space.ctl("account", "login", relay.url, "claire@morel.example", stdin=PASSWORD + "\n")
    assert [one["kind"] for one in space.ctl("account", "hosts").rows][0] == "name"
    done = space.ctl("account", "slug", "morel immo", code=5)
    assert "tirets isolés" in done.words, done.words
    rows = space.ctl("account", "slug", "morel-immo").rows
    assert [one["host"] for one in rows if one["kind"] == "slug" and "until" not in one] == [f"morel-immo.{BASE}"]
    assert space.ctl("account", "name", "Morel & Cie").rows[0] == {"kind": "name", "name": "Morel & Cie"}
    done = space.ctl("account", "domain", "Éléphant.localhost")
    row = next(one for one in done.rows if one["kind"] == "domain" and "record" in one)
    assert row["host"] == "éléphant.localhost" and not row["proved"] and "Pas encore prouvé" in done.words, done.words
    texts.write_text(f"{row['record_name']}\t{row['record']}\n")
    row = next(one for one in space.ctl("account", "check-domain").rows if "record" in one)
    assert row["proved"] and row["reached"] and row["fault"] == "", row
    assert "Abandonnée" in space.ctl("account", "domain", "none").words
    assert space.ctl("account", "slug", "morel").code == 0


@story.step
def test_operator():
    """the plan says who has a domain; the operator may do all of it, which is written down; an end frees it all"""
    limited = relaylib.Server(**{**SETTINGS, "port": flow.free_port(), "plans": "yes"})
    try:
        tokens["limited"] = limited.register("claire@limited.example")
        mine = lambda method, body=None: ask("limited", method, "/v1/agency", body, server=limited)
        assert mine("PATCH", {"slug": "limited"})[0] == 200 and mine("GET")[1]["own_domain"] is False
        assert mine("PATCH", {"domain": "limited.fr"})[1]["code"] == "plan_without_domain"
        limited.command("tenant", "plan", "claire@limited.example", "scale")
        assert mine("GET")[1]["own_domain"] is True and mine("PATCH", {"domain": "limited.fr"})[0] == 200
    finally:
        limited.kill()
    run = lambda *words: relay.command("tenant", *words)
    done = run("slug", "claire@durand.example")
    assert done.returncode == 0 and f"slug durand.{BASE}\n" in done.stdout and f"name {NAME}\n" in done.stdout, done
    assert run("slug", "claire@durand.example", "www").returncode == 1 and run("slug", "nobody@durand.example", "x-y-z").returncode == 1
    done = run("domain", "claire@durand.example", "operator.localhost")
    value = re.search(r"domain operator\.localhost .*: TXT (\S+) (\S+)", done.stdout)
    assert value, done
    done = run("check-domain", "claire@durand.example")
    assert done.returncode == 0 and " no_record:" in done.stdout, done
    assert run("name", "claire@durand.example", "Durand").stdout.startswith("name Durand\n")
    log = ask("durand", "GET", "/v1/access-log?limit=5")[1]["entries"]
    assert [one["action"] for one in log] == ["operator.host"] * 5, log
    status, found = ask("durand", "DELETE", "/v1/account", {"password": PASSWORD})
    assert status == 204
    flow.wait_for(lambda: served(f"durand.{BASE}") == 421, 20, "the host's end")
    assert change("morel", slug="durand")[0] == 200
    bad = subprocess.run([str(relaylib.PROGRAM), "check"], env=relaylib.environment(directory=relay.folder, base_domain="No Domain"), capture_output=True, text=True, timeout=60)
    assert bad.returncode == 1 and "base_domain" in bad.stderr, bad


if __name__ == "__main__":
    story.run()
