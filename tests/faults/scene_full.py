# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub's disk fills up while people publish; the screen's is full from the beginning. Then somebody makes room."""

import os
import resource
import signal
import time

import programs
from machine import Disk, Unable

FULL_FOR = 3.0  # seconds
BACK = 3.0      # after there is room


class Limit:
    """For those who are not root: no file may grow beyond this."""

    def __init__(self, stage, megabytes):
        self.stage, self.megabytes = stage, megabytes
        stage.hub.prepare = self._prepare

    def _prepare(self):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.megabytes << 20, resource.RLIM_INFINITY))

    def resize(self, megabytes):
        limits = (megabytes << 20, resource.RLIM_INFINITY)
        resource.prlimit(self.stage.hub.server.pid, resource.RLIMIT_FSIZE, limits)

    def close(self):
        pass


def _make_disk(stage):
    try:
        disk = Disk(stage.folder / "disk", 6)
    except Unable:
        return Limit(stage, 3)
    stage.hub.data = str(disk.folder / "hub")
    (stage.folder / "screen").mkdir()
    Disk(stage.folder / "screen", 1)
    with open(stage.folder / "screen" / "ballast", "wb") as ballast:
        while True:
            try:
                os.write(ballast.fileno(), bytes(4096))
            except OSError:
                return disk


def run(stage, arguments):
    disk = _make_disk(stage)
    stage.hub.log = open(stage.folder / "log", "w", encoding="utf-8")
    try:
        stage.open().start(rate=60)
        size = 6
        for _ in range(arguments.count or (5 if arguments.full else 1)):
            known = len(stage.ledger.refused)
            programs.until("something is refused", lambda: len(stage.ledger.refused) > known + 3, 60)
            began = len(stage.glass.sights)
            time.sleep(FULL_FOR)
            read = stage.hub.records("price")
            stage.points.tell(len(read) > 8, "a full hub can be read")
            stage.points.tell(len(stage.glass.sights) <= began + 1, "a full hub says nothing new")
            size += 6
            disk.resize(size)
            stage.recover(BACK, "room made on the hub's disk")
        stage.points.tell(stage.ledger.refused, f"{len(stage.ledger.refused)} changes of figures were refused")
        lines = (stage.folder / "log").read_text(encoding="utf-8").count("nothing is written")
        # Small changes find room for a while where large ones do not.
        stage.points.tell(0 < lines <= len(stage.ledger.refused) / 2, f"the log says so {lines} times")
        disk.resize(256)
        stage.finish()
    finally:
        stage.close()
        stage.hub.log.close()
        disk.close()
