# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of a relay, over HTTP, with its own mails caught by a sink; 127.0.0.x stand for many networks.

 1. registering: what is refused, and how the address is confirmed     6. the second factor
 2. known and unknown addresses: the same answer          7. devices and signing out
 3. who guesses is slowed down; the owner's own device is not          8. a new password, by the old one and by mail
 4. forged access tokens: 401, each                                    9. the operator confirms, resets, rotates the key
 5. refresh: rotation, two at once, a stolen one                      10. the same by palierctl; 11. nothing in the log or at rest in clear
"""

import base64
import concurrent.futures
import functools
import hashlib
import hmac
import http.client
import itertools
import json
import re
import subprocess
import time
import uuid

import flow
import hook
import relaylib

PASSWORD = "une phrase de passe assez longue"
EMAIL = "claire.morel@agence.example"
SIRET = "73282932000074"
story = flow.Story()
sink = flow.Sink()
space = flow.Workspace()
seen = {"secrets": []}


class Relay:
    def __init__(self, name, **settings):
        self.folder = space.folder / name
        self.folder.mkdir()
        self.port = flow.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        lines = {"directory": self.folder, "port": self.port, "allow_plain_loopback": "yes",
                 **relaylib.new_store(), **settings}
        self.config = self.folder / "relay.conf"
        self.config.write_text("".join(f"{key} = {value}\n" for key, value in lines.items()))
        self.process = subprocess.Popen([str(flow.RELAY), "serve", "--config", str(self.config)],
                                        stdout=subprocess.DEVNULL, stderr=open(self.folder / "log", "wb"))
        flow.wait_for(self.answers, 20, "the relay")

    def answers(self):
        try:
            return flow.get(self.url + "/healthz")[0] == 200
        except OSError:
            return False

    def call(self, method, path, body=None, token=None, source="127.0.0.1", content_type="application/json"):
        """(status, answer)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        headers = {"Content-Type": content_type}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            data = answer.read()
            return answer.status, json.loads(data) if data.startswith(b"{") else None
        finally:
            connection.close()

    def command(self, *words, stdin=""):
        return subprocess.run([str(flow.RELAY), *words, "--config", str(self.config)], input=stdin,
                              capture_output=True, text=True, timeout=60)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


