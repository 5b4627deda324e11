#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emergency, from its publishing to the twelve glasses of the sample market, each on a display of its own; and from its
end until it is gone from all of them.

usage: bench_emergency.py HUB SCREEN SAMPLE [--rounds 3]
"""

import argparse
import contextlib
import datetime
import pathlib
import sys
import time

import hall as halls

import programs

SECONDS = 1.0  # from the publishing to the last glass; and from the end to the last glass without it
STANDS, CLEAR = 4, 60  # seconds: an emergency here, and "all clear" after any
RED = bytes((0x10, 0x1A, 0x9D))  # as the framebuffer has it
GRID = 12


class Glass:
    def __init__(self, one):
        self.display = one
        self.places = [one.start + (one.height * (2 * y + 1) // (2 * GRID)) * one.stride +
                       (one.width * (2 * x + 1) // (2 * GRID)) * 4 for y in range(GRID) for x in range(GRID)]

    def is_red(self):
        """More than half of it: the words on it are white."""
        return sum(self.display.map[at:at + 3] == RED for at in self.places) > len(self.places) / 2

    def dots(self):
        return bytes().join(self.display.map[at:at + 3] for at in self.places)


def wait_all(glasses, condition, began, deadline=20):
    """Seconds from began until it was so on each of them."""
    times = {}
    while len(times) < len(glasses):
        for name, glass in glasses.items():
            if name not in times and condition(glass):
                times[name] = time.monotonic() - began
        if time.monotonic() - began > deadline:
            raise AssertionError(f"not on {', '.join(sorted(set(glasses) - set(times)))}")
        time.sleep(0.002)
    return times


def tell(what, times, limit):
    late = max(times, key=times.get)
    good = times[late] <= limit
    print(f"{what}: first {1000 * min(times.values()):.0f} ms, last {1000 * times[late]:.0f} ms ({late})   "
          f"wanted {1000 * limit:.0f} ms: {'yes' if good else 'NO'}", flush=True)
    return good


def drill(hall, glasses, number):
    answer = hall.publish([("notice", "drill", None)] if number else [("notice", "before", {
        "text": {"zh-Hans": "今天有演练"}, "level": "info"})])
    heard, now = time.monotonic(), datetime.datetime.fromisoformat(answer["at"])
    until = now + datetime.timedelta(seconds=STANDS)
    began = time.monotonic()
    hall.publish([("notice", "drill", {
        "text": {"zh-Hans": "请从最近的安全出口离开", "en": "Leave by the nearest exit"}, "level": "emergency",
        "when": {"from": now.isoformat(), "to": until.isoformat()}}), ])
    good = tell("on the glass", wait_all(glasses, Glass.is_red, began), SECONDS)
    ends = heard + STANDS
    time.sleep(max(0, ends - 0.5 - time.monotonic()))
    assert all(glass.is_red() for glass in glasses.values()), "it was gone before its end"
    good = tell("gone at its end", wait_all(glasses, lambda glass: not glass.is_red(), ends), SECONDS) and good
    time.sleep(max(0, ends + CLEAR - 0.5 - time.monotonic()))  # its words take turns where there are two languages
    clear = {name: glass.dots() for name, glass in glasses.items()}
    names = {glass: name for name, glass in glasses.items()}
    back = wait_all(glasses, lambda glass: glass.dots() != clear[names[glass]], ends + CLEAR, CLEAR + 20)
    return tell("the board again after all-clear", back, SECONDS) and good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    halls.go_first()
    with programs.folder() as folder, contextlib.ExitStack() as stack:
        hall = halls.Hall(arguments.hub, arguments.sample, folder)
        stack.callback(hall.stop)
        glasses = {}
        for name, size in halls.SCREENS.items():
            glasses[name] = Glass(stack.enter_context(halls.display(*size)))
            stack.callback(halls.screen(arguments.screen, hall, name, glasses[name].display, folder, size).stop)
        programs.until("twelve boards", lambda: all(len(set(glass.dots())) > 1 for glass in glasses.values()), 60)
        time.sleep(3)
        results = [drill(hall, glasses, number) for number in range(arguments.rounds)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
