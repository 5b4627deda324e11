#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a long time leaves behind: 200,000 changes, most in transactions of 500, and 2,000 page turns, with the hub's time
running fast; memory, descriptors and threads of two screens, every second.

usage: bench_soak.py HUB SCREEN SAMPLE [--changes 200000] [--turns 2000] [--speed 60] [--table FILE]

FILE gets what was weighed, a line a second and screen.
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
SINGLE = 0.02  # of the changes come one by one
BAR = (0, 97, 900, 155)  # where the page says its number
WARM_UP = 0.25  # of the time: fonts, caches, the pool of rows
SLACK = 1.0  # megabytes
PATIENCE = 3  # times as long as the turns should take: a busy hub's time reaches the screens in leaps


def change(hall, count, seconds, stop, done):
    """So many changes, evenly over the time; then some more, since the hub's time comes with them."""
    connection, randomness, began = hall.connect(), random.Random(3), time.monotonic()
    while not stop.is_set():
        if done.value >= count or randomness.random() < SINGLE * BODY / (SINGLE * BODY + 1 - SINGLE):
            records = [hall.some_price(randomness)]
        else:
            records = list({one[1]: one for one in (hall.some_price(randomness) for _ in range(BODY))}.values())
        hall.call("POST", "/changes", {"changes": [{"kind": k, "id": i, "value": v, "sure": True} for k, i, v in records]},
                  connection, {"Marketboard-By": "import"})
        done.value += len(records)
        time.sleep(max(0.02, began + seconds * done.value / count - time.monotonic()))


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
    slope, band = trend(times, [sample[2] for sample in late])
    took, half = times[-1] - times[0], len(late) // 2
    good = slope - band <= 0 or slope * took < SLACK
    print(f"{name}: PSS {late[0][1]:.1f} to {late[-1][1]:.1f} MB, of it its own {late[0][2]:.1f} to {late[-1][2]:.1f} MB: "
          f"{slope * took:+.2f} MB in {took:.0f} s (+-{band * took:.2f}): {'no growth' if good else 'GROWS'}")
    for what, index in (("descriptors", 3), ("threads", 4)):
        early, end = (max(sample[index] for sample in part) for part in (late[:half], late[half:]))
        print(f"{name}: at most {early} {what}, then {end}: {'flat' if end <= early else 'GROW'}")
        good = good and end <= early
    return good


def weigh(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in file if line.startswith("Pss")}
    return (time.monotonic(), sizes["Pss:"], sizes["Pss_Anon:"], len(os.listdir(f"/proc/{pid}/fd")),
            len(os.listdir(f"/proc/{pid}/task")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("--changes", type=int, default=200000)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--speed", type=int, default=60)
    parser.add_argument("--table", type=pathlib.Path)
    arguments = parser.parse_args()

    halls.go_first()
    seconds = arguments.turns * SLOT / arguments.speed
    stop, seen, done = multiprocessing.Event(), multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    with programs.folder() as folder, halls.display(1920, 1080) as one, halls.display(1920, 1080) as other:
        hall = halls.Hall(arguments.hub, arguments.sample, folder, arguments.speed)
        screens = {"entrance-1": halls.screen(arguments.screen, hall, "entrance-1", one, folder, (1920, 1080)),
                   "aisle-1": halls.screen(arguments.screen, hall, "aisle-1", other, folder, (1920, 1080))}
        samples = {name: [] for name in screens}
        programs.until("the screens show something", lambda: any(one.part(BAR)) and any(other.part(BAR)))
        loads = [multiprocessing.Process(target=change, args=(hall, arguments.changes, seconds, stop, done)),
                 multiprocessing.Process(target=count_turns, args=(one, seen, stop))]
        for load in loads:
            load.start()
        try:
            end = time.monotonic() + PATIENCE * seconds
            while (seen.value < arguments.turns or done.value < arguments.changes) and time.monotonic() < end:
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
    print(f"{done.value} changes to {number} prices, {seen.value} turns seen on a glass")
    if arguments.table:
        arguments.table.write_text("".join(f"{name}\t{t:.1f}\t{pss:.2f}\t{own:.2f}\t{files}\t{threads}\n"
                                           for name, found in samples.items() for t, pss, own, files, threads in found))
    results = [judge(name, found) for name, found in samples.items()]
    enough = seen.value >= arguments.turns and done.value >= arguments.changes
    if not enough:
        print("the pages did NOT turn so often, or the hub took too long")
    return 0 if all(results) and enough else 1


if __name__ == "__main__":
    sys.exit(main())
