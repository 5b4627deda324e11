# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, and films: what was shown is on the report as it was shown, and what cannot be shown is told.

usage: films.py HUB SCREEN
"""

import csv
import datetime
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import programs

CLOCK = "2026-11-08T10:00:00+08:00"
DAY = "2026-11-08"
SIZE = "960x540"
SECONDS = 3
MS = SECONDS * 1000
LATE = 250  # ms, at the most: between two clocks, and the frames of a machine that does other things
OFFER = ("promotion", "member-day", {"title": {"zh-Hans": "满30减5"}, "conditions": {"zh-Hans": "每人限领1张"}})
RECORDS = [("market", "market", {"name": {"zh-Hans": "桂花巷农贸市场"}, "time_zone": "Asia/Shanghai",
                               "price_unit": "500g"}),
           ("layout", "hall", {"columns": 2, "rows": 1, "distance_m": 5, "bands": ["header"], "zones": [
               {"show": "video", "at": [0, 0, 1, 1], "playlist": "hall"},
               {"show": "promotion", "at": [1, 0, 1, 1]}]}),
           OFFER]
# What a box has that nobody installed decoders on.
PLUGINS = ["app", "coreelements", "isomp4", "playback", "typefindfunctions", "videoconvertscale", "videoparsersbad"]


def make_film(file, seconds):
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", f"num-buffers={25 * seconds}", "!",
                    "video/x-raw,format=I420,width=320,height=180,framerate=25/1", "!", "x264enc",
                    "speed-preset=ultrafast", "!", "mp4mux", "!", "filesink", f"location={file}"], check=True,
                   stdout=subprocess.DEVNULL)


def plugin_folder():
    answer = subprocess.run(["pkg-config", "--variable=pluginsdir", "gstreamer-1.0"], check=True, capture_output=True,
                            text=True)
    return pathlib.Path(answer.stdout.strip())


class Case:
    def __init__(self, hub, program, folder, display):
        self.hub, self.program, self.folder, self.display = hub, program, folder, display

    def add(self, name, data, **more):
        """A film whose record says no more than it has to, and more."""
        file = self.folder / name
        file.write_bytes(data)
        answer = self.hub.run("media", "add", "--hub", self.hub.url, str(file)).stdout
        digest = answer.split('"sha256":"')[1][:64]
        self.hub.publish([("media", name, {"type": "video", "sha256": digest, "bytes": len(data), **more})])

    def play(self, screen, *films):
        """A screen of its own for each test: what one was told of is not the other's."""
        self.hub.publish([("playlist", "hall", {"items": [{"media": film} for film in films]}),
                          ("screen", screen, {"name": screen, "layout": "hall", "languages": ["zh-Hans"],
                                              "panel_mm": [1210, 680], "distance_m": 5})])

    def start(self, screen, settings=None):
        return programs.Screen(self.program, self.hub, screen, self.display, self.folder / screen, SIZE,
                               settings=settings)

    def trouble(self, screen):
        for one in self.hub.call("GET", "/screens")["screens"]:
            if one["screen"] == screen and "status" in one:
                return one["status"]["value"].get("trouble", [])
        return []

    def plays(self, screen):
        return [fact for fact in self.hub.facts("play")[0] if fact["screen"] == screen]


