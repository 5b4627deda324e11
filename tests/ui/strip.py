# SPDX-License-Identifier: GPL-3.0-or-later
"""A film strip of a board without its network: what stands on the glass minutes, hours and mornings after the cable was
pulled, after a power cut that left the box's clock wrong, and when the cable is in again. The real programs; the hours
pass in the clocks of the box.

usage: strip.py HUB SCREEN SAMPLE BOX-CLOCK [FOLDER]

SAMPLE is where the sample market's records were made; FOLDER is where the pictures are left.
"""

import datetime
import json
import os
import pathlib
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "lib"), str(HERE.parent / "bench/pixels")]
import display as displays
import png
import programs

WIDTH, HEIGHT = 1920, 1080
SCREEN = "entrance-1"
HEADER = (0, 0, WIDTH, 100)
CLOCK = (1700, 0, WIDTH, 100)
ROWS = (0, 185, 1180, 970)  # the price rows
FIGURES = (480, 185, 850, 970)
TAGS = (900, 185, 1180, 970)  # range and change, or what stands in their place
CORNER = (1830, 990, WIDTH, HEIGHT)

# As the framebuffer has them.
TEXT, DIM, QUIET = bytes((0xE8, 0xF1, 0xF4)), bytes((0xA1, 0xAB, 0x9A)), bytes((0xBB, 0xC4, 0xB7))
JADE, AMBER = bytes((0xA6, 0xE0, 0x63)), bytes((0x4D, 0xC3, 0xFF))

SLOT = 10.8  # seconds a page of nine rows stands
EVENING = "2026-11-07T17:45:00+08:00"  # the sample's prices are of 17:40
MORNING = "2026-11-09T08:00:00+08:00"


def count(part, colour):
    return sum(part[i:i + 3] == colour for i in range(0, len(part), displays.PIXEL))


def moment(text):
    return datetime.datetime.fromisoformat(text)


class Box:
    """The clocks of the machine behind the display."""

    def __init__(self, module, folder):
        self.file, self.module, self.slept = folder / "clock", module, 0
        self.set(wall=time.time())

    def set(self, slept=None, wall=None):
        """slept: seconds that passed for the box, and not for us; wall: what its wall clock says now."""
        self.slept = self.slept if slept is None else slept
        if wall is not None:
            self.wall = int(wall - time.clock_gettime(time.CLOCK_BOOTTIME) - self.slept)
        # In its place, since it is mapped.
        mode = "r+b" if self.file.exists() else "wb"
        with open(self.file, mode) as file:
            file.write(struct.pack("=qqq", int(self.slept * 10**9), self.wall, 0))

    def prefix(self):
        return ["env", f"LD_PRELOAD={self.module}", f"MB_BOX_CLOCK={self.file}",
                f"ASAN_OPTIONS={os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0"]


