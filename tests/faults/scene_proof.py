# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever looks for faults and finds none must be known to see them: here every fault is made on purpose."""

import time

import ledger as ledgers
import programs
import writers


def _publish(stage, *changes, **extra):
    return stage.hub.call("POST", "/changes", {"changes": changes, "dangling": True, **extra})


def _show(stage, figure):
    stage.ledger.begin(figure)
    _publish(stage, *writers.watched(figure))
    stage.ledger.answered(figure)
    assert stage.glass.wait(lambda sight: sight.figure == figure and not sight.torn, 3) is not None, figure


def _word(stage, word, fen):
    _publish(stage, {"kind": "price", "id": "shared-0@stall@a-001", "sure": True,
                     "value": writers.price("shared-0", "stall", fen, word)})


def run(stage, arguments):
    stage.open().watch()
    ledger = stage.ledger
    _show(stage, 20001)
    assert stage.forget_learnt()
    stage.blind.clear()
    for rows in (slice(0, 4), slice(4, 8)):  # a transaction in two halves
        ledger.begin(20002)
        _publish(stage, *writers.watched(20002)[rows])
        time.sleep(0.2)
    for figure in (20003, 20005, 20003):  # a figure that was replaced comes back
        _show(stage, figure)
    _publish(stage, *writers.watched(20006))  # nobody's
    assert stage.glass.wait(lambda sight: sight.figure == 20006, 3) is not None
    ledger.acked[20007] = ledger.sent[20007] = time.monotonic()  # lost
    ledger.words["word lost"] = True
    for fen, word in ((1, "word twice"), (2, "word between"), (3, "word twice"), (4, "word refused")):
        ledger.words[word] = word != "word refused"
        _word(stage, word, fen)
    _show(stage, 20008)
    ledger.sent[20008] -= 3600  # and still bright
    stage.screen.kill()
    programs.until("the glass is empty", lambda: stage.glass.now().figure == 0, 3)
    stage.glass.close()

    points, journal = stage.points, ledgers.Journal(stage.hub)
    found = ledgers.judge(ledger, journal)
    points.tell(found["lost"] == ["figure 20007", "word lost"], "what was lost is seen", str(found["lost"]))
    points.tell(found["doubled"] == ["figure 20002, 2 times", "figure 20003, 2 times", "word twice, 2 times"],
                "what is there twice is seen", str(found["doubled"]))
    points.tell(len(found["torn in the journal"]) == 2, "a torn transaction is seen", str(found["torn in the journal"]))
    foreign = found["in the journal, though not accepted"]
    points.tell(foreign == ["figure 20006", "word refused was refused"], "what nobody sent is seen", str(foreign))
    points.tell(not found["journal"], "the journal's chain holds", str(found["journal"]))
    seen = stage.judge_sights(journal)
    for title, fault in seen.items():
        if title != "wrong figures":
            points.tell(len(fault) >= 1, f"on the glass, {title} is seen", "\n".join(fault))
    journal.lines = [line for line in journal.lines if line["value"] and line["value"].get("fen") != 20005]
    points.tell(stage.judge_sights(journal)["wrong figures"], "a figure that is in no journal is seen")
    stage.hub.kill()
