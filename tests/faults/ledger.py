# SPDX-License-Identifier: GPL-3.0-or-later
"""What was sent to a hub and what it answered; and what of that its journal holds in the end."""

import hashlib
import json
import threading
import time

WATCHED = 8  # rows that always change together
SKEW = 0.25  # seconds by which the machine's clocks and a sample may differ
KEEPING = 4  # seconds until what a screen shows is on its disk: gathered for two, and a busy machine


class Ledger:
    """Kept by the writers' threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sent = {}      # by figure: when it was first sent, time.monotonic()
        self.acked = {}     # by figure: when the hub had answered
        self.refused = set()  # figures that were refused each time
        self.words = {}     # by word: True, answered; False, refused each time; None, nobody knows
        self.last = 0       # figure that was sent
        self.newest = 0     # figure that was answered

    def begin(self, figure):
        with self.lock:
            self.sent.setdefault(figure, time.monotonic())
            self.last = figure

    def answered(self, figure):
        with self.lock:
            self.acked[figure] = time.monotonic()
            self.newest = figure

    def acknowledged(self):
        with self.lock:
            return len(self.acked) + sum(answer is True for answer in self.words.values())


def chain(previous, line, value, derived):
    """A change's hash, from what stands in the journal's line."""
    def fed(digest, *parts):
        for part in parts:
            digest.update(len(part).to_bytes(4, "big") + part)
        return digest.digest()

    inner = fed(hashlib.sha256(), bytes.fromhex(line["salt"]), value, derived)
    words = [str(line["number"]), line["at"], line["by"], line["kind"], line["id"], str(line["last"])]
    return fed(hashlib.sha256(), previous, *(word.encode() for word in words), inner)


def _split(text):
    """A line's value and derived, byte for byte."""
    decoder, at = json.JSONDecoder(), text.index('","value":') + len('","value":')
    value, end = decoder.raw_decode(text, at)
    derived = text[end + len(',"derived":'):-1] if text.startswith(',"derived":', end) else ""
    return "" if value is None else text[at:end], derived


class Journal:
    """A journal, read back through the hub and checked line by line."""

    def __init__(self, hub):
        self.lines, self.faults = [], []
        previous, number, path = b"", 0, "/journal?limit=1000"
        connection = hub.connect()
        try:
            while path:
                connection.request("GET", path if path.startswith("/v1") else hub.base + path)
                answer = connection.getresponse()
                text = answer.read().decode()
                if answer.status != 200:
                    raise AssertionError(f"the journal cannot be read: {answer.status} {text}")
                for raw in text.splitlines():
                    line = json.loads(raw)
                    value, derived = _split(raw)
                    previous, number = chain(previous, line, value.encode(), derived.encode()), number + 1
                    if line["number"] != number or line["hash"] != previous.hex():
                        self.faults.append(f"the chain breaks at {line['number']}")
                        return
                    self.lines.append(line)
                link = answer.getheader("Link")
                path = link[1:link.index(">")] if link else None
        finally:
            connection.close()

    def transactions(self):
        found = []
        for line in self.lines:
            if found and found[-1][-1]["last"] == line["last"]:
                found[-1].append(line)
            else:
                found.append([line])
        return found


def watched_id(row):
    return f"watched-{row}@average"


def judge(ledger, journal):
    """lost, doubled, torn, foreign: each a list of sentences."""
    lost, doubled, torn, foreign = [], [], [], []
    figures, words = {}, {}
    ids = {watched_id(row) for row in range(WATCHED)}
    for transaction in journal.transactions():
        if transaction[-1]["number"] != transaction[-1]["last"]:
            torn.append(f"the transaction up to {transaction[-1]['last']} ends at {transaction[-1]['number']}")
        # A line of the hub's own renews what is derived; the value is the one before.
        rows = [line for line in transaction if line["id"] in ids and line["by"] != "hub"]
        seen = {line["value"]["fen"] for line in rows}
        if rows and (len(seen) != 1 or {line["id"] for line in rows} != ids):
            torn.append(f"the transaction up to {rows[-1]['last']} has {sorted(seen)} in {len(rows)} rows")
        for figure in seen:
            figures[figure] = figures.get(figure, 0) + 1
        for line in transaction:
            source = (line["value"] or {}).get("source", "") if line["by"] != "hub" else ""
            if source.startswith("word "):
                words[source] = words.get(source, 0) + 1

    lost += [f"figure {figure}" for figure in ledger.acked if figure not in figures]
    lost += [word for word, answer in ledger.words.items() if answer and word not in words]
    doubled += [f"figure {figure}, {count} times" for figure, count in figures.items() if count > 1]
    doubled += [f"{word}, {count} times" for word, count in words.items() if count > 1]
    foreign += [f"figure {figure}" for figure in figures if figure not in ledger.sent]
    foreign += [word for word in words if word not in ledger.words]
    foreign += [f"figure {figure} was refused" for figure in ledger.refused if figure in figures]
    foreign += [f"{word} was refused" for word, answer in ledger.words.items() if answer is False and word in words]
    return {"lost": lost, "doubled": doubled, "torn in the journal": torn,
            "in the journal, though not accepted": foreign, "journal": journal.faults}


def _kept(sights, life, committed):
    """How far a screen's program had come in its life, and lived on long enough to have kept it."""
    start, end = life
    return max((committed.get(sight.figure, 0) for sight in sights
                if start <= sight.at <= end - KEEPING and not sight.torn), default=0)


def judge_sights(ledger, journal, sights, lives, blind, dim_after):
    """What stood on the glass that must not have.

    lives: when the screen's program began and was killed, each time; blind: (from, to) in which rows may show nothing.
    """
    committed = {}  # by figure: where it stands in the journal
    for line in journal.lines:
        if line["id"] == watched_id(0) and line["value"]:
            committed.setdefault(line["value"]["fen"], line["number"])
    torn, wrong, back, undimmed, unreadable = [], [], [], [], []
    newest, kept, begun = 0, 0, 0
    for number, sight in enumerate(sights):
        until = sights[number + 1].at if number + 1 < len(sights) else sight.at
        while begun < len(lives) and lives[begun][0] <= sight.at:
            # Who begins anew begins with what it kept, or with what those before it did.
            kept = max(kept, _kept(sights, lives[begun - 1], committed)) if begun else 0
            newest, begun = kept, begun + 1
        figure = sight.figure
        if sight.torn:
            torn.append(f"{sight.figures} at {sight.at:.3f}")
        elif not figure:
            if not any(begin <= sight.at <= end for begin, end in blind):
                what = "nothing" if figure == 0 else "no figure"
                unreadable.append(f"{what} at {sight.at:.3f} for {until - sight.at:.3f} s")
        elif figure not in committed:
            wrong.append(f"{figure} at {sight.at:.3f}, never committed")
        elif committed[figure] < newest:
            back.append(f"{figure} at {sight.at:.3f}, {newest - committed[figure]} changes old")
        else:
            newest = committed[figure]
            age = until - ledger.sent[figure] if figure in ledger.sent else 0
            if sight.bright and age > dim_after + 1 + SKEW:
                undimmed.append(f"{figure} at {until:.3f}, {age:.1f} s old")
    return {"torn": torn, "wrong figures": wrong, "figures that came back": back, "old and not dim": undimmed,
            "without a figure": unreadable}
