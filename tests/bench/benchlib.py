# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benches share: the programs, a folder of their own, times, memory, and the row they print."""
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ['BUILD'])
PROGRAMS = BUILD / 'src'


def row(key, ours, peer, ratio):
    print(f'{key} | {ours} | {peer} | {ratio:.2f}', flush=True)


def seconds(value):
    return f'{value:.2f} s'


def folder():
    """A folder on the disk of the build (not /tmp, which may be memory); a context manager."""
    return tempfile.TemporaryDirectory(prefix='bench-', dir=BUILD)


def measure(argv, **options):
    """(seconds, seconds of one core, peak MiB) of a command that must succeed. time(1) tells them: what Linux counts
    of a child of ours holds our own memory too, from before it became another program."""
    options.setdefault('stdout', subprocess.DEVNULL)
    with tempfile.NamedTemporaryFile('r') as said:
        began = time.monotonic()
        process = subprocess.run(['time', '--quiet', '--format', '%U %S %M', '--output', said.name,
                                  *(str(word) for word in argv)], check=False, **options)
        taken = time.monotonic() - began
        if process.returncode:
            print(f'{argv[0]} ended with {process.returncode}', file=sys.stderr)
            sys.exit(1)
        user, system, peak = map(float, said.read().split())
        return taken, user + system, peak / 1024


def run(argv, **options):
    """(seconds, peak MiB) of a command that must succeed."""
    taken, _, peak = measure(argv, **options)
    return taken, peak


def median_of(count, measure):
    return statistics.median(measure() for _ in range(count))


FIRST = ('Camille', 'Élodie', 'Jean-Marc', 'Noël', 'Inès', 'Thibault', 'Zoé', 'Loïc', 'Maëlle', 'François')
LAST = ('Lefèvre', 'Garnier', "L'Hermite", 'Benoît', 'Nguyen', 'Da Silva', 'Müller', 'Rousseau', 'Le Goff', 'Aït')
TRADE = ('Immobilier', 'Transaction', 'Habitat', 'Patrimoine', 'Gestion', 'Conseil')
STREET = ('rue de la République', 'avenue Jean-Jaurès', 'place du Marché', 'boulevard Foch', 'chemin des Vignes')
CITY = (('78000', 'Versailles'), ('44000', 'Nantes'), ('69003', 'Lyon'), ('33000', 'Bordeaux'), ('59000', 'Lille'),
        ('13006', 'Marseille'), ('35000', 'Rennes'), ('67000', 'Strasbourg'), ('06000', 'Nice'), ('31000', 'Toulouse'))
HEADER = 'Société;Prénom;Nom;E-mail;Téléphone;Mobile;Site web;SIRET;Adresse;Code postal;Ville;Origine;Étiquettes;Notes'


def phone(digits):
    """Nine digits as people write them: 01 40 00 00 00. No two rows share a number, or they would be merged."""
    text = f'0{digits}'
    return ' '.join(text[i:i + 2] for i in range(0, 10, 2))


def siret(n):
    """A number with 14 digits whose keys are right (Luhn over the first 9 and over all)."""
    def key(digits):
        total = 0
        for place, digit in enumerate(reversed(digits + '0')):
            value = int(digit) * (1 + place % 2)
            total += value - 9 * (value > 9)
        return str(-total % 10)
    siren = f'{n % 100_000_000:08d}'
    siren += key(siren)
    nic = siren + '0001'
    return nic + key(nic)


def write_contacts(path, count):
    """A French export, `;`, UTF-8, 14 columns, about 200 bytes a row; the same for the same count."""
    chance = random.Random(count)
    with open(path, 'w', encoding='utf-8', newline='') as out:
        out.write(HEADER + '\r\n')
        for n in range(count):
            first, last = chance.choice(FIRST), chance.choice(LAST)
            code, city = chance.choice(CITY)
            company = f'{chance.choice(TRADE)} {last} {n}'
            out.write(';'.join((
                company, first, last, f'contact{n}@agence-{n % 9973}.example', phone(140_000_000 + n), phone(600_000_000 + n),
                f'https://www.agence-{n}.example', siret(n + 10_000_000),
                f'{n % 180 + 1} {chance.choice(STREET)}', code, city, 'Salon 2026', 'agence,à rappeler',
                f'"Vu au salon ; rappeler en {n % 12 + 1:02d}, dossier n° {n}"')) + '\r\n')