relay = Relay("relay", mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", mail_from="palier@relais.example")
story.at_end(sink.stop)
story.at_end(space.remove)
story.at_end(relay.stop)


def mails_to(address):
    return [mail for mail in sink.mails() if address in mail["To"]]


def code_for(address, count=1):
    """The code in the last of `count` mails to the address."""
    mails = flow.wait_for(lambda: found if len(found := mails_to(address)) >= count else None, 20, f"a mail to {address}")
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", mails[-1].get_body(("plain",)).get_content()).group()
    seen["secrets"].append(code)
    return code


numbers = itertools.count()


def network():
    """An address that nothing was asked from yet; threads may ask for one at once."""
    n = next(numbers)
    return f"127.1.{n // 250}.{n % 250 + 1}"


def register(address, on=relay, **more):
    return on.call("POST", "/v1/accounts/register", {"email": address, "password": PASSWORD, "siret": SIRET, **more},
                   source=network())


def login(email=EMAIL, password=PASSWORD, on=relay, source=None, **more):
    return on.call("POST", "/v1/login", {"email": email, "password": password, **more}, source=source or network())


try_login = login


def entered(**more):
    status, tokens = login(device_name="Portable", **more)
    assert status == 200, tokens
    seen["secrets"] += [tokens["access_token"], tokens["refresh_token"]]
    return tokens


def is_let_in(token):
    return relay.call("GET", "/v1/account", token=token)[0] == 200


@story.step
def test_register():
    """what is no address, password or SIRET is refused; nothing opens before the code comes back"""
    for more, status, code in (({"email": "nobody"}, 422, "email_invalid"), ({"password": "court"}, 422, "password_refused"),
                               ({"siret": "73282932000075"}, 422, "siret_invalid"), ({"siret": None}, 400, "bad_request"),
                               ({"password": "x" * 1025}, 400, "bad_request"), ({"email": 7}, 400, "bad_request"),
                               ({"password": "motdepasse"}, 422, "password_refused")):
        got = register("marie.petit@agence.example", **more)
        assert (got[0], got[1]["code"]) == (status, code), (more, got)
    body = {"email": EMAIL, "password": PASSWORD}
    assert relay.call("POST", "/v1/login", body, content_type="text/plain")[0] == 415
    assert relay.call("POST", "/v1/login", body, content_type="application/x-www-form-urlencoded")[0] == 415
    status, asked = register(EMAIL)
    assert status == 202 and asked["confirmation"] == "mail" and not asked["webmail"], asked
    assert register("claire.morel@gmail.com")[1]["webmail"]
    assert login()[0] == 401
    for wrong in ("", "0000-0000-0000", "x" * 500):
        assert relay.call("POST", "/v1/accounts/verify", {"registration": asked["registration"], "code": wrong})[0] == 422
    code = code_for(EMAIL)
    assert "http" not in mails_to(EMAIL)[0].get_body(("plain",)).get_content()
    answer = {"registration": asked["registration"], "code": code.lower().replace("-", " "), "device_name": "Bureau"}
    status, tokens = relay.call("POST", "/v1/accounts/verify", answer)
    assert status == 201 and is_let_in(tokens["access_token"]), tokens
    assert relay.call("POST", "/v1/accounts/verify", answer)[0] == 422
    status, account = relay.call("GET", "/v1/account", token=tokens["access_token"])
    assert account["email"] == EMAIL and account["siret"] == SIRET and account["role"] == "owner", account
    assert not account["second_factor"]


@story.step
def test_enumeration():
    """register, login and reset answer for an unknown address as for a known one"""
    stranger = "jean.martin@autre.example"
    password = {"password": "faux mot de passe"}
    for path, more in (("/v1/accounts/register", {**password, "siret": SIRET}), ("/v1/accounts/reset", {}),
                       ("/v1/login", password)):
        answers = [relay.call("POST", path, {"email": email, **more}, source=network()) for email in (EMAIL, stranger)]
        shapes = {(status, len(json.dumps(answer)), *sorted(answer)) for status, answer in answers}
        assert len(shapes) == 1, (path, answers)
        handles = [answer.get("registration") or answer.get("reset") for _, answer in answers]
        for handle, (status, _) in zip(handles, answers):
            path = "/v1/accounts/verify" if "registration" in answers[0][1] else "/v1/accounts/password"
            body = {"registration": handle, "reset": handle, "code": "0000-0000-0000", "password": PASSWORD}
            if status == 202:
                assert relay.call("POST", path, body, source=network())[1]["code"] == "code_wrong"
    # Only the owner is told, by mail; the stranger is asked to confirm, and has no password to change.
    flow.wait_for(lambda: len(mails_to(EMAIL)) >= 3, 20, "the owner's mails")
    assert [mail["Subject"].split("\u202f: ")[1] for mail in mails_to(EMAIL)][1:] == \
        ["vous avez déjà un compte", "votre nouveau mot de passe"], [mail["Subject"] for mail in mails_to(EMAIL)]
    assert len(mails_to(stranger)) == 1
    code_for(EMAIL, 3)
    assert is_let_in(entered()["access_token"])


@story.step
def test_guessing():
    """two hundred networks get few tries at one account between them; a device that was let in before is not locked out"""
    email = "paul.victime@agence.example"
    flow.open_account(relay.url, relay.config, email, PASSWORD)
    device = login(email)[1]["device_token"]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(lambda n: login(email, f"faux mot de passe {n}")[0], range(200)))
    assert set(tries) == {401, 429} and tries.count(401) <= 6, tries.count(401)
    status, answer = login(email)
    assert status == 429 and answer["code"] == "too_many_tries", answer
    for _ in range(3):
        assert login(email, device_token=device)[0] == 200
    assert login(email, device_token=device[:-1] + ("0" if device[-1] != "0" else "1"))[0] == 429
    # That device may not guess either; another spelling of the address is the same account.
    tries = [login(email, "faux", device_token=device)[0] for _ in range(8)]
    assert tries.count(401) <= 5 and tries[-1] == 429, tries
    assert login(" " + email.upper())[0] == 429
    # One network, many accounts.
    tries = [login(f"x{n}@agence.example", source="127.2.2.2")[0] for n in range(30)]
    assert tries.count(401) <= 20 and tries[-1] == 429, tries


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@story.step
def test_forged():
    """no other algorithm, key, type, claim or form of an access token is taken"""
    tokens = entered()
    head, claims, signature = tokens["access_token"].split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert header["alg"] == "EdDSA" and is_let_in(tokens["access_token"])
    forged = [f"{part({**header, 'alg': 'none'})}.{claims}.", f"{head}.{claims}.", f"{head}.{claims}", head, ".", "..",
              f"{head}.{part({**said, 'tid': said['tid'] + 1})}.{signature}", tokens["refresh_token"], "A" * 4000,
              f"{head}.{claims}.{signature}=", f"{head}.{claims}.{signature}.{signature}",
              f"{part({**header, 'typ': 'JWT'})}.{claims}.{signature}"]
    for name, value in (("kid", "../../dev/null"), ("kid", "x' or '1'='1"), ("jku", "http://127.0.0.1/keys"),
                        ("x5u", "http://127.0.0.1/keys"), ("jwk", {"kty": "oct", "k": "AA"}), ("alg", "HS256")):
        changed = part({**header, name: value})
        key = header["kid"].encode()
        mac = base64.urlsafe_b64encode(hmac.new(key, f"{changed}.{claims}".encode(), hashlib.sha256).digest())
        forged += [f"{changed}.{claims}.{signature}", f"{changed}.{claims}.{mac.decode().rstrip('=')}"]
    for token in forged:
        status, answer = relay.call("GET", "/v1/account", token=token)
        assert status == 401, (token, answer)
    try:
        status = relay.call("GET", "/v1/account", token="A" * 1024 * 1024)[0]
    except (ConnectionError, http.client.HTTPException):
        status = 431
    assert status in (401, 413, 431), status
    assert is_let_in(tokens["access_token"])


