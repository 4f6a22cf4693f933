# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented people with doubles, to measure how well duplicates are found: who is whom is known.

    people.py agencies|colleagues|persons|households SEED RECORDS OUT.csv

Writes OUT.csv, and OUT.csv.truth with one number a record: records of one number are one person.
"agencies" are contacts of French agencies: colleagues share the switchboard, contact@, the SIRET and
the address; there are namesakes, relatives, people who moved, diminutives, typos. "colleagues" are the
same without a single double. "persons" are private persons with a birth date and a number of
insurance, heavily mistyped. "households" are owners by name and address: relatives share the last
name, the address, the line and often the initial.
"""
import csv
import itertools
import random
import sys

FIRST = """Aline Amandine Antoine Arnaud Aurélie Baptiste Béatrice Benjamin Benoît Brigitte Bruno Camille
Caroline Catherine Cédric Céline Charlotte Christelle Christian Christophe Claire Clément Corinne Cyril
Damien Daniel David Delphine Denis Didier Dominique Édouard Élodie Émilie Emmanuel Éric Estelle Étienne
Eugénie Fabien Fabrice Florence Florian Franck François Frédéric Gabriel Gaëlle Geneviève Gérard Gilles
Grégory Guillaume Hélène Henri Hugues Inès Isabelle Jacques Jean Jean-Luc Jean-Marc Jean-Pierre Jérôme
Joël Julie Julien Karine Laurence Laurent Léa Lionel Lucas Lucie Ludovic Magali Manon Marc Marie Marine
Marion Martine Mathieu Maxime Michel Monique Muriel Nadia Nathalie Nicolas Noël Odile Olivier Pascal
Patrice Patricia Paul Philippe Pierre Quentin Raphaël Régis Rémi Renaud Robert Romain Sabrina Sandrine
Sébastien Serge Simon Sophie Stéphane Sylvie Thierry Thomas Valérie Vanessa Véronique Victor Vincent
Virginie Xavier Yann Yves""".split()
SYLLABLES = ("ba be bi bo bou bra bre ca car cha che clo co cor da dal de des do dou du fa fe fla fo fran ga "
             "gar ge gi gou gra gui ha he ju ka la lam lan le lé lou ma mar me mo mon mou na ne ni pa per pi "
             "po pra qui ra re ri ro rou sa sau se si sou ta te ti tou va ve vi vo").split()
ENDS = "rd t n nt ron let lin net rier seau tier ville zel cy gnon mand ner".split()
NICKNAMES = {"Catherine": "Cathy", "Frédéric": "Fred", "Nicolas": "Nico", "Stéphane": "Steph", "Thomas": "Tom",
             "Philippe": "Phil", "Christophe": "Chris", "Sébastien": "Seb", "Guillaume": "Guy", "Maxime": "Max",
             "Isabelle": "Isa", "Caroline": "Caro", "Emmanuel": "Manu", "Benjamin": "Ben", "Laurent": "Lolo"}
STREETS = ["rue de la Gare", "avenue Foch", "boulevard Carnot", "place du Marché", "rue des Tilleuls",
           "chemin des Vignes", "rue Jean Moulin", "allée du Parc", "quai des Brumes", "rue Saint-Martin",
           "avenue du Maine", "rue Pasteur", "impasse du Puits", "cours Gambetta", "rue Émile Zola"]
TOWNS = [("29200", "Brest"), ("35000", "Rennes"), ("44000", "Nantes"), ("33000", "Bordeaux"), ("31000", "Toulouse"),
         ("34000", "Montpellier"), ("13001", "Marseille"), ("69003", "Lyon"), ("67000", "Strasbourg"),
         ("59000", "Lille"), ("76000", "Rouen"), ("14000", "Caen"), ("37000", "Tours"), ("21000", "Dijon"),
         ("63000", "Clermont-Ferrand"), ("87000", "Limoges"), ("64000", "Pau"), ("06000", "Nice")]
BRANDS = ["Orpi", "Century 21", "Laforêt", "Guy Hoquet", "Era", "Nestenn", "Square Habitat"]


class World:
    def __init__(self, seed, n):
        self.r = random.Random(seed)
        # names grow with the number of people, as they do in a country
        self.last = sorted({self.name() for _ in range(max(400, n // 12))})
        self.r.shuffle(self.last)
        self.weights = list(itertools.accumulate(1 / (i + 10) for i in range(len(self.last))))

    def name(self):
        r = self.r
        return ("".join(r.choice(SYLLABLES) for _ in range(r.choice((1, 2, 2, 3)))) + r.choice(ENDS)).capitalize()

    def pick_last(self):
        return self.r.choices(self.last, cum_weights=self.weights)[0]

    def digits(self, n):
        return "".join(self.r.choice("0123456789") for _ in range(n))

    def typo(self, text):
        r = self.r
        if len(text) < 3:
            return text
        i = r.randrange(1, len(text))
        kind = r.randrange(4)
        letter = r.choice("abcdefghijklmnopqrstuvwxyz") if not text[i].isdigit() else r.choice("0123456789")
        if kind == 0:
            return text[:i] + text[i + 1:]
        if kind == 1:
            return text[:i] + letter + text[i:]
        if kind == 2:
            return text[:i] + letter + text[i + 1:]
        return text[:i - 1] + text[i] + text[i - 1] + text[i + 1:]

    def phone(self, first):
        return "0" + first + self.digits(8)

    def shown(self, phone):
        how = self.r.randrange(4)
        pairs = [phone[i:i + 2] for i in range(0, 10, 2)]
        return (phone, " ".join(pairs), ".".join(pairs), "+33 " + phone[1] + " " + " ".join(pairs[1:]))[how]


def ascii_of(text):
    import unicodedata
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in folded if c.isalnum() and ord(c) < 128)


# ---- contacts of agencies

AGENCY_HEADER = ["agence", "civilite", "prenom", "nom", "email", "telephone", "mobile", "adresse", "code_postal",
                 "ville", "siret", "site_web"]


def siret(world):
    body = [int(c) for c in world.digits(13)]
    total = sum(d if (13 - i) % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(body))
    return "".join(map(str, body)) + str(-total % 10)


def site(world, number):
    r = world.r
    code, town = r.choice(TOWNS)
    name = (f"{r.choice(BRANDS)} {town}" if r.random() < .35 else
            r.choice(["Agence {}", "Cabinet {}", "{} Immobilier", "{} & Fils", "Étude {}"]).format(world.pick_last()))
    host = ascii_of(name)[:18] + str(number) + r.choice([".fr", ".com", ".immo"])
    return {"company": name, "host": host, "phone": world.phone(r.choice("123459")), "code": code, "town": town,
            "street": f"{r.randrange(1, 180)} {r.choice(STREETS)}", "siret": siret(world)}


def contact(world, firm):
    r = world.r
    first, last = r.choice(FIRST), world.pick_last()
    a, b = ascii_of(first), ascii_of(last)
    own = r.choice([f"{a}@{firm['host']}", f"{a[0]}.{b}@{firm['host']}", f"{a}.{b}{r.randrange(99)}@gmail.com"])
    return {"first": first, "last": last, "firm": firm, "emails": [own, f"contact@{firm['host']}"],
            "mobile": world.phone(r.choice("67")), "line": world.phone("9") if r.random() < .15 else None}


def agency_row(world, person, firm):
    r = world.r
    first, last = person["first"], person["last"]
    roll = r.random()
    if roll < .07:
        first = first[0] + "."
    elif roll < .12:
        first = NICKNAMES.get(first, first)
    elif roll < .17:
        first = world.typo(first)
    if r.random() < .10:
        last = world.typo(last)
    if r.random() < .07:
        first, last = last, first
    if r.random() < .15:
        last = last.upper()
    company = firm["company"] + (" SARL" if r.random() < .06 else "")
    if r.random() < .06:
        company = world.typo(company)
    email = "" if r.random() < .06 else r.choices(person["emails"], (2, 1))[0]
    if firm is not person["firm"] and email.endswith(person["firm"]["host"]):
        email = f"contact@{firm['host']}" if r.random() < .5 else f"{ascii_of(person['first'])}@{firm['host']}"
    phone = "" if r.random() < .2 else (person["line"] or firm["phone"])
    return [company, r.choice(["", "M.", "Mme"]), first, last, email, world.shown(phone) if phone else "",
            world.shown(person["mobile"]) if r.random() < .5 else "",
            firm["street"].replace("avenue", "av.") if r.random() < .1 else firm["street"], firm["code"],
            firm["town"].upper() if r.random() < .2 else firm["town"], firm["siret"] if r.random() < .85 else "",
            "www." + firm["host"] if r.random() < .9 else ""]


def agencies(seed, n, copies=(45, 33, 12, 10)):
    world = World(seed, n)
    r = world.r
    rows = []
    firms = [site(world, i) for i in range(max(2, n // 6))]
    people = 0
    while len(rows) < n:
        firm = r.choice(firms)
        person = contact(world, firm)
        if r.random() < .03 and rows:
            person["last"] = r.choice(rows)[1][3].capitalize()    # a relative or a namesake
        moved = r.choice(firms) if r.random() < .03 else firm
        for i in range(r.choices((1, 2, 3, 4), copies)[0]):
            rows.append((people, agency_row(world, person, moved if i % 2 else firm)))
        people += 1
    return AGENCY_HEADER, rows[:n], r


def colleagues(seed, n):
    return agencies(seed, n, copies=(1, 0, 0, 0))


# ---- private persons

PERSON_HEADER = ["given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "region",
                 "date_of_birth", "insurance_number"]


def person_row(world, towns):
    r = world.r
    code, town = r.choice(towns)
    born = f"{r.randrange(1930, 2006)}{r.randrange(1, 13):02}{r.randrange(1, 29):02}"
    return [r.choice(FIRST).lower(), world.pick_last().lower(), str(r.randrange(1, 200)),
            f"{world.name().lower()} {r.choice(['street', 'place', 'road', 'crescent'])}",
            world.name().lower() if r.random() < .6 else "", town, code, r.choice(["nord", "sud", "est", "ouest"]),
            born, world.digits(7)]


def damage(world, row):
    r = world.r
    row = list(row)
    for _ in range(r.randrange(1, 7)):
        i = r.randrange(len(row))
        roll = r.random()
        if roll < .15:
            row[i] = ""
        elif roll < .25:
            row[0], row[1] = row[1], row[0]
        elif roll < .30 and i in (0, 1):
            row[i] = r.choice(FIRST).lower() if i == 0 else world.pick_last().lower()
        else:
            row[i] = world.typo(row[i])
    return row


def persons(seed, n):
    world = World(seed, n)
    r = world.r
    towns = [(f"{r.randrange(10000, 99999)}", world.name().lower()) for _ in range(max(60, n // 40))]
    rows = []
    people = 0
    while len(rows) < n:
        row = person_row(world, towns)
        rows.append((people, row))
        for _ in range(r.choices((0, 1, 2, 4), (60, 25, 10, 5))[0]):
            rows.append((people, damage(world, row)))
        people += 1
    return PERSON_HEADER, rows[:n], r


# ---- households of owners

HOUSEHOLD_HEADER = ["nom", "prenom", "adresse", "code_postal", "ville", "telephone", "portable", "email"]


def household(world):
    """The home of one family, and the first names of its members, some with the same initial."""
    r = world.r
    code, town = r.choice(TOWNS)
    members = r.sample(FIRST, r.choices((1, 2, 3, 4), (50, 30, 10, 10))[0])
    alike = [name for name in FIRST if name[0] == members[0][0] and name not in members]
    if len(members) > 1 and alike and r.random() < .2:
        members[1] = r.choice(alike)
    street = f"{r.randrange(1, 180)} {r.choice(STREETS) if r.random() < .5 else 'rue ' + world.name()}"
    return {"last": world.pick_last(), "street": street, "code": code, "town": town,
            "line": world.phone(r.choice("123459"))}, members


def owner_row(world, home, person):
    r = world.r
    first, last = person["first"], home["last"]
    roll = r.random()
    if roll < .07:
        first = first[0] + "."
    elif roll < .12:
        first = NICKNAMES.get(first, first)
    elif roll < .17:
        first = world.typo(first)
    if r.random() < .08:
        last = world.typo(last)
    if r.random() < .05:
        first, last = last, first
    return [last.upper() if r.random() < .3 else last, first, home["street"] if r.random() < .9 else "", home["code"],
            home["town"], world.shown(home["line"]) if r.random() < .5 else "",
            world.shown(person["mobile"]) if person["mobile"] and r.random() < .7 else "",
            person["email"] if r.random() < .8 else ""]


def households(seed, n):
    world = World(seed, n)
    r = world.r
    rows = []
    people = 0
    while len(rows) < n:
        home, members = household(world)
        for first in members:
            name = f"{ascii_of(first)}.{ascii_of(home['last'])}{people}"
            person = {"first": first, "mobile": world.phone(r.choice("67")) if r.random() < .7 else "",
                      "email": f"{name}@orange.fr" if r.random() < .7 else ""}
            for _ in range(r.choices((1, 2, 3), (70, 22, 8))[0]):
                rows.append((people, owner_row(world, home, person)))
            people += 1
    return HOUSEHOLD_HEADER, rows[:n], r


KINDS = {"agencies": agencies, "colleagues": colleagues, "persons": persons, "households": households}


def write(kind, seed, n, path):
    """Returns who each record is, in the order of the file."""
    header, rows, r = KINDS[kind](seed, n)
    r.shuffle(rows)
    with open(path, "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(header)
        table.writerows(row for _, row in rows)
    return [who for who, _ in rows]


if __name__ == "__main__":
    truth = write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    with open(sys.argv[4] + ".truth", "w", encoding="utf-8") as out:
        out.write("\n".join(map(str, truth)) + "\n")
