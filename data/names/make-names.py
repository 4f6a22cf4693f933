#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds surnames to resources/import/surnames.txt, by which a column of them is known.

    make-names.py SURNAMES FOLDER

FOLDER is the folder "person" of Faker's providers (Debian package python3-fake-factory 0.9.3, file
copyright: Expat, (c) 2012 Daniele Faraglia). Read are the lists of French and of those who live in
France in numbers: Swiss, German, Italian, Spanish, Portuguese. Names are folded as the program folds
values: in lower case, without accents, one blank for what parts words.
"""

import ast
import pathlib
import re
import sys
import unicodedata

LOCALES = ["fr_FR", "fr_CH", "de_DE", "it_IT", "es_ES", "pt_PT"]


def fold(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z]+", " ", plain.lower().replace("ß", "ss")).split())


def read_surnames(path):
    """Strings of the class's list last_names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "last_names" for t in node.targets):
            return [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
    raise SystemExit(f"{path}: no last_names")


def main(surnames, folder):
    target = pathlib.Path(surnames)
    names = set(target.read_text(encoding="utf-8").split("\n"))
    for locale in LOCALES:
        names |= {fold(n) for n in read_surnames(pathlib.Path(folder, locale, "__init__.py")) if isinstance(n, str)}
    target.write_text("\n".join(sorted(n for n in names if len(n) > 2)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
