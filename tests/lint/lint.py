#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one lint over the tree, after each of its examples proved that it can reject: TAP on stdout.

A lint is a module with `check(tree) -> [complaint]` and `REJECTS = {name: {path: text}}`, small trees
that it must complain of. A tree answers `paths(pattern)` and `text(path)`; paths are relative.
"""

import fnmatch
import importlib
import pathlib
import subprocess
import sys
import tempfile


class Tree:
    def __init__(self, top, paths):
        self.top = pathlib.Path(top)
        self._paths = sorted(paths)

    def paths(self, *patterns):
        return [p for p in self._paths if any(fnmatch.fnmatch(p, one) for one in patterns)]

    def text(self, path):
        return (self.top / path).read_text(encoding="utf-8")

    def lines(self, path):
        return enumerate(self.text(path).splitlines(), 1)


def tree_of(top):
    """What git tracks or would track; without git (a release's archive) every file but a build's."""
    try:
        paths = subprocess.run(
            ["git", "-c", f"safe.directory={top}", "-C", top, "ls-files", "-co", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        paths = [str(p.relative_to(top)) for p in pathlib.Path(top).rglob("*")]
    return Tree(top, [p for p in paths if (pathlib.Path(top) / p).is_file() and
                      not p.startswith(("build", ".git/")) and "__pycache__" not in p])


def example(files):
    folder = tempfile.TemporaryDirectory()
    for path, text in files.items():
        place = pathlib.Path(folder.name) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder, Tree(folder.name, files)


def main():
    name, top = sys.argv[1], sys.argv[2]
    lint = importlib.import_module(name)
    print(f"1..{len(lint.REJECTS) + 1}")
    number = 0
    for title, files in lint.REJECTS.items():
        number += 1
        folder, tree = example(files)
        with folder:
            print("ok" if lint.check(tree) else "not ok", number, f"- {name} rejects {title}")
    complaints = lint.check(tree_of(top))
    for complaint in complaints:
        print(f"# {complaint}")
    print("not ok" if complaints else "ok", number + 1, f"- {name} finds nothing in the tree")
    for line in getattr(lint, "report", lambda tree: [])(tree_of(top)):
        print(f"# {line}")


if __name__ == "__main__":
    main()
