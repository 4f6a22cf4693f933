#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many columns of real layouts are taken for what they are. TAP, with the figures and every column
that is not right as comments.

    layouts.py MAP-COLUMNS [--loose] FOLDER...

A folder has truth.jsonl and its files (tests/data/layouts/README.md). A column is right where it is
placed on its meaning, or on nothing where that is "other"; it is wrong and confident where it is placed
on something else. --loose: the truth knows only the fields below, so that any other field is "other".
"""

import json
import pathlib
import subprocess
import sys

LEAST_RIGHT = 0.97
MOST_WRONG = 0.005
KNOWN = set("""first_name last_name full_name email phone mobile company street postal_code city country
birthdate source notes tags website siret siren naf linkedin""".split())


def look(tool, folder, truths):
    paths = [str(folder / truth["file"]) for truth in truths]
    out = subprocess.run([tool, *paths], capture_output=True, text=True, check=True).stdout
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


def measure(tool, folder, loose):
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        truths = [json.loads(line) for line in lines]
    total = right = wrong = headers = 0
    for truth, (header_row, columns) in zip(truths, look(tool, folder, truths)):
        headers += header_row == truth["header_row"]
        for is_right, is_wrong, line in judge(truth, header_row, columns, loose):
            total += 1
            right += is_right
            wrong += is_wrong
            if not is_right:
                print("#", "wrong:" if is_wrong else "missed:", line)
    print(f"# {folder.name}: {len(truths)} files, {total} columns: {100 * right / total:.2f} % right, "
          f"{100 * wrong / total:.2f} % wrong and confident; header row of {headers} files")
    return right / total, wrong / total, headers / len(truths)


def main(tool, *arguments):
    folders = [pathlib.Path(a) for a in arguments if a != "--loose"]
    good = True
    print(f"1..{3 * len(folders)}")
    for i, folder in enumerate(folders):
        right, wrong, headers = measure(tool, folder, "--loose" in arguments)
        for n, (case, name) in enumerate([
                (right >= LEAST_RIGHT, f"at least {LEAST_RIGHT:.0%} of columns right"),
                (wrong <= MOST_WRONG, f"at most {MOST_WRONG:.1%} wrong and confident"),
                (headers == 1, "every header row found")]):
            print("ok" if case else "not ok", 3 * i + n + 1, f"- {folder.name}: {name}")
            good = good and case
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
