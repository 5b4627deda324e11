#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film of 1080p30 in H.264 costs in a zone of about 960x540, beside prices and a moving ticker: the board with
it less the board without, against the same file in GStreamer's own window, and in an equal page; and how many of
its frames are on time while 200 changes a second arrive.

usage: bench_film.py HUB PROBE FILM-480P [--rounds 3] [--seconds 12] [--rate 200] [--no-chromium]
"""

import shutil
import statistics
import subprocess
import tempfile
import time

import bench_pixels
import display as displays
import films
import market
import processes

WARM_UP = 3
LATE = 0.005
GOALS = {"gst-launch": 1.15, "chromium": 0.5}


def show(arguments, folder, digest, rate=0, seconds=None):
    board = films.Board(arguments, folder, digest, seconds=seconds or arguments.seconds + 2)
    board.change(rate)
    return board


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
    figures = {"without": cost(show(arguments, folder, None), arguments.seconds)[0]}
    figures["with"], rows = cost(show(arguments, folder, digest), arguments.seconds)
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
    parser = films.parser(rounds=3, seconds=12, rate=200)
    parser.add_argument("--no-chromium", dest="chromium", action="store_false")
    arguments = parser.parse_args()
    arguments.chromium = arguments.chromium and shutil.which("chromium") is not None

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        film = f"{folder}/film.mp4"
        films.make(film, arguments.found)
        digest = films.add(folder, film)
        rounds = [one_round(arguments, folder, digest, film) for _ in range(arguments.rounds)]
        for figures, size in rounds:
            print("{}x{}: ".format(*size) + "  ".join(f"{k} {v:.1f} %" for k, v in figures.items()), flush=True)
        for rival, goal in GOALS.items():
            if rival in rounds[0][0]:
                ratio = statistics.median(f["film"] / f[rival] for f, _ in rounds)
                print(f"film against {rival}: {ratio:.2f}   wanted <= {goal}: {'yes' if ratio <= goal else 'NO'}")
        rows = show(arguments, folder, digest, arguments.rate, 30).close()
        row = rows["film"]
        late = (row["dropped"] + row["missed"]) / max(row["n"] + row["dropped"], 1)
        print(f"{row['n']} frames, {row['dropped']} left out, {row['missed']} never drawn: {100 * (1 - late):.2f} % on time   "
              f"wanted >= 99.5 %: {'yes' if late <= LATE else 'NO'}")


if __name__ == "__main__":
    main()
