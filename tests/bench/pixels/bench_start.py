#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start to board: from the program's start to the first frame that shows the board it kept, 5,000 records, without a
hub; beside the start of a bare GTK window, in turn.

usage: bench_start.py HUB SCREEN BARE [RUNS]
"""

import datetime
import itertools
import os
import pathlib
import statistics
import subprocess
import sys
import time

import display as displays
import market

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "lib"))
import programs

RECORDS, STAPLES, GOODS, STALLS, TESTS = 5000, 9, 400, 650, 2000
MILLISECONDS = 400
ROWS = (0, 200, 900, 1000)  # the price rows, between bar and ticker
NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds")


def texts(text):
    return {"zh-Hans": text}


def records():
    yield from itertools.islice(market.records(), 2)  # the market and its screen
    for number in range(GOODS):
        yield "product", market.product(number), {
            "name": texts("菜" + "甲乙丙丁戊己庚辛壬癸"[number // 10 % 10] + "一二三四五六七八九十"[number % 10]),
            "order": number, "trade": "vegetables", "sold_by": "weight", "staple": number < STAPLES}
        yield "price", market.product(number) + "@average", {**market.price(number, 300 + number), "observed_at": NOW}
    for number in range(STALLS):
        yield "stall", f"a-{number:03}", {"number": f"A区{number}号", "area": "A", "trade": "vegetables",
                                          "merchant": texts(f"商户{number}"), "rating": 4.5, "pledge": texts("不缺斤少两")}
    for number in range(TESTS):
        yield "test", f"t-{number}", {
            "kind": "quick", "product": market.product(number % GOODS), "stall": f"a-{number % STALLS:03}",
            "item": texts("农药残留"), "method": texts("酶抑制率法"), "value": "12.5", "unit": "%", "limit": {"op": ">=", "value": "50"},
            "conclusion": "pass", "sampled_at": NOW, "tested_at": NOW, "tester": "检测室"}
    for number in range(RECORDS - 2 - 2 * GOODS - STALLS - TESTS):
        yield "batch", f"lot-{number}", {
            "lot": f"lot-{number}", "product": market.product(number % GOODS), "stall": f"a-{number % STALLS:03}",
            "origin": {"province": texts("湖南"), "city": texts("衡阳"), "county": texts("衡南县")},
            "producer": texts("合作社"),
            "arrived_at": NOW, "grams": 25000}


def start(program, *arguments, display, state):
    return subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env={**display.environment(), "XDG_STATE_HOME": state, "GSK_RENDERER": "cairo",
                                 "GDK_DEBUG": "gl-disable"})


def leave(process):
    process.terminate()
    process.wait()


def keep_board(hub_program, screen_program, display, folder):
    """A hub's whole life: returns what a screen needs to be started again."""
    hub = programs.Hub(hub_program, folder / "data", market=market.MARKET).add_market().start()
    some = list(records())
    for at in range(0, len(some), 2500):
        hub.publish(some[at:at + 2500], dangling=True)
    arguments = ["--hub", hub.url, "--market", market.MARKET, "--screen", "bench", "--window", "1920x1080"]
    screen = start(screen_program, *arguments, display=display, state=folder)
    programs.until("the board is painted", lambda: hub.painted().get("bench"))
    leave(screen)
    hub.stop()
    return arguments


def still_picture(display):
    last, since = display.part(ROWS), time.monotonic()
    while time.monotonic() - since < 2 or not any(last):
        now = display.part(ROWS)
        if now != last:
            last, since = now, time.monotonic()
        time.sleep(0.05)
    return last


def milliseconds(display, condition, program, *arguments, state):
    programs.until("the display is empty", lambda: not any(display.part(ROWS)))
    began = time.monotonic()
    process = start(program, *arguments, display=display, state=state)
    while not condition():
        assert process.poll() is None and time.monotonic() - began < 20, "it never showed"
    taken = (time.monotonic() - began) * 1000
    leave(process)
    return taken


def main():
    hub_program, screen_program, bare_program, *rest = sys.argv[1:]
    runs = int(rest[0]) if rest else 15
    display = displays.Display()
    bare, board = [], []
    with programs.folder() as folder:
        guest = displays.Guest(display.name)
        arguments = keep_board(hub_program, screen_program, display, folder)
        print(f"kept board: {os.path.getsize(folder / 'marketboard/bench.board') / 1e6:.1f} MB on disk")
        screen = start(screen_program, *arguments, display=display, state=folder)
        expected = still_picture(display)
        leave(screen)
        for _ in range(runs):
            bare.append(milliseconds(display, lambda: any(display.part((950, 530, 970, 550))), bare_program,
                                     state=folder))
            board.append(milliseconds(display, lambda: display.part(ROWS) == expected, screen_program, *arguments,
                                      state=folder))
        guest.close()
    display.close()
    for name, taken in (("bare GTK window", bare), ("kept board", board)):
        print(f"{name:16} p50 {statistics.median(taken):4.0f} ms, best {min(taken):4.0f}, worst {max(taken):4.0f}")
    ok = statistics.median(board) <= MILLISECONDS
    print(f"{'reached' if ok else 'MISSED'}: {RECORDS} records without a hub within {MILLISECONDS} ms (p50)")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
