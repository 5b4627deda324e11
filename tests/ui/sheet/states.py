# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample market in every state that a screen can show, each in a hub of its own whose clock stands still."""

import dataclasses
import json
import shutil
import zlib

import programs

EVE = "2026-11-07T17:45:00+08:00"
DAY = "2026-11-08"
NOTED = f"{DAY}T06:40:00+08:00"  # when the office writes down the day's prices
FAILURE = ("yardlong-bean", "test-08-38")  # the notice and the test of the sample's one failure
SCREENED = ("a-026", "a-012")  # stalls that have a screen
BARE = ("market", "screen", "test-item", "playlist", "media")


def price_of_today(line):
    """Yesterday's price, moved by what its name deals out."""
    value = dict(line["value"], observed_at=NOTED)
    step = 10 * (zlib.crc32(line["id"].encode()) % 5 - 2)
    if value["fen"] + step > 0 and value.get("low_fen", 0) <= value["fen"] + step <= value.get("high_fen", 1 << 60):
        value["fen"] += step
    return "price", line["id"], value


class Sample:
    """The records of the sample market, by when they come."""

    def __init__(self, folder):
        def read(name):
            return [json.loads(line) for line in (folder / f"{name}.ndjson").read_text("utf-8").splitlines()]

        # Layouts are those that a market begins with.
        self.hall = [(r["kind"], r["id"], r["value"]) for r in read("hall") if r["kind"] != "layout"]
        self.eve = [(r["kind"], r["id"], r["value"]) for r in read("prices")]
        self.prices = [price_of_today(r) for r in read("prices") if r["value"].get("stall") in (None, *SCREENED)]
        self.script = read("day")
        self.files = [(r["sha256"], r["text"].encode()) for r in read("media") if r.get("shown")]

    def until(self, clock):
        """What the day's script has brought by then, the newest of each record."""
        newest = {}
        for line in self.script:
            if line["at"] <= f"{DAY}T{clock}:59+08:00":
                newest[line["kind"], line["id"]] = line["value"]
        return [(kind, identity, value) for (kind, identity), value in newest.items() if value is not None]

    def names(self):
        """Of the product of every price, by language as a description names it."""
        products = {identity: value["name"] for kind, identity, value in self.hall if kind == "product"}
        return {f"price/{identity}": {language.lower(): name for language, name in products[value["product"]].items()}
                for _, identity, value in self.eve}

    def market(self, **more):
        value = next(value for kind, _, value in self.hall if kind == "market")
        return "market", "market", {**value, **more}


@dataclasses.dataclass
class State:
    name: str
    clock: str
    records: callable  # (sample) -> records on top of the evening before
    bare: callable = None  # (record) -> whether the evening before has it; all of it
    waiting: bool = False  # for its hub, with what it had


def all_day(sample, clock):
    return sample.prices + sample.until(clock)


def without_failure(sample, clock):
    return [record for record in all_day(sample, clock) if record[1] not in FAILURE]


def few(sample):
    """Three goods of the basket, a test and a notice."""
    goods = [identity for kind, identity, _ in sample.hall if kind == "product"][:3]
    tests = [record for record in sample.until("12:00") if record[0] == "test" and record[1] not in FAILURE][:1]
    return goods, tests


def is_few(sample):
    goods, _ = few(sample)

    def keep(record):
        kind, identity, value = record
        if kind == "price":
            return value["product"] in goods and value["basis"] == "average"
        if kind == "product":
            return identity in goods
        return kind in BARE or kind in ("stall", "batch") or (kind, identity) == ("notice", "fair-scale")

    return keep


def sparse_records(sample):
    goods, tests = few(sample)
    return [record for record in sample.prices if record[2]["product"] in goods] + tests


STATES = [
    State("full", "12:00", lambda sample: without_failure(sample, "12:00")),
    State("failure", "07:30", lambda sample: all_day(sample, "07:30")),
    State("sparse", "12:00", sparse_records, is_few),
    State("empty", "06:00", lambda sample: [], lambda sample: lambda record: record[0] in BARE),
    State("early", "05:10", lambda sample: []),
    State("yesterday", "07:00", lambda sample: sample.until("06:40")),
    State("dim", "09:00", lambda sample: without_failure(sample, "09:00") + [
        sample.market(freshness={"price": {"dim_after_s": 3600, "hide_after_s": 43200}})]),
    State("updating", "12:00", lambda sample: without_failure(sample, "12:00") + [
        sample.market(freshness={"price": {"dim_after_s": 3600, "hide_after_s": 7200}})]),
    State("waiting", "12:20", lambda sample: without_failure(sample, "12:00"), waiting=True),
    State("emergency", "15:01", lambda sample: all_day(sample, "15:01")),
    State("closed", "20:30", lambda sample: all_day(sample, "20:30")),
]


class Hall:
    """A hub with one state, and the screens that look at it."""

    def __init__(self, program, sample, state, eve, folder, screens):
        """eve: the data folder of the evening before; screens: records."""
        data = folder / state.name
        shutil.copytree(eve, data)
        self.hub = programs.Hub(program, data, market="guihua", clock=f"{DAY}T{state.clock}:30+08:00,0").start()
        publish(self.hub, state.records(sample) + screens)


def publish(hub, records):
    for first in range(0, len(records), 4000):
        changes = [{"kind": kind, "id": identity, "value": value, "sure": True}
                   for kind, identity, value in records[first:first + 4000]]
        hub.call("POST", "/changes", {"changes": changes, "dangling": True}, headers={"Marketboard-By": "import"})


def make_eve(program, sample, keep, data):
    """The market as it closed the evening before; keep: which records it has."""
    hub = programs.Hub(program, data, market="guihua", clock=f"{EVE},0").add_market().start()
    for digest, data in sample.files:
        hub.call("PUT", f"/media/{digest}", data)
    publish(hub, [record for record in sample.hall + sample.eve if keep(record)])
    hub.stop()
