#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns resources/import/columns.bin: how likely a column is each field, by its marks
(src/import/palier-column-marks.c), from the layouts of tests/data whose meaning is known.

    learn-columns.py MAP-COLUMNS OUT [--without FOLDER]...
    learn-columns.py MAP-COLUMNS --left-out [FOLDER]...

MAP-COLUMNS is _build/tests/bench/map-columns. --without: layouts of that name (layouts-10) are not
learned from. --left-out: for each set in turn, what becomes of its columns when all is learned from the
others: what a file of a kind never met would see. Needs NumPy and SciPy.

The names of the columns of SPENT stand in headers.txt by now, so that rules nearly always know them. They
are learned from, and measured when they are left out, without a part of the names, as a file from outside
would be met; the sets of MET were never looked at by who wrote the names, or not for long.

A multinomial logistic regression: of each mark a weight for each meaning, of each mark of a column as a
field one weight for all fields; by L-BFGS, with a penalty on squares. Where a column may mean several
things, their likelihoods are added up. The outcome is the same at every run on one machine.
"""

import argparse
import collections
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy
import scipy.optimize
import scipy.sparse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "bench"))
import layouts  # noqa: E402

DATA = ROOT / "tests" / "data"
HEADERS = ROOT / "resources" / "import" / "headers.txt"
MODEL_RESOURCE = "/fr/immo_ai/Palier/import/columns.bin"
SPENT = ["layouts", *(f"layouts-{n}" for n in range(2, 10))]
MET = ["layouts-10", "layouts-11", "layouts-12"]

# Seeds, and shares of the names that are left out, with which SPENT is learned from.
THINNED = [(51, 1 / 5), (31, 1 / 3)]
SEED_OF_MEASURE = 1
WEIGHT_OF_SPENT = 0.6
WEIGHT_OF_MET = 2.0
LEAST_ROWS = 3          # a mark on fewer columns is not learned
PENALTY = 2.0
PENALTY_OF_FIELDS = 0.2
STEPS = 70
# What is learned is surer of itself than it may be of sets that were left out, by this factor of log-odds.
TOO_SURE = 1.25
NONE = "other"
ALL = 0xFFFF
THOUSANDTHS = 1000
LEAST_WEIGHT = 30       # thousandths; less is left out


class Column:
    """A column with its marks, those as each field, and what it may mean."""

    def __init__(self, cells, truth, weight):
        self.marks = [int(mark) for mark in cells[1].split()]
        self.of_field = {}
        for cell in cells[2:]:
            field, *marks = cell.split(" ")
            self.of_field[field] = [int(mark) for mark in marks]
        self.meanings = [truth["meaning"], *truth.get("also", [])]
        self.weight = weight


def overlay(**files):
    """The environment in which resources are read from @files, by their paths as keyword "headers" or "model"."""
    names = {"headers": layouts.RESOURCE, "model": MODEL_RESOURCE}
    pairs = [f"{names[key]}={path}" for key, path in files.items() if path]
    return {**os.environ, "G_RESOURCE_OVERLAYS": ":".join(pairs)} if pairs else None


def thin(seed, share):
    file = tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8")
    file.write(layouts.leave_out(HEADERS.read_text(encoding="utf-8"), seed, share))
    file.flush()
    return file


def read_columns(tool, name, environment, weight):
    """Yields the columns of the layouts @name."""
    truths = layouts.read_truths(DATA / name)
    paths = [str(DATA / name / truth["file"]) for truth in truths]
    out = subprocess.run([tool, "--marks", *paths], capture_output=True, text=True, check=True,
                         env=environment).stdout
    files = []
    for line in out.splitlines():
        kind, *cells = line.split("\t")
        if kind == "file":
            files.append([])
        else:
            files[-1].append(cells)
    for truth, columns in zip(truths, files):
        for column in truth["columns"]:
            yield Column(columns[column["index"]], column, weight)


def read_all(tool):
    """What can be learned from: columns by the name of their set."""
    columns = {name: list(read_columns(tool, name, None, WEIGHT_OF_MET)) for name in MET}
    for name in SPENT:
        columns[name] = []
    for seed, share in THINNED:
        with thin(seed, share) as file:
            for name in SPENT:
                columns[name] += read_columns(tool, name, overlay(headers=file.name), WEIGHT_OF_SPENT)
    return columns


class Problem:
    """The columns as matrices."""

    def __init__(self, columns):
        self.meanings = [NONE, *sorted({m for c in columns for m in c.meanings} - {NONE})]
        place = {meaning: i for i, meaning in enumerate(self.meanings)}
        self.marks = self.number(c.marks for c in columns)
        self.field_marks = self.number(marks for c in columns for marks in c.of_field.values())
        self.of_column = self.matrix([c.marks for c in columns], self.marks)
        rows = [c.of_field.get(meaning, []) for c in columns for meaning in self.meanings]
        self.of_field = self.matrix(rows, self.field_marks)
        self.weights = numpy.array([c.weight for c in columns])
        self.truth = numpy.zeros((len(columns), len(self.meanings)), bool)
        for i, column in enumerate(columns):
            self.truth[i, [place[m] for m in column.meanings]] = True

    @staticmethod
    def number(lists):
        counts = collections.Counter(mark for marks in lists for mark in marks)
        return {mark: i for i, mark in enumerate(sorted(m for m, n in counts.items() if n >= LEAST_ROWS))}

    @staticmethod
    def matrix(lists, numbers):
        known = [[numbers[mark] for mark in marks if mark in numbers] for marks in lists]
        ends = numpy.cumsum([0, *(len(marks) for marks in known)])
        places = numpy.array([place for marks in known for place in marks], numpy.int32)
        return scipy.sparse.csr_matrix((numpy.ones(len(places)), places, ends), shape=(len(known), len(numbers)))

    def split(self, values):
        size = len(self.marks) * len(self.meanings)
        return values[:size].reshape(len(self.marks), len(self.meanings)), values[size:]

    def loss(self, values):
        """What the weights cost, and by how much each changes that."""
        weights, of_field = self.split(values)
        odds = self.of_column @ weights + (self.of_field @ of_field).reshape(self.truth.shape)
        likely = numpy.exp(odds - odds.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        right = (likely * self.truth).sum(1) + 1e-30
        change = (likely - likely * self.truth / right[:, None]) * self.weights[:, None]
        cost = (-(self.weights * numpy.log(right)).sum() + PENALTY / 2 * (weights ** 2).sum()
                + PENALTY_OF_FIELDS / 2 * (of_field ** 2).sum())
        return cost, numpy.concatenate([
            (self.of_column.T @ change + PENALTY * weights).ravel(),
            self.of_field.T @ change.ravel() + PENALTY_OF_FIELDS * of_field])

    def solve(self):
        start = numpy.zeros(len(self.marks) * len(self.meanings) + len(self.field_marks))
        found = scipy.optimize.minimize(self.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        return self.split(found.x)


def learn(columns):
    """The bytes of the resource: palier-column-model.c."""
    problem = Problem(columns)
    weights, of_field = problem.solve()
    by_mark = collections.defaultdict(list)
    for mark, i in problem.marks.items():
        by_mark[mark] += enumerate(weights[i])
    for mark, i in problem.field_marks.items():
        by_mark[mark].append((ALL, of_field[i]))
    body, ends, marks = [], [], []
    for mark, pairs in sorted(by_mark.items()):
        kept = [(meaning, round(weight / TOO_SURE * THOUSANDTHS)) for meaning, weight in pairs]
        kept = [(meaning, weight) for meaning, weight in kept if abs(weight) >= LEAST_WEIGHT]
        if kept:
            body += kept
            marks.append(mark)
            ends.append(len(body))
    return b"".join([
        struct.pack("<4s3I", b"PCOL", len(problem.meanings), len(marks), len(body)),
        *(struct.pack("32s", meaning.encode()) for meaning in problem.meanings),
        struct.pack(f"<{len(marks)}I", *marks), struct.pack(f"<{len(ends)}I", *ends),
        *(struct.pack("<Hh", meaning, weight) for meaning, weight in body)])


def measure(tool, name, model):
    """How many columns there are of the layouts @name, are right, and are wrong and confident."""
    with thin(SEED_OF_MEASURE, 0 if name in MET else THINNED[-1][1]) as headers:
        truths = layouts.read_truths(DATA / name)
        looks = layouts.look(tool, DATA / name, truths, overlay(headers=headers.name, model=model))
        verdicts = [v for truth, (_, columns) in zip(truths, looks)
                    for v in layouts.judge(truth, 0, columns, False)]
    return len(verdicts), sum(right for right, _, _ in verdicts), sum(wrong for _, wrong, _ in verdicts)


def leave_out(tool, names):
    known = read_all(tool)
    for name in names or [*SPENT, *MET]:
        with tempfile.NamedTemporaryFile(suffix=".bin") as file:
            file.write(learn([c for other in known if other != name for c in known[other]]))
            file.flush()
            total, right, wrong = measure(tool, name, file.name)
        print(f"{name}: {total} columns: {100 * right / total:.2f} % right, {100 * wrong / total:.2f} % wrong "
              "and confident", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("tool", metavar="MAP-COLUMNS")
    parser.add_argument("names", nargs="*", metavar="OUT or FOLDER")
    parser.add_argument("--without", action="append", default=[], metavar="FOLDER")
    parser.add_argument("--left-out", action="store_true")
    arguments = parser.parse_args()
    if arguments.left_out:
        return leave_out(arguments.tool, arguments.names)
    if len(arguments.names) != 1:
        parser.error("one OUT is needed")
    known = read_all(arguments.tool)
    columns = [c for name in known if name not in arguments.without for c in known[name]]
    pathlib.Path(arguments.names[0]).write_bytes(learn(columns))


if __name__ == "__main__":
    main()
