# SPDX-License-Identifier: GPL-3.0-or-later
"""A version pin that no header reads pins nothing: every *_VERSION_M??_* macro that the build defines must
be one that the installed library asks for, with a value that it defines."""

import pathlib
import re
import subprocess

PIN = re.compile(r"-D(\w+_VERSION_(?:MIN_REQUIRED|MAX_ALLOWED))=(\w+)")
PACKAGES = ("glib-2.0", "gtk4", "libsoup-3.0")


def headers():
    flags = subprocess.run(["pkg-config", "--cflags-only-I", *PACKAGES], capture_output=True, text=True).stdout
    for folder in {flag[2:] for flag in flags.split()}:
        yield from pathlib.Path(folder).rglob("*version*.h")
        yield from pathlib.Path(folder).rglob("*visibility*.h")


def check(tree):
    known = "".join(path.read_text(errors="replace") for path in headers())
    complaints = []
    for path in tree.paths("meson.build"):
        for macro, value in PIN.findall(tree.text(path)):
            if not re.search(rf"\b{macro}\b", known):
                complaints.append(f"{path}: no header reads {macro}")
            elif not re.search(rf"define\s+{value}\b", known):
                complaints.append(f"{path}: no header defines {value}")
    return complaints


REJECTS = {
    "a misspelt macro": {"meson.build": "'-DGTK_VERSION_MAX_ALLOWED=GDK_VERSION_4_8'"},
    "a version that is none": {"meson.build": "'-DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_75'"},
}
