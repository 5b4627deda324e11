# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen, and the people who publish, find the hub only through a proxy that spoils what it passes on."""

import random
import time

from proxy import Fault, Proxy

# A screen that lost its hub several times waits up to 8 s before it tries again.
LIMITS = {Fault.STALL: 9.5, Fault.BUFFER: 9.5, Fault.DRIP: 9.5, Fault.REFUSE: 9.5, Fault.CUT: 9.5, Fault.REORDER: 9.5,
          Fault.LOSE: 9.5, Fault.REPEAT: 9.5, Fault.CORRUPT: 9.5}


def run(stage, arguments):
    randomness = random.Random(arguments.seed)
    stage.open()
    proxy = Proxy(stage.hub.listen, arguments.seed)
    try:
        stage.screen_url = proxy.url
        stage.start(address=proxy.address)
        for _ in range(arguments.count or (10 if arguments.full else 1)):
            for fault, limit in LIMITS.items():
                time.sleep(0.5)
                proxy.set(fault)
                time.sleep(randomness.uniform(1, 6) if arguments.full else 1.0)
                proxy.set(Fault.NONE)
                stage.recover(limit, f"a proxy that {fault.value}")
        stage.finish()
        stage.points.tell(proxy.spoilt > 0, f"the proxy spoilt {proxy.spoilt} pieces")
    finally:
        proxy.close()
