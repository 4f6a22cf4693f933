# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay's own mails: in the language of who reads them, in its letters, without links; what an agency calls itself
stands in them as its name and does nothing else.

 1. each mail in French, which is what it is where nothing is known      2. each mail in English
 3. an account keeps the language of its last login                      4. names that want to be headers, links, markup or places
"""

import html.parser
import re

import flow
import relaylib

PASSWORD = "une phrase de passe assez longue"
SIRET = "73282932000074"
CODE = r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
HEADERS = {"From", "To", "Subject", "Date", "Message-Id", "MIME-Version", "Content-Type", "Received"}

# What a mail says first, by its kind.
WORDS = {
    None: {"verify": "confirmez votre adresse", "known": "vous avez déjà un compte", "reset": "votre nouveau mot de passe",
           "changed": "votre mot de passe a changé", "address": "confirmez votre nouvelle adresse", "asked": "vous changez d’adresse",
           "moved": "votre adresse a changé", "invited": "une agence vous invite"},
    "en": {"verify": "confirm your address", "known": "you already have an account", "reset": "your new password",
           "changed": "your password has changed", "address": "confirm your new address", "asked": "you are changing your address",
           "moved": "your address has changed", "invited": "an agency invites you"},
}

# Names that an agency may have: none makes anything but letters.
NAMES = ["Agence Morel & Fils", "Cabinet « L’Étoile »", "**gras** et *fin*", "[cliquez](https://mechant.example/x)",
         "https://mechant.example/x", "www.mechant.example", "{code} {from} {agency}", "<b>Morel</b><a href=x>", "a\"b, <c@d.example>",
         "=?utf-8?q?Bcc=3A_x?=", "x" * 80, "é" * 80, "🏠 Morel", "Bcc: intrus@example.fr"]
REFUSED = ["a\r\nBcc: intrus@example.fr", "a\nb", "a\rb", "a\x00b", "a\u202eb", "é" * 81]

story = flow.Story()
sink = flow.Sink()
relay = relaylib.Server(mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", allow_plain_loopback="yes",
                        mail_from="palier@relais.example", requests_per_second=0, trusted_proxies="127.0.0.1")
networks = iter(range(1, 60000))
counts = {}
story.at_end(sink.stop)
story.at_end(relay.kill)


class Links(html.parser.HTMLParser):
    """The tags of a mail, and the words between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = set(), ""
        self.feed(text)

    def handle_starttag(self, tag, _):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words += data


def ask(method, path, body=None, token=None, language=None):
    """(status, answer), from a network that nothing was asked from yet."""
    n = next(networks)
    headers = {"X-Forwarded-For": f"10.0.{n // 250}.{n % 250 + 1}"}
    if language:
        headers["Accept-Language"] = f"{language}-XX,de;q=0.5"
    status, answer, _ = relay.call(method, path, body, token=token, headers=headers)
    return status, answer


def next_mail(address):
    """The next mail to the address: (subject behind the program's name, text, code or None); well-formed, without links."""
    counts[address] = counts.get(address, 0) + 1
    to = lambda: [mail for mail in sink.mails() if mail["To"] == address]
    mail = flow.wait_for(lambda: to()[counts[address] - 1:], 20, f"mail {counts[address]} to {address}")[0]
    # smtp-sink writes headers of its own first; X-Rcpt-Args names each recipient.
    assert {name for name in mail.keys() if not name.startswith("X-")} <= HEADERS, mail.keys()
    assert [one for one in mail.get_all("X-Rcpt-Args")] == [f"<{address}>"] and len(mail.get_all("Subject")) == 1, mail.items()
    text, page = mail.get_body(("plain",)).get_content(), Links(mail.get_body(("html",)).get_content())
    assert not page.tags & {"a", "img", "b", "script"}, page.tags
    assert re.sub(r"\s+", "", text) in re.sub(r"\s+", "", page.words), (text, page.words)
    program, subject = re.split(r"\u202f?: ", mail["Subject"], maxsplit=1)
    assert program == "Palier", mail["Subject"]
    found = re.search(CODE, text)
    return subject, text, found and found.group()


def is_french(subject, text):
    """Also in its spaces and its quotation marks."""
    assert text.startswith("Bonjour,") and not re.search(r"[ \u00a0\w][;!?:](\s|$)", text), text
    return "'" not in subject + text


def account(address, language=None):
    """An account of an agency of its own: (access token, verifying mail)."""
    body = {"email": address, "password": PASSWORD, "siret": SIRET}
    status, asked = ask("POST", "/v1/accounts/register", body, language=language)
    assert status == 202, asked
    mail = next_mail(address)
    status, entered = ask("POST", "/v1/accounts/verify", {"registration": asked["registration"], "code": mail[2]})
    assert status == 201, entered
    return entered["access_token"], mail


