# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub that may have 10,000 descriptors, and more clients than that. Who was in stays in; who comes too late is told.
In short it is a crowd that just fits."""

import http.client
import os
import resource
import time

import programs
from crowd import Crowd

DESCRIPTORS = 10000
CROWD = {"streams": 200, "deaf": 300, "silent": DESCRIPTORS}
FITTING = {"streams": 200, "deaf": 300, "silent": 1000}
OWN = 2 * DESCRIPTORS  # of this process
BACK, LEAVE = 2.0, 20.0
SLACK = 10


def _limit():
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def _answer(hub):
    """What a newcomer is told: a status, or why not, and after how long."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(hub.listen, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status, time.monotonic() - began
    except TimeoutError:
        return "silence", time.monotonic() - began
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, time.monotonic() - began
    finally:
        connection.close()


def run(stage, arguments):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OWN:
        stage.points.skip(f"this process may have only {hard} descriptors")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (OWN, hard))
    crowd = None
    try:
        stage.hub.prepare = _limit
        stage.open().start()
        for _ in range(arguments.count or (10 if arguments.full else 1)):
            before = _descriptors(stage)
            clients = CROWD if arguments.full else FITTING
            crowd = Crowd(stage.hub, **clients)
            if not arguments.full:
                programs.until("the crowd is in", lambda: _descriptors(stage) >= before + sum(clients.values()), 20)
            most = _descriptors(stage)
            stage.points.tell(before < most < DESCRIPTORS, f"the hub has {most} descriptors open")
            status, took = _answer(stage.hub)
            stage.points.tell(status != "silence" and took < 2, f"a newcomer is told {status} after {took:.2f} s")
            stage.recover(BACK, "with the crowd in")
            crowd.close()
            programs.until("the crowd's descriptors are closed", lambda: _descriptors(stage) <= before + SLACK, LEAVE)
            status, took = _answer(stage.hub)
            stage.points.tell(status == 200 and took < 1, f"after the crowd a newcomer is told {status} after {took:.2f} s")
            stage.recover(BACK, "after the crowd left")
        stage.finish()
    finally:
        if crowd is not None:
            crowd.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _descriptors(stage):
    return len(os.listdir(f"/proc/{stage.hub.server.pid}/fd"))
