# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub with 64 MB: 5,000 records, a crowd of streams of which half never read, and big bodies at the same time."""

import os
import resource
import threading
import time

import programs
import writers
from crowd import Crowd
from machine import Memory, Unable

MEGABYTES = 64
BACK = 3.0
RECORDS = 5000
FOR = {False: 6, True: 300}


class Limit:
    """For those who are not root; stacks of threads count whole here, so they are made small."""

    def __init__(self, megabytes):
        self.size = megabytes << 20

    def take(self, pid):
        resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))
        resource.setrlimit(resource.RLIMIT_DATA, (self.size, self.size))

    def most(self):
        return 0

    def close(self):
        pass


def _fill(stage):
    changes = []
    for number in range(RECORDS // 2):
        name = f"filler-{number}"
        changes.append(("product", name, {"name": {"zh-Hans": f"货{number}"}, "order": 1000 + number, "trade": "dried",
                                          "sold_by": "weight", "staple": False}))
        changes.append(("price", f"{name}@average", writers.price(name, "average", 123 + number, "test")))
    stage.hub.publish(changes)


def _weigh_down(stage, stopping, statuses):
    """One after the other: a body that is as large as allowed, and not acceptable."""
    line = writers.Line(stage.hub, stage.hub.listen)
    while not stopping.is_set():
        filler = [{"kind": "price", "id": f"filler-{number}@average", "sure": True,
                   "value": {**writers.price(f"filler-{number}", "average", 99, "test"), "per": "furlong",
                             "pad": "x" * 1200}} for number in range(RECORDS)]
        statuses.append(line.ask("POST", "/changes", {"changes": filler}))
    line.close()


def run(stage, arguments):
    try:
        memory = Memory(MEGABYTES)
    except Unable:
        memory = Limit(MEGABYTES)
    stopping, statuses, crowd = threading.Event(), [], None
    try:
        stage.hub.prepare = lambda: memory.take(os.getpid())
        stage.open()
        _fill(stage)
        stage.start()
        crowd = Crowd(stage.hub, streams=150, deaf=150)
        heavy = [threading.Thread(target=_weigh_down, args=(stage, stopping, statuses), daemon=True) for _ in range(3)]
        for thread in heavy:
            thread.start()
        time.sleep(FOR[arguments.full])
        stage.recover(BACK, "under all that")
        stopping.set()
        for thread in heavy:
            thread.join()
        stage.points.tell(statuses and set(statuses) <= {413, 422, 503},
                          f"{len(statuses)} bodies of {RECORDS} bad changes were refused", str(set(statuses)))
        # The kernel holds the limit itself, and charges pages in batches: its peak may stand a little above.
        stage.points.tell(memory.most() < MEGABYTES + 1, f"the hub took {memory.most():.1f} MB at most, file cache included")
        crowd.close()
        stage.finish()
    finally:
        stopping.set()
        if crowd is not None:
            crowd.close()
        stage.close()
        memory.close()
