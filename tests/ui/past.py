# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, and the past: what a screen showed at a moment can be drawn again from the journal.

usage: past.py HUB SCREEN
"""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "lib"), str(HERE.parent / "bench/pixels")]
import display as displays
import png
import programs

WIDTH, HEIGHT = 960, 540
SIZE = f"{WIDTH}x{HEIGHT}"
BANDS = (0, 0, WIDTH, 490)  # header, bar and rows; below runs the ticker
SLOT = 8  # seconds a page of so few rows stands
TURNED = datetime.timedelta(seconds=3)  # after which a page that had its turn stands, on any machine
# After the machine's own time, in which the market is added.
BEGAN = datetime.datetime.fromisoformat("2028-11-23T09:00:00+08:00")
IMPORT = {"Marketboard-By": "import"}  # no person's change, so that pages stand in their order


def texts(text):
    return {"zh-Hans": text}


def price(name, fen, at):
    return "price", f"{name}@average", {"product": name, "basis": "average", "fen": fen, "per": "500g",
                                         "observed_at": at.isoformat(), "source": "survey"}


def records(at):
    yield "market", "market", {"name": texts("桂花巷农贸市场"), "time_zone": "Asia/Shanghai", "price_unit": "500g"}
    yield "screen", "entrance", {"name": "Entrance", "layout": "entrance", "languages": ["zh-Hans"],
                                 "panel_mm": [1210, 680], "distance_m": 8}
    for i, name in enumerate("韭菜 菠菜 芹菜 香菜 茄子 黄瓜 冬瓜 南瓜 苦瓜 丝瓜 生姜 大蒜".split()):
        yield "product", f"p{i}", {"name": texts(name), "order": i, "trade": "vegetables", "sold_by": "weight",
                                   "staple": True}
        yield price(f"p{i}", 300 + 10 * i, at)


class Past:
    """Pictures of the past, drawn by the program."""

    def __init__(self, program, hub, folder):
        self.program, self.hub, self.folder, self.n = program, hub, folder, 0

    def run(self, at, file, **environment):
        return subprocess.run(
            [self.program, "--hub", self.hub.url, "--market", self.hub.market, "--screen", "entrance", "--picture",
             file, "--size", SIZE, "--at", at.isoformat()],
            env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)

    def draw(self, at, **environment):
        self.n += 1
        file = self.folder / f"{self.n}.png"
        done = self.run(at, file, **environment)
        assert done.returncode == 0, done.stderr
        return file


class Hall:
    """A display with a live screen, and what it showed when."""

    def __init__(self, program, hub, folder):
        self.display = displays.Display(WIDTH, HEIGHT)
        self.guest = displays.Guest(self.display.name)
        self.screen = programs.Screen(program, hub, "entrance", self.display, folder, SIZE)
        self.seen = []

    def look(self, now):
        """Remembers what stands, if it stands still for a moment."""
        before, at = self.display.part(BANDS), now()
        time.sleep(0.2)
        assert self.display.part(BANDS) == before, "the picture moves when it should not"
        self.seen.append((at, before))

    def close(self):
        self.screen.stop()
        self.guest.close()
        self.display.close()


def alike(one, other):
    """But for the faint outermost pixels of characters, which a frame that draws only what changed may leave out; a
    figure is hundreds."""
    return sum(one[i:i + 3] != other[i:i + 3] for i in range(0, len(one), displays.PIXEL)) < 100


def wait_for(now, moment):
    programs.until(f"it is {moment}", lambda: now() >= moment, seconds=3 * SLOT)


def live_and_again(hub, screen_program, folder, past):
    """A person changes a price whose page then comes early, and changes it again while it stands."""
    answer = hub.call("POST", "/changes", {"changes": [{"kind": k, "id": i, "value": v} for k, i, v in records(BEGAN)],
                                           "dangling": True}, headers=IMPORT)
    began, offset = datetime.datetime.fromisoformat(answer["at"]), time.monotonic()

    def now():
        return began + datetime.timedelta(seconds=time.monotonic() - offset)

    def change(product, fen):
        position = hub.publish([price(f"p{product}", fen, now())])["position"]
        programs.until("the change is painted", lambda: hub.painted()["entrance"]["position"] == position)

    hall = Hall(screen_program, hub, folder)
    try:
        programs.until("it is painted", lambda: hub.painted().get("entrance"))
        slot = BEGAN + datetime.timedelta(seconds=SLOT)
        wait_for(now, slot + TURNED)
        hall.look(now)
        shown = int((slot - slot.replace(hour=0)).total_seconds()) // SLOT % 3 * 4  # the first product on this page
        early = (shown + 8) % 12  # and one on the page after the next
        change(early, 888)
        wait_for(now, slot + datetime.timedelta(seconds=SLOT) + TURNED)
        hall.look(now)
        change(early, 777)
        time.sleep(1)
        hall.look(now)  # it glows
        for later in (2, 3):
            wait_for(now, slot + datetime.timedelta(seconds=later * SLOT) + TURNED)
            hall.look(now)
    finally:
        hall.close()

    yield len({part for _, part in hall.seen}) >= 4, "a live screen showed this and that"
    for number, (at, part) in enumerate(hall.seen, 1):
        yield alike(png.Picture(past.draw(at)).part(BANDS), part), f"moment {number} looks as it did"


def same_bytes(hub, past):
    at = BEGAN + datetime.timedelta(seconds=SLOT + 3)
    first = past.draw(at).read_bytes()
    yield past.draw(at).read_bytes() == first, "a second run gives the same bytes"
    yield past.draw(at, TZ="America/New_York").read_bytes() == first, "so does a machine in another zone"
    yield past.draw(at, TZ="Asia/Shanghai", LC_ALL="C").read_bytes() == first, "and another yet"
    yield past.draw(at.astimezone(datetime.timezone.utc)).read_bytes() == first, "and the same moment written otherwise"

    noon = BEGAN + datetime.timedelta(days=1, hours=3)
    hub.stop()
    hub.clock = noon.isoformat()
    hub.start()
    yield past.draw(at).read_bytes() == first, "a hub that began anew the next day says the same"

    hub.publish([price("p0", 1234, noon), price("p4", 1234, noon), price("p8", 1234, noon)])
    today = [past.draw(noon + datetime.timedelta(seconds=s)).read_bytes() for s in (-600, 600)]
    yield today[0] != today[1], "prices of the day before stood dim, then a new one"
    hub.stop()
    hub.clock = (noon + datetime.timedelta(days=1)).isoformat()
    hub.start()
    again = [past.draw(noon + datetime.timedelta(seconds=s)).read_bytes() for s in (-600, 600)]
    yield again == today, "and what was yesterday's then is yesterday's again"


def before_all(hub, past):
    first = json.loads(hub.call("GET", "/journal?limit=1"))["at"]
    done = past.run(datetime.datetime.fromisoformat(first) - datetime.timedelta(seconds=1), past.folder / "none.png")
    yield done.returncode == 1 and first in done.stderr, "before the market began there is nothing to draw"
    yield not (past.folder / "none.png").exists(), "and nothing is"


def main():
    hub_program, screen_program = sys.argv[1:3]
    number, ok = 0, True
    with programs.folder() as folder:
        hub = programs.Hub(hub_program, folder / "data", market="guihua", clock=BEGAN.isoformat()).add_market().start()
        past = Past(screen_program, hub, folder)
        try:
            for story in (live_and_again(hub, screen_program, folder, past), same_bytes(hub, past), before_all(hub, past)):
                for good, title in story:
                    number += 1
                    ok &= programs.report(number, good, title)
        finally:
            hub.stop()
    print(f"1..{number}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
