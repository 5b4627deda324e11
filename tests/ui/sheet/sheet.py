#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the sample market on every layout, size, language and state, and checks each picture by its structure.

usage: sheet.py HUB SCREEN PREVIEW SAMPLE [--fast] [--only WORD]... [FOLDER]

SAMPLE is where the sample market's records were made. With a FOLDER the pictures stay there, with what the program
says of each and an index.html; --fast draws a few of each kind; --only those whose names have a word. The report is
in TAP.
"""

import argparse
import concurrent.futures
import contextlib
import copy
import dataclasses
import html
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "lib")]
import checks
import programs
import states

PROCESSES = 2
HD, FULL_HD, UHD = (1280, 720), (1920, 1080), (3840, 2160)
LARGE = ((1210, 680), 5)  # 55 inches

# By layout: sizes, panel in mm, distance in m.
LAYOUTS = {
    "entrance": ((HD, FULL_HD, UHD), *LARGE),
    "entrance-portrait": (((720, 1280), (1080, 1920), (2160, 3840)), (680, 1210), 5),
    "aisle": ((HD, FULL_HD, UHD), *LARGE),
    "film": ((HD, FULL_HD, UHD), (1428, 803), 6),
    "query": ((HD, FULL_HD, UHD), (476, 268), 1.5),
    "stall": (((1280, 800),), (217, 136), 1),
    "stall-small": (((1024, 600),), (154, 90), 0.8),
    "strip": (((1920, 360),), (1210, 227), 3),
    "strip-led": (((960, 160),), (3840, 640), 8),
}
LANGUAGES = (("zh-Hans",), ("zh-Hant",), ("en",), ("zh-Hant", "en"))
TURNS = (90, 180, 270)
FILLED = ("strip-led",)
OF_A_STALL = ("stall", "stall-small")
TOUCHED = OF_A_STALL + ("query",)
VARIED = ("full", "failure")  # the states that are drawn in elder mode, on LED and turned, too
GOOD = "entrance-1920x1080-zh-hans-failure"  # whose spoilt copies the checks must find


@dataclasses.dataclass
class Case:
    layout: str
    size: tuple
    languages: tuple
    state: str
    variant: str = ""  # elder, led, turn-90

    @property
    def screen_id(self):
        parts = [self.layout, f"{self.size[0]}x{self.size[1]}", *self.languages, self.variant]
        return "-".join(part for part in parts if part).lower()

    @property
    def name(self):
        return f"{self.screen_id}-{self.state}"

    def screen(self):
        _, panel_mm, distance_m = LAYOUTS[self.layout]
        rotation = int(self.variant.removeprefix("turn-")) if self.variant.startswith("turn-") else 0
        size, panel = self.size, panel_mm
        if rotation in (90, 270):  # the same panel, hung on its side
            size, panel = size[::-1], panel[::-1]
        return checks.Screen(*size, panel, distance_m, self.languages, led=self.variant == "led" or self.layout in FILLED,
                             elder=self.variant == "elder", rotation=rotation, fills_lines=self.layout in FILLED)

    def record(self):
        screen = self.screen()
        value = {"name": self.screen_id, "layout": self.layout, "languages": list(self.languages),
                 "panel_mm": list(screen.panel_mm), "distance_m": screen.distance_m, "touch": self.layout in TOUCHED}
        if self.layout in OF_A_STALL:
            value["stall"] = "a-026"
        for name, wanted in (("led", screen.led), ("elder_mode", screen.elder), ("rotation", screen.rotation)):
            if wanted:
                value[name] = wanted
        return "screen", self.screen_id, value


def all_cases():
    for layout, (sizes, _, _) in LAYOUTS.items():
        for size in sizes:
            for languages in LANGUAGES:
                for state in states.STATES:
                    yield Case(layout, size, languages, state.name)
        for state in VARIED:
            for languages in LANGUAGES[:3]:
                for variant in ("elder", "led", *(f"turn-{turn}" for turn in TURNS)):
                    yield Case(layout, sizes[len(sizes) // 2], languages, state, variant)


def few_cases():
    """Every layout, size, language, state and variant at least once."""
    plain = LANGUAGES[0]
    for state in states.STATES:
        yield Case("entrance", FULL_HD, plain, state.name)
    for layout, (sizes, _, _) in LAYOUTS.items():
        yield Case(layout, sizes[len(sizes) // 2], plain, "full")
    for languages in LANGUAGES[1:]:
        yield Case("entrance", HD, languages, "failure")
        yield Case("aisle", HD, languages, "yesterday")
    yield Case("entrance", UHD, plain, "failure")
    yield Case("stall", LAYOUTS["stall"][0][0], ("en",), "failure", "elder")
    for layout, variant in (("entrance", "elder"), ("strip", "led"), ("aisle", "turn-90"), ("entrance", "turn-180"),
                            ("entrance-portrait", "turn-270")):
        yield Case(layout, LAYOUTS[layout][0][0], plain, "failure", variant)


class Studio:
    """The programs, one display and the evenings before, for as long as pictures are drawn."""

    def __init__(self, options, room, display):
        self.options, self.room, self.display = options, room, display
        self.sample = states.Sample(pathlib.Path(options.sample))
        self.names = self.sample.names()
        self.out = pathlib.Path(options.folder) if options.folder else room / "pictures"
        self.out.mkdir(parents=True, exist_ok=True)
        self.environment = {**display.environment(), "GSETTINGS_BACKEND": "memory", "GSK_RENDERER": "cairo",
                            "XDG_STATE_HOME": str(room), "XDG_CACHE_HOME": str(room)}
        self.eves = {}

    def eve(self, state):
        """The data folder that a state begins with."""
        key = state.name if state.bare else ""
        if key not in self.eves:
            keep = state.bare(self.sample) if state.bare else lambda record: True
            self.eves[key] = self.room / f"eve-{key}"
            states.make_eve(self.options.hub, self.sample, keep, self.eves[key])
        return self.eves[key]

    def hall(self, state, cases):
        screens = {case.screen_id: case.record() for case in cases}
        return states.Hall(self.options.hub, self.sample, state, self.eve(state), self.room, list(screens.values()))

    def command(self, case, state, hall, records, file, description):
        screen = case.screen()
        size = f"{screen.width}x{screen.height}"
        if state.waiting:  # nothing else draws a board whose hub is away
            return [self.options.preview, records, size, case.layout, case.languages[0],
                    f"{states.DAY}T{state.clock}:30+08:00", file, case.screen_id, description, "gone"]
        return [self.options.screen, "--hub", hall.hub.url, "--screen", case.screen_id, "--picture", file, "--describe",
                description, "--size", size]

    def draw(self, case, state, hall, records):
        """Returns what is wrong with the picture."""
        file, description = self.out / f"{case.name}.png", self.out / f"{case.name}.tsv"
        run = subprocess.run([*map(str, self.command(case, state, hall, records, file, description))],
                             env=self.environment, capture_output=True, text=True, timeout=120)
        if run.returncode:
            return [f"was not drawn: {run.stderr.strip()}"]

        picture = checks.Picture(case.screen(), case.state, description.read_text("utf-8"), self.names)
        return [complaint for check in checks.CHECKS.values() for complaint in check(picture)]


def dump(hall, file):
    """What stands in a hub, as lines."""
    with open(file, "w", encoding="utf-8") as out:
        for kind in ("market", "stall", "product", "price", "test", "promotion", "notice", "media", "playlist", "layout",
                     "screen"):
            for record in hall.hub.records(kind):
                json.dump(record, out, ensure_ascii=False)
                out.write("\n")
    return file


def draw_all(studio, cases):
    """Yields each case with what is wrong with it, state by state."""
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        for state in states.STATES:
            own = [case for case in cases if case.state == state.name]
            if not own:
                continue
            hall = studio.hall(state, own)
            records = dump(hall, studio.room / f"{state.name}.ndjson") if state.waiting else None
            yield from zip(own, pool.map(lambda case: studio.draw(case, state, hall, records), own))
            hall.hub.stop()


def write_index(folder, results):
    """One page with every picture, the bad ones framed, ordered as they were drawn."""
    def figure(case, complaints):
        words = "<br>".join(map(html.escape, complaints[:6]))
        return (f'<figure class="{"bad" if complaints else "good"}"><a href="{case.name}.png"><img loading="lazy" '
                f'src="{case.name}.png"></a><figcaption><a href="{case.name}.tsv">{case.name}</a><p>{words}</p>'
                "</figcaption></figure>")

    bad = sum(1 for _, complaints in results if complaints)
    style = ("body{background:#222;color:#ddd;font:14px sans-serif}figure{display:inline-block;vertical-align:top;"
             "margin:8px;width:460px}img{max-width:460px;max-height:460px;border:3px solid #222}.bad img{border-color:"
             "#f55}a{color:#8cf}")
    body = "\n".join(figure(case, complaints) for case, complaints in results)
    (folder / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Contact sheet</title><style>{style}</style>"
        f"<h1>{len(results)} pictures, {bad} with complaints</h1>\n{body}\n", "utf-8")


def reject(good):
    """Each check lets the good picture pass, and none of its spoilt copies."""
    for title, check in checks.CHECKS.items():
        yield f"a good picture passes: {title}", not list(check(good)), list(check(good))
        for spoil in checks.REJECTS[check]:
            bad = copy.deepcopy(good)
            spoil(bad)
            yield f"{spoil.__name__} is found: {title}", bool(list(check(bad))), []


def choose(options):
    cases = few_cases() if options.fast else all_cases()
    unique = {case.name: case for case in cases}
    return [case for name, case in unique.items() if all(word in name for word in options.only)]


def examples(studio):
    """The checks themselves, by the picture that they are tried on, where it was drawn."""
    description = studio.out / f"{GOOD}.tsv"
    if description.exists():
        case = next(case for case in all_cases() if case.name == GOOD)
        yield from reject(checks.Picture(case.screen(), case.state, description.read_text("utf-8"), studio.names))


def run(studio, cases):
    results, failed = [], 0
    for case, complaints in draw_all(studio, cases):
        results.append((case, complaints))
        failed += not programs.report(len(results), not complaints, case.name, "\n".join(complaints))
        if sys.stderr.isatty():
            print(f"\r{len(results)} of {len(cases)}, {failed} with complaints", end="", file=sys.stderr)
    number = len(results)
    for number, (title, ok, detail) in enumerate(examples(studio), number + 1):
        failed += not programs.report(number, ok, title, "\n".join(detail))
    if studio.options.folder:
        write_index(studio.out, results)
    print(f"1..{number}")
    return failed > 0


def main():
    parser = argparse.ArgumentParser()
    for name in ("hub", "screen", "preview", "sample"):
        parser.add_argument(name)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_intermixed_args()
    cases = choose(options)
    if not cases:
        parser.error(f"no picture is called {' and '.join(options.only)}; one is {GOOD}")
    with programs.folder() as room, contextlib.closing(programs.Display()) as display:
        return run(Studio(options, room, display), cases)


if __name__ == "__main__":
    sys.exit(main())
