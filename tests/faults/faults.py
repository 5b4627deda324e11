#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real programs, breaks what they stand on, and counts what was lost, doubled, torn or wrong.

usage: faults.py HUB SCREEN SCENE [--full] [--count N] [--seed N] [--pictures FOLDER] [--recorder PROGRAM] [--livestream PROGRAM]
"""

import argparse
import importlib
import pathlib
import sys

TESTS = pathlib.Path(__file__).parent.parent
sys.path += [str(TESTS / "lib"), str(TESTS / "bench" / "pixels")]

import machine  # noqa: E402
import programs  # noqa: E402
import stage as stages  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("screen")
    parser.add_argument("scene")
    parser.add_argument("--full", action="store_true", help="the whole count, not the short form")
    parser.add_argument("--count", type=int, help="so many times")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=pathlib.Path, help="where to put pictures of what was torn or unreadable")
    parser.add_argument("--livestream", help="the camera of the scene of films")
    parser.add_argument("--recorder", help="play-recorder, for the scene of plays")
    arguments = parser.parse_args()
    scene = importlib.import_module(f"scene_{arguments.scene}")
    points = stages.Points()
    with programs.folder() as folder:
        stage = stages.Stage(arguments, folder, points)
        try:
            scene.run(stage, arguments)
        except machine.Unable as reason:
            points.skip(reason)
        finally:
            stage.close()
    points.end()


if __name__ == "__main__":
    main()
