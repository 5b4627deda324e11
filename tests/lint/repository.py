# SPDX-License-Identifier: GPL-3.0-or-later
"""The top level, the licence line, and what must never be in a commit."""

import re

TOP = {"app", "ui", "resources", "data", "po", "tests", "meson.build", "meson_options.txt", "README.md"}
BINARY = (".png", ".svg", ".ttf", ".otf", ".ogg")
LIMIT = 400_000
SOURCES = ("app/*.c", "app/*.h", "tests/*.c", "tests/*.h", "tests/*.py", "resources/*.css", "resources/*.sql")
# Written apart, so that this file does not hold what it looks for.
PATHS = re.compile("/(?:" + "|".join(("home", "root", "work", "Users")) + r")/[\w.]+")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bghp_\w{20}|AKIA[0-9A-Z]{16}")


def check(tree):
    complaints = []
    for path in tree.paths("*"):
        top = path.split("/")[0]
        if top not in TOP and not top.startswith("."):
            complaints.append(f"{path}: the top level is fixed")
        size = (tree.top / path).stat().st_size
        if size > LIMIT:
            complaints.append(f"{path}: {size} bytes")
        if path.endswith(BINARY):
            continue
        try:
            text = tree.text(path)
        except UnicodeDecodeError:
            complaints.append(f"{path}: neither text nor a picture")
            continue
        for pattern, what in ((PATHS, "a machine's path"), (SECRET, "a secret")):
            match = pattern.search(text)
            if match:
                complaints.append(f"{path}: {what}: {match.group(0)}")
        if re.search(r"[ \t]$", text, re.M) and not path.endswith((".md", ".csv", ".tsv")):
            complaints.append(f"{path}: white space at a line's end")
    for path in tree.paths(*SOURCES):
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in tree.text(path)[:300]:
            complaints.append(f"{path}: no SPDX line")
    return complaints


REJECTS = {
    "a shed at the top": {"tools/x.c": "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"},
    "no licence": {"app/net/mb-x.c": "int x;\n"},
    "a machine's path": {"README.md": "see /" + "home/someone\n"},
    "a private key": {"data/key": "-----BEGIN " + "PRIVATE KEY-----\n"},
    "half a megabyte": {"data/x.txt": "x" * 500_000},
    "trailing white space": {"app/net/mb-x.c": "/* SPDX-License-Identifier: GPL-3.0-or-later */ \n"},
}
