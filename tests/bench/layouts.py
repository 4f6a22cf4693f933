#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many columns of real layouts are taken for what they are. TAP, with the figures and every column
that is not right as comments.

    layouts.py MAP-COLUMNS [--loose] FOLDER...
    layouts.py MAP-COLUMNS --unseen FOLDER...
    layouts.py MAP-COLUMNS --without HEADERS FOLDER...

A folder has truth.jsonl and its files (tests/data/layouts/README.md). A column is right where it is
placed on its meaning, or on nothing where that is "other"; it is wrong and confident where it is placed
on something else. --loose: the truth knows only the fields below, so that any other field is "other".
--unseen: the totals alone, of layouts whose mistakes nobody reads, with bounds of their own.
--without: a third of the names in the file HEADERS (resources/import/headers.txt) is left out, another
third at each of some seeds: what the guess makes of headers it has never met. Over all seeds the right
one must be placed or proposed, and hardly a wrong one placed.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

LEAST_RIGHT = 0.97
LEAST_RIGHT_UNSEEN = 0.935
MOST_WRONG = 0.005
MOST_WRONG_UNSEEN = 0.018
LEAST_FOUND_WITHOUT = 0.92
MOST_WRONG_WITHOUT = 0.005
SEEDS = range(1, 6)
RESOURCE = "/fr/immo_ai/Palier/import/headers.txt"
KNOWN = set("""first_name last_name full_name email phone mobile company street postal_code city country
birthdate source notes tags website siret siren naf linkedin""".split())


def look(tool, folder, truths, environment=None):
    paths = [str(folder / truth["file"]) for truth in truths]
    out = subprocess.run([tool, *paths], capture_output=True, text=True, check=True, env=environment).stdout
    found = []
    for line in out.splitlines():
        kind, *cells = line.split("\t")
        if kind == "file":
            found.append((int(cells[1]), []))
        else:
            found[-1][1].append(cells[1:])
    return found


def judge(truth, header_row, columns, loose):
    """Yields for each column whether it is right, whether it is wrong and confident, and a line."""
    for column in truth["columns"]:
        placed, guess, confidence, reason = columns[column["index"]]
        wanted = [column["meaning"], *column.get("also", [])]
        taken = "other" if placed == "-" or (loose and placed not in KNOWN) else placed
        right = taken in wanted
        yield right, not right and taken != "other", "%s column %d \"%s\": %s, not %s (%s %s, %s)" % (
            truth["file"], column["index"], column["name"], taken, wanted[0], guess, confidence, reason)


def measure(tool, folder, loose, unseen):
    truths = read_truths(folder)
    total = right = wrong = headers = 0
    for truth, (header_row, columns) in zip(truths, look(tool, folder, truths)):
        headers += header_row == truth["header_row"]
        for is_right, is_wrong, line in judge(truth, header_row, columns, loose):
            total += 1
            right += is_right
            wrong += is_wrong
            if not is_right and not unseen:
                print("#", "wrong:" if is_wrong else "missed:", line)
    print(f"# {folder.name}: {len(truths)} files, {total} columns: {100 * right / total:.2f} % right, "
          f"{100 * wrong / total:.2f} % wrong and confident; header row of {headers} files")
    return right / total, wrong / total, headers / len(truths)


def read_truths(folder):
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def leave_out(headers, seed, share=1 / 3):
    """The text of @headers without a @share of the names and words."""
    choose = random.Random(seed)
    lines = []
    for line in headers.splitlines():
        head, colon, names = line.partition(": ")
        if colon and head[0] not in "#*":
            line = head + colon + ", ".join(name for name in names.split(", ") if choose.random() >= share)
        lines.append(line)
    return "\n".join(lines) + "\n"


def measure_without(tool, folders, headers, seed):
    """How many columns there are, are right, are placed or proposed right, are wrong and confident."""
    total = right = found = wrong = 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(leave_out(headers, seed))
        file.flush()
        environment = {**os.environ, "G_RESOURCE_OVERLAYS": f"{RESOURCE}={file.name}"}
        for folder in folders:
            truths = read_truths(folder)
            for truth, (_, columns) in zip(truths, look(tool, folder, truths, environment)):
                for column, (is_right, is_wrong, line) in zip(truth["columns"], judge(truth, 0, columns, False)):
                    total += 1
                    right += is_right
                    found += is_right or columns[column["index"]][1] in [column["meaning"], *column.get("also", [])]
                    wrong += is_wrong
                    if is_wrong:
                        print(f"# seed {seed}, wrong: {line}")
    print(f"# seed {seed}: {total} columns: {100 * right / total:.2f} % right, {100 * found / total:.2f} % right "
          f"or proposed so, {100 * wrong / total:.2f} % wrong and confident")
    return total, right, found, wrong


def test_without(tool, headers, *folders):
    text = pathlib.Path(headers).read_text(encoding="utf-8")
    print("1..2")
    sums = [sum(figures) for figures in zip(*(
        measure_without(tool, [pathlib.Path(f) for f in folders], text, seed) for seed in SEEDS))]
    total, right, found, wrong = sums
    print(f"# without a third of the names: {100 * right / total:.2f} % right, {100 * found / total:.2f} % right "
          f"or proposed so, {100 * wrong / total:.2f} % wrong and confident")
    cases = [(found / total >= LEAST_FOUND_WITHOUT, f"at least {LEAST_FOUND_WITHOUT:.0%} placed or proposed right"),
             (wrong / total <= MOST_WRONG_WITHOUT, f"at most {MOST_WRONG_WITHOUT:.1%} wrong and confident")]
    for n, (case, name) in enumerate(cases):
        print("ok" if case else "not ok", n + 1, f"- without a third of the names: {name}")
    return 0 if all(case for case, _ in cases) else 1


def main(tool, *arguments):
    if arguments[0] == "--without":
        return test_without(tool, *arguments[1:])
    folders = [pathlib.Path(a) for a in arguments if not a.startswith("--")]
    unseen = "--unseen" in arguments
    least_right = LEAST_RIGHT_UNSEEN if unseen else LEAST_RIGHT
    most_wrong = MOST_WRONG_UNSEEN if unseen else MOST_WRONG
    good = True
    print(f"1..{3 * len(folders)}")
    for i, folder in enumerate(folders):
        right, wrong, headers = measure(tool, folder, "--loose" in arguments, unseen)
        for n, (case, name) in enumerate([
                (right >= least_right, f"at least {100 * least_right:.4g} % of columns right"),
                (wrong <= most_wrong, f"at most {most_wrong:.2%} wrong and confident"),
                (headers == 1, "every header row found")]):
            print("ok" if case else "not ok", 3 * i + n + 1, f"- {folder.name}: {name}")
            good = good and case
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
