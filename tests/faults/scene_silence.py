# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection that is dead though TCP says it is open: the client must find out by itself, after 15 s."""

import time

from proxy import Fault, Proxy

BACK = 15 + 2 + 1.0  # counted from the last byte: silence, the first wait, the way back


def run(stage, arguments):
    stage.open()
    proxy = Proxy(stage.hub.listen, arguments.seed)
    try:
        stage.screen_url = proxy.url
        stage.start()  # people are nearer to the hub
        for _ in range(arguments.count or (10 if arguments.full else 1)):
            proxy.set(Fault.HALF_OPEN)
            time.sleep(1)
            proxy.set(Fault.NONE)
            stage.recover(BACK - 1, "a connection half open")
            if arguments.full:
                time.sleep(61)  # a minute of health makes the first wait short again
        stage.finish()
    finally:
        proxy.close()
