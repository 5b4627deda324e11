# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, with the cable out: what stands on the glass of a screen that starts without its hub, and what
becomes of it when the hub is back.

usage: start.py HUB SCREEN
"""

import datetime
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "lib"), str(HERE.parent / "bench/pixels")]
import display as displays
import programs

WIDTH, HEIGHT = 1280, 720
ROWS = (0, 115, 780, 640)  # the price rows
CLOCK = (1080, 0, 1280, 60)  # the header's right end
DIM = bytes((0xA1, 0xAB, 0x9A))  # as the framebuffer has it
STILL = 0.7  # seconds in which nothing moves
GLOW = 5  # seconds after which a changed row looks like any other
AHEAD = "2028-03-01T09:00:00+08:00"  # a hub's time that no box's clock has reached


def texts(text):
    return {"zh-Hans": text}


def price(fen, at):
    return {"product": "leek", "basis": "average", "fen": fen, "per": "500g", "observed_at": at, "source": "survey"}


def records(at):
    yield "market", "market", {"name": texts("桂花巷农贸市场"), "time_zone": "Asia/Shanghai", "price_unit": "500g"}
    yield "screen", "entrance", {"name": "Entrance", "layout": "entrance", "languages": ["zh-Hans"],
                                 "panel_mm": [1210, 680], "distance_m": 5}
    yield "product", "leek", {"name": texts("韭菜"), "trade": "vegetables", "sold_by": "weight", "staple": True}
    yield "price", "leek@average", price(350, at)


class Scene:
    """A hub, a display, and a screen that comes and goes."""

    def __init__(self, hub_program, screen_program, folder, clock=None):
        self.program, self.folder = screen_program, folder
        self.display = displays.Display(WIDTH, HEIGHT)
        self.guest = displays.Guest(self.display.name)
        self.hub = programs.Hub(hub_program, folder / "data", market="guihua", clock=clock).add_market().start()
        self.at = clock or datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        self.hub.publish(records(self.at), dangling=True)

    def start(self):
        programs.until("the display is empty", lambda: not any(self.display.part(ROWS)))
        self.screen = programs.Screen(self.program, self.hub, "entrance", self.display, self.folder,
                                      f"{WIDTH}x{HEIGHT}")
        return self

    def publish(self, fen):
        position = self.hub.publish([("price", "leek@average", price(fen, self.at))])["position"]
        programs.until("it is painted", lambda: self.hub.painted().get("entrance", {}).get("position") == position)

    def still(self, box=ROWS, still=STILL):
        last, since, end = self.display.part(box), time.monotonic(), time.monotonic() + 20
        while time.monotonic() - since < still or not any(last):
            assert time.monotonic() < end, "the picture never stood still"
            time.sleep(0.02)
            now = self.display.part(box)
            if now != last:
                last, since = now, time.monotonic()
        return last

    def close(self):
        self.screen.kill()
        self.guest.close()
        self.display.close()


def alike(one, other):
    """But for the faint outermost pixels of characters, which a frame that draws only what changed may leave out; a
    figure is a thousand."""
    return sum(one[i:i + 3] != other[i:i + 3] for i in range(0, len(one), displays.PIXEL)) < 200


def colours(part):
    return {part[i:i + 3] for i in range(0, len(part), displays.PIXEL)}


def cable_out_and_in(scene):
    scene.start()
    programs.until("it is painted", lambda: scene.hub.painted().get("entrance"))
    before = scene.still()
    scene.screen.stop()
    scene.hub.kill()
    scene.start()
    yield alike(scene.still(), before), "without the hub it shows what it showed last"

    scene.hub.start()
    scene.publish(420)
    after = scene.still(still=GLOW)
    yield not alike(after, before), "when the hub is back it follows"

    scene.screen.stop()
    scene.hub.kill()
    scene.start()
    yield alike(scene.still(), after), "and keeps what it was told since"

    scene.hub.start()
    scene.publish(350)
    scene.screen.kill()
    scene.hub.kill()
    scene.start()
    alone = scene.still()
    yield alike(alone, before) or alike(alone, after), "killed at any moment, it shows a whole board, the newest or the one before"


def wrong_clock(scene):
    scene.start()
    programs.until("it is painted", lambda: scene.hub.painted().get("entrance"))
    yield DIM not in colours(scene.still()), "with the hub, figures of today stand as they are"
    yield len(colours(scene.still(CLOCK))) > 1, "and the header shows the hub's time"

    scene.screen.stop()
    scene.hub.kill()
    scene.start()
    yield DIM in colours(scene.still()), "a box that is behind the hub's last word shows its figures dim"
    yield len(colours(scene.display.part(CLOCK))) == 1, "and no time"

    scene.hub.start()
    programs.until("the time is back", lambda: len(colours(scene.display.part(CLOCK))) > 1)
    yield DIM not in colours(scene.still()), "the hub's word puts everything right"


def main():
    number, ok = 0, True
    for story, clock in ((cable_out_and_in, None), (wrong_clock, AHEAD)):
        with programs.folder() as folder:
            scene = Scene(*sys.argv[1:3], folder, clock)
            try:
                for good, title in story(scene):
                    number += 1
                    ok &= programs.report(number, good, f"{story.__name__}: {title}")
            finally:
                scene.close()
                if scene.hub.server.poll() is None:
                    scene.hub.stop()
    print(f"1..{number}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
