# SPDX-License-Identifier: GPL-3.0-or-later
"""People who publish while things break: what is not answered is sent again under the same key until it is."""

import datetime
import http.client
import itertools
import json
import random
import threading
import time

import glass
import ledger as ledgers

FIRST = 10001
SHARED = 5  # records that several writers put at the same time
PATIENCE = 5  # seconds for an answer


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")


def price(name, basis, fen, source, observed_at=None):
    return {"product": name, "basis": basis, "fen": fen, "per": "500g", "observed_at": observed_at or now(),
            "source": source, **({"stall": "a-001"} if basis == "stall" else {})}


def watched(figure, observed_at=None):
    """One transaction: every watched row gets the same figure."""
    return [{"kind": "price", "id": ledgers.watched_id(row), "sure": True,
             "value": price(f"watched-{row}", "average", figure, "test", observed_at)} for row in range(ledgers.WATCHED)]


class Line:
    """A connection that is made anew whenever it fails."""

    def __init__(self, hub, address):
        self.base, self.address, self.connection = hub.base, address, None

    def ask(self, method, path, body, headers=None):
        """The status, or None where nobody answered in time or nobody can make sense of it."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
            self.connection.request(method, self.base + path, json.dumps(body),
                                    {"Content-Type": "application/json", **(headers or {})})
            answer = self.connection.getresponse()
            told = json.loads(answer.read())
            if answer.status not in (200, 201) and told["status"] != answer.status:
                raise ValueError("a status that was spoilt on its way is no refusal")
            return answer.status
        except (OSError, http.client.HTTPException, ValueError, UnicodeError, KeyError, TypeError):
            self.close()
            return None

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Writers:
    """Threads that publish at an address until stop(); then what is open is sent until it is answered."""

    def __init__(self, hub, address, ledger, seed, rate=20, others=3, clock=None):
        """clock: says when a price was observed, where that is not now."""
        self.hub, self.address, self.ledger, self.rate, self.clock = hub, address, ledger, rate, clock
        self.stopping, self.going = False, threading.Event()
        self.going.set()
        self.figures = (figure for figure in itertools.count(FIRST) if figure not in glass.LEARNT)
        work = [self._publish_watched, self._put_once, *[self._publish_shared] * others]
        self.threads = [threading.Thread(target=one, args=(number, random.Random(seed * 100 + number)), daemon=True)
                        for number, one in enumerate(work)]
        for thread in self.threads:
            thread.start()

    def _goes_on(self):
        self.going.wait()
        return not self.stopping

    def pause(self):
        """What is under way is still answered; 0.5 s is time enough where nothing is broken."""
        self.going.clear()
        time.sleep(0.5)

    def go_on(self):
        self.going.set()

    def _rest(self, randomness, share=1.0):
        time.sleep(randomness.expovariate(self.rate * share))

    def _insist(self, line, body, key, seconds=60):
        """Sends until an answer comes: True, it stands; False, it was refused each time; None, nobody knows."""
        unknown, end = False, time.monotonic() + seconds
        while time.monotonic() < end:
            status = line.ask("POST", "/changes", body, {"Idempotency-Key": key})
            if status == 200:
                return True
            if status in (None, 500):
                unknown = True
            elif status != 503 and not unknown:
                return False
            time.sleep(0.05)
        return None if unknown else False

    def _publish_watched(self, number, randomness):
        line = Line(self.hub, self.address)
        while self._goes_on():
            figure = next(self.figures)
            self.ledger.begin(figure)
            body = {"changes": watched(figure, self.clock and self.clock())}
            answer = self._insist(line, body, f"watched-{figure}")
            if answer:
                self.ledger.answered(figure)
            elif answer is False:
                self.ledger.refused.add(figure)
            self._rest(randomness)
        line.close()

    def _publish_shared(self, number, randomness):
        """Several put the same records, so that a change done twice would show in between."""
        line = Line(self.hub, self.address)
        for count in itertools.takewhile(lambda _: self._goes_on(), itertools.count()):
            word = f"word {number}-{count}"
            name = f"shared-{randomness.randrange(SHARED)}"
            self.ledger.words[word] = None
            body = {"changes": [{"kind": "price", "id": f"{name}@stall@a-001", "sure": True,
                                 "value": price(name, "stall", randomness.randrange(100, 9999), word)}], "dangling": True}
            self.ledger.words[word] = self._insist(line, body, word.replace(" ", "-"))
            self._rest(randomness)
        line.close()

    def _put_once(self, number, randomness):
        line = Line(self.hub, self.address)
        for count in itertools.takewhile(lambda _: self._goes_on(), itertools.count()):
            word, name = f"word {number}-{count}", f"shared-{randomness.randrange(SHARED)}"
            self.ledger.words[word] = None
            status = line.ask("PUT", f"/records/price/{name}@stall@a-001?sure=true&dangling=true",
                              price(name, "stall", randomness.randrange(100, 9999), word))
            self.ledger.words[word] = None if status in (None, 500) else status in (200, 201)
            self._rest(randomness)
        line.close()

    def stop(self):
        self.stopping = True
        self.going.set()
        for thread in self.threads:
            thread.join()
