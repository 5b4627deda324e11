#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publish to pixels: from the request sent to the changed figure standing in the framebuffer, on our screen
and on Chromium's, in turn; with processor time and memory while 200 changes a second arrive.

usage: bench_pixels.py HUB SCREEN [--runs 3] [--samples 1000] [--rate 200] [--only screen|chromium]
"""

import argparse
import json
import multiprocessing
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

import display as displays
import market
import processes

HERE = pathlib.Path(__file__).parent
FIGURES = (880, 350)  # fen; every digit differs
CHROMIUM = ["chromium", "--kiosk", "--no-sandbox", "--no-first-run", "--disable-web-security", "--allow-file-access-from-files",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
            "--disable-extensions", "--disable-features=Translate", "--window-size=1920,1080", "--window-position=0,0", "--hide-scrollbars"]
FLAGS = {"software": ["--disable-gpu"], "swiftshader": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]}


def start_screen(program, hub, display):
    return subprocess.Popen([program, "--hub", hub.url, "--market", market.MARKET, "--screen", "bench",
                             "--window", "1920x1080"], env=display.environment(),
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_chromium(flags, hub, display, profile):
    page = f"file://{HERE}/rival.html#{hub.url}{hub.base}/stream,0"
    return subprocess.Popen([*CHROMIUM, *flags, f"--user-data-dir={profile}", page], env=display.environment(),
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_still(display, still=1.0, deadline=30):
    """Until something is drawn and nothing has moved for a second."""
    last, since, end = display.picture(), time.monotonic(), time.monotonic() + deadline
    blank = bytes(len(last))
    while time.monotonic() < end:
        time.sleep(0.1)
        now = display.picture()
        if now != last or now == blank:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > still:
            return now
    raise RuntimeError("the picture never stood still")


def find_row(hub, display):
    """A product on the visible page, its figures' rectangle, and what stands there for each of two prices (in the
    glow of a change, which samples keep alight)."""
    for number in range(27):
        before = wait_still(display)
        hub.put_price(number, FIGURES[0])
        time.sleep(0.5)
        if display.picture() != before:
            break
    else:
        raise RuntimeError("no product of the basket is on the page")
    pictures = []
    for fen in FIGURES:
        hub.put_price(number, fen)
        time.sleep(0.5)
        pictures.append(display.picture())
    box = displays.difference(display, *pictures)
    expected = []
    for fen in FIGURES:
        hub.put_price(number, fen)
        time.sleep(0.5)
        expected.append(display.part(box))
    if expected[0] == expected[1]:
        raise RuntimeError("the two figures look alike")
    return number, box, expected


def change_steadily(url, rate, watched, stop):
    hub = market.Hub.__new__(market.Hub)
    hub.url, hub.base = url, f"/v1/markets/{market.MARKET}"
    connection, randomness, due = hub.connect(), random.Random(7), time.monotonic()
    while not stop.is_set():
        number = randomness.randrange(market.PRODUCTS)
        if number != watched:
            hub.put_price(number, randomness.randrange(200, 900), connection)
        due += 1 / rate
        time.sleep(max(0, due - time.monotonic()))


def sample(hub, display, number, box, expected, count):
    """Milliseconds from sending to standing in the framebuffer."""
    randomness, connection, taken, lost = random.Random(1), hub.connect(), [], 0
    for i in range(count):
        turn = i % 2
        time.sleep(randomness.uniform(0.005, 0.045))
        body = json.dumps(market.price(number, FIGURES[turn]))
        sent = time.monotonic()
        connection.request("PUT", f"{hub.base}/records/price/{market.product(number)}@average?sure=true", body,
                           {"Content-Type": "application/json", "Marketboard-By": "import"})
        while display.part(box) != expected[turn]:
            if time.monotonic() - sent > 2:
                lost += 1
                break
            time.sleep(0.0003)
        else:
            taken.append((time.monotonic() - sent) * 1000)
        connection.getresponse().read()
    return taken, lost


def cost(process, display, seconds=20):
    began, cpu, x = time.monotonic(), processes.cpu_seconds(process.pid), processes.cpu_seconds(display.server.pid)
    time.sleep(seconds)
    took = time.monotonic() - began
    return {"cpu": 100 * (processes.cpu_seconds(process.pid) - cpu) / took,
            "x_cpu": 100 * (processes.cpu_seconds(display.server.pid) - x) / took,
            "pss": processes.pss_megabytes(process.pid)}


def measure(start, arguments):
    display, hub = displays.Display(), market.Hub(arguments.hub)
    stop, process = multiprocessing.Event(), None
    try:
        process = start(hub, display)
        number, box, expected = find_row(hub, display)
        hub.notice(market.NOTICE)
        load = multiprocessing.Process(target=change_steadily, args=(hub.url, arguments.rate, number, stop))
        load.start()
        time.sleep(2)
        figures = cost(process, display)
        taken, lost = sample(hub, display, number, box, expected, arguments.samples)
        stop.set()
        load.join()
        taken.sort()
        figures |= {"p50": statistics.median(taken), "p99": taken[int(len(taken) * 0.99)], "lost": lost}
        return figures
    finally:
        stop.set()
        if process:
            process.terminate()
            process.wait()
        hub.close()
        display.close()


def show(name, figures):
    print(f"{name:24} p50 {figures['p50']:6.1f} ms  p99 {figures['p99']:6.1f} ms  lost {figures['lost']}  "
          f"cpu {figures['cpu']:5.1f} % (display {figures['x_cpu']:.1f} %)  pss {figures['pss']:6.1f} MB", flush=True)


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def best_chromium(chromiums, arguments):
    """The rival runs with the flags that make it fastest here, found by a short trial of each."""
    trials = {}
    for name, start in chromiums.items():
        trials[name] = measure(start, argparse.Namespace(**{**vars(arguments), "samples": 50}))
        show("trial: " + name, trials[name])
    return chromiums[min(trials, key=lambda name: trials[name]["p50"])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--only", choices=["screen", "chromium"])
    arguments = parser.parse_args()

    profiles = {name: tempfile.TemporaryDirectory(ignore_cleanup_errors=True) for name in FLAGS}
    chromiums = {name: lambda hub, display, name=name: start_chromium(FLAGS[name], hub, display, profiles[name].name)
                 for name in FLAGS}
    contenders = {}
    if arguments.only != "chromium":
        contenders["screen"] = lambda hub, display: start_screen(arguments.screen, hub, display)
    if arguments.only != "screen":
        contenders["chromium"] = best_chromium(chromiums, arguments)

    runs = {name: [] for name in contenders}
    for _ in range(arguments.runs):
        for name, start in contenders.items():
            runs[name].append(measure(start, arguments))
            show(name, runs[name][-1])

    if arguments.only:
        return
    for key, unit, goal in (("p50", "ms", 1 / 3), ("cpu", "%", 1 / 3), ("pss", "MB", 1 / 4)):
        ours = median(runs["screen"], key)
        rival = median(runs["chromium"], key)
        print(f"{key}: {ours:.1f} {unit} against {rival:.1f} {unit}: ratio {ours / rival:.2f}, wanted {goal:.2f} or less")


if __name__ == "__main__":
    main()
