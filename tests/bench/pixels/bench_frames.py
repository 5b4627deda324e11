#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How regular the screen's frames are, and what one costs, while 200 changes a second arrive, the ticker moves
and pages turn.

usage: bench_frames.py HUB PROBE [--seconds 60] [--rate 200] [--layout entrance]
"""

import argparse
import json
import multiprocessing
import subprocess

import bench_pixels
import display as displays
import market

GOALS = {"interval": ("p99", 20), "interval in a turn": ("mean", 1000 / 30), "work": ("p99", 8), "work of its own": ("p99", 8)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("probe")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--layout", default="entrance")
    arguments = parser.parse_args()

    display, hub, stop = displays.Display(), market.Hub(arguments.hub, speed=1), multiprocessing.Event()
    hub.show(arguments.layout)
    hub.notice(market.NOTICE)
    load = multiprocessing.Process(target=bench_pixels.change_steadily, args=(hub.url, arguments.rate, -1, stop))
    load.start()
    try:
        answer = subprocess.run([arguments.probe, hub.url, market.MARKET, "bench", str(arguments.seconds)], check=True,
                                env=display.environment(), capture_output=True, text=True).stdout
    finally:
        stop.set()
        load.join()
        hub.close()
        display.close()
    for row in map(json.loads, answer.splitlines()):
        if row["n"]:
            key, goal = GOALS[row["what"]]
            print(f"{row['what']:20} {row['n']:5} frames  mean {row['mean']:.2f} ms ({1000 / row['mean']:.1f}/s)  "
                  f"p50 {row['p50']:.2f}  p99 {row['p99']:.2f}  max {row['max']:.2f}   "
                  f"wanted {key} <= {goal:.1f}: {'yes' if row[key] <= goal else 'NO'}")


if __name__ == "__main__":
    main()
