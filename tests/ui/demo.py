# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo as somebody sees it who has just built it: all twelve screens in the morning, in the drill and after closing,
and the whole day from opening to closing in a quarter of a minute. The real programs.

usage: demo.py SCREEN SAMPLE
"""

import concurrent.futures
import contextlib
import json
import pathlib
import re
import subprocess
import sys
import urllib.request

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE / "sheet"), str(HERE.parent / "lib")]
import checks
import programs
import states

SIZES = {"stall-a-026": (1280, 800), "stall-a-012": (1024, 600), "strip-1": (1920, 360), "strip-led-1": (960, 160)}
FULL_HD = (1920, 1080)
FILLED = ("strip-led",)
CHANGED = "#4a3a10"
SPEED = 3600
FAILURE = "test-08-38"
LISTENING = re.compile(r"listening on (http://[\d.:]+)")


def glass_of(record, layouts):
    value = record["value"]
    layout = layouts[value["layout"]]
    return checks.Screen(*SIZES.get(record["id"], FULL_HD), tuple(value["panel_mm"]),
                         value.get("distance_m", layout["distance_m"]), tuple(value["languages"]), led=value.get("led", False),
                         rotation=value.get("rotation", 0), fills_lines=value["layout"] in FILLED)


class Demo:
    def __init__(self, program, sample, room, display):
        self.program, self.room, self.environment = program, room, {
            **display.environment(), "GSETTINGS_BACKEND": "memory", "GSK_RENDERER": "cairo",
            "XDG_STATE_HOME": str(room), "XDG_CACHE_HOME": str(room)}
        self.names = states.Sample(sample).names()
        hall = [json.loads(line) for line in (sample / "hall.ndjson").read_text("utf-8").splitlines()]
        layouts = {record["id"]: record["value"] for record in hall if record["kind"] == "layout"}
        self.screens = {record["id"]: glass_of(record, layouts) for record in hall if record["kind"] == "screen"}

    def draw(self, screen_id, clock, state):
        """Returns the picture, or what was said instead."""
        glass, file = self.screens[screen_id], self.room / f"{screen_id}-{clock.replace(':', '')}"
        run = subprocess.run([self.program, "--demo", "--screen", screen_id, "--at", clock, "--size",
                              f"{glass.width}x{glass.height}", "--picture", f"{file}.png", "--describe", f"{file}.tsv"],
                             env=self.environment, capture_output=True, text=True, timeout=60)
        if run.returncode:
            raise AssertionError(f"{screen_id} was not drawn: {run.stderr}")
        return checks.Picture(glass, state, pathlib.Path(f"{file}.tsv").read_text("utf-8"), self.names)

    def draw_all(self, clock, state=""):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return dict(zip(self.screens, pool.map(lambda screen_id: self.draw(screen_id, clock, state), self.screens)))


def complain(pictures):
    complaints = [f"{screen_id}: {complaint}" for screen_id, picture in pictures.items()
                  for check in checks.CHECKS.values() for complaint in check(picture)]
    assert not complaints, "\n".join(complaints)


def morning(demo):
    assert len(demo.screens) == 12
    complain(demo.draw_all("07:58", "failure"))


def drill(demo):
    complain(demo.draw_all("15:01", "emergency"))


def evening(demo):
    pictures = demo.draw_all("19:45")
    complain(pictures)
    for screen_id, picture in pictures.items():
        for text in picture.texts:
            assert text.ground not in (checks.FAILURE, CHANGED), f"{screen_id} is not calm: “{text.text}”"


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)


def whole_day(demo):
    """Everything has happened in the end, in its order, and nobody had to wait for it."""
    log = demo.room / "log"
    with open(log, "w", encoding="utf-8") as out, subprocess.Popen(
            [demo.program, "--demo", "--at", "05:20", "--speed", str(SPEED), "--window", "640x360"],
            env=demo.environment, stderr=out, stdout=subprocess.DEVNULL) as screen:
        try:
            url = programs.until("its hub listens", lambda: LISTENING.search(log.read_text("utf-8"))).group(1)

            def state_of(kind, identity):
                records = read(f"{url}/v1/markets/guihua/records?kind={kind}")["records"]
                return next((record["value"] for record in records if record["id"] == identity), None)

            def closed():
                handled = (state_of("test", FAILURE) or {}).get("disposal", [])
                return [step["state"] for step in handled][-1:] == ["closed"]

            programs.until("the failure is dealt with", closed, 60, 0.2)
            steps = [step["state"] for step in state_of("test", FAILURE)["disposal"]]
            assert steps == ["sale-stopped", "appealed", "re-test", "destroyed", "closed"], steps
            assert state_of("notice", "drill"), "there was no drill"
            assert state_of("promotion", "braised-evening"), "no promotion came in the afternoon"
        finally:
            screen.terminate()
    complaints = [line for line in log.read_text("utf-8").splitlines() if "WARNING" in line or "CRITICAL" in line]
    assert not complaints, "\n".join(complaints[:4])


TESTS = {
    "all twelve screens in the morning": morning,
    "the drill on every screen": drill,
    "a calm evening": evening,
    "the whole day at 3600 times its speed": whole_day,
}


def main(program, sample):
    failed = 0
    print(f"1..{len(TESTS)}")
    with programs.folder() as room, contextlib.closing(programs.Display()) as display:
        demo = Demo(program, pathlib.Path(sample), room, display)
        for number, (title, test) in enumerate(TESTS.items(), 1):
            try:
                test(demo)
                programs.report(number, True, title)
            except AssertionError as error:
                failed += not programs.report(number, False, title, str(error))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