def refresh(tokens):
    status, answer = relay.call("POST", "/v1/refresh", {"refresh_token": tokens["refresh_token"]})
    return answer if status == 200 else None


@story.step
def test_refresh():
    """a refresh token is good once; two programs of one device at once are no alarm; later it ends the session"""
    first = entered()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        two = list(pool.map(refresh, [first, first]))
    assert all(two) and all(is_let_in(tokens["access_token"]) for tokens in two), two
    assert two[0]["refresh_token"] != two[1]["refresh_token"]
    time.sleep(10.5)
    assert refresh(first) is None
    assert refresh(two[0]) is None and not is_let_in(two[1]["access_token"])


@story.step
def test_factor():
    """asked for only once it is confirmed; no code twice; a recovery code once"""
    mine, other = entered(), entered()
    login = functools.partial(try_login, device_token=mine["device_token"])
    ask = lambda path, **body: relay.call("POST", "/v1/account/totp" + path, body, token=mine["access_token"])
    assert ask("", password="faux")[0] == 401
    assert ask("/confirm", code="000000")[1]["code"] == "factor_none"
    status, enrolment = ask("", password=PASSWORD)
    secret = enrolment["secret"]
    assert status == 200 and enrolment["uri"].startswith("otpauth://totp/Palier:") and secret in enrolment["uri"]
    seen["secrets"].append(secret)
    assert is_let_in(entered()["access_token"])
    # each code is made once: half a minute later the same question gets another, which is good
    first = relaylib.totp(secret)
    status, answer = ask("/confirm", code=first)
    assert status == 200 and len(answer["recovery_codes"]) == 10, answer
    codes = answer["recovery_codes"]
    seen["secrets"] += codes
    assert is_let_in(mine["access_token"]) and not is_let_in(other["access_token"])
    assert login()[1]["code"] == "factor_needed"
    assert login(factor=first)[1]["code"] == "factor_wrong"
    second = relaylib.totp(secret, 1)
    assert login(factor=second)[0] == 200
    assert login(factor=second)[1]["code"] == "factor_wrong"
    assert login(factor=codes[0].lower())[0] == 200
    assert login(factor=codes[0])[1]["code"] == "factor_wrong"
    assert relay.call("GET", "/v1/account", token=mine["access_token"])[1]["recovery_codes"] == 9
    assert ask("/end", password=PASSWORD, factor="")[0] == 401
    assert ask("/end", password=PASSWORD, factor=codes[1])[0] == 204
    assert login()[0] == 200


