# SPDX-License-Identifier: GPL-3.0-or-later
"""A film of 1080p30 in H.264, and the screen's own window that has room for it beside prices."""

import argparse
import hashlib
import json
import multiprocessing
import pathlib
import shutil
import subprocess

import bench_pixels
import display as displays
import market

FRAMES = 900  # thirty seconds


def parser(**counts):
    """What every bench of films is given; counts: options that are numbers, with their defaults."""
    new = argparse.ArgumentParser()
    for name in ("hub", "probe", "found"):
        new.add_argument(name)
    for name, count in counts.items():
        new.add_argument(f"--{name}", type=int, default=count)
    return new


def run(source, caps, encoder, path):
    """gst-launch-1.0, from a source to a film at a path."""
    subprocess.run(["gst-launch-1.0", "-q", *source, "!", caps, "!", "x264enc", *encoder, "!", "mp4mux", "!", "filesink",
                    f"location={path}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(path, found):
    """Of the film that was found, else a pattern."""
    source = ["filesrc", f"location={found}", "!", "decodebin"] if pathlib.Path(found).exists() else \
        ["videotestsrc", f"num-buffers={FRAMES}", "pattern=smpte100"]
    run([*source, "!", "videoconvertscale", "!", "videorate"],
        "video/x-raw,format=I420,width=1920,height=1080,framerate=30/1,pixel-aspect-ratio=1/1",
        ["bitrate=6000", "speed-preset=veryfast", "key-int-max=60"], path)


def add(folder, path):
    """A film or a picture, into a media folder. Returns: its digest there."""
    digest = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    shutil.copy(path, f"{folder}/{digest}")
    return digest


class Board:
    """The screen's own window; without a film the offers stand in its zone."""

    def __init__(self, arguments, folder, digest=None, speed=1, seconds=600):
        self.display, self.hub = displays.Display(), market.Hub(arguments.hub, speed=speed)
        self.stop, self.load = multiprocessing.Event(), None
        self.play(digest)
        self.process = subprocess.Popen([arguments.probe, self.hub.url, market.MARKET, "bench", str(seconds), folder],
                                        env=self.display.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def play(self, digest):
        """None: nothing."""
        self.hub.post([
            {"kind": "media", "id": "film", "value": {"type": "video", "sha256": digest or "0" * 64, "bytes": 1,
                                                        "duration_ms": FRAMES * 1000 // 30}},
            {"kind": "playlist", "id": "films", "value": {"items": [{"media": "film"}] if digest else []}},
            {"kind": "layout", "id": "film-beside", "value": {
                "columns": 100, "rows": 100, "distance_m": 5, "bands": ["header", "bar", "ticker"], "zones": [
                    {"show": "prices", "at": [0, 0, 48, 100], "staple": True, "columns": 1},
                    {"show": "video", "at": [48, 0, 52, 70], "playlist": "films"},
                    {"show": "tests", "at": [48, 70, 52, 30]}]}}])
        self.hub.show("film-beside")

    def change(self, rate, but=-1):
        """Prices, so many a second, of every product but one; the ticker moves."""
        self.hub.notice(market.NOTICE)
        if rate:
            self.load = multiprocessing.Process(target=bench_pixels.change_steadily, args=(self.hub.url, rate, but, self.stop))
            self.load.start()

    def _end(self):
        self.stop.set()
        if self.load:
            self.load.join()
        self.hub.close()
        self.display.close()

    def close(self):
        """When its seconds are over. Returns: what it counted, by name."""
        rows = [json.loads(line) for line in self.process.communicate()[0].splitlines()]
        self._end()
        return {row["what"]: row for row in rows} | {"changes": [row for row in rows if row["what"] == "change"]}

    def kill(self):
        self.process.kill()
        self.process.communicate()
        self._end()
