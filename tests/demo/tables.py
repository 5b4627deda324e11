#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample's tables: the same ones make the same bytes whatever the process, and a wrong one makes nothing.

usage: tables.py SAMPLE LAYOUTS
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def make(source, target, seed="0"):
    target.mkdir(exist_ok=True)
    run = subprocess.run([sys.executable, "-B", source / "make.py", source, LAYOUTS, target], capture_output=True, text=True,
                         env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"})
    return run, {path.name: path.read_bytes() for path in target.iterdir()}


def same_bytes(source, room):
    (first, one), (second, other) = make(source, room / "a", "1"), make(source, room / "b", "2")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert one == other and set(one) == {"hall.ndjson", "prices.ndjson", "day.ndjson", "media.ndjson"}


def refused(table, old, new, says):
    def check(source, room):
        copy = room / "copy"
        shutil.copytree(source, copy)
        text = (copy / table).read_text("utf-8")
        assert old in text
        (copy / table).write_text(text.replace(old, new, 1), "utf-8")
        run, made = make(copy, room / "made")
        assert run.returncode != 0 and not made, "it was taken"
        assert says in run.stderr, run.stderr

    return check


TESTS = {
    "the same bytes": same_bytes,
    "a positive that passed": refused("tests.tsv", "68.4\tfail", "68.4\tpass", "does not say pass"),
    "a value on the limit that passed": refused("tests.tsv", "12.6\tpass", "50\tpass", "does not say pass"),
    "a negative that failed": refused("tests.tsv", "negative\tpass", "negative\tfail", "does not say fail"),
    "a column too many": refused("products.tsv", "spinach\t", "spinach\t\t", "columns"),
    "a grade nobody knows": refused("products.tsv", "grade-1", "grade-0", "grade-0"),
    "handling of a test nobody made": refused("handling.tsv", "a-012", "a-013", "a-013"),
}


def main(source):
    print(f"1..{len(TESTS)}")
    failed = 0
    for number, (name, test) in enumerate(TESTS.items(), 1):
        with tempfile.TemporaryDirectory() as room:
            try:
                test(pathlib.Path(source), pathlib.Path(room))
                print(f"ok {number} {name}")
            except AssertionError as error:
                failed += 1
                print(f"not ok {number} {name}: {error}".replace("\n", " "))
    return failed > 0


if __name__ == "__main__":
    LAYOUTS = sys.argv[2]
    sys.exit(main(sys.argv[1]))
