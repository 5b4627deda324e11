# SPDX-License-Identifier: GPL-3.0-or-later
"""The hub's clock jumps: a day back, a year ahead, and right again. Order is the journal's, whatever the clock says."""

import datetime
import random
import time
import urllib.parse

import glass
import ledger as ledgers

JUMPS = {"a day back": datetime.timedelta(days=-1), "a year ahead": datetime.timedelta(days=365),
         "right again": datetime.timedelta()}
BACK = 10.0   # the hub was stopped and started
DIMMED = 3.0  # seconds until figures of a year ago are not shown as fresh
ZONE = datetime.timezone(datetime.timedelta(hours=8))


def run(stage, arguments):
    offset = datetime.timedelta()

    def now():
        return (datetime.datetime.now(ZONE) + offset).isoformat(timespec="milliseconds")

    stage.open().start(clock=now)
    for _ in range(arguments.count or (10 if arguments.full else 1)):
        for name, jump in JUMPS.items():
            time.sleep(1)
            stage.writers.pause()
            stage.hub.stop()
            offset, ahead = jump, jump > offset + datetime.timedelta(hours=1)
            stage.hub.clock = now()
            began = time.monotonic()
            stage.hub.start()
            if ahead:
                # 3600 s is this market's second limit: the figure is gone, not only dim.
                gone = stage.glass.wait(lambda sight: not sight.figure, BACK + DIMMED)
                stage.points.tell(gone is not None, f"{name}: figures of that age are not shown")
            stage.writers.go_on()
            stage.recover(BACK, f"clock {name}")
            stage.blind.append((began, time.monotonic() + glass.TICK))
    stage.writers.pause()
    _look_back(stage, random.Random(arguments.seed))
    stage.writers.go_on()
    stage.finish()


def _look_back(stage, randomness):
    """A board as of a moment is a whole prefix of the journal, though its times run back and forth."""
    journal = ledgers.Journal(stage.hub)
    ids = {ledgers.watched_id(row) for row in range(ledgers.WATCHED)}
    known, wrong = [line for line in journal.lines if line["id"] in ids], []
    for line in randomness.sample(known, min(20, len(known))):
        moment = datetime.datetime.fromisoformat(line["at"])
        last = max(one["number"] for one in journal.lines if datetime.datetime.fromisoformat(one["at"]) <= moment)
        before = {one["id"]: one["value"]["fen"] for one in known if one["number"] <= last}
        answer = stage.hub.call("GET", "/records?kind=price&as-of=" + urllib.parse.quote(line["at"]))
        found = {one["id"]: one["value"]["fen"] for one in answer["records"] if one["id"] in ids}
        if found != before or len(set(found.values())) > 1:
            wrong.append(f"{line['at']}: {answer['position']}, should be {last}")
    stage.points.tell(not wrong, "boards as of a moment are whole", "\n".join(wrong))
