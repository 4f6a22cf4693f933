# SPDX-License-Identifier: GPL-3.0-or-later
"""A base with drafts, for the stories of messages."""
import json
import pathlib
import subprocess

PROFILE = ('agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'email=claire@agence.example',
           'phone=01 99 00 10 10', 'street=3 place du Marché', 'postal_code=78000', 'city=Versailles',
           'siret=99900000100018', 'card=CPI 7801 2020 000 000 001', 'zones=Versailles', 'signature=Claire Roux',
           'legal_mentions=Agence de la Place, 3 place du Marché, 78000 Versailles',
           'privacy_url=https://agence.example/vie-privee')


class Base:
    """So many agencies, each with drafts."""

    def __init__(self, program, top, n, variants):
        self.program = pathlib.Path(program).with_name('palierctl')
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('profile', *PROFILE)
        rows = [f'Cabinet {i};contact@cabinet-{i}.example;Vannes' for i in range(n)]
        table = pathlib.Path(top, 'agencies.csv')
        table.write_text('\n'.join(['Société;E-mail;Ville', *rows]), encoding='utf-8')
        self.ctl('import', str(table), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
        self.ctl('draft', '--filter', 'kind=agency', '--variants', str(variants))

    def ctl(self, *words):
        out = subprocess.run([self.program, *self.options, *words], check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def states(self):
        prospects = self.ctl('prospects', '--limit', '100')
        return {one['company']: self.ctl('show', one['id'])[0]['messages'][0]['state'] for one in prospects}
