# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program and all that it started cost: processor seconds and proportional memory."""

import os

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        return file.read().rsplit(")", 1)[1].split()


def family(root):
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents.setdefault(int(_stat(name)[1]), []).append(int(name))
            except (OSError, IndexError):
                pass
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue += parents.get(pid, [])
    return found


def cpu_seconds(root):
    """User and system time of the processes that live now."""
    total = 0
    for pid in family(root):
        try:
            stat = _stat(pid)
            total += int(stat[11]) + int(stat[12])
        except OSError:
            pass
    return total / TICK


def pss_megabytes(root, part="Pss"):
    """part: Pss_Anon is what is nobody else's; the rest changes with who else uses the same libraries."""
    total = 0
    for pid in family(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith(f"{part}:"))
        except OSError:
            pass
    return total / 1024
