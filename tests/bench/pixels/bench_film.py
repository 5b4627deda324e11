#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film of 1080p30 in H.264 costs in a zone of about 960x540, beside prices and a moving ticker: the board with
it less the board without, against the same file in GStreamer's own window, and in an equal page; and how many of
its frames are on time while 200 changes a second arrive.

usage: bench_film.py HUB PROBE FILM-480P [--rounds 3] [--seconds 12] [--rate 200] [--no-chromium]
"""

import argparse
import hashlib
import json
import multiprocessing
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

import bench_pixels
import display as displays
import market
import processes

FRAMES = 900  # thirty seconds
WARM_UP = 3
LATE = 0.005
GOALS = {"gst-launch": 1.15, "chromium": 0.5}


def make_film(path, found):
    source = ["filesrc", f"location={found}", "!", "decodebin"] if pathlib.Path(found).exists() else \
        ["videotestsrc", f"num-buffers={FRAMES}", "pattern=smpte100"]
    subprocess.run(["gst-launch-1.0", "-q", *source, "!", "videoconvertscale", "!", "videorate", "!",
                    "video/x-raw,format=I420,width=1920,height=1080,framerate=30/1,pixel-aspect-ratio=1/1", "!",
                    "x264enc", "bitrate=6000", "speed-preset=veryfast", "key-int-max=60", "!", "mp4mux", "!",
                    "filesink", f"location={path}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def layout(hub, digest, with_film):
    items = [{"media": "film"}] if with_film else []
    hub.post([
        {"kind": "media", "id": "film", "value": {"type": "video", "sha256": digest, "bytes": 1,
                                                    "duration_ms": FRAMES * 1000 // 30}},
        {"kind": "playlist", "id": "films", "value": {"items": items}},
        {"kind": "layout", "id": "film-beside", "value": {
            "columns": 100, "rows": 100, "distance_m": 5, "bands": ["header", "bar", "ticker"], "zones": [
                {"show": "prices", "at": [0, 0, 48, 100], "staple": True, "columns": 1},
                {"show": "video", "at": [48, 0, 52, 70], "playlist": "films"},
                {"show": "tests", "at": [48, 70, 52, 30]}]}}])
    hub.show("film-beside")


class Board:
    """The screen's own window; without a film the offers stand in its zone."""

    def __init__(self, arguments, folder, digest, with_film, rate=0, seconds=None):
        self.display, self.hub = displays.Display(), market.Hub(arguments.hub, speed=1)
        layout(self.hub, digest, with_film)
        self.hub.notice(market.NOTICE)
        self.stop, self.load = multiprocessing.Event(), None
        if rate:
            self.load = multiprocessing.Process(target=bench_pixels.change_steadily,
                                                args=(self.hub.url, rate, -1, self.stop))
            self.load.start()
        self.process = subprocess.Popen(
            [arguments.probe, self.hub.url, market.MARKET, "bench", str(seconds or arguments.seconds + 2), folder],
            env=self.display.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def close(self):
        answer = self.process.communicate()[0]
        self.stop.set()
        if self.load:
            self.load.join()
        self.hub.close()
        self.display.close()
        return {row["what"]: row for row in map(json.loads, answer.splitlines())}


class Rival:
    def __init__(self, display, command, hub=None):
        self.display, self.hub = display, hub
        self.process = subprocess.Popen(command, env=display.environment(), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait()
        if self.hub:
            self.hub.close()
        self.display.close()


def launch(film, size):
    return Rival(displays.Display(), [
        "gst-launch-1.0", "-q", "filesrc", f"location={film}", "!", "qtdemux", "!", "h264parse", "!", "avdec_h264", "!",
        "videoconvertscale", "!", "video/x-raw,width={},height={}".format(*size), "!", "ximagesink"])


def browse(arguments, profile, film, size):
    display, hub = displays.Display(), market.Hub(arguments.hub, speed=1)
    hub.notice(market.NOTICE)
    page = f"file://{bench_pixels.HERE}/rival.html#{hub.url}{hub.base}/stream,0"
    if film:
        page += ",file://{},{},{}".format(film, *size)
    return Rival(display, [*bench_pixels.CHROMIUM, *bench_pixels.FLAGS["software"], f"--user-data-dir={profile}", page], hub)


def cost(subject, seconds, warm_up=WARM_UP):
    """Percent of a processor, the display's included."""
    time.sleep(warm_up)
    began = time.monotonic()
    before = processes.cpu_seconds(subject.process.pid) + processes.cpu_seconds(subject.display.server.pid)
    time.sleep(seconds)
    took = time.monotonic() - began
    after = processes.cpu_seconds(subject.process.pid) + processes.cpu_seconds(subject.display.server.pid)
    rows = subject.close()
    return 100 * (after - before) / took, rows


def one_round(arguments, folder, digest, film):
    figures = {"without": cost(Board(arguments, folder, digest, False), arguments.seconds)[0]}
    figures["with"], rows = cost(Board(arguments, folder, digest, True), arguments.seconds)
    size = rows["film"]["width"], rows["film"]["height"]
    figures["film"] = figures["with"] - figures["without"]
    figures["gst-launch"] = cost(launch(film, size), arguments.seconds)[0]
    if arguments.chromium:
        with tempfile.TemporaryDirectory() as profile:
            figures["page"] = cost(browse(arguments, profile, None, size), arguments.seconds, 6)[0]
        with tempfile.TemporaryDirectory() as profile:
            figures["chromium"] = cost(browse(arguments, profile, film, size), arguments.seconds, 6)[0] - figures["page"]
    return figures, size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("probe")
    parser.add_argument("found")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=12)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--no-chromium", dest="chromium", action="store_false")
    arguments = parser.parse_args()
    arguments.chromium = arguments.chromium and shutil.which("chromium") is not None

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        film = f"{folder}/film.mp4"
        make_film(film, arguments.found)
        digest = hashlib.sha256(pathlib.Path(film).read_bytes()).hexdigest()
        shutil.copy(film, f"{folder}/{digest}")
        rounds = [one_round(arguments, folder, digest, film) for _ in range(arguments.rounds)]
        for figures, size in rounds:
            print("{}x{}: ".format(*size) + "  ".join(f"{k} {v:.1f} %" for k, v in figures.items()), flush=True)
        for rival, goal in GOALS.items():
            if rival in rounds[0][0]:
                ratio = statistics.median(f["film"] / f[rival] for f, _ in rounds)
                print(f"film against {rival}: {ratio:.2f}   wanted <= {goal}: {'yes' if ratio <= goal else 'NO'}")
        rows = Board(arguments, folder, digest, True, arguments.rate, 30).close()
        row = rows["film"]
        late = (row["dropped"] + row["missed"]) / max(row["n"] + row["dropped"], 1)
        print(f"{row['n']} frames, {row['dropped']} left out, {row['missed']} never drawn: {100 * (1 - late):.2f} % on time   "
              f"wanted >= 99.5 %: {'yes' if late <= LATE else 'NO'}")


if __name__ == "__main__":
    main()
