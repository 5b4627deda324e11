#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film does to the prices beside it, and how one film follows another: publish-to-pixels with the film against
without, in the same window under the same 200 changes a second; and how long a film's last frame stands in the framebuffer.

usage: bench_beside.py HUB PROBE FILM-480P [--samples 300] [--rate 200] [--seconds 36] [--parts publish follow]
"""

import pathlib
import statistics
import subprocess
import tempfile
import time

import bench_pixels
import films

SLOWLY = 0.01   # of the hub's clock: a film plays, and no page turns
SHOWN = 1 / 60  # a frame of the display
WANTED = 1.5
LASTS = 2       # seconds, of all that follows each other

# Name, colour, size, frames a second, encoder, container; and a picture.
FILMS = (("red", 0xa02010, (960, 540), 25, "x264enc", "mp4mux"), ("blue", 0x1020a0, (640, 480), 30, "vp8enc deadline=1", "webmmux"))
PICTURE = "green", 0x108020


def make_blinking(path, colour, size, rate, encoder, container):
    """Of one colour, a little lighter in every second frame."""
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", f"num-buffers={LASTS * rate}", "pattern=blink",
                    f"foreground-color=0xff{colour:06x}", f"background-color=0xff{colour + 0x202020:06x}", "!",
                    "video/x-raw,format=I420,width={},height={},framerate={}/1".format(*size, rate), "!", *encoder.split(), "!",
                    container, "!", "filesink", f"location={path}"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_picture(path, colour):
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", "num-buffers=1", "pattern=solid-color",
                    f"foreground-color=0xff{colour:06x}", "!", "video/x-raw,width=960,height=540", "!", "pngenc", "!", "filesink",
                    f"location={path}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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


def name_colour(pixel):
    """Of the framebuffer, where blue is first."""
    return ("blue", "green", "red")[max(range(3), key=lambda i: pixel[i])]


def watch(board, seconds):
    """Returns: when the middle of the film's zone became another, and which colour it had."""
    at = board.display.start + int(0.4 * board.display.height) * board.display.stride + int(0.74 * board.display.width) * 4
    seen, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        pixel = board.display.map[at:at + 3]
        if not seen or seen[-1][1] != pixel:
            seen.append((time.monotonic(), pixel))
        time.sleep(0.0005)
    return [(when, name_colour(pixel)) for when, pixel in seen]


def follow(arguments, folder, digests):
    """Everything of the playlist once more and again: how much longer than it should a last frame stands."""
    usual = {name: 1 / rate for name, _, _, rate, *_ in FILMS} | {PICTURE[0]: LASTS}
    board = films.Board(arguments, folder, seconds=arguments.seconds + 6)
    board.hub.post([*({"kind": "media", "id": name, "value": {
                        "type": "image" if name == PICTURE[0] else "video", "sha256": digest, "bytes": 1, "duration_ms": 1000 * LASTS}}
                      for name, digest in digests.items()),
                    {"kind": "playlist", "id": "films", "value": {"items": [
                        {"media": name} for name in ("red", "blue", "red", "green", "blue", "green")]}}])
    time.sleep(6)
    began = time.monotonic()
    seen = watch(board, arguments.seconds)
    changes = [one for one in board.close()["changes"] if began < one["at"] < seen[-1][0]]
    turns, others = {}, []
    for (began, colour), (ended, other) in zip(seen[1:], seen[2:]):
        longer = 1000 * (ended - began - usual[colour])
        if colour != other:
            turns.setdefault(f"{colour} to {other}", []).append(longer)
        else:
            others.append(longer)
    others.sort()
    print(f"{len(others)} frames within films stood longer than they should by {statistics.median(others):.1f} ms, p99 "
          f"{others[len(others) * 99 // 100]:.1f}, at the most {others[-1]:.1f}")
    for name, longer in turns.items():
        print(f"{len(longer)} times {name}: the last frame by {statistics.median(longer):.1f} ms, at the most {max(longer):.1f}")
    slowest = max(changes, key=lambda one: one["drawn"])
    print("the slowest change: " + "  ".join(f"{k} {v}" for k, v in slowest.items() if k not in ("what", "at")))
    gap = max(max(longer) for longer in turns.values()) / 1000
    print(f"gap at the most {1000 * gap:.1f} ms   wanted <= {1000 * SHOWN:.0f}: {'yes' if gap <= SHOWN else 'NO'}")


def main():
    parser = films.parser(samples=300, rate=200, seconds=36)
    parser.add_argument("--parts", nargs="*", default=("publish", "follow"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        film, digests = pathlib.Path(folder) / "film.mp4", {}
        if "publish" in arguments.parts:
            films.make(film, arguments.found)
            publish(arguments, folder, films.add(folder, film))
        for name, *how in FILMS:
            path = pathlib.Path(folder) / name
            make_blinking(path, *how)
            digests[name] = films.add(folder, path)
        path = pathlib.Path(folder) / PICTURE[0]
        make_picture(path, PICTURE[1])
        digests[PICTURE[0]] = films.add(folder, path)
        if "follow" in arguments.parts:
            follow(arguments, folder, digests)


if __name__ == "__main__":
    main()
