# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed for a box on the wall makes sense to who reads it: systemd's units, the desktop's files. A unit
that listens to others may do little."""

import pathlib
import re
import subprocess
import tempfile

# systemd-analyze's overall exposure, of 10; what needs a seat and a display cannot be had for so little.
EXPOSURE = {"marketboard-hub": 2.0, "marketboard-screen": 7.0}


def run(*command):
    found = subprocess.run(command, capture_output=True, text=True)
    return found.returncode, (found.stdout + found.stderr).strip()


def check_unit(path, text):
    """The programs need not be installed here."""
    name = pathlib.PurePath(path).name.removesuffix(".in")
    stem = name.removesuffix(".service")
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / name
        unit.write_text(re.sub(r"@bindir@/[\w-]+|@cage@", "/bin/true", text), encoding="utf-8")
        status, said = run("systemd-analyze", "verify", "--man=no", str(unit))
        complaints = [f"{path}: {line.replace(folder + '/', '')}" for line in said.splitlines()]
        if status and not complaints:
            complaints.append(f"{path}: systemd refuses it")
        status, said = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    exposure = re.search(r"exposure level for .*: ([\d.]+)", said)
    if not exposure or float(exposure.group(1)) > EXPOSURE.get(stem, 2.0):
        complaints.append(f"{path}: exposed by {exposure.group(1) if exposure else said} of 10")
    return complaints


def check(tree):
    complaints = []
    for path in tree.paths("data/*.service.in"):
        complaints += check_unit(path, tree.text(path))
    for path in tree.paths("data/*.desktop"):
        complaints += [f"{path}: {line}" for line in run("desktop-file-validate", str(tree.top / path))[1].splitlines()]
    for path in tree.paths("data/*.metainfo.xml"):
        status, said = run("appstreamcli", "validate", "--no-net", str(tree.top / path))
        if status:
            complaints += [f"{path}: {line}" for line in said.splitlines()]
    return complaints


UNIT = "[Unit]\nDescription=x\n[Service]\nExecStart=@bindir@/x\n"
REJECTS = {
    "a key that systemd does not know": {"data/kiosk/x.service.in": UNIT + "ProtectHome=yes\nProtectHouse=yes\n"},
    "a hub that may do everything": {"data/kiosk/marketboard-hub.service.in": UNIT},
    "a program without a name": {"data/x.desktop": "[Desktop Entry]\nType=Application\nExec=x\n"},
    "metainfo without a summary": {"data/x.metainfo.xml": "<component type=\"desktop-application\"><id>x.y.z</id></component>"},
}
