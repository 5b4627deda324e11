#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts into a hub of its own: how many a second are durable in batches of several sizes, what it costs to be told
10,000 again, how long a change waits behind such batches, and how much memory the hub needs.

usage: bench_facts.py HUB
"""

import pathlib
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parent.parent / "lib"))

import programs  # noqa: E402

SIZES = {1: 300, 100: 100, 10000: 20}  # facts in a batch: batches
MEGABYTES = 64
LINES = {"Content-Type": "application/x-ndjson"}
CODE = "0123456789abcdefghjkmnpqrstvwxyz"


def code(number):
    return "".join(CODE[number >> 5 * place & 31] for place in range(12))


def weighing(source, n):
    return (f'{{"type":"weighing","source":"{source}","n":{n},"at":"2026-11-23T07:10:00+08:00","scale":"s-7",'
            f'"stall":"a-{n % 650:03}","product":"spinach","grams":{n % 3000},"tare_grams":4,"fen_per":398,"per":"500g",'
            f'"fen":{(n % 3000 * 398 + 250) // 500},"code":"{code(n)}"}}')


def play(source, n):
    return (f'{{"type":"play","source":"{source}","n":{n},"at":"2026-11-23T07:10:15+08:00","screen":"e-{n % 12}",'
            f'"zone":"video","media":"film-{n % 20}","started_at":"2026-11-23T{6 + n % 13:02}:10:00+08:00","ms":15000,'
            f'"ended":"whole"}}')


def batches(make, size, count, n=1):
    source = f"bench~{size:016x}" if make is play else f"scale~{size:016x}"
    return ["\n".join(make(source, n + batch * size + i) for i in range(size)) for batch in range(count)]


def peak_megabytes(hub):
    status = pathlib.Path(f"/proc/{hub.server.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def send(hub, bodies, expected):
    connection, took = hub.connect(), []
    for body in bodies:
        began = time.monotonic()
        answer = hub.call("POST", "/facts", body.encode(), connection, LINES)
        took.append(time.monotonic() - began)
        assert answer == expected, answer
    return took


class Changes:
    """Somebody who changes a record all the time, and how long each change takes."""

    def __init__(self, hub):
        self.hub, self.took, self.stopping = hub, [], False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        connection, number = self.hub.connect(), 0
        while not self.stopping:
            number += 1
            began = time.monotonic()
            self.hub.publish([("notice", "n", {"text": {"en": str(number)}, "level": "info", "audience": "stalls"})], connection)
            self.took.append(time.monotonic() - began)
            time.sleep(0.005)

    def stop(self):
        self.stopping = True
        self.thread.join()
        took = sorted(self.took)
        return took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000


def main():
    with programs.folder() as folder:
        hub = programs.Hub(sys.argv[1], str(folder / "hub")).add_market().start()
        for make in (play, weighing):
            for size, count in SIZES.items():
                took = sum(send(hub, batches(make, size, count), {"accepted": size, "duplicates": 0}))
                print(f"{make.__name__}s in batches of {size}: {size * count / took:.0f}/s, {took / count * 1000:.1f} ms a batch")
        for make in (play, weighing):
            took = send(hub, batches(make, 10000, 1) * 5, {"accepted": 0, "duplicates": 10000})
            print(f"10,000 {make.__name__}s again: {sorted(took)[2] * 1000:.0f} ms")

        changes = Changes(hub)
        time.sleep(1)
        print("a change beside nothing: median %.1f, p99 %.1f ms" % changes.stop())
        bodies = batches(weighing, 10000, 20, 1_000_001)
        changes = Changes(hub)
        send(hub, bodies, {"accepted": 10000, "duplicates": 0})
        print("a change beside batches of 10,000: median %.1f, p99 %.1f ms" % changes.stop())
        memory = peak_megabytes(hub)
        began = time.monotonic()
        hub.run("report", "plays", "--from", "2026-11-01", "--to", "2026-11-30", "--data", hub.data)
        print(f"a month's report: {(time.monotonic() - began) * 1000:.0f} ms; hub at most {memory:.0f} MB of {MEGABYTES}")
        hub.stop()
    return 0 if memory <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