class Hall:
    """A hub with the sample market on the evening before, and one screen with its cable and its box."""

    def __init__(self, hub_program, screen_program, sample, module, folder):
        self.program, self.folder = screen_program, folder
        self.hub = programs.Hub(hub_program, folder / "data", market="guihua", clock=EVENING).add_market().start()
        for name in ("hall", "prices"):
            self.publish(sample / f"{name}.ndjson")
        self.display = displays.Display(WIDTH, HEIGHT)
        self.guest = displays.Guest(self.display.name)
        self.box = Box(module, folder)
        self.screen = None

    def publish(self, file, change=lambda record: record):
        records = [change(json.loads(line)) for line in file.read_text().splitlines()]
        answer = self.hub.call("POST", "/changes", {"dangling": True, "changes": [
            {"kind": one["kind"], "id": one["id"], "value": one["value"], "sure": True} for one in records if one]},
            headers={"Marketboard-By": "import"})
        self.told, self.heard = moment(answer["at"]), time.monotonic()

    def now(self):
        """The market's time, as a screen knows it that was not switched off."""
        return self.told + datetime.timedelta(seconds=time.monotonic() - self.heard + self.box.slept)

    def start(self):
        programs.until("the display is empty", lambda: not any(self.display.part(ROWS)))
        self.screen = programs.Screen(self.program, self.hub, SCREEN, self.display, self.folder, f"{WIDTH}x{HEIGHT}",
                                      prefix=self.box.prefix())

    def wait_until(self, text):
        """Hours pass. The board is looked at well inside a slot of its pages."""
        before = self.display.part(HEADER)
        self.box.set(slept=self.box.slept + (moment(text) - self.now()).total_seconds())
        programs.until(f"the board knows that it is {text}", lambda: self.display.part(HEADER) != before, 30)
        self.settle()

    def slot(self):
        """Which of the day's pages stands, and for how long it has."""
        now = self.now()
        return divmod((now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds(), SLOT)

    def settle(self):
        programs.until("a page stands", lambda: 3 < self.slot()[1] < SLOT - 2, 2 * SLOT)

    def wait_alone(self):
        """A screen that begins is without its board, then without a word about its hub, for as long as its box takes."""
        programs.until("the corner says that the hub is gone", lambda: count(self.display.part(CORNER), AMBER) > 50, 30)

    def still(self):
        last, since, end = self.display.part(ROWS), time.monotonic(), time.monotonic() + 20
        while time.monotonic() - since < 0.7 or not any(last):
            assert time.monotonic() < end, "the picture never stood still"
            time.sleep(0.05)
            now = self.display.part(ROWS)
            if now != last:
                last, since = now, time.monotonic()

    def close(self):
        if self.screen is not None and self.screen.process.poll() is None:
            self.screen.kill()
        self.guest.close()
        self.display.close()
        if self.hub.server.poll() is None:
            self.hub.stop()


class Frame:
    """One picture of the strip, and what can be said of it."""

    def __init__(self, hall, name, folder):
        self.name = name
        while not self.take(hall):
            hall.settle()
        if folder:
            png.write(folder / f"{name}.png", WIDTH, HEIGHT, hall.display.part((0, 0, WIDTH, HEIGHT)))

    def take(self, hall):
        """Whether all of it is of one page."""
        page = hall.slot()[0]
        hall.still()
        self.at, self.parts = hall.now(), {}
        for box in (HEADER, CLOCK, ROWS, FIGURES, TAGS, CORNER):
            self.parts[box] = hall.display.part(box)
        return hall.slot()[0] == page

    def count(self, box, colour):
        return count(self.parts[box], colour)

    def tells_time(self):
        return self.count(CLOCK, TEXT) > 100

    def live(self):
        return self.count(CORNER, JADE) > 100

    def gone(self):
        return self.count(CORNER, JADE) == 0 and self.count(CORNER, AMBER) > 50

    def fresh(self):
        return self.count(FIGURES, TEXT) > 5000 and self.count(FIGURES, DIM) == 0

    def dim(self):
        return self.count(FIGURES, DIM) > 5000 and self.count(FIGURES, TEXT) == 0

    def hidden(self):
        return self.count(FIGURES, TEXT) == 0 and self.count(FIGURES, DIM) == 0


def alike(one, other):
    """But for the faint outermost pixels of characters."""
    return sum(one[i:i + 3] != other[i:i + 3] for i in range(0, len(one), displays.PIXEL)) < 500


def alone(hall, shoot):
    """The cable is out, and stays out."""
    hall.start()
    programs.until("it is painted", lambda: hall.hub.painted().get(SCREEN))
    # A page keeps the rows that it began with, and some came since.
    programs.until("the page turns", lambda: hall.now() > hall.told + datetime.timedelta(seconds=SLOT), 2 * SLOT)
    hall.settle()
    frame = shoot("0-before")
    yield frame.live() and frame.tells_time() and frame.fresh(), "with its hub: live, the time, figures as they are"

    hall.hub.kill()
    hall.wait_until("2026-11-07T17:49:00+08:00")
    frame = shoot("1-minutes")
    yield frame.gone() and frame.tells_time() and frame.fresh(), "minutes: the corner says so, the rest is as it was"
    hall.wait_until("2026-11-07T18:49:00+08:00")
    frame = shoot("2-one-hour")
    yield frame.gone() and frame.tells_time() and frame.fresh(), "one hour: today's prices are today's"
    hall.wait_until("2026-11-08T05:10:00+08:00")
    frame = shoot("3-before-opening")
    yield frame.tells_time() and frame.fresh() and frame.count(TAGS, QUIET) > 500, \
        "next morning, before the opening: they stand, with yesterday's time"
    hall.wait_until("2026-11-08T07:10:00+08:00")
    frame = shoot("4-after-opening")
    yield frame.tells_time() and frame.dim(), "after the opening: dim, as yesterday's"
    hall.wait_until("2026-11-09T07:10:00+08:00")
    frame = shoot("5-day-after")
    yield frame.tells_time() and frame.hidden() and any(frame.parts[TAGS]), "the day after: no figure, being updated"


def wrong_clock(hall, shoot):
    """The power fails, and comes back to a box whose clock nobody has set."""
    for name, wall in (("6-clock-of-1970", 1000), ("7-clock-a-year-ahead", moment(MORNING).timestamp() + 365 * 86400)):
        hall.screen.kill()
        hall.box.set(wall=wall)
        hall.start()
        hall.wait_alone()
        frame = shoot(name)
        yield frame.gone() and not frame.tells_time(), f"{name}: no time is shown"
        yield frame.dim() and frame.count(TAGS, QUIET) > 5000, f"{name}: every figure stands, dim, with its own time"


def today(record):
    """What the office notes the next morning."""
    value = record["value"]
    if value["basis"] != "average":
        return None
    for name in ("fen", "low_fen", "high_fen"):
        if name in value and len(record["id"]) % 3:
            value[name] += 10 * (len(record["id"]) % 3 * 2 - 3)
    return {**record, "value": {**value, "observed_at": "2026-11-09T07:50:00+08:00"}}


def cable_in(hall, shoot, sample):
    hall.hub.clock = MORNING
    hall.box.slept = 0
    hall.hub.start()
    hall.publish(sample / "prices.ndjson", today)
    programs.until("it is painted", lambda: hall.hub.painted().get(SCREEN, {}).get("position") ==
                   hall.hub.call("GET", "/records?kind=market")["position"])
    hall.settle()
    frame = shoot("8-cable-in")
    yield frame.live() and frame.tells_time() and frame.fresh(), "cable in: everything is right again"


def as_the_journal_says(hall, frames, n):
    """What stood on the glass of a screen that was alone is what the journal says stood then."""
    for frame in frames[:n]:
        file = hall.folder / "then.png"
        subprocess.run([hall.program, "--hub", hall.hub.url, "--market", hall.hub.market, "--screen", SCREEN, "--picture",
                        file, "--at", frame.at.isoformat()], check=True, capture_output=True, timeout=60)
        picture = png.Picture(file)
        yield alike(picture.part(ROWS), frame.parts[ROWS]), f"{frame.name}: as the journal says"
        yield alike(picture.part(CLOCK), frame.parts[CLOCK]), f"{frame.name}: and the time"


def main():
    hub, screen, sample, module = sys.argv[1:5]
    pictures = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None
    frames, number, ok = [], 0, True
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with programs.folder() as folder:
        hall = Hall(hub, screen, pathlib.Path(sample), pathlib.Path(module).resolve(), folder)

        def shoot(name):
            frames.append(Frame(hall, name, pictures))
            return frames[-1]

        try:
            for story in (alone(hall, shoot), wrong_clock(hall, shoot), cable_in(hall, shoot, pathlib.Path(sample)),
                          as_the_journal_says(hall, frames, 6)):
                for good, title in story:
                    number += 1
                    ok &= programs.report(number, good, title)
        finally:
            hall.close()
    print(f"1..{number}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
