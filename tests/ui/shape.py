# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of a screen whose record was changed, on a display that is there: every one is drawn. The size that a window is
given as its board comes in may be asked for while the display still answers the first time.

usage: shape.py HUB SCREEN SAMPLE
"""

import contextlib
import json
import pathlib
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "lib"))
import programs

CLOCK = "2026-11-08T10:00:00+08:00,0"
SCREEN = "entrance-1"
ASKED = 5
FULL_HD = (1920, 1080)


def fill(hub, sample):
    for name in ("hall", "prices"):
        records = [json.loads(line) for line in (sample / f"{name}.ndjson").read_text("utf-8").splitlines()]
        changes = [{"kind": one["kind"], "id": one["id"], "value": one["value"], "sure": True} for one in records]
        hub.call("POST", "/changes", {"dangling": True, "changes": changes}, headers={"Marketboard-By": "import"})


def change(hub):
    value = next(record["value"] for record in hub.records("screen") if record["id"] == SCREEN)
    hub.call("PUT", f"/records/screen/{SCREEN}", {**value, "languages": ["en"]})


def draw(program, hub, display, file):
    """Returns what was said where there is no picture of the panel's shape."""
    run = subprocess.run([program, "--hub", hub.url, "--screen", SCREEN, "--picture", file],
                         env={**display.environment(), "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory",
                              "XDG_STATE_HOME": str(file.parent), "XDG_CACHE_HOME": str(file.parent)}, capture_output=True, text=True, timeout=60)
    if run.returncode:
        return run.stderr.strip()
    size = struct.unpack(">II", file.read_bytes()[16:24])
    return None if size == FULL_HD else f"it is {size[0]}x{size[1]}"


def main(hub_program, program, sample):
    print("1..1")
    with programs.folder() as folder, contextlib.closing(programs.Display()) as display:
        hub = programs.Hub(hub_program, folder / "data", market="guihua", clock=CLOCK).add_market().start()
        try:
            fill(hub, pathlib.Path(sample))
            assert draw(program, hub, display, folder / "before.png") is None
            change(hub)
            said = [draw(program, hub, display, folder / f"{n}.png") for n in range(ASKED)]
        finally:
            hub.stop()
    lost = [words for words in said if words]
    return not programs.report(1, not lost, "every picture is drawn", f"{len(lost)} of {ASKED} were not: {lost[:1]}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
