# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGKILL, to the hub or to the screen, at any moment of a busy day; each comes back as a supervisor would have it."""

import random
import time

COUNT, FULL = 10, 500
# A screen's next try may wait 8 s when its hub keeps dying, and the hub takes a moment to open.
HUB_BACK, SCREEN_BACK = 10.0, 3.0


def run(stage, arguments):
    randomness = random.Random(arguments.seed)
    stage.open().start()
    for _ in range(arguments.count or (FULL if arguments.full else COUNT)):
        time.sleep(randomness.uniform(0.05, 0.8))
        if randomness.random() < 0.5:
            stage.kill_hub()
            time.sleep(randomness.uniform(0, 0.3))
            stage.hub.start()
            # Now and then it is killed again before anybody is back.
            if randomness.random() < 0.6:
                stage.recover(HUB_BACK, "hub killed")
        else:
            stage.kill_screen()
            time.sleep(randomness.uniform(0, 0.3))
            stage.restart_screen()
            if randomness.random() < 0.6:
                stage.recover(SCREEN_BACK, "screen killed")
    stage.finish()
