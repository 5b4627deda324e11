#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wholesale market's two and a half years of prices, every row, into a hub of its own: how long it takes and how
much memory both programs need.

usage: bench_import.py HUB LIST
"""

import http.client
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

SECONDS, MEGABYTES = 8.0, 200.0
SKIPPED = 77


class Control(http.client.HTTPConnection):
    """The hub's own socket in its folder."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def add_market(folder):
    control = Control(folder / "control.sock")
    control.request("POST", "/v1/markets", '{"id":"bench","name":"Bench"}', {"Content-Type": "application/json"})
    answer = control.getresponse()
    assert answer.status == 201, answer.read()


def peak_megabytes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main():
    program, prices = sys.argv[1:]
    if not os.path.exists(prices):
        print(f"skipped: there is no {prices}")
        return SKIPPED

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with subprocess.Popen([program, "--data", name, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as hub:
            url = hub.stdout.readline().split()[-1]
            add_market(folder)
            with open(folder / "held", "w", encoding="utf-8") as held:
                begin = time.monotonic()
                run = subprocess.Popen([program, "import", "--hub", url, "--history", "--sure", prices], stderr=held,
                                       stdout=subprocess.PIPE, text=True)
                summary = run.stdout.read()
                _, status, usage = os.wait4(run.pid, 0)
                run.returncode = os.waitstatus_to_exitcode(status)
                seconds = time.monotonic() - begin
            memory = (usage.ru_maxrss / 1024, peak_megabytes(hub))
            hub.terminate()
        named = len((folder / "held").read_text(encoding="utf-8").splitlines())

    print(summary, end="")
    print(f"{seconds:.2f} s of {SECONDS}; import {memory[0]:.0f} MB, hub {memory[1]:.0f} MB of {MEGABYTES:.0f}; "
          f"{named} lines about rows held back")
    return 0 if run.returncode == 0 and seconds <= SECONDS and max(memory) <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
