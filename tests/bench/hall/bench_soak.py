#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a long time leaves behind: 200,000 changes, most in transactions of 500, and 2,000 page turns, with the hub's time
running fast; memory, descriptors and threads of two screens, every second.

usage: bench_soak.py HUB SCREEN SAMPLE [--changes 200000] [--turns 2000] [--speed 60]
"""

import argparse
import math
import multiprocessing
import os
import pathlib
import random
import statistics
import sys
import time

import hall as halls

import processes
import programs

SLOT = 10.8  # seconds of the market's time that a page of nine rows stands
BODY = 500
SINGLE = 0.1  # of the changes come one by one
BAR = (0, 97, 900, 155)  # where the page says its number
WARM_UP = 0.25  # of the time: fonts, caches, the pool of rows
SLACK = 1.0  # megabytes


def change(hall, count, seconds, stop):
    """So many changes, evenly over the time."""
    connection, randomness, done, began = hall.connect(), random.Random(3), 0, time.monotonic()
    while done < count and not stop.is_set():
        if randomness.random() < SINGLE * BODY / (SINGLE * BODY + 1 - SINGLE):
            records = [hall.some_price(randomness)]
        else:
            records = list({one[1]: one for one in (hall.some_price(randomness) for _ in range(BODY))}.values())
        hall.call("POST", "/changes", {"changes": [{"kind": k, "id": i, "value": v, "sure": True} for k, i, v in records]},
                  connection, {"Marketboard-By": "import"})
        done += len(records)
        time.sleep(max(0, began + seconds * done / count - time.monotonic()))


def count_turns(one, seen, stop):
    """How often the number of the page changed on a glass."""
    before = one.part(BAR)
    while not stop.is_set():
        time.sleep(0.03)
        now = one.part(BAR)
        if now != before:
            seen.value, before = seen.value + 1, now


def trend(times, values):
    """The slope a second, and half of its 95 % band; that neighbouring values are alike widens it."""
    mean_t, mean_v = statistics.fmean(times), statistics.fmean(values)
    spread = sum((t - mean_t) ** 2 for t in times)
    slope = sum((t - mean_t) * (v - mean_v) for t, v in zip(times, values)) / spread
    rests = [v - mean_v - slope * (t - mean_t) for t, v in zip(times, values)]
    square = sum(rest ** 2 for rest in rests)
    if square == 0:
        return slope, 0
    alike = min(max(sum(a * b for a, b in zip(rests, rests[1:])) / square, 0), 0.99)
    error = math.sqrt(square / (len(rests) - 2) / spread * (1 + alike) / (1 - alike))
    return slope, 1.96 * error


def judge(name, samples):
    late = samples[int(len(samples) * WARM_UP):]
    times = [sample[0] for sample in late]
    slope, band = trend(times, [sample[1] for sample in late])
    growth = slope * (times[-1] - times[0])
    good = slope - band <= 0 or growth < SLACK
    print(f"{name}: PSS {late[0][1]:.1f} to {late[-1][1]:.1f} MB, {growth:+.2f} MB in {times[-1] - times[0]:.0f} s "
          f"(+-{band * (times[-1] - times[0]):.2f}): {'no growth' if good else 'GROWS'}")
    for what, index in (("descriptors", 2), ("threads", 3)):
        early, end = (statistics.median(sample[index] for sample in part) for part in (late[:20], late[-20:]))
        print(f"{name}: {what} {early:.0f} to {end:.0f}: {'flat' if end <= early else 'GROW'}")
        good = good and end <= early
    return good


def weigh(pid):
    return (time.monotonic(), processes.pss_megabytes(pid), len(os.listdir(f"/proc/{pid}/fd")), len(os.listdir(f"/proc/{pid}/task")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("--changes", type=int, default=200000)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--speed", type=int, default=60)
    arguments = parser.parse_args()

    halls.go_first()
    seconds = arguments.turns * SLOT / arguments.speed
    stop, seen = multiprocessing.Event(), multiprocessing.Value("i", 0)
    with programs.folder() as folder, halls.display(1920, 1080) as one, halls.display(1920, 1080) as other:
        hall = halls.Hall(arguments.hub, arguments.sample, folder, arguments.speed)
        screens = {"entrance-1": halls.screen(arguments.screen, hall, "entrance-1", one, folder, (1920, 1080)),
                   "aisle-1": halls.screen(arguments.screen, hall, "aisle-1", other, folder, (1920, 1080))}
        samples = {name: [] for name in screens}
        programs.until("the screens show something", lambda: any(one.part(BAR)) and any(other.part(BAR)))
        loads = [multiprocessing.Process(target=change, args=(hall, arguments.changes, seconds, stop)),
                 multiprocessing.Process(target=count_turns, args=(one, seen, stop))]
        for load in loads:
            load.start()
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end or loads[0].is_alive():
                time.sleep(1)
                for name, screen in screens.items():
                    samples[name].append(weigh(screen.process.pid))
        finally:
            stop.set()
            for load in loads:
                load.join()
            for screen in screens.values():
                screen.stop()
            number = len(hall.records("price"))
            hall.stop()
    print(f"{arguments.changes} changes to {number} prices, {seen.value} turns seen on a glass")
    results = [judge(name, found) for name, found in samples.items()]
    enough = seen.value >= arguments.turns * 0.9
    if not enough:
        print("the pages did NOT turn so often")
    return 0 if all(results) and enough else 1


if __name__ == "__main__":
    sys.exit(main())
