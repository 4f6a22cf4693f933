#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of each page of the sample base: French and English; light, dark and high contrast; narrow and wide.

    screenshots.py BUILD FOLDER [ONLY]        (by ./dev screenshots)

Writes FOLDER/PAGE-LANGUAGE-SCHEME-WIDTH.png and prints each path. ONLY, as fr-light, takes those
whose language and scheme match.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

BUILD, OUT = map(pathlib.Path, sys.argv[1:3])
WANTED = sys.argv[3] if len(sys.argv) > 3 else ''
os.environ['UIAGENT'] = str(BUILD / 'tests/ui/uiagent.so')

from uitest import App, NotFound, turn_main_loop, wait  # noqa: E402

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / 'data/sample/contacts.csv'
LANGUAGES = {'fr': 'fr_FR.UTF-8', 'en': 'en_US.UTF-8'}
SCHEMES = {'light': ('prefer-light', '0'), 'dark': ('prefer-dark', '0'), 'contrast': ('prefer-light', '1')}
SIZES = ((1200, 780), (360, 720))
PAGES = ('prospects', 'import', 'messages', 'templates', 'references', 'dashboard')
# Who writes: without it no draft can be approved.
PROFILE = ('agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'email=claire@agence.example',
           'phone=01 99 00 10 10', 'street=3 place du Marché', 'postal_code=78000', 'city=Versailles',
           'siret=99900000100018', 'zones=Versailles', 'signature=Claire Roux',
           'legal_mentions=Agence de la Place, 3 place du Marché, 78000 Versailles')
# Two that are one, as far as can be told: the page of duplicates has something to show.
TWINS = ({'company': 'Agence des Trois Ponts', 'last_name': 'Kerbrat', 'first_name': 'Zoé', 'city': 'Vannes',
          'email': 'zoe.kerbrat@troisponts.example', 'phone': '01 99 00 10 21'},
         {'company': 'Agence des 3 Ponts', 'last_name': 'Kerbrat', 'first_name': 'Zoe', 'city': 'Vannes',
          'email': 'z.kerbrat@troisponts.example', 'phone': '01 99 00 10 21'})
OWN_TEMPLATE = 'Premier contact, version de l’agence'
# One that a draft may tell with its figure, one without its name, one that waits for its permission.
REFERENCES = (
    ('--customer', "l'Agence du Parc", '--city', 'Versailles', '--postal-code', '78000', '--achieved',
     'a obtenu des mandats grâce à ses nouveaux contacts', '--figure', '14 mandats', '--period', 'de janvier à juin 2026',
     '--proof', 'Tableau de suivi du 30 juin 2026', '--permission', 'named', '--how', 'Courriel du 2 juillet 2026'),
    ('--customer', "l'Agence des Halles", '--city', 'Rouen', '--postal-code', '76000', '--achieved',
     'a confié trois estimations', '--permission', 'anonymous', '--how', 'Par téléphone'),
    ('--customer', 'Paul Berger', '--kind', 'person', '--city', 'Viroflay', '--achieved',
     'a vendu sa maison en sept semaines'))
SETTLED_S, PATIENCE_S = 0.3, 60


def picture(app, path, before=None):
    """Once the window shows something else than before, and the same three times in a row."""
    same, last, end = 0, None, time.monotonic() + PATIENCE_S
    while same < 2 and time.monotonic() < end:
        turn_main_loop()
        time.sleep(SETTLED_S)
        app.screenshot(path, app.window)
        now = path.read_bytes()
        same = same + 1 if now == last != before else 0
        last = now
    print(path, flush=True)
    return last


