# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub's power goes: what its disk was not asked to keep is gone, and nothing that was answered is."""

import pathlib
import random
import signal
import time

import programs
from machine import Disk

COUNT, FULL = 3, 50
BACK = 10.0  # as after any death of the hub


def _states(pid):
    """Of its threads: T is stopped, D is in the kernel and will not come out of it any more."""
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        yield (thread / "stat").read_text().rsplit(")", 1)[1].split()[0]


def _stop(process):
    """A box without power runs no program. (One that ran on would be told by its cut off file system that all is kept.)"""
    process.send_signal(signal.SIGSTOP)
    programs.until("every thread stands", lambda: set(_states(process.pid)) <= {"T", "D"}, step=0.001)


def run(stage, arguments):
    randomness = random.Random(arguments.seed)
    disk = Disk(stage.folder / "disk", 64, "ext4")
    try:
        stage.hub.data = str(disk.folder / "hub")
        stage.open().start(rate=40)
        for _ in range(arguments.count or (FULL if arguments.full else COUNT)):
            time.sleep(randomness.uniform(0.2, 1))
            _stop(stage.hub.server)
            disk.cut_power()
            stage.kill_hub()
            disk.detach()
            disk.attach()
            stage.hub.start()
            stage.recover(BACK, "power back")
        stage.finish()
    finally:
        stage.close()
        disk.close()
