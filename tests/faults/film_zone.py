# SPDX-License-Identifier: GPL-3.0-or-later
"""What a zone of films shows, ten times a second, out of the display's framebuffer."""

import threading
import time

import display as displays

TICK = 0.1
GRID = 24, 14   # points that are looked at, inside of the zone
CONTRAST = 100  # of the livestream's pattern, between its lightest and its darkest point
COLOURFUL = 60  # between the strongest and the weakest part of a colour


def kind_of(points):
    """"grey" (the livestream's pattern), "red" and "blue" (films), or "none": black, the board's ground, offers."""
    colourful = [point for point in points if max(point) - min(point) > COLOURFUL]
    lightness = [max(point) for point in points]
    if len(colourful) < len(points) / 20 and max(lightness) - min(lightness) > CONTRAST:
        return "grey"
    for name, part in (("blue", 0), ("red", 2)):
        if sum(point[part] == max(point) for point in colourful) > 0.9 * len(points):
            return name
    return "none"


class Watch:
    """`turns` are the moments at which it began to show something else, and what."""

    def __init__(self, display, box):
        """box: left, top, right, bottom, as parts of the display."""
        self.display, self.turns, self.samples, self.widest = display, [], 0, 0.0
        left, top, right, bottom = box
        across, down = GRID
        self.points = [display.start + int((top + (bottom - top) * y / (down - 1)) * (display.height - 1)) * display.stride
                       + int((left + (right - left) * x / (across - 1)) * (display.width - 1)) * displays.PIXEL
                       for y in range(down) for x in range(across)]
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def look(self):
        return kind_of([self.display.map[at:at + 3] for at in self.points])

    def _run(self):
        last, due = time.monotonic(), time.monotonic()
        while not self.stop.is_set():
            now, kind = time.monotonic(), self.look()
            self.widest, last, self.samples = max(self.widest, now - last), now, self.samples + 1
            if not self.turns or self.turns[-1][1] != kind:
                self.turns.append((now, kind))
            due += TICK
            time.sleep(max(0, due - time.monotonic()))

    def close(self):
        self.stop.set()
        self.thread.join()
        self.turns.append((time.monotonic(), "end"))

    def longest(self, kind):
        return max((later - at for (at, what), (later, _) in zip(self.turns, self.turns[1:]) if what == kind), default=0.0)

    def first(self, kind, since, until):
        """How long after a moment it showed that, and before another; None: not at all."""
        shown = "end"
        for at, what in list(self.turns):
            if at > until:
                break
            if at <= since:
                shown = what
            elif shown == kind:
                return 0.0
            elif what == kind:
                return at - since
        return 0.0 if shown == kind else None