def prepare(base):
    """A base with drafts in each state, as after the first morning's work."""
    ctl = [str(BUILD / 'src/palierctl'), *base]

    def call(*words):
        run = subprocess.run([*ctl, *words], capture_output=True, text=True, check=False)
        if run.returncode not in (0, 3):
            print(f'palierctl {words[0]}: {run.returncode} {run.stderr}', file=sys.stderr)
        return run.stdout

    call('init')
    call('profile', *PROFILE)
    # Half of the file is known, under another title, so that the page has something of each kind to show.
    known = pathlib.Path(base[1]).with_name('known.csv')
    known.write_bytes(b'\n'.join(SAMPLE.read_bytes().replace(b';Notes', b';Remarques').split(b'\n')[:160]))
    call('import', str(known), '--source', 'Salon')
    for twin in TWINS:
        call('add', '--anyway', *(word for item in twin.items() for word in ('--set', '='.join(item))))
    for line in call('prospects', '--limit', '6').splitlines():
        call('draft', line.split('"id":"')[1].split('"')[0])
    call('approve', '--all-valid')
    call('templates', 'duplicate', 'agency-first-service', '--name', OWN_TEMPLATE)
    for reference in REFERENCES:
        call('references', 'add', *reference)
    # Chosen last, so that nobody is asked for the drafts above.
    call('ai', 'service=mistral', 'budget=20')
    call('segments', '--save', 'Agences chaudes', '--filter', 'kind=agency', '--filter', 'band=hot')


def preferences_of(app, tag, last):
    app.activate('win.preferences')
    dialog = app.find('dialog')
    for page, title in (('agency', '^Agen'), ('sending', '^(Envoi|Sending)$'), ('writing', '^(Rédaction|Writing)$'),
                        ('account', '^(Compte|Account)$')):
        app.press(app.find('page tab', re.compile(title), within=dialog))
        last = picture(app, OUT / f'preferences-{page}-{tag}.png', last)
    app.key('Escape')
    app.gone('dialog')
    return last


def account_of(app, tag, last):
    """What stands there before there is an account."""
    app.activate('win.account')
    start = re.compile('^(Continuer sur|Continue on)')
    app.find('button', start, timeout=PATIENCE_S)
    last = picture(app, OUT / f'account-{tag}.png', last)
    app.focus(app.find('list item', re.compile('^(Créer un compte|Create an Account)$')))
    app.key('Return')
    app.find('button', re.compile('^(Créer le compte|Create the Account)$'), timeout=PATIENCE_S)
    last = picture(app, OUT / f'account-create-{tag}.png', last)
    app.key('Escape')
    app.find('button', start, timeout=PATIENCE_S)
    app.key('Escape')
    app.gone('dialog')
    return last


def show_row(app, wanted):
    """The focus on a row whose name holds this, at the end if it is not at the beginning: to page there takes a
    second a page, or five on a busy machine. While the file is read, rows are made anew under it."""
    rows = [row for row in app.all('table row') if re.search('^[0-9]', row.name)]
    row = next((row for row in rows if re.search(wanted, row.name)), None)
    try:
        app.focus(row or rows[-1])
    except (AssertionError, IndexError, NotFound):
        return False
    if row is None:
        app.key('End')
    return row is not None


def focus_row(app, wanted):
    wait(lambda: show_row(app, wanted), PATIENCE_S, f'a row with {wanted}')


def open_row(app, wanted):
    """The choice that an open row gives."""
    focus_row(app, wanted)
    app.key('space')
    time.sleep(SETTLED_S)
    return next(app.all('toggle button', re.compile('^(Fusionner|Merge)$')), None)


def rows_of(app, tag, last):
    """The rows of the file: all, to mend, duplicates with one beside its other row."""
    app.activate('win.show-page', 'import')
    for name, label in (('rows', '^(Toutes|Toutes les lignes|All)'), ('to-mend', '^(À corriger|To mend)'),
                        ('repeated', '^(Doublons|Duplicates)')):
        button = app.find('toggle button', re.compile(label + '.*[0-9]$'))
        app.focus(button)
        app.press(button)
        wanted = {'rows': '^[0-9]', 'to-mend': 'à corriger|to mend', 'repeated': 'Répét|Repeated'}[name]
        focus_row(app, wanted)
        if name == 'repeated':
            app.focus(wait(lambda wanted=wanted: open_row(app, wanted), PATIENCE_S, 'the row beside its other row'))
        last = picture(app, OUT / f'import-{name}-{tag}.png', last)
    return last


def duplicates_of(app, tag, last):
    app.activate('win.find-duplicates')
    app.find('label', re.compile('^([0-9]+ (groupe|group)s?|Pas de doublons?|Aucun doublon|No Duplicates)$'), timeout=PATIENCE_S)
    last = picture(app, OUT / f'duplicates-{tag}.png', last)
    app.activate('win.show-page', 'prospects')
    return last


