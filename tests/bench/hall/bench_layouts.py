#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every layout with the whole sample market: how regular its frames are and what one costs, while 200 changes a second
arrive, the ticker moves and pages turn; then what the program itself costs, at the size of its glass and at 4K.

usage: bench_layouts.py HUB SCREEN PROBE SAMPLE [--seconds 20] [--only entrance-1 …] [--long]

SAMPLE is where the sample market's records were made. --long enters names and notices of 8 KiB without a space.
"""

import argparse
import json
import multiprocessing
import pathlib
import subprocess
import sys
import time

import hall as halls

import processes
import programs

LAYOUTS = ("entrance-1", "entrance-3", "aisle-1", "stall-a-026", "stall-a-012", "query-1", "strip-1", "strip-led-1", "film-1")
FRAMES, INTERVAL, WORK = 59, 20, 8  # a second; p99, ms
MEGABYTES, MEGABYTES_4K = 110, 190
WARM_UP = 5  # seconds


def enter_long_texts(hall):
    """On every tenth product, the market and a notice."""
    products = [one for one in hall.records("product")][::10]
    hall.publish([("product", one["id"], {**one["value"], "name": {"zh-Hans": "菜" * (8192 // 3)}}) for one in products])
    market = hall.records("market")[0]
    hall.publish([("market", "market", {**market["value"], "name": {"zh-Hans": "W" * 8192}}),
                  ("notice", "members", {"text": {"zh-Hans": "W" * 8192}, "level": "info", "audience": "shoppers"})])


def probe_frames(arguments, hall, name, size):
    with halls.display(*size) as one:
        answer = subprocess.run([arguments.probe, hall.url, hall.market, name, str(arguments.seconds)],
                                check=True, env=one.environment(), capture_output=True, text=True).stdout
    return {row["what"]: row for row in map(json.loads, answer.splitlines())}


def weigh(arguments, hall, name, size, folder):
    """Percent of a core, and megabytes."""
    with halls.display(*size) as one:
        screen = halls.screen(arguments.screen, hall, name, one, folder, size)
        try:
            time.sleep(WARM_UP)
            began, before = time.monotonic(), processes.cpu_seconds(screen.process.pid)
            time.sleep(arguments.seconds / 2)
            cpu = 100 * (processes.cpu_seconds(screen.process.pid) - before) / (time.monotonic() - began)
            return cpu, processes.pss_megabytes(screen.process.pid)
        finally:
            screen.stop()


def is_busy(frames):
    """A glass on which hardly anything is changed has no intervals to speak of."""
    return frames["interval"]["n"] > 0 and frames["interval"]["mean"] < 100


def is_moving(frames):
    """Only what moves asks for a frame after every frame. Where changes alone are drawn, each asks for one when it comes:
    the next is as much later than the display's as it takes until something is changed again."""
    return 2 * frames["moving"]["n"] > frames["work"]["n"]


def measure(arguments, hall, name, folder):
    size = halls.SCREENS[name]
    frames = probe_frames(arguments, hall, name, size)
    cpu, small = weigh(arguments, hall, name, size, folder)
    factor = 3840 / size[0]
    cpu_4k, large = weigh(arguments, hall, name, (3840, round(size[1] * factor)), folder)
    interval, work, own = frames["interval"], frames["work"], frames["work of its own"]
    rate = 1000 / interval["mean"] if interval["n"] else 0
    good = work["p99"] <= WORK and small <= MEGABYTES and large <= MEGABYTES_4K
    if is_busy(frames):
        good = good and interval["p99"] <= INTERVAL
    if is_moving(frames):
        good = good and rate >= FRAMES
    print(f"{name:12} {size[0]}x{size[1]:<5} {rate:5.1f} frames/s {'      ' if is_moving(frames) else '(rest)'}  interval p99 {interval.get('p99', 0):5.1f} ms  "
          f"work p50 {work['p50']:4.1f} p99 {work['p99']:4.1f} max {work['max']:5.1f}, of its own p99 {own['p99']:4.1f} ms  cpu {cpu:4.1f} %  pss {small:5.1f} MB   "
          f"4K: cpu {cpu_4k:4.1f} %  pss {large:5.1f} MB   {'reached' if good else 'MISSED'}", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("probe")
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=LAYOUTS)
    parser.add_argument("--long", action="store_true")
    arguments = parser.parse_args()

    halls.go_first()
    print(f"wanted: {FRAMES} frames/s where something moves, interval p99 {INTERVAL} ms, work p99 {WORK} ms, "
          f"{MEGABYTES} MB, at 4K {MEGABYTES_4K} MB; the load of the machine is {pathlib.Path('/proc/loadavg').read_text().split()[0]}")
    with programs.folder() as folder:
        hall, stop = halls.Hall(arguments.hub, arguments.sample, folder), multiprocessing.Event()
        if arguments.long:
            enter_long_texts(hall)
        load = multiprocessing.Process(target=hall.change_steadily, args=(200, stop))
        load.start()
        try:
            results = [measure(arguments, hall, name, folder) for name in arguments.only]
        finally:
            stop.set()
            load.join()
            hall.stop()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
