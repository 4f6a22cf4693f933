#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-incoming.py READ-INCOMING FOLDER: what mails are taken for, beside what they are.

FOLDER holds mails and truth.jsonl. 1. Prints the confusion table of kinds and that of replies'
classes, each miss by name. 2. Holds the figures: bounces found, persons taken for machines, and what
is read of a bounce, an absence, a thread. 3. A person's mail stays one, whatever it quotes and
however it is signed: some hundreds, put together of parts.
"""
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

READER, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
MACHINE = {"bounce", "delayed", "delivered", "auto_reply", "out_of_office", "complaint", "read_receipt"}
FIELDS = ["file", "kind", "bounce", "status", "recipient", "back_on", "reply", "id", "text"]


def read(paths):
    out = subprocess.run([READER, *map(str, paths)], check=True, capture_output=True, text=True).stdout
    return [dict(zip(FIELDS, line.split("\t"))) for line in out.splitlines()]


def say(ok, name):
    say.count = getattr(say, "count", 0) + 1
    print(f"{'ok' if ok else 'not ok'} {say.count} - {name}", flush=True)


def print_table(title, pairs):
    names = sorted({name for pair in pairs for name in pair})
    counts = Counter(pairs)
    print(f"# {title}: rows are what it is, columns what it is taken for")
    print("# " + " " * 15 + "".join(f"{name[:12]:>13}" for name in names))
    for row in names:
        print(f"# {row:15}" + "".join(f"{counts[row, column] or '.':>13}" for column in names))


def measure(truth, found, key, kind=None):
    """Compares one value where the truth has it; returns the share that is right."""
    rows = [(t, f) for t, f in zip(truth, found) if key in t and (kind is None or t["kind"] == kind)]
    right = 0
    for t, f in rows:
        got = f[key].split(",") if key == "recipient" else [f[key]]
        right += t[key] in got
        if t[key] not in got:
            print(f"# {t['file']}: {key} {f[key]}, not {t[key]}")
    print(f"# {key}: {right} of {len(rows)}")
    return right / len(rows) if rows else 1


# Parts of persons' mails that speak of bounces, absences and lists.
OPENINGS = ["Bonjour,", "Bonjour Claire,", "Madame,", "Hello,", ""]
BODIES = [
    "Je suis absent la semaine prochaine mais votre offre m'intéresse.",
    "Votre message précédent n'a pas pu être remis, je l'ai retrouvé dans les indésirables.",
    "J'ai reçu « Undelivered Mail Returned to Sender » en vous répondant hier.",
    "Mon adresse change : l'ancienne boîte est pleine et n'existe plus en janvier.",
    "Je rentre de vacances et découvre votre mail.",
    "En congés jusqu'au 15, je vous rappelle ensuite.",
    "Ma collègue est en congé maternité, je reprends ses dossiers.",
    "Nos bureaux sont fermés vendredi, venez plutôt jeudi.",
    "Ceci n'est pas un message automatique : je lis vraiment mes mails.",
    "Le spam me submerge, mais votre courrier était utile.",
    "I will be out of the office on Friday, could we talk on Monday?",
    "I got a delivery failure from your colleague's address, is it still valid?",
    "Could you resend the file? It was rejected by our policy as too big.",
    "Je ne vois pas de lien de désinscription, mais ce n'est pas ce que je demande.",
    "Nous ne recevons plus vos annonces sur le portail, savez-vous pourquoi ?",
    "Le service postal n'a pas distribué votre lettre.",
    "Je pars à la retraite en juin.",
    "Merci pour votre retour rapide.",
]
CLOSINGS = ["Cordialement,\nPaul Girard\n02 40 00 00 00", "Bien à vous\n\n-- \nPaul", "Envoyé de mon iPhone", ""]
QUOTES = [
    "",
    "Le 9 nov. 2026 à 08:30, Claire Morel <c@quai.example> a écrit :\n> Absente jusqu'au 12.\n> STOP pour ne plus recevoir nos messages",
    "-----Message d'origine-----\nDe : MAILER-DAEMON\nEnvoyé : lundi\nObjet : Undelivered Mail\n\n550 5.1.1 user unknown",
    "From: Claire Morel\nSent: Monday\nTo: Paul\nSubject: Automatic reply\n\nI am out of the office. Unsubscribe here.",
]
SUBJECTS = ["Re: Votre secteur", "RE : Undelivered Mail Returned to Sender", "Votre proposition", "Re: Réponse automatique : Votre secteur"]


def write_persons(folder):
    paths = []
    for number, parts in enumerate(itertools.product(OPENINGS, BODIES, CLOSINGS, QUOTES)):
        subject = SUBJECTS[number % len(SUBJECTS)]
        head = f"From: Paul Girard <paul@immo.example>\nTo: c@quai.example\nSubject: {subject}\nDate: Mon, 9 Nov 2026 09:00:00 +0100\n"
        if number % 3:
            head += "In-Reply-To: <x@quai.example>\n"
        path = folder / f"{number}.eml"
        path.write_text(head + "Content-Type: text/plain; charset=utf-8\n\n" + "\n\n".join(p for p in parts if p) + "\n")
        paths.append(path)
    return paths


def main():
    truth = [json.loads(line) for line in (FOLDER / "truth.jsonl").read_text().splitlines()]
    found = read([FOLDER / t["file"] for t in truth])
    print_table("kinds", [(t["kind"], f["kind"]) for t, f in zip(truth, found)])
    for t, f in zip(truth, found):
        if t["kind"] != f["kind"]:
            print(f"# {t['file']}: {f['kind']}, not {t['kind']}: {f['text'][:90]}")
    print_table("replies", [(t["reply"], f["reply"]) for t, f in zip(truth, found) if "reply" in t])

    bounces = [f for t, f in zip(truth, found) if t["kind"] == "bounce"]
    people = [f for t, f in zip(truth, found) if t["kind"] in ("reply", "unsubscribe")]
    say(sum(f["kind"] == "bounce" for f in bounces) >= 0.99 * len(bounces), "bounces are found")
    say(not any(f["kind"] in MACHINE for f in people), "no person is taken for a machine")
    right = sum(t["kind"] == f["kind"] for t, f in zip(truth, found))
    say(right >= 0.99 * len(truth), f"kinds: {right} of {len(truth)}")
    say(measure(truth, found, "bounce", "bounce") >= 0.97, "what a bounce means for the address")
    say(measure(truth, found, "recipient") == 1, "who was not reached")
    say(measure(truth, found, "status", "bounce") >= 0.97, "the status")
    say(measure(truth, found, "back_on") >= 0.95, "the day of return")
    say(measure(truth, found, "id") == 1, "the message that is meant")
    say(measure(truth, found, "reply", "reply") >= 0.95, "what a reply says")

    with tempfile.TemporaryDirectory() as folder:
        made = read(write_persons(pathlib.Path(folder)))
    wrong = [f for f in made if f["kind"] != "reply"]
    for f in wrong[:10]:
        print(f"# taken for {f['kind']}: {f['text'][:120]}")
    print(f"# persons' mails put together: {len(made)}, not taken for replies: {len(wrong)}")
    say(len(wrong) <= 0.005 * len(made), "a person's mail stays one")
    print(f"1..{say.count}")


if __name__ == "__main__":
    main()
