#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a film for the sample market: a walk along its stalls, one of each trade, that ends where it began.

usage: film.py FILE.webm

GStreamer draws the lane and encodes what the camera sees of it: the same pixels on every machine, though not the same
bytes. A file that is there stays as it is.
"""

import pathlib
import subprocess
import sys
import tempfile

import pictures

HERE = pathlib.Path(__file__).parent
DRAWN = (800, 600)  # a stall in its own drawing
STALL, FILM = (720, 540), (960, 540)  # and in the film
STEP, RATE = 10, 25  # pixels a frame, frames a second


def draw_lane(drawings):
    """One stall beside the other, the first once more at the end and, for the camera's width, the second."""
    trades = list(pictures.STALLS)
    order = trades + trades[:2]
    stalls = "".join(f'<g transform="translate({DRAWN[0] * i} 0)">{drawings.inside_of_stall(trade)}</g>'
                     for i, trade in enumerate(order))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {DRAWN[0] * len(order)} {DRAWN[1]}" '
            f'width="{STALL[0] * len(order)}" height="{STALL[1]}">{stalls}</svg>')


def launch(*pipeline, **options):
    return subprocess.Popen(["gst-launch-1.0", "-q", *pipeline], **options)


def rasterise(svg, folder):
    source, target = folder / "lane.svg", folder / "lane.rgb"
    source.write_text(svg, "utf-8")
    launch("filesrc", f"location={source}", "!", "rsvgdec", "!", "videoconvert", "!", "video/x-raw,format=RGB", "!",
           "filesink", f"location={target}").wait()
    return target.read_bytes()


def frames(lane):
    """What the camera sees, from the first stall to the first stall."""
    stride = len(lane) // STALL[1]
    for x in range(0, STALL[0] * len(pictures.STALLS), STEP):
        yield b"".join(lane[y * stride + 3 * x:y * stride + 3 * (x + FILM[0])] for y in range(FILM[1]))


def encode(images, target):
    film = launch("fdsrc", "!", "rawvideoparse", "format=rgb", f"width={FILM[0]}", f"height={FILM[1]}",
                  f"framerate={RATE}/1", "!", "videoconvert", "!", "video/x-raw,format=I420", "!", "vp8enc", "deadline=1",
                  "cpu-used=8", "target-bitrate=1500000", "threads=2", "!", "webmmux", "!", "filesink", f"location={target}",
                  stdin=subprocess.PIPE)
    for image in images:
        film.stdin.write(image)
    film.stdin.close()
    return film.wait()


def main(target):
    target = pathlib.Path(target)
    if target.exists():
        return 0

    svg = draw_lane(pictures.Pictures(HERE / "pictures"))
    with tempfile.TemporaryDirectory() as room:
        made = pathlib.Path(room) / target.name
        status = encode(frames(rasterise(svg, pathlib.Path(room))), made)
        if status == 0:
            target.parent.mkdir(parents=True, exist_ok=True)
            passing = target.with_suffix(".part")
            passing.write_bytes(made.read_bytes())
            passing.rename(target)  # whole, or not at all
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
