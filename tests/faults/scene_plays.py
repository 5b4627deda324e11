# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays are recorded while the hub and the screen's log are killed at any moment. What the log called durable is with the
hub in the end, every one once and in its place, and what an advertiser is sent adds up to it."""

import csv
import datetime
import random
import subprocess
import time

COUNT, FULL = 16, 500
EVERY_MS = 5
SCREEN = "entrance"


class Recorder:
    """A screen's log of plays, run anew after each kill; what it said of each run is kept."""

    def __init__(self, stage, program):
        self.stage, self.program, self.begun, self.written = stage, program, 0, 0
        self.file, self.process = stage.folder / "screen" / f"{SCREEN}.outbox", None

    def start(self, every_ms=EVERY_MS):
        hub = self.stage.hub
        self.process = subprocess.Popen([self.program, hub.url, hub.market, SCREEN, str(self.file), str(every_ms)],
                                        stdout=subprocess.PIPE, text=True)

    def kill(self):
        if self.process.poll() is not None:
            self.stage.surprises.append(f"the log had ended by itself, {self.process.returncode}")
        self.process.kill()
        lines = [line.split() for line in self.process.stdout.read().splitlines()]
        self.process.wait()
        self.begun += max((int(line[1]) for line in lines if line[0] == "begun"), default=0)
        self.written += max((int(line[1]) for line in lines if line[0] == "written"), default=0)

    def drain(self):
        """Until the hub has everything; what trouble it told."""
        self.start(0)
        told = self.process.communicate(timeout=60)[0]
        return {line for line in told.splitlines() if line.startswith("trouble")}


def add_up(facts):
    sums = {}
    for fact in facts:
        began = datetime.datetime.fromisoformat(fact["started_at"])
        key = (fact["media"], fact["screen"], f"{began.hour:02}:00-{began.hour + 1:02}:00")
        counts = sums.setdefault(key, {"whole": 0, "cut": 0, "failed": 0, "ms": 0})
        counts[fact["ended"]] += 1
        counts["ms"] += fact["ms"]
    return sums


def read_report(hub, first, last):
    text = hub.run("report", "plays", "--from", first, "--to", last, "--csv", "--data", hub.data).stdout
    return {(row["film"], row["screen"], row["part of day"]):
            {**{end: int(row[end]) for end in ("whole", "cut", "failed")}, "ms": round(float(row["seconds"]) * 1000)}
            for row in csv.DictReader(text.splitlines())}


def judge(stage, recorder):
    hub, points = stage.hub, stage.points
    facts, _ = hub.facts("play")
    numbers = [fact["n"] for fact in facts]
    days = sorted(fact["started_at"][:10] for fact in facts) or ["2026-01-01"]
    points.tell(len({fact["source"] for fact in facts}) == 1, "all plays have one source")
    points.tell(numbers == list(range(1, len(numbers) + 1)),
                f"n runs from 1 to {len(numbers)} without hole or double, in order")
    points.tell(recorder.written <= len(facts) <= recorder.begun,
                f"{len(facts)} plays are with the hub; {recorder.written} were called durable, {recorder.begun} were begun")
    told, found = read_report(hub, days[0], days[-1]), add_up(facts)
    points.tell(told == found, f"the report adds up, {sum(one['whole'] + one['cut'] for one in told.values())} plays",
                f"told {told}\nfound {found}" if told != found else "")


def run(stage, arguments):
    randomness = random.Random(arguments.seed)
    hub = stage.hub.add_market().start()
    recorder = Recorder(stage, arguments.recorder)
    recorder.start()
    for _ in range(arguments.count or (FULL if arguments.full else COUNT)):
        time.sleep(randomness.uniform(0.05, 0.6))
        victim = randomness.random()
        if victim < 0.6:
            recorder.kill()
        if victim > 0.4:
            stage.kill_hub()
            time.sleep(randomness.uniform(0, 0.3))
            hub.start()
        if victim < 0.6:
            recorder.start()
    recorder.kill()
    trouble = recorder.drain()
    stage.points.tell(not trouble, "the log has no trouble to tell", "\n".join(sorted(trouble)))
    judge(stage, recorder)
    running = hub.run("check", "--data", hub.data, check=False)
    stage.points.tell(hub.stop() == 0 and running.returncode == 0, "marketboard-hub check", running.stderr)
    stage.points.tell(not stage.surprises, "no program ended by itself", "\n".join(stage.surprises))