def reset(address, language=None):
    """The mails of a new password: the one with the code, the one after it, which is asked for without a language."""
    asked = ask("POST", "/v1/accounts/reset", {"email": address}, language=language)[1]
    first = next_mail(address)
    body = {"reset": asked["reset"], "code": first[2], "password": PASSWORD}
    assert ask("POST", "/v1/accounts/password", body)[0] == 204
    return first, next_mail(address)


def every_kind(language):
    """One mail of each kind to an account of @language."""
    owner, other, invited = (f"{name}-{language or 'fr'}@agence.example" for name in ("claire", "anne", "paul"))
    token, verify = account(owner, language)
    mails = {"verify": verify}
    ask("POST", "/v1/accounts/register", {"email": owner, "password": PASSWORD, "siret": SIRET}, language=language)
    mails["known"] = next_mail(owner)
    assert ask("POST", "/v1/invitations", {"email": invited, "role": "agent"}, token)[0] == 201
    mails["invited"] = next_mail(invited)
    asked = ask("POST", "/v1/account/email", {"email": other, "password": PASSWORD}, token)[1]
    mails["address"], mails["asked"] = next_mail(other), next_mail(owner)
    codes = {"change": asked["change"], "code": mails["address"][2], "present_code": mails["asked"][2]}
    assert ask("POST", "/v1/account/email/confirm", codes, token)[0] == 204
    mails["moved"] = next_mail(owner)
    mails["reset"], mails["changed"] = reset(other, language)
    return mails


@story.step
def test_french():
    """where nothing is known each mail is in French, with its narrow spaces"""
    for kind, (subject, text, _) in every_kind(None).items():
        assert subject == WORDS[None][kind] and is_french(subject, text), (kind, subject, text)


@story.step
def test_english():
    """to who wanted English each mail is in English"""
    for kind, (subject, text, _) in every_kind("en").items():
        assert subject == WORDS["en"][kind] and text.startswith("Hello,") and "\u202f" not in text, (kind, subject, text)


@story.step
def test_last_login():
    """a login says how one is written to from then on; one without a language changes nothing; an operator's account is French"""
    address = "marc@agence.example"
    account(address, "en")
    log_in = lambda language: ask("POST", "/v1/login", {"email": address, "password": PASSWORD}, language=language)[0]
    assert log_in(None) == 200 and reset(address)[1][0] == WORDS["en"]["changed"]
    assert log_in("fr") == 200 and reset(address)[1][0] == WORDS[None]["changed"]
    assert log_in("de") == 200 and reset(address, "en")[1][0] == WORDS[None]["changed"]
    relay.call("POST", "/v1/login", {"email": address, "password": "faux"}, token=None, headers={"Accept-Language": "en"})
    assert reset(address)[1][0] == WORDS[None]["changed"]
    ask("POST", "/v1/accounts/register", {"email": "eve@agence.example", "password": PASSWORD, "siret": SIRET}, language="en")
    next_mail("eve@agence.example")
    assert relay.command("tenant", "verify", "eve@agence.example").returncode == 0
    assert reset("eve@agence.example")[1][0] == WORDS["en"]["changed"]


@story.step
def test_names():
    """an agency's name stands in the invitation and in the mail to a new address as it is, whatever it looks like"""
    patch = lambda name: ask("PATCH", "/v1/agency", {"name": name}, token)
    seen = lambda text: text.replace("\u2060", "")
    for n, name in enumerate(NAMES):
        token, _ = account(f"lea{n}@agence.example")
        assert patch(name)[0] == 200, name
        address = f"invite{n}@agence.example"
        assert ask("POST", "/v1/invitations", {"email": address, "role": "reader"}, token)[0] == 201
        subject, text, code = next_mail(address)
        shown = name.replace("*", "")
        assert seen(subject) == f"{shown} vous invite" and f"rejoindre {shown} dans Palier" in seen(text), (name, subject, text)
        assert f"lea{n}@agence.example vous invite" in text and not re.search(r"https?://|www\.\w", text), text
        body = {"email": address, "code": code, "password": PASSWORD}
        assert ask("POST", "/v1/accounts/join", body, language="en")[0] == 201, (name, text)
        assert ask("POST", "/v1/account/email", {"email": f"autre{n}@agence.example", "password": PASSWORD}, token)[0] == 202
        subject, text, _ = next_mail(f"autre{n}@agence.example")
        assert subject == WORDS[None]["address"] and f"celle de votre compte chez {shown}\u202f:" in seen(text), (name, text)
    for name in REFUSED:
        status, answer = patch(name)
        assert status in (400, 422) and answer["code"] in ("agency_name_invalid", "bad_request"), (name, answer)
    assert not [mail for mail in sink.mails() if "intrus@" in mail["To"]]
    assert reset("invite0@agence.example")[1][0] == WORDS["en"]["changed"]
    print(f"# {len(NAMES)} names in {2 * len(NAMES)} mails, {len(REFUSED)} refused")


if __name__ == "__main__":
    story.run()