def prospect_of(app, tag, last):
    """One prospect in its pane."""
    table = app.find('tree table', 'Prospects')
    app.focus(next(row for row in app.all('table row', within=table) if not re.match('(Nom|Name) ', row.name)))
    app.key('Return')
    app.find('button', re.compile('^(Écrire|Lui écrire|Write to Them)'), timeout=PATIENCE_S)
    last = picture(app, OUT / f'prospect-{tag}.png', last)
    app.key('Escape')
    return last


def editor_of(app, tag, last):
    """A template of the user's own; beside it, or in its place where there is no room, what it writes."""
    app.activate('win.show-page', 'templates')
    row = app.find('list item', OWN_TEMPLATE)
    app.focus(row)
    app.key('Return')
    app.find('text', re.compile('^(Texte du modèle|Text of the template)$'), timeout=PATIENCE_S)
    last = picture(app, OUT / f'template-{tag}.png', last)
    preview = next(app.all('toggle button', re.compile('^(Aperçu|Preview)$')), None)
    if preview:
        app.press(preview)
        last = picture(app, OUT / f'template-preview-{tag}.png', last)
    app.press(app.find('button', re.compile('^(Retour aux modèles|Back to the Templates)$')))
    return last


def reference_of(app, tag, last):
    app.activate('win.show-page', 'references')
    app.focus(app.find('list item', re.compile('Agence du Parc')))
    app.key('Return')
    app.find('dialog', timeout=PATIENCE_S)
    last = picture(app, OUT / f'reference-{tag}.png', last)
    app.key('Escape')
    app.gone('dialog')
    return last


def result_of(app, tag, last):
    """The summary of the import, which is taken back for the next language."""
    app.activate('win.show-page', 'import')
    app.press(app.find('button', re.compile('^(Importer|Import) [0-9]')))
    undo = app.find('button', re.compile('^(Annuler cette importation|Undo This Import)'), timeout=60)
    last = picture(app, OUT / f'import-result-{tag}.png', last)
    app.press(undo)
    app.find('label', re.compile('^(Importation annulée|Import Undone)'), timeout=PATIENCE_S)
    return last


def empty_pages(program, tag, env):
    """A base that was just made."""
    with tempfile.TemporaryDirectory() as top:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        subprocess.run([str(BUILD / 'src/palierctl'), *base, 'init'], check=True, capture_output=True)
        with App([program, *base], env=env) as app:
            last = None
            for width, height in SIZES:
                app.resize(width, height)
                for page in PAGES:
                    app.activate('win.show-page', page)
                    last = picture(app, OUT / f'empty-{page}-{tag}-{width}.png', last)


def pages_of(app, tag):
    # The window opens on the file it was given; only then may it be led elsewhere.
    app.find('button', re.compile('^(Importer|Import|Compléter|Complete) '), timeout=PATIENCE_S)
    last = None
    for width, height in SIZES:
        app.resize(width, height)
        for page in PAGES:
            app.activate('win.show-page', page)
            last = picture(app, OUT / f'{page}-{tag}-{width}.png', last)
        last = rows_of(app, f'{tag}-{width}', last)
        last = duplicates_of(app, f'{tag}-{width}', last)
        last = prospect_of(app, f'{tag}-{width}', last)
        last = editor_of(app, f'{tag}-{width}', last)
        last = reference_of(app, f'{tag}-{width}', last)
        last = preferences_of(app, f'{tag}-{width}', last)
        last = account_of(app, f'{tag}-{width}', last)
    app.resize(*SIZES[0])
    result_of(app, f'{tag}-{SIZES[0][0]}', last)


def main():
    with tempfile.TemporaryDirectory() as top:
        base = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        prepare(base)
        for language, locale in LANGUAGES.items():
            for scheme, (colours, contrast) in SCHEMES.items():
                if not re.search(WANTED, f'{language}-{scheme}'):
                    continue
                env = {'LC_ALL': locale, 'LANGUAGE': '', 'ADW_DEBUG_COLOR_SCHEME': colours,
                       'ADW_DEBUG_HIGH_CONTRAST': contrast}
                with App([str(BUILD / 'src/palier'), *base, str(SAMPLE)], env=env) as app:
                    pages_of(app, f'{language}-{scheme}')
                empty_pages(str(BUILD / 'src/palier'), f'{language}-{scheme}', env)


main()