def since_midnight(text):
    time_of = datetime.datetime.fromisoformat(text)
    return (time_of - time_of.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds() * 1000


def judge(plays, published):
    """Each is where the playlist has it, which began when it was published, for as long as it stood there; none twice."""
    end = 0
    for play in plays:
        begin = since_midnight(play["started_at"]) - since_midnight(published)
        late = begin % MS
        if late > MS - LATE:
            late -= MS
        assert begin >= end - LATE, f"two at once: {plays}"
        end = begin + play["ms"]
        assert abs((end + MS / 2) % MS - MS / 2) <= LATE, f"it ends with its turn: {play}"
        if late <= LATE:
            assert play["ended"] == "whole" and abs(play["ms"] - MS) <= LATE, play
        assert play["zone"] == "video" and play["media"] == "film", play


def report(hub):
    text = hub.run("report", "plays", "--from", DAY, "--to", DAY, "--by", "part", "--csv", "--data", hub.data).stdout
    return {(row["film"], row["screen"], row["part of day"]): row for row in csv.DictReader(text.splitlines())}


def test_played(case):
    """A film that plays is on the report, and a screen that is killed in the middle of it leaves no hole and no double."""
    case.play("entrance", "film")
    screen = case.start("entrance")
    try:
        programs.until("three plays", lambda: len(case.plays("entrance")) >= 3)
        n, begun = len(case.plays("entrance")), time.monotonic()
        programs.until("another", lambda: len(case.plays("entrance")) > n)
        begun = time.monotonic()
        programs.until("the middle of the next", lambda: time.monotonic() > begun + SECONDS / 2)
        screen.kill()
        before = case.plays("entrance")
        screen = case.start("entrance")
        programs.until("and three more", lambda: len(case.plays("entrance")) >= len(before) + 3)
    finally:
        screen.stop()

    plays = case.plays("entrance")
    assert [play["n"] for play in plays] == list(range(1, len(plays) + 1)), plays
    assert len({play["source"] for play in plays}) == 1, plays
    published = next(record["derived"]["changed_at"] for record in case.hub.records("playlist") if record["id"] == "hall")
    judge(plays[:-1] if plays[-1]["ended"] == "cut" else plays, published)  # the last may be the one that was stopped
    for one, other in zip(plays, plays[1:]):
        gap = since_midnight(other["started_at"]) - since_midnight(one["started_at"]) - one["ms"]
        assert gap <= LATE or (one is plays[len(before) - 1] and gap < 10000), f"{gap} ms without a film: {one} {other}"

    row = report(case.hub)["film", "entrance", "morning 06:00-11:00"]
    for end in ("whole", "cut", "failed"):
        assert int(row[end]) == sum(play["ended"] == end for play in plays), row
    assert round(float(row["seconds"]) * 1000) == sum(play["ms"] for play in plays), row


def test_missing_plugin(case):
    """A box without decoders says which package it needs, and shows the offers."""
    plugins = case.folder / "plugins"
    plugins.mkdir()
    for name in PLUGINS:
        os.symlink(plugin_folder() / f"libgst{name}.so", plugins / f"libgst{name}.so")
    settings = {"GST_PLUGIN_SYSTEM_PATH_1_0": str(plugins), "GST_PLUGIN_PATH_1_0": "",
                "GST_REGISTRY_1_0": str(case.folder / "registry")}
    case.play("bare", "film")
    screen = case.start("bare", settings)
    try:
        programs.until("it says what is missing",
                       lambda: any(line.startswith("film: needs gstreamer1.0-libav") for line in case.trouble("bare")), 30)
    finally:
        screen.stop()
    assert not case.plays("bare"), case.plays("bare")

    description = case.folder / "bare.tsv"
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    subprocess.run([case.program, "--hub", case.hub.url, "--screen", "bare", "--picture", case.folder / "bare.png", "--size",
                    SIZE, "--describe", description], env={**environment, **settings}, check=True, timeout=60)
    words = description.read_text("utf-8").splitlines()
    assert sum(line.startswith("text\t") and "满30减5" in line for line in words) == 2, words


def test_broken(case):
    """Whatever is wrong with films: all of them are told, and one that is well plays in their place."""
    good = (case.folder / "film").read_bytes()
    case.add("half", good[:len(good) // 2], duration_ms=2000)
    case.add("noise", b"\x1aE\xdf\xa3" + bytes(range(1, 256)) * 500, duration_ms=2000)
    case.add("garbage", good[:48] + bytes(range(256)) * (len(good) // 256), duration_ms=2000)
    case.play("aisle", "half", "noise", "garbage", "film")
    screen = case.start("aisle")
    try:
        programs.until("all three are told",
                       lambda: {line.split(":")[0] for line in case.trouble("aisle")} == {"half", "noise", "garbage"}, 30)
        programs.until("the film plays", lambda: case.plays("aisle"))
    finally:
        screen.stop()
    assert {play["media"] for play in case.plays("aisle")} == {"film"}, case.plays("aisle")


def main(hub_program, screen_program):
    tests = [test_played, test_missing_plugin, test_broken]
    print(f"1..{len(tests)}")
    failed = False
    with programs.folder() as folder:
        hub = programs.Hub(hub_program, str(folder / "data"), clock=CLOCK).add_market().start()
        display = programs.Display()
        try:
            case = Case(hub, screen_program, folder, display)
            make_film(folder / "made", SECONDS)
            hub.publish(RECORDS, dangling=True)
            case.add("film", (folder / "made").read_bytes())
            for number, test in enumerate(tests, 1):
                try:
                    test(case)
                    programs.report(number, True, test.__name__)
                except Exception as error:  # whatever it is, it is told
                    failed = True
                    programs.report(number, False, test.__name__, f"{type(error).__name__}: {error}")
        finally:
            display.close()
            hub.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
