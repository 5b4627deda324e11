#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film does to the prices beside it, and how one film follows another: publish-to-pixels with the film against
without, in the same window under the same 200 changes a second; and how long a film's last frame stands in the framebuffer.

usage: bench_beside.py HUB PROBE FILM-480P [--samples 300] [--rate 200] [--seconds 30]
"""

import pathlib
import statistics
import tempfile
import time

import bench_pixels
import films

SLOWLY = 0.01   # of the hub's clock: a film plays, and no page turns
FRAME = 0.04    # of the films that follow each other
SHOWN = 1 / 60  # a frame of the display
WANTED = 1.5


def make_blinking(path, colour):
    """Two seconds of one colour, a little lighter in every second frame."""
    films.run(["videotestsrc", "num-buffers=50", "pattern=blink", f"foreground-color=0xff{colour:06x}",
               f"background-color=0xff{colour + 0x202020:06x}"],
              "video/x-raw,format=I420,width=960,height=540,framerate=25/1", [], path)


def publish(arguments, folder, digest):
    """Medians in milliseconds, without and with."""
    board = films.Board(arguments, folder, speed=SLOWLY)
    try:
        number, box, expected = bench_pixels.find_row(board.hub, board.display)
        board.change(arguments.rate, number)
        time.sleep(2)
        medians = []
        for with_film in (False, True):
            if with_film:
                board.play(digest)
                time.sleep(3)
            taken, lost = bench_pixels.sample(board.hub, board.display, number, box, expected, arguments.samples)
            taken.sort()
            medians.append(statistics.median(taken))
            print(f"{'with' if with_film else 'without'} film: publish to pixels p50 {medians[-1]:.1f} ms, "
                  f"p99 {taken[len(taken) * 99 // 100]:.1f} ms, {lost} never", flush=True)
    finally:
        board.kill()
    ratio = medians[1] / medians[0]
    print(f"with a film against without: {ratio:.2f}   wanted <= {WANTED}: {'yes' if ratio <= WANTED else 'NO'}", flush=True)


def follow(arguments, folder, digests):
    board = films.Board(arguments, folder)
    try:
        board.hub.post([*({"kind": "media", "id": name, "value": {"type": "video", "sha256": digest, "bytes": 1, "duration_ms": 2000}}
                          for name, digest in digests.items()),
                        {"kind": "playlist", "id": "films", "value": {"items": [{"media": name} for name in digests]}}])
        at = board.display.start + int(0.4 * board.display.height) * board.display.stride + int(0.74 * board.display.width) * 4
        time.sleep(6)
        seen, end = [], time.monotonic() + arguments.seconds
        while time.monotonic() < end:
            pixel = board.display.map[at:at + 3]
            if not seen or seen[-1][1] != pixel:
                seen.append((time.monotonic(), pixel))
            time.sleep(0.0005)
    finally:
        board.kill()
    stood, turns = [], []
    for (began, pixel), (ended, other) in zip(seen, seen[1:]):
        turn = (pixel[2] > pixel[0]) != (other[2] > other[0])
        (turns if turn else stood).append(ended - began)
    gap = max(turns) - FRAME
    print(f"{len(turns)} times another film: the last frame stood for {1000 * statistics.median(turns):.0f} ms, at the most "
          f"{1000 * max(turns):.0f}; other frames {1000 * statistics.median(stood):.0f}, at the most {1000 * max(stood):.0f}   "
          f"wanted <= {1000 * (FRAME + SHOWN):.0f}: {'yes' if gap <= SHOWN else 'NO'}")


def main():
    arguments = films.parser(samples=300, rate=200, seconds=30).parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        film, digests = pathlib.Path(folder) / "film.mp4", {}
        films.make(film, arguments.found)
        publish(arguments, folder, films.add(folder, film))
        for name, colour in (("red", 0xa02010), ("blue", 0x1020a0)):
            path = pathlib.Path(folder) / f"{name}.mp4"
            make_blinking(path, colour)
            digests[name] = films.add(folder, path)
        follow(arguments, folder, digests)


if __name__ == "__main__":
    main()
