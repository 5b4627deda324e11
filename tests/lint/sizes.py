# SPDX-License-Identifier: GPL-3.0-or-later
"""How large files, functions and folders are. A report; only what is too big to read at all is refused."""

import collections
import re

FILE, FUNCTION, INCLUDES = 800, 120, 22


def functions(text):
    """(first line, length) of each function, by the house's brace in the first column."""
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            yield start, number - start
            start = None


def measure(tree):
    for path in tree.paths("app/*.c", "app/*.h"):
        text = tree.text(path)
        longest = max((length for _, length in functions(text)), default=0)
        includes = len(re.findall(r'^#include "', text, re.M))
        yield path, text.count("\n"), longest, includes


def check(tree):
    complaints = []
    for path, lines, longest, includes in measure(tree):
        if lines > FILE:
            complaints.append(f"{path}: {lines} lines")
        if longest > FUNCTION:
            complaints.append(f"{path}: a function of {longest} lines")
        if includes > INCLUDES:
            complaints.append(f"{path}: {includes} local includes")
    return complaints


def report(tree):
    rows = list(measure(tree))
    folders = collections.Counter(path.rsplit("/", 1)[0] for path, *_ in rows if path.endswith(".h"))
    yield f"{len(rows)} files, {sum(r[1] for r in rows)} lines"
    for path, lines, longest, includes in rows:
        if lines > 500 or longest > 60 or includes > 15:
            yield f"think: {path}: {lines} lines, longest function {longest}, {includes} local includes"
    for folder, count in folders.items():
        if count > 12:
            yield f"think: {folder}: {count} headers"


REJECTS = {
    "a file of 900 lines": {"app/net/mb-x.c": "\n" * 900},
    "a function of 200 lines": {"app/net/mb-x.c": "{\n" + "\n" * 200 + "}\n"},
}
