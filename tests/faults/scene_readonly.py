# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub's disk fails and becomes read-only under it; a technician mends it. The screen's is read-only throughout."""

import time

import programs
import writers
from machine import Disk

READ_ONLY_FOR = 3.0
BACK = 10.0  # the hub was stopped and started


def run(stage, arguments):
    disk = Disk(stage.folder / "disk", 64, "ext4")
    try:
        stage.hub.data = str(disk.folder / "hub")
        (stage.folder / "screen").mkdir()
        Disk(stage.folder / "screen", 1).remount("ro")
        stage.open().start()
        for _ in range(arguments.count or (5 if arguments.full else 1)):
            time.sleep(0.5)
            disk.fail()
            programs.until("nothing is written any more", lambda: not _writes(stage), 5)
            time.sleep(READ_ONLY_FOR)
            stage.points.tell(len(stage.hub.records("price")) > 8, "a hub on a read-only disk can be read")
            stage.points.tell(not _writes(stage), "and refuses what is published")
            stage.hub.stop()
            refusal = _start_refused(stage)
            stage.points.tell(refusal, "started on it, it says why it cannot", refusal)
            disk.detach()
            disk.mend()
            disk.attach()
            stage.hub.start()
            stage.recover(BACK, "disk mended")
        stage.finish()
    finally:
        stage.close()
        disk.close()


def _writes(stage):
    try:
        stage.hub.publish([("price", "shared-0@stall@a-001", writers.price("shared-0", "stall", time.time_ns() % 100000, "test"))],
                          dangling=True)
    except programs.Refused:
        return False
    return True


def _start_refused(stage):
    """What a hub says that is started on a read-only disk."""
    said = stage.folder / "refusal"
    with open(said, "w") as log:
        hub = programs.Hub(stage.hub.program, stage.hub.data, log=log)
        try:
            hub.start()
        except AssertionError:
            hub.server.wait()
        else:
            hub.stop()
    return said.read_text()
