#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""palierctl import of a CSV, whole and encrypted, beside the sqlite3 shell's .import.

The shell fills a plain table and makes the indices and the search index that a workspace has (see
src/storage/palier-schema.c and resources/sql/app). Ours reads, guesses, normalises, finds
duplicates, scores, and writes change log, undo and search, all enciphered.
"""
import json
import statistics
import subprocess
import sys

from benchlib import PROGRAMS, folder, row, run, seconds, write_contacts

RUNS = 3
COLUMNS = ('company', 'first_name', 'last_name', 'email', 'phone', 'mobile', 'website', 'siret', 'street',
           'postal_code', 'city', 'source', 'tags', 'notes')
SEARCHED = 'company, first_name, last_name, email, phone, mobile, website, siret, postal_code, city, tags, notes'
INDICES = ('email', 'phone', 'mobile', 'siret')


def import_by_shell(base, csv):
    script = [f'CREATE TABLE prospect ({", ".join(name + " TEXT" for name in COLUMNS)});',
              '.mode csv', '.separator ;', f'.import --skip 1 {csv} prospect',
              *(f'CREATE INDEX prospect_{name} ON prospect ({name}) WHERE {name} IS NOT NULL;' for name in INDICES),
              f"CREATE VIRTUAL TABLE search USING fts5 ({SEARCHED}, content = 'prospect', detail = none, prefix = '2 3', "
              "tokenize = 'unicode61 remove_diacritics 2');",
              "INSERT INTO search (search) VALUES ('rebuild');"]
    with open(f'{base}.sql', 'w', encoding='utf-8') as out:
        out.write('PRAGMA journal_mode = WAL;\n' + '\n'.join(script) + '\n')
    with open(f'{base}.sql', encoding='utf-8') as commands:
        return run(['sqlite3', '-bail', base], stdin=commands)


def import_by_palier(top, csv, rows):
    ctl = [PROGRAMS / 'palierctl', '--workspace', f'{top}/base', '--key-file', f'{top}/key']
    subprocess.run([*map(str, ctl), 'init'], check=True, stdout=subprocess.DEVNULL)
    with open(f'{top}/summary', 'w+', encoding='utf-8') as out:
        taken = run([*ctl, 'import', csv], stdout=out, stderr=subprocess.DEVNULL)
        out.seek(0)
        created = json.load(out)['created']
    if created != rows:
        print(f'{created} prospects instead of {rows}', file=sys.stderr)
        sys.exit(1)
    return taken


def measure(count, runs):
    """(our seconds, our peak MiB, the shell's seconds), medians of runs that take turns."""
    with folder() as top:
        csv = f'{top}/contacts.csv'
        write_contacts(csv, count)
        ours, peak, peers = [], [], []
        for n in range(runs):
            peers.append(import_by_shell(f'{top}/{n}.db', csv)[0])
            with folder() as own:
                taken, memory = import_by_palier(own, csv, count)
            ours.append(taken)
            peak.append(memory)
        return tuple(map(statistics.median, (ours, peak, peers)))


def main():
    ours, peak, peer = measure(100_000, RUNS)
    row('import 100k rows', seconds(ours), f'sqlite3 .import {seconds(peer)}', ours / peer)
    row('import 100k rows: peak memory', f'{peak:.0f} MiB', '', peak)
    ours_1m, peak_1m, peer_1m = measure(1_000_000, 1)
    row('import 1M rows', seconds(ours_1m), f'sqlite3 .import {seconds(peer_1m)}', ours_1m / peer_1m)
    row('import 1M rows: peak memory beside 100k', f'{peak_1m:.0f} MiB', f'{peak:.0f} MiB', peak_1m / peak)


main()
