# SPDX-License-Identifier: GPL-3.0-or-later
"""The cable between hub and screen is pulled and plugged again: at the screen's socket, or at the hub's."""

import os
import random
import time

import processes
from machine import Network

COUNT, FULL = 4, 200
BACK = 3.0  # seconds from the plug to the newest figure
# What may come and go with a try that is under way.
SLACK_FILES, SLACK_MEGABYTES = 3, 2.0


def _weigh(pid):
    return len(os.listdir(f"/proc/{pid}/fd")), processes.pss_megabytes(pid, "Pss_Anon")


def _flat(points, name, weights):
    """The first fifth warms up (the journal's page cache fills); the second and the last are compared."""
    share = max(1, len(weights) // 5)
    early, late = weights[share:2 * share], weights[-share:]
    for what, slack, index, unit in (("descriptors", SLACK_FILES, 0, ""), ("own PSS", SLACK_MEGABYTES, 1, " MB")):
        before = sum(weight[index] for weight in early) / len(early)
        after = sum(weight[index] for weight in late) / len(late)
        points.tell(after <= before + slack, f"{name}: {what} from {before:.1f}{unit} to {after:.1f}{unit}")


def run(stage, arguments):
    randomness, network = random.Random(arguments.seed), Network()
    try:
        stage.hub.listen, stage.hub.arguments = f"{network.HUB}:0", ["--insecure"]
        stage.screen_prefix = network.prefix
        stage.open().start()
        late, weights = [], {"screen": [], "hub": []}
        for number in range(arguments.count or (FULL if arguments.full else COUNT)):
            cable = randomness.choice(("screen", "hub"))
            time.sleep(randomness.uniform(0.3, 1))
            network.pull(cable)
            out = randomness.expovariate(1 / 6) if arguments.full else randomness.uniform(0.3, 2.5)
            time.sleep(out)
            network.plug(cable)
            took = stage.recover(BACK, f"the {cable}'s cable plugged")
            if took is None:
                late.append(f"after {out:.1f} s without the {cable}'s cable")
            weights["screen"].append(_weigh(stage.screen.process.pid))
            weights["hub"].append(_weigh(stage.hub.server.pid))
        stage.finish()
        stage.points.tell(not late, f"{len(late)} times late", "\n".join(late))
        for name, found in weights.items():
            _flat(stage.points, name, found)
    finally:
        network.close()
