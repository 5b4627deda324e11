# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, and pictures: from a file on a shell to the glass, and what becomes of a hostile one.

usage: media.py HUB SCREEN
"""

import os
import pathlib
import struct
import subprocess
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import programs

CLOCK = "2026-11-08T10:00:00+08:00"
SIZE = "960x540"
DRAWING = ('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">'
           '<rect width="300" height="200" fill="#7a2"/><circle cx="150" cy="100" r="80" fill="#fd5"/></svg>')


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb():
    """A megabyte that says it is sixteen gigabytes of pixels."""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64000, 64000, 8, 6, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b""))


def hall(media):
    return "layout", "hall", {"columns": 2, "rows": 1, "distance_m": 5, "bands": ["header"], "zones": [
        {"show": "picture", "at": [0, 0, 1, 1], "media": media},
        {"show": "promotion", "at": [1, 0, 1, 1]}]}


def offer(**more):
    return "promotion", "member-day", {"title": {"zh-Hans": "满30减5"}, "conditions": {"zh-Hans": "每人限领1张"}, **more}


RECORDS = [("market", "market", {"name": {"zh-Hans": "桂花巷农贸市场"}, "time_zone": "Asia/Shanghai",
                               "price_unit": "500g"}),
           ("screen", "hall", {"name": "Hall", "layout": "hall", "languages": ["zh-Hans"], "panel_mm": [1210, 680],
                               "distance_m": 5}),
           offer(), hall("drawing")]


class Case:
    def __init__(self, hub, screen, folder):
        self.hub, self.screen, self.folder, self.n = hub, screen, folder, 0

    def add(self, name, data):
        file = self.folder / name
        file.write_bytes(data)
        self.hub.run("media", "add", "--hub", self.hub.url, "--id", name, str(file))

    def draw(self):
        """The picture's bytes, and the lines that say what stands on it."""
        self.n += 1
        file, description = self.folder / f"{self.n}.png", self.folder / f"{self.n}.tsv"
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        subprocess.run([self.screen, "--hub", self.hub.url, "--screen", "hall", "--picture", file, "--size", SIZE,
                        "--describe", description], env=environment, check=True, timeout=60)
        return file.read_bytes(), description.read_text().splitlines()


def count(lines, what, text=""):
    return sum(line.startswith(what + "\t") and text in line for line in lines)


def test_same_twice(case):
    first, lines = case.draw()
    second, _ = case.draw()
    assert count(lines, "picture") == 1, lines
    assert first == second


def test_painted(case):
    """A change of a picture has been on the glass when the picture has."""
    display = programs.Display()
    screen = programs.Screen(case.screen, case.hub, "hall", display, case.folder / "state", SIZE)
    try:
        programs.until("the screen is there", lambda: "hall" in case.hub.painted())
        answer = case.hub.publish([offer(picture="drawing")])
        position = answer["position"]
        programs.until("the change is painted", lambda: case.hub.painted()["hall"]["position"] == position and
                       case.hub.painted()["hall"]["later"] == 0)
    finally:
        screen.stop()
        display.close()


def test_bomb(case):
    """What cannot be shown leaves its zone to the offers, and costs nothing."""
    case.add("bomb", bomb())
    case.hub.publish([hall("bomb"), offer()])
    _, lines = case.draw()
    assert count(lines, "picture") == 0, lines
    assert count(lines, "text", "满30减5") == 2, lines


def box(name, data):
    return struct.pack(">I", len(data) + 8) + name + data


def film(seconds):
    """The head of one, which says how long it lasts."""
    head = struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80)
    return (struct.pack(">I", 24) + b"ftypisom" + bytes(4) + b"isommp42" +
            box(b"moov", box(b"mvhd", head)))


def test_added_again(case):
    """What the hub has already is not sent, and its record still says how long it lasts."""
    for _ in range(2):
        case.add("film", film(7))
        value = next(record["value"] for record in case.hub.records("media") if record["id"] == "film")
        assert value["duration_ms"] == 7000, value


def main(hub_program, screen_program):
    tests = [test_same_twice, test_painted, test_bomb, test_added_again]
    print(f"1..{len(tests)}")
    failed = False
    with programs.folder() as folder:
        hub = programs.Hub(hub_program, str(folder / "data"), clock=CLOCK).add_market().start()
        try:
            case = Case(hub, screen_program, folder)
            case.add("drawing", DRAWING.encode())
            hub.publish(RECORDS)
            for number, test in enumerate(tests, 1):
                try:
                    test(case)
                    programs.report(number, True, test.__name__)
                except Exception as error:  # whatever it is, it is told
                    failed = True
                    programs.report(number, False, test.__name__, f"{type(error).__name__}: {error}")
        finally:
            hub.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