@story.step
def test_devices():
    """each device by its name; one that is ended is out with its next request"""
    tokens, other = entered(), entered()
    devices = relay.call("GET", "/v1/account/devices", token=tokens["access_token"])[1]["devices"]
    assert len([one for one in devices if one["current"]]) == 1 and all(one["used_at"] for one in devices)
    assert "Portable" in [one["name"] for one in devices]
    end = lambda which, token: relay.call("DELETE", f"/v1/account/devices/{which}", token=token)[0]
    listed = relay.call("GET", "/v1/account/devices", token=other["access_token"])[1]["devices"]
    current = next(one["id"] for one in listed if one["current"])
    assert end("x", tokens["access_token"]) == 404
    assert end("00000000-0000-0000-0000-000000000000", tokens["access_token"]) == 404
    assert end(current, tokens["access_token"]) == 204 and end(current, tokens["access_token"]) == 404
    assert not is_let_in(other["access_token"]) and refresh(other) is None
    assert end("current", tokens["access_token"]) == 204
    assert not is_let_in(tokens["access_token"]) and refresh(tokens) is None


@story.step
def test_password():
    """a new password ends the other sessions; by mail it needs the code, once, and ends them all"""
    mine, other = entered(), entered()
    change = lambda **body: relay.call("POST", "/v1/account/password", body, token=mine["access_token"])
    assert change(password="faux", new_password=PASSWORD + " 2")[1]["code"] == "credentials"
    assert change(password=PASSWORD, new_password="court")[1]["code"] == "password_refused"
    assert change(password=PASSWORD, new_password=PASSWORD + " 2")[0] == 204
    assert is_let_in(mine["access_token"]) and not is_let_in(other["access_token"])
    count = len(mails_to(EMAIL))
    status, asked = relay.call("POST", "/v1/accounts/reset", {"email": EMAIL})
    code = code_for(EMAIL, count + 1)
    done = {"reset": asked["reset"], "code": code, "password": PASSWORD}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: relay.call("POST", "/v1/accounts/password", done, source=network())[0],
                                range(24)))
    assert sorted(answers) == [204] + [422] * 23, answers
    assert not is_let_in(mine["access_token"])
    assert login(password=PASSWORD + " 2")[0] == 401 and login()[0] == 200
    flow.wait_for(lambda: any("a changé" in mail["Subject"] for mail in mails_to(EMAIL)), 20, "word of the change")


@story.step
def test_address():
    """another address needs the password and a code from each of the two; then the old one leads nowhere"""
    old, new, taken = "zoe@agence-durand.example", "zoe@agence-petit.example", EMAIL
    status, asked = register(old)
    code = code_for(old)
    assert relay.call("POST", "/v1/accounts/verify", {"registration": asked["registration"], "code": code})[0] in (200, 201)
    mine, other = (login(email=old)[1]["access_token"] for _ in range(2))
    ask = lambda **body: relay.call("POST", "/v1/account/email", body, token=mine)
    assert ask(email=new, password="faux")[1]["code"] == "credentials" and ask(email="x", password=PASSWORD)[1]["code"] == "email_invalid"
    status, asked = ask(email=new, password=PASSWORD)
    assert status == 202 and asked["confirmation"] == "mail", asked
    codes = {"code": code_for(new), "present_code": code_for(old, 2)}
    confirm = lambda change, **codes: relay.call("POST", "/v1/account/email/confirm", {"change": change, **codes}, token=mine)
    for wrong in ({**codes, "code": codes["present_code"]}, {**codes, "present_code": "0000-0000-0000"}, {"code": codes["present_code"], "present_code": codes["code"]}):
        assert confirm(asked["change"], **wrong)[1]["code"] == "code_wrong"
    stranger = entered()["access_token"]
    assert relay.call("POST", "/v1/account/email/confirm", {"change": asked["change"], **codes}, token=stranger)[1]["code"] == "code_wrong"
    assert login(email=new)[0] == 401 and login(email=old)[0] == 200
    # a stranger's right codes have used it up: nothing is lost, one asks again
    status, asked = ask(email=new, password=PASSWORD)
    codes = {"code": code_for(new, 2), "present_code": code_for(old, 3)}
    assert confirm(asked["change"], **codes)[0] == 204
    assert relay.call("GET", "/v1/account", token=mine)[1]["email"] == new and not is_let_in(other)
    assert login(email=old)[0] == 401 and login(email=new)[0] == 200
    assert confirm(asked["change"], **codes)[0] == 422
    flow.wait_for(lambda: any("adresse a changé" in mail["Subject"] for mail in mails_to(old)), 20, "word of the change")
    count = len(mails_to(taken))
    status, asked = ask(email=taken, password=PASSWORD)
    assert status == 202 and set(asked) == {"change", "confirmation", "webmail"}, asked
    mail = flow.wait_for(lambda: mails_to(taken)[count:], 20, "a mail to who has the address")[0]
    assert "déjà un compte" in mail["Subject"]


