#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes contacts.csv: 300 rows of a French contact file, with all the dirt that such files have.

    make-sample.py             writes contacts.csv beside this script
    make-sample.py --check F   fails unless F is what would be written

Everything in it is invented. Phone numbers are of the ranges that ARCEP keeps for fiction, e-mail
addresses and sites of the names that RFC 2606 and RFC 6761 reserve. SIRET numbers close their sum,
but stand in a range (999…) that is not given out, and the first line of the file says so.
"""
import pathlib
import random
import sys

FILE = pathlib.Path(__file__).resolve().parent / 'contacts.csv'
ROWS = 300
HEADER = ['Type', 'Raison sociale', 'SIRET', 'Civilité', 'Nom', 'Prénom', 'E-mail', 'Téléphone', 'Portable',
          'Adresse', 'CP', 'Ville', 'Site web', 'Portails', 'Équipe', 'Salariés', 'Nb annonces', 'Logiciel',
          'Position', 'Croissance', 'Dernière publication', 'Projet', 'Délai', 'Estimation', 'Surface',
          'Dernier contact', 'Étape', 'Accord e-mail', 'Date accord', 'Source', 'Notes']
# Town, postal code, first six digits of the fictitious range of its area.
TOWNS = [('Paris', '75011', '019900'), ('Versailles', '78000', '019900'), ('Montreuil', '93100', '019900'),
         ('Melun', '77000', '019900'), ('Rennes', '35000', '026191'), ('Nantes', '44000', '026191'),
         ('Le Mans', '72000', '026191'), ('Brest', '29200', '026191'), ('Vannes', '56000', '026191'),
         ('Strasbourg', '67000', '035301'), ('Dijon', '21000', '035301'), ('Reims', '51100', '035301'),
         ('Nancy', '54000', '035301'), ('Besançon', '25000', '035301'), ('Lyon', '69003', '046571'),
         ('Bourg-en-Bresse', '01000', '046571'), ('Aix-en-Provence', '13100', '046571'), ('Nice', '06000', '046571'),
         ('Annecy', '74000', '046571'), ('Saint-Étienne', '42000', '046571'), ('Gap', '05000', '046571'),
         ('Bordeaux', '33000', '053649'), ('Toulouse', '31000', '053649'), ('La Rochelle', '17000', '053649'),
         ('Biarritz', '64200', '053649'), ('Pau', '64000', '053649')]
FIRST = {'M.': 'Jean Pierre Michel Philippe Alain Nicolas Julien Thomas Guillaume Antoine Maxime Hugo Karim Mehdi '
               'Jean-Marc François Frédéric Éric Loïc Gaël'.split(),
         'Mme': 'Marie Nathalie Isabelle Sylvie Catherine Céline Sandrine Julie Camille Léa Chloé Fatima Inès '
                'Anne-Sophie Françoise Hélène Zoé Maëlle Aurélie Élodie'.split()}
LAST = ('Martin Bernard Dubois Durand Moreau Laurent Lefèvre Mercier Girard Bonnet Fontaine Rousseau Chevalier Gauthier '
        'Perrin Robin Clément Morin Lemaître Brunet Picard Aubert Marchand Carpentier Guérin Bœuf Le|Goff de|La|Tour '
        'd’Ornano Benali Nguyen Da|Silva Schmitt Etcheverry Kerguelen Peyrat Castaing Vasseur Joubert Delcourt').split()
KINDS = ['Agence {}', '{} Immobilier', 'Cabinet {}', '{} Transactions', 'Immo {}', 'L’Agence {}', '{} & Associés']
WORDS = ('du Port|des Halles|de la Gare|du Parc|des Lices|Saint-Michel|Belle Rive|du Vieux Pont|des Quatre Saisons|'
         'Horizon|Clé d’Or|du Marché|Les Tilleuls|Grand Large|de la Cathédrale|Mirabeau|Bellevue|des Remparts|'
         'Côté Jardin|Le Toit Bleu|La Porte Verte|des Arcades|du Canal|Pierre & Nous|de l’Étoile|Rive Gauche').split('|')
STREETS = ('rue de la République|avenue du Général Exemple|place du Marché|boulevard des Tilleuls|quai des Brumes|'
           'rue du Moulin|chemin des Vignes|allée des Acacias|impasse du Puits|cours Imaginaire').split('|')
PORTALS = ['SeLoger', 'Leboncoin', 'Bien’ici', 'Logic-Immo', 'PAP', 'Figaro Immo']
TOOLS = ['Hektor', 'Périclès', 'AC3', 'Excel', 'aucun', 'Apimo', 'Netty']
NOTES = ['À rappeler en début de mois', 'Rencontré(e) au salon ; très intéressé(e)', 'Budget serré : 90 € / mois',
         'A dit : "rappelez-moi en septembre"', 'Ne veut pas d’appel le matin', 'Deux agences, un seul gérant',
         'Première visite faite\nDossier envoyé par courrier', 'Œuvre surtout dans l’ancien']
MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split()
PLAIN = str.maketrans('àâäéèêëîïôöùûüçœ’ &', 'aaaeeeeiioouuuco---')


def slug(text):
    return '-'.join(part for part in text.lower().translate(PLAIN).split('-') if part)


def luhn_key(digits):
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if i % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siret(number):
    siren = f'999{number:05d}'
    siren += luhn_key(siren)
    return siren + '0001' + luhn_key(siren + '0001')


def written_siret(draw, number):
    digits = siret(number)
    return draw.choice([digits, digits, f'{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}',
                        f'{digits[:9]} {digits[9:]}'])


def written_phone(draw, digits):
    pairs = [digits[i:i + 2] for i in range(0, 10, 2)]
    return draw.choice([' '.join(pairs), ' '.join(pairs), '.'.join(pairs), digits, '+33 ' + ' '.join(pairs)[1:],
                        '+33(0)' + digits[1:], '-'.join(pairs), '33' + digits[1:], ' '.join(pairs)[1:]])


def written_date(draw, month, day, year=2026):
    return draw.choice([f'{day:02d}/{month:02d}/{year}', f'{day:02d}/{month:02d}/{year}', f'{day}/{month}/{year % 100}',
                        f'{year}-{month:02d}-{day:02d}', f'{day} {MONTHS[month - 1]} {year}',
                        f'{day:02d}.{month:02d}.{year}'])


def recent(draw, since=3):
    month = draw.randint(since, 11)
    return written_date(draw, month, draw.randint(1, 15 if month == 11 else 28))


def written_name(draw, name):
    return draw.choice([name, name, name.upper(), name.upper(), name.lower()])


def person(draw):
    title = draw.choice(['M.', 'Mme'])
    return title, draw.choice(FIRST[title]), draw.choice(LAST).replace('|', ' ')


def place(draw, row, town):
    row['Adresse'] = f'{draw.randint(1, 140)} {draw.choice(STREETS)}'
    row['CP'] = town[1].lstrip('0') if draw.random() < 0.5 else town[1]
    row['Ville'] = draw.choice([town[0], town[0], town[0].upper()])


def name(draw, row, title, first, last):
    row['Civilité'] = {'M.': draw.choice(['M.', 'Mr', 'Monsieur', '']),
                       'Mme': draw.choice(['Mme', 'Madame', 'Mlle', ''])}[title]
    row['Nom'] = written_name(draw, last)
    row['Prénom'] = written_name(draw, first)


def agency(draw, number):
    """One agency; how good it is runs over three levels, so that all temperatures occur."""
    row = dict.fromkeys(HEADER, '')
    level = number % 3
    town = draw.choice(TOWNS)
    company = draw.choice(KINDS).format(draw.choice(WORDS))
    if company.startswith(('du ', 'de ', 'des ')):
        company = f'Agence {company}'
    domain = f'{slug(company)}-{number}.example'
    title, first, last = person(draw)
    row['Type'] = draw.choice(['Agence', 'agence', 'Professionnel'])
    row['Raison sociale'] = draw.choice([company, company.upper(), company + ' SARL', company + ' SAS'])
    row['SIRET'] = written_siret(draw, number) if draw.random() < 0.8 else ''
    if draw.random() < 0.75:
        name(draw, row, title, first, last)
        row['E-mail'] = f'{slug(first)}.{slug(last)}@{domain}'
    else:
        row['E-mail'] = draw.choice(['contact', 'agence', 'info']) + '@' + domain
    row['Téléphone'] = written_phone(draw, f'{town[2]}{number % 10000:04d}')
    if draw.random() < 0.6:
        row['Portable'] = written_phone(draw, f'063998{number % 10000:04d}')
    place(draw, row, town)
    row['Site web'] = draw.choice([f'www.{domain}', f'https://www.{domain}/', domain]) if level < 2 else ''
    row['Portails'] = draw.choice([', ', ' / ', ',']).join(draw.sample(PORTALS, [5, 2, 0][level]))
    size = draw.choice([[24, 35, 52], [4, 8, 12], [1, 1, 2]][level])
    row['Salariés'] = str(size) if draw.random() < 0.8 else ''
    row['Équipe'] = '20+' if size > 20 else '6-20' if size > 5 else '2 à 5' if size > 1 else '1'
    row['Nb annonces'] = str(draw.randint(*[(90, 240), (15, 60), (0, 4)][level]))
    row['Logiciel'] = draw.choice(TOOLS)
    row['Position'] = ['leader', 'challenger', 'suiveur'][level] if draw.random() < 0.9 else ''
    row['Croissance'] = ['en croissance', 'stable', 'en baisse'][level] if draw.random() < 0.9 else ''
    row['Dernière publication'] = recent(draw, 10) if level == 0 else ''
    row['Dernier contact'] = recent(draw, [9, 6, 1][level]) if draw.random() < 0.85 else ''
    row['Étape'] = draw.choice([['intéressé', 'qualifié', 'démo'], ['contacté', 'à relancer', 'prospect'],
                                ['prospect', 'nouveau', 'perdu']][level])
    row['Source'] = draw.choice(['Salon de l’immobilier', 'Annuaire', 'Recommandation', 'Site web'])
    row['Notes'] = draw.choice(NOTES) if draw.random() < 0.3 else ''
    return row


def owner(draw, number):
    """One person with a project: consent with its date, or its refusal, is known of each."""
    row = dict.fromkeys(HEADER, '')
    level = number % 3
    town = draw.choice(TOWNS)
    title, first, last = person(draw)
    row['Type'] = draw.choice(['Particulier', 'particulier', 'Vendeur'])
    name(draw, row, title, first, last)
    row['E-mail'] = f'{slug(first)}.{slug(last)}{number}@example.{draw.choice(["fr", "com", "org"])}' if level < 2 else ''
    row['Portable'] = written_phone(draw, f'063998{5000 + number:04d}') if level < 2 or draw.random() < 0.5 else ''
    row['Téléphone'] = written_phone(draw, f'{town[2]}{5000 + number:04d}') if not row['Portable'] else ''
    place(draw, row, town)
    row['Projet'] = [draw.choice(['Vente', 'vendre']), draw.choice(['Location', 'achat']), 'autre'][level]
    row['Délai'] = [draw.choice(['1 mois', '2 mois', 'immédiat']), '6 mois', draw.choice(['1 an', '2 ans'])][level]
    value = draw.randint(18, 90) * 10000
    row['Estimation'] = draw.choice([f'{value:,} €'.replace(',', ' '), f'{value // 1000} k€', str(value)])
    row['Surface'] = draw.choice([f'{draw.randint(30, 190)} m²', f'{draw.randint(30, 190)},5'])
    row['Dernier contact'] = recent(draw, [10, 6, 1][level])
    row['Étape'] = draw.choice(['prospect', 'contacté', 'qualifié'])
    row['Accord e-mail'] = draw.choice(['oui', 'Oui', 'OUI', 'x']) if level == 0 else draw.choice(['non', 'Non', 'oui'])
    row['Date accord'] = recent(draw, 6)
    row['Source'] = draw.choice(['Estimation en ligne', 'Portail', 'Recommandation', 'Vitrine'])
    row['Notes'] = draw.choice(NOTES) if draw.random() < 0.2 else ''
    return row


def spoil(draw, rows):
    """What makes a file a real one: each fault a fixed number of times."""
    agencies = [row for row in rows if row['Raison sociale']]
    owners = [row for row in rows if not row['Raison sociale']]
    some = iter(draw.sample(agencies, 40))
    next(some)['SIRET'] = '9,99E+13'
    next(some)['SIRET'] = '99900001200013'
    next(some)['SIRET'] = '9990000120001'
    next(some)['Téléphone'] = '1,99E+08'
    next(some)['Téléphone'] = '01 99 00 12'
    next(some)['Téléphone'] = '01 99 00 70 01 / 06 39 98 70 01'
    for row in (next(some), next(some)):
        row['E-mail'] = f'{row["E-mail"]} / 01 99 00 71 0{draw.randint(0, 9)}'
        row['Téléphone'] = ''
    next(some)['E-mail'] = 'agence.sans.arobase.example'
    next(some)['E-mail'] = 'contact@agence'
    row = next(some)
    row['E-mail'] = f'{row["Nom"] or "Accueil"} <{row["E-mail"]}>'
    row = next(some)
    row['E-mail'] = 'mailto:' + row['E-mail']
    row = next(some)
    row['E-mail'] = row['E-mail'].replace('@', ' @ ').upper()
    for row in (next(some), next(some), next(some)):
        row['CP'], row['Ville'] = f'{row["CP"].zfill(5)} {row["Ville"]}', ''
    for row in (next(some), next(some), next(some), next(some)):
        row['Dernier contact'] = str(46000 + draw.randint(200, 340))
    next(some)['Dernier contact'] = '31/02/2026'
    next(some)['Nb annonces'] = '#N/A'
    next(some)['Croissance'] = 'on verra'
    row = next(some)
    row['Raison sociale'] = '  ' + row['Raison sociale'].replace(' ', '  ') + '\u00a0'
    for row in draw.sample(owners, 6):
        row['Nom'], row['Prénom'] = f'{row["Nom"].upper()} {row["Prénom"].title()}', ''
        row['Nom'] = row['Nom'] if draw.random() < 0.5 else f'M. {row["Nom"]}'
    next(iter(draw.sample(owners, 1)))['Accord e-mail'] = 'peut-être'


def repeat(draw, rows, count):
    """Rows that are in the file twice, written otherwise, with something filled or left out."""
    sound = [row for row in rows if '@' in row['E-mail'] and row['Nom'] and row['Prénom']]
    for row in draw.sample(sound, count):
        twin = dict(row)
        for field in draw.sample(['Site web', 'Adresse', 'Notes', 'Source', 'Portable', 'Logiciel'], 3):
            twin[field] = ''
        twin['E-mail'] = draw.choice([row['E-mail'], row['E-mail'].upper()])
        twin['Nom'] = draw.choice([row['Nom'].upper(), row['Nom'].title()])
        yield twin
    # Colleagues: one firm, one switchboard, one SIRET, two people.
    for row in draw.sample([row for row in sound if row['Raison sociale']], 8):
        twin = dict(row)
        title, first, last = person(draw)
        name(draw, twin, title, first, last)
        twin['E-mail'] = f'{slug(first)}.{slug(last)}@' + row['E-mail'].split('@')[1]
        twin['Portable'] = ''
        yield twin


def quote(cell):
    if any(sign in cell for sign in ';"\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def lines(draw, rows):
    yield 'Fichier d’exemple : agences, personnes, adresses et SIRET sont inventés' + ';' * (len(HEADER) - 1)
    yield ';' * (len(HEADER) - 1)
    yield ';'.join(HEADER)
    ragged = set(draw.sample(range(len(rows)), 5))
    for i, row in enumerate(rows):
        cells = [quote(row[field]) for field in HEADER]
        if i in ragged:
            cells = cells[:-draw.randint(1, 4)] if i % 2 else cells + ['colonne en trop']
        yield ';'.join(cells)
        if i == 150:
            yield ''


def make():
    draw = random.Random(20261122)
    rows = [agency(draw, number) for number in range(1, 206)] + [owner(draw, number) for number in range(1, 73)]
    spoil(draw, rows)
    rows += list(repeat(draw, rows, ROWS - len(rows) - 8))
    draw.shuffle(rows)
    assert len(rows) == ROWS
    return ('\r\n'.join(lines(draw, rows)) + '\r\n').encode('windows-1252')


def main():
    content = make()
    if sys.argv[1:2] == ['--check']:
        if pathlib.Path(sys.argv[2]).read_bytes() != content:
            sys.exit('contacts.csv is not what make-sample.py writes')
    else:
        FILE.write_bytes(content)


if __name__ == '__main__':
    main()
