# SPDX-License-Identifier: GPL-3.0-or-later
"""A base with drafts, for the stories of messages."""
import json
import pathlib
import subprocess
import sys

PROFILE = ('agency_name=Agence de la Place', 'first_name=Claire', 'last_name=Roux', 'email=claire@agence.example',
           'phone=01 99 00 10 10', 'street=3 place du Marché', 'postal_code=78000', 'city=Versailles',
           'siret=99900000100018', 'card=CPI 7801 2020 000 000 001', 'zones=Versailles', 'signature=Claire Roux',
           'legal_mentions=Agence de la Place, 3 place du Marché, 78000 Versailles',
           'privacy_url=https://agence.example/vie-privee')


PEER = pathlib.Path(__file__).resolve().parents[1] / 'peers/ai-peer.py'


class Service:
    """The scripted service that writes, on this machine."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, PEER], stdout=subprocess.PIPE, text=True)
        self.url = f'http://127.0.0.1:{self.process.stdout.readline().split()[1]}'
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def choose(self, base, told, *pairs):
        """Has the base prefer it, as OpenAI; what it tells is a story of its own."""
        base.ctl('ai', 'service=openai', f'endpoint={self.url}/openai/{told}', *pairs)


class Base:
    """So many agencies, each with drafts; none where there are to be no variants."""

    def __init__(self, program, top, n, variants):
        self.program = pathlib.Path(program).with_name('palierctl')
        self.options = ['--workspace', f'{top}/base', '--key-file', f'{top}/key']
        self.ctl('init')
        self.ctl('profile', *PROFILE)
        rows = [f'Cabinet {i};contact@cabinet-{i}.example;Vannes' for i in range(n)]
        table = pathlib.Path(top, 'agencies.csv')
        table.write_text('\n'.join(['Société;E-mail;Ville', *rows]), encoding='utf-8')
        self.ctl('import', str(table), '--legal-basis', 'legitimate_interest', '--source', 'Annuaire')
        if variants:
            self.ctl('draft', '--filter', 'kind=agency', '--variants', str(variants))

    def ctl(self, *words, stdin=None):
        out = subprocess.run([self.program, *self.options, *words], check=True, capture_output=True, text=True,
                             input=stdin).stdout
        return [json.loads(line) for line in out.splitlines()]

    def give_key(self):
        self.ctl('ai', 'service=openai', '--key-stdin', stdin='good-key\n')

    def spent(self):
        """Euros that services cost this month."""
        return self.ctl('ai', 'usage')[0]['cost_micro_eur'] / 1e6

    def drafts(self, company):
        """The drafts for one of them: their texts by id."""
        ident = next(one['id'] for one in self.ctl('prospects', '--limit', '100') if one['company'] == company)
        return {m['id']: m['body'] for m in self.ctl('show', ident)[0]['messages'] if m['state'] == 'draft'}

    def states(self):
        prospects = self.ctl('prospects', '--limit', '100')
        return {one['company']: self.ctl('show', one['id'])[0]['messages'][0]['state'] for one in prospects}