@story.step
def test_operator():
    """without a mail server the operator confirms and sets passwords, beside the relay that runs"""
    alone = Relay("alone")
    story.at_end(alone.stop)
    assert register("paul@agence.example", on=alone)[1]["confirmation"] == "operator"
    assert "tenant verify" in alone.command("check").stdout
    assert alone.command("tenant", "verify", "nobody@agence.example").returncode == 1
    register("paul@agence.example", on=alone)
    several = alone.command("tenant", "verify", "paul@agence.example")
    assert several.returncode == 2 and several.stdout.count("SIRET " + SIRET) == 2, several
    assert alone.command("tenant", "verify", "paul@agence.example", "2").returncode == 0
    tokens = login(email="paul@agence.example", on=alone)[1]
    assert alone.command("tenant", "email", "nobody@agence.example", "p@agence.example").returncode == 1
    assert alone.command("tenant", "email", "paul@agence.example", "p@agence.example").returncode == 0
    assert login(email="paul@agence.example", on=alone)[0] == 401 and login(email="p@agence.example", on=alone)[0] == 200
    assert alone.command("tenant", "email", "p@agence.example", "paul@agence.example").returncode == 0
    changed = alone.command("tenant", "password", "paul@agence.example", stdin=PASSWORD + " 3\n")
    assert changed.returncode == 0, changed
    assert alone.call("GET", "/v1/account", token=tokens["access_token"])[0] == 401
    assert login(email="paul@agence.example", password=PASSWORD + " 3", on=alone)[0] == 200
    assert alone.command("rotate-key").returncode == 0
    for words in (["tenant"], ["tenant", "verify"], ["tenant", "password", "a", "b"], ["rotate-key", "x"]):
        assert alone.command(*words).returncode == 2, words


def programs_of(ctl):
    """keys and webhooks from a terminal; what they do is in flow/relay-programs and flow/relay-webhooks"""
    made = ctl("keys", "add", "Make", "prospects:read, webhooks:write")
    assert made.words and made.row["key"].startswith(made.row["prefix"]) and made.row["scopes"] == "prospects:read webhooks:write"
    seen["secrets"].append(made.row["key"])
    assert ctl("keys").row == {name: value for name, value in made.row.items() if name != "key"}
    assert ctl("keys", "add", "Make", "everything", code=5).words and ctl("keys", "nothing", code=2).words
    ctl("keys", "revoke", made.row["id"])
    assert ctl("keys").rows == [] and ctl("keys", "revoke", made.row["id"], code=5).words
    peer = hook.Hook()
    try:
        made = ctl("webhooks", "add", peer.url + "/ctl", "lead.new,deal.won")
        one = made.row["id"]
        seen["secrets"].append(made.row["secret"])
        assert made.words and ctl("webhooks").row == {name: value for name, value in made.row.items() if name != "secret"}
        assert "https" in ctl("webhooks", "add", "http://example.fr/", "*", code=5).words
        sent = ctl("webhooks", "ping", one).row
        flow.wait_for(lambda: peer.of("/ctl"), 10, "the trial")
        flow.wait_for(lambda: ctl("webhooks", "deliveries", one).row["state"] == "delivered", 10, "its end")
        assert ctl("webhooks", "replay", sent["id"]).row["event_id"] == sent["event_id"]
        flow.wait_for(lambda: len(peer.of("/ctl")) == 2, 10, "the trial once more")
        seen["secrets"].append(ctl("webhooks", "rotate", one).row["secret"])
        ctl("webhooks", "pause", one)
        assert ctl("webhooks").row["state"] == "paused" and ctl("webhooks", "ping", one, code=5).words
        ctl("webhooks", "resume", one)
        assert ctl("webhooks").row["state"] == "active"
        ctl("webhooks", "remove", one)
        assert ctl("webhooks").rows == []
    finally:
        peer.stop()


