# SPDX-License-Identifier: GPL-3.0-or-later
"""Shell scripts pass shellcheck and begin by failing early."""

import subprocess


def check(tree):
    complaints = []
    scripts = [p for p in tree.paths("*") if not p.endswith((".png", ".ttf", ".py")) and
               (tree.top / p).read_bytes()[:64].split(b"\n")[0].endswith((b"bash", b"/sh"))]
    for path in scripts:
        if "set -eu" not in tree.text(path):
            complaints.append(f"{path}: does not stop at the first error (set -eu)")
    if scripts:
        found = subprocess.run(["shellcheck", "--format=gcc", "--external-sources", *scripts],
                               cwd=tree.top, capture_output=True, text=True)
        complaints += found.stdout.splitlines()
    return complaints


REJECTS = {
    "an unquoted word": {"app/run": "#!/usr/bin/env bash\nset -eu\nrm $1\n"},
    "a script that goes on": {"app/run": "#!/usr/bin/env bash\ntrue\n"},
}
