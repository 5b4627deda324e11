# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the figures that stand on a screen's glass, many times a second, out of the display's framebuffer.

The watched rows always carry one and the same figure, so their rectangles are equal, byte for byte, at every moment
that is not torn. A picture of each digit in each place is learnt first; after that a rectangle is a number."""

import bisect
import contextlib
import itertools
import multiprocessing
import os
import socket
import threading
import time

import display as displays

TICK = 1 / 60  # between two samples
PLACES = 5  # digits of a figure, 100.00 to 999.99
LEARNT = [10000, *(digit * 11111 for digit in range(1, 10))]
# The part of the height and of the width in which figures, and only they, change.
TOP, BOTTOM, RIGHT = 0.15, 0.91, 0.62
BRIGHT = 0xd0  # green of a fresh figure's ink; a dim one's is 0xab
INK = 0x80     # a figure has some at least this light
PICTURES = 10  # that are saved


class Server:
    """A round trip to the display server: once it is over, no request is half done."""

    def __init__(self, name):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(f"/tmp/.X11-unix/X{name.removeprefix(':')}")
        self.socket.sendall(b"l\0\x0b\0\0\0\0\0\0\0\0\0")
        head = self._take(8)
        if head[0] != 1:
            raise RuntimeError("the display lets nobody in")
        self._take(4 * int.from_bytes(head[6:8], "little"))

    def _take(self, count):
        taken = b""
        while len(taken) < count:
            piece = self.socket.recv(count - len(taken))
            if not piece:
                raise RuntimeError("the display is gone")
            taken += piece
        return taken

    def sync(self):
        self.socket.sendall(b"\x2b\0\x01\0")  # GetInputFocus
        while self._take(32)[0] != 1:
            pass


def mask(pixels):
    """Which pixels are ink, as one number, whatever the ink's and the ground's colours are."""
    green = pixels[1::displays.PIXEL]
    middle = (max(green) + min(green)) // 2
    return int.from_bytes(green.translate(bytes(level > middle for level in range(256))), "big")


class Alphabet:
    """Where the rows' figures stand, and what each digit looks like in each place."""

    def __init__(self, display, pictures):
        """pictures: of the whole display, for each figure of LEARNT."""
        self.boxes = self._find_rows(display, pictures)
        self.width = self.boxes[0][2] - self.boxes[0][0]
        firsts = [self._cut(display, picture, self.boxes[0]) for picture in pictures.values()]
        self.cells = self._find_cells(firsts)
        self.shapes = [{} for _ in self.cells]
        for figure, pixels in zip(pictures, firsts):
            for place, digit in enumerate(str(figure)):
                self.shapes[place].setdefault(int(digit), self._shape(pixels, place))
        for figure, picture in pictures.items():
            rows = [self._cut(display, picture, box) for box in self.boxes]
            if any(row != rows[0] for row in rows) or self.read(rows[0]) != figure:
                raise AssertionError(f"the rows do not all show {figure}")

    @staticmethod
    def _cut(display, picture, box):
        left, top, right, bottom = box
        stride, pixel = display.stride, displays.PIXEL
        return b"".join(picture[y * stride + left * pixel:y * stride + right * pixel] for y in range(top, bottom))

    def _find_rows(self, display, pictures):
        one, other = pictures[11111], pictures[88888]
        stride, pixel = display.stride, displays.PIXEL
        width = int(RIGHT * display.width) * pixel
        differing = [y for y in range(int(TOP * display.height), int(BOTTOM * display.height))
                     if one[y * stride:y * stride + width] != other[y * stride:y * stride + width]]
        bands = []
        for y in differing:
            if bands and y == bands[-1][1]:
                bands[-1][1] = y + 1
            else:
                bands.append([y, y + 1])
        columns = [x for x in range(0, width, pixel)
                   if any(one[y * stride + x:y * stride + x + pixel] != other[y * stride + x:y * stride + x + pixel]
                          for y in range(*bands[0]))]
        # A digit is a little wider than what tells an 8 from a 1.
        left, right = columns[0] // pixel - 4, columns[-1] // pixel + 5
        height = max(bottom - top for top, bottom in bands)
        if any(bottom - top != height for top, bottom in bands):
            raise AssertionError(f"rows of unlike height: {bands}")
        return [(left, top, right, bottom) for top, bottom in bands]

    def _find_cells(self, rows):
        stride = self.width * displays.PIXEL
        height = len(rows[0]) // stride
        columns = []
        for x in range(0, stride, displays.PIXEL):
            looks = {b"".join(row[y * stride + x:y * stride + x + displays.PIXEL] for y in range(height)) for row in rows}
            if len(looks) > 1:
                columns.append(x // displays.PIXEL)
        cells = []
        for x in columns:
            if cells and x == cells[-1][1]:
                cells[-1][1] = x + 1
            else:
                cells.append([x, x + 1])
        if len(cells) != PLACES:
            raise AssertionError(f"{len(cells)} digits where {PLACES} should stand: {cells}")
        return cells

    def _shape(self, pixels, place):
        stride, (left, right) = self.width * displays.PIXEL, self.cells[place]
        return mask(b"".join(pixels[at + left * displays.PIXEL:at + right * displays.PIXEL]
                             for at in range(0, len(pixels), stride)))

    def read(self, pixels):
        """The figure in fen; 0 where nothing stands, None where something else does."""
        if max(pixels[1::displays.PIXEL]) < INK:
            return 0
        figure = 0
        for place, shapes in enumerate(self.shapes):
            shape = self._shape(pixels, place)
            near = sorted(((shape ^ known).bit_count(), digit) for digit, known in shapes.items())
            if near[0][0] * 3 > near[1][0]:
                return None
            figure = figure * 10 + near[0][1]
        return figure


class Sight:
    """What all rows showed from one sample to the next that differed."""

    def __init__(self, at, figures, bright):
        self.at, self.figures, self.bright = at, figures, bright

    @property
    def figure(self):
        return self.figures[0]

    @property
    def torn(self):
        return len(set(self.figures)) > 1


def _look(display, alphabet, server):
    """The rows' pixels at one moment. Reading races with drawing: what is unequal is looked at again when the server
    stands between two requests, and torn is what twice in a row stays so."""
    def rows():
        return [display.part(box) for box in alphabet.boxes]

    seen = rows()
    while any(row != seen[0] for row in seen):
        server.sync()
        server.sync()
        before, seen = seen, rows()
        if seen == before:
            break
    return seen


def _forget_others(pipe):
    """What this process inherited would keep connections open that others close."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != pipe.fileno():
            with contextlib.suppress(OSError):
                os.close(int(name))


def _save(display, path):
    """As a PPM."""
    picture, pixel = display.picture(), displays.PIXEL
    colours = bytearray(display.width * display.height * 3)
    colours[0::3], colours[1::3], colours[2::3] = picture[2::pixel], picture[1::pixel], picture[0::pixel]
    path.write_bytes(b"P6 %d %d 255\n" % (display.width, display.height) + colours)


def _watch(display, alphabet, pipe, stop, pictures):
    _forget_others(pipe)
    saved = 0
    server, last, samples, widest, previous = Server(display.name), None, 0, 0.0, time.monotonic()
    while not stop.is_set():
        seen = _look(display, alphabet, server)
        now = time.monotonic()
        samples, widest, previous = samples + 1, max(widest, now - previous), now
        if seen != last:
            last = seen
            figures = [alphabet.read(row) for row in seen]
            if figures[0] is not None and len(set(figures)) == 1 and any(row != seen[0] for row in seen):
                figures = [*figures, "unlike"]  # one figure, drawn in two ways
            pipe.send((now, figures, max(seen[0][1::displays.PIXEL]) >= BRIGHT))
            if pictures and saved < PICTURES and (len(set(figures)) > 1 or None in figures):
                saved += 1
                _save(display, pictures / f"{now:.3f}.ppm")
        time.sleep(TICK)
    pipe.send((samples, widest))
    pipe.close()


class Glass:
    """Watches until close(); `sights` grows meanwhile."""

    def __init__(self, display, alphabet, pictures=None):
        """pictures: a folder for some of what is torn or cannot be read."""
        self.sights, self.samples, self.widest = [], 0, 0.0
        self.changed = threading.Condition()
        self.stop = multiprocessing.Event()
        self.began = time.monotonic()
        self.pipe, far = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=_watch, args=(display, alphabet, far, self.stop, pictures))
        self.process.start()
        far.close()
        self.thread = threading.Thread(target=self._receive, daemon=True)
        self.thread.start()

    def _receive(self):
        while True:
            try:
                message = self.pipe.recv()
            except EOFError:
                return
            with self.changed:
                if len(message) == 2:
                    self.samples, self.widest = message
                else:
                    self.sights.append(Sight(*message))
                self.changed.notify_all()

    def wait(self, condition, seconds):
        """Until a sight is as wanted; how long that took, or None."""
        began = time.monotonic()
        with self.changed:
            at = max(0, len(self.sights) - 1)
            while True:
                for sight in itertools.islice(self.sights, at, None):
                    if condition(sight):
                        return max(0.0, sight.at - began)
                at = len(self.sights)
                left = began + seconds - time.monotonic()
                if left <= 0 or not self.changed.wait(left):
                    return None

    def now(self):
        with self.changed:
            return self.sights[-1] if self.sights else None

    def at(self, moment):
        """What stood at a moment, by time.monotonic()."""
        with self.changed:
            found = bisect.bisect_right(self.sights, moment, key=lambda sight: sight.at)
            return self.sights[found - 1] if found else None

    def close(self):
        if self.process is None:
            return
        self.stop.set()
        self.thread.join()
        self.process.join()
        self.process, self.took = None, time.monotonic() - self.began
