# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample market whole, on a hub of its own, and the screens that hang in it."""

import contextlib
import json
import os
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "lib"), str(HERE.parent / "pixels")]
import display as displays
import programs

DAY = "2026-11-08"
NOW = f"{DAY}T09:00:00+08:00"
OBSERVED = f"{DAY}T07:40:00+08:00"
NOTICE = "今天逢8会员日，扫码领券满30减5。" * 4  # longer than any line: it moves

# The sample's screens, and how large their glass is as the wall has it.
SCREENS = {
    "entrance-1": (1920, 1080), "entrance-2": (1920, 1080), "entrance-3": (1920, 1080), "aisle-1": (1920, 1080),
    "aisle-2": (1920, 1080), "aisle-3": (1920, 1080), "stall-a-026": (1280, 800), "stall-a-012": (1024, 600),
    "query-1": (1920, 1080), "strip-1": (1920, 360), "strip-led-1": (960, 160), "film-1": (1920, 1080)}


def go_first():
    """What is measured, and all that it is measured with, runs before what else the machine does."""
    with contextlib.suppress(PermissionError):
        os.nice(-5)


class Hall(programs.Hub):
    """NOW, or what arguments say, on the sample's day: the morning's tests are in, every price is of today."""

    def __init__(self, program, sample, folder, speed=1):
        super().__init__(program, folder / "hub", market="guihua", clock=f"{NOW},{speed}")
        self.sample, self.prices = sample, []
        self.add_market().start()
        for record in self._lines("media.ndjson"):
            self.call("PUT", f"/media/{record['sha256']}", record["text"].encode(),
                      headers={"Content-Type": "application/octet-stream"})
        for name in ("hall", "prices"):
            self._put([(one["kind"], one["id"], one["value"]) for one in self._lines(f"{name}.ndjson")])
        self._put([(one["kind"], one["id"], one["value"]) for one in self._lines("day.ndjson")
                   if one["at"] <= NOW and one["value"]])
        self._put([("notice", "members", {"text": {"zh-Hans": NOTICE}, "level": "info", "audience": "shoppers"})])

    def _lines(self, name):
        """Without its notices and its failure: beside lines that stand still, the one that moves would have its turn only."""
        records = [json.loads(line) for line in (self.sample / name).read_text().splitlines()]
        return [one for one in records if one.get("kind") != "notice" and
                (one.get("value") or {}).get("conclusion") != "fail"]

    def _put(self, records):
        for kind, _, value in records:
            if kind == "price":
                value["observed_at"] = OBSERVED
        self.prices += [(i, v) for k, i, v in records if k == "price" and v["basis"] == "average"]
        newest = {(k, i): v for k, i, v in records}  # a record stands once in a body
        self.publish([(k, i, v) for (k, i), v in newest.items()], dangling=True)

    def some_price(self, randomness):
        """A change of one of the averages, within a tenth."""
        name, value = randomness.choice(self.prices)
        factor = randomness.uniform(0.9, 1.1)
        return "price", name, {**value, **{key: max(1, round(value[key] * factor))
                                           for key in ("fen", "low_fen", "high_fen") if value.get(key)}}

    def change_steadily(self, rate, stop):
        """So many changes a second, each durable and on its own; in a process of its own."""
        connection, randomness, due = self.connect(), random.Random(7), time.monotonic()
        while not stop.is_set():
            kind, name, value = self.some_price(randomness)
            self.call("PUT", f"/records/{kind}/{name}?sure=true", value, connection,
                      {"Marketboard-By": "import"})
            due += 1 / rate
            time.sleep(max(0, due - time.monotonic()))


@contextlib.contextmanager
def display(width, height):
    """With a guest, so that it does not begin anew between two programs."""
    one = displays.Display(width, height)
    guest = displays.Guest(one.name)
    try:
        yield one
    finally:
        guest.close()
        one.close()


def screen(program, hall, name, one, folder, size):
    """One of them on a display."""
    (folder / name).mkdir(exist_ok=True)
    return programs.Screen(program, hall, name, one, folder / name, f"{size[0]}x{size[1]}")