@story.step
def test_palierctl():
    """the same from a terminal: each answer is said in words, and signing out leaves nothing behind"""
    ctl = lambda *words, **more: space.ctl("account", *words, **more)
    space.ctl("init")
    email = "anne.durand@agence.example"
    assert ctl("show", code=5).words
    assert "SIRET" in ctl("register", relay.url, email, "123", stdin=PASSWORD + "\n", code=5).words
    assert "code" in ctl("verify", "AAAA-AAAA-AAAA", code=5).words
    asked = ctl("register", relay.url, email, SIRET, stdin=PASSWORD + "\n")
    assert asked.row == {"confirmation": "mail", "webmail": False}, asked.row
    assert "code" in ctl("verify", "0000-0000-0000", code=5).words
    ctl("verify", code_for(email))
    shown = ctl("show").row
    assert (shown["email"], shown["siret"], shown["role"], shown["second_factor"]) == (email, SIRET, "owner", False), shown
    other = login(email, device_name="Portable")[1]
    devices = ctl("devices").rows
    assert sorted((one["name"] == "Portable", one["current"]) for one in devices) == [(False, True), (True, False)], devices
    ctl("revoke", next(one["id"] for one in devices if not one["current"]))
    assert not is_let_in(other["access_token"])
    programs_of(ctl)
    secret = ctl("totp", stdin=PASSWORD + "\n").row["secret"]
    assert ctl("confirm", "000000", code=5).words
    codes = ctl("confirm", relaylib.totp(secret)).row["recovery_codes"]
    seen["secrets"] += [secret, *codes]
    assert "authentifi" in ctl("login", relay.url, email, stdin=PASSWORD + "\n", code=5).words
    ctl("login", "--factor", codes[0], relay.url, email, stdin=PASSWORD + "\n")
    ctl("end-totp", codes[1], stdin=PASSWORD + "\n")
    ctl("password", stdin=f"{PASSWORD}\n{PASSWORD} 2\n")
    count = len(mails_to(email))
    assert ctl("email", "0000-0000-0000", "0000-0000-0000", code=5).words
    assert ctl("email", "anne@agence.example", stdin=PASSWORD + " 2\n").words
    ctl("email", code_for("anne@agence.example"), code_for(email, count + 1))
    assert ctl("show").row["email"] == "anne@agence.example"
    email, count = "anne@agence.example", 1
    ctl("reset", relay.url, email)
    ctl("reset", code_for(email, count + 1), stdin=PASSWORD + "\n")
    assert ctl("show", code=5).words
    ctl("login", relay.url, email, stdin=PASSWORD + "\n")
    assert ctl("show").row["email"] == email
    space.ctl("add", "--set", "company=Agence du Port")
    space.ctl("sync")
    whole = space.folder / "tout.jsonl"
    count = ctl("export", whole).row["records"]
    lines = [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count > 0 and all(one["kind"] and one["id"] for one in lines)
    assert ctl("export", whole, str(uuid.uuid4())).row == {"records": 0} and whole.read_text(encoding="utf-8") == ""
    entries = ctl("access-log", whole).row["entries"]
    lines = [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == entries > 1 and lines[-1]["number"] == 1 and {"export"} <= {one["action"] for one in lines}
    assert ctl("export", "/nowhere/tout.jsonl", code=1).words and ctl("export", whole, "x", code=5).words
    ctl("logout")
    assert ctl("show", code=5).words and ctl("nonsense", code=2).words
    assert login(email)[0] == 200
    ctl("login", relay.url, email, stdin=PASSWORD + "\n")
    assert ctl("erase", stdin="faux\n", code=5).words and ctl("show").row["email"] == email
    ctl("erase", stdin=PASSWORD + "\n")
    assert ctl("show", code=5).words and login(email)[0] == 401


@story.step
def test_at_rest():
    """neither the log nor the store holds a password, a code, a token, an address in clear"""
    relay.stop()
    for path in relay.folder.iterdir():
        content = path.read_bytes()
        for word in {PASSWORD, EMAIL, SIRET, *seen["secrets"]}:
            assert word.encode() not in content, f"{word} in {path}"


if __name__ == "__main__":
    story.run()
