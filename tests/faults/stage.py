# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub, a screen on a display of its own, people who publish, and what every scenario asks of them in the end."""

import pathlib
import time

import display as displays
import glass
import ledger as ledgers
import programs
import writers

SIZE = (1280, 720)
DIM_AFTER = 20  # seconds for which a price is fresh in this market
SCREEN = "glass"
START = 3.0     # seconds after which a screen's program shows figures
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def texts(text):
    return {"zh-Hans": text}


def product(order, name, **more):
    return {"name": texts(name), "order": order, "trade": "vegetables", "sold_by": "weight", "staple": True, **more}


def records():
    yield "market", "market", {
        "name": texts("试验市场"), "time_zone": "Asia/Shanghai", "price_unit": "500g", "price_jump_percent": 1000,
        "opening": [{"days": DAYS, "from": "00:00", "to": "23:59"}],
        "freshness": {"price": {"dim_after_s": DIM_AFTER, "hide_after_s": 3600}}}
    yield "screen", SCREEN, {"name": "Glass", "layout": "entrance", "languages": ["zh-Hans"],
                             "panel_mm": [1210, 680], "distance_m": 5}
    for row in range(ledgers.WATCHED):
        yield "product", f"watched-{row}", product(row, "菜" + "甲乙丙丁戊己庚辛"[row])
    # Never whole 角, so every figure keeps its second decimal; never old, with a range, and as wide as the others, so
    # no column ever moves, though theirs be gone.
    yield "product", "steady", product(90, "葱")
    yield "price", "steady@average", {**writers.price("steady", "average", 12345, "test", "2099-01-01T00:00:00+08:00"),
                                      "low_fen": 10001, "high_fen": 15009}
    for number in range(writers.SHARED):
        yield "product", f"shared-{number}", product(99, f"货{number}", staple=False)


class Points:
    """What was found, as lines of TAP."""

    def __init__(self):
        self.count, self.good = 0, True

    def tell(self, ok, title, detail=""):
        self.count += 1
        self.good &= bool(programs.report(self.count, bool(ok), title, detail))

    def skip(self, reason):
        self.count += 1
        print(f"ok {self.count} # SKIP {reason}", flush=True)

    def end(self):
        print(f"1..{self.count}", flush=True)


class Stage:
    """open(), start(), break things, finish(); close() ends every process."""

    def __init__(self, arguments, folder, points):
        self.arguments, self.folder, self.points = arguments, pathlib.Path(folder), points
        self.log = open(self.folder / "hub.log", "a")  # noqa: SIM115: as long as the stage
        self.hub = programs.Hub(arguments.hub, str(self.folder / "hub"), log=self.log)
        self.display, self.ledger = displays.Display(*SIZE), ledgers.Ledger()
        self.screen = self.glass = self.writers = None
        self.screen_url, self.screen_prefix = None, ()  # where it finds the hub, and what runs it
        self.starts, self.ends, self.blind, self.waits, self.surprises = [], [], [], [], []

    def open(self):
        self.hub.add_market().start()
        self.hub.publish(list(records()), dangling=True)
        return self

    def watch(self):
        """From here on the glass is read."""
        self.start_screen()
        self._learn()
        self.starts = [time.monotonic()]
        self.glass = glass.Glass(self.display, self.alphabet, self.arguments.pictures)
        return self

    def start(self, rate=20, others=3, address=None, clock=None):
        """address: where people find the hub, if not at its own."""
        self.watch()
        self.writers = writers.Writers(self.hub, address or self.hub.listen, self.ledger, self.arguments.seed, rate, others,
                                       clock)
        # Until now stood what was learnt; from the first figure that was published on, everything counts.
        programs.until("the first figure", self.forget_learnt, 10)
        return self

    def forget_learnt(self):
        """Whether a figure stands that somebody published since; then what stood before is not counted."""
        sight = self.glass.now()
        if sight is None or sight.torn or sight.figure in (0, None, *glass.LEARNT):
            return False
        with self.glass.changed:
            del self.glass.sights[:-1]
        return True

    def _learn(self):
        server, pictures, last = glass.Server(self.display.name), {}, None
        for figure in glass.LEARNT:
            self.ledger.begin(figure)
            position = self.hub.call("POST", "/changes", {"changes": writers.watched(figure)})["position"]
            programs.until("the screen shows what is learnt",
                           lambda: self.hub.painted().get(SCREEN, {}).get("position") == position)
            server.sync()
            pictures[figure] = self.display.picture()
        self.alphabet = glass.Alphabet(self.display, pictures)

    def start_screen(self):
        now = time.monotonic()
        self.starts.append(now)
        self.blind.append((now, now + START))
        self.screen = programs.Screen(self.arguments.screen, self.hub, SCREEN, self.display, self.folder / "screen",
                                      f"{SIZE[0]}x{SIZE[1]}", self.screen_url, self.screen_prefix)

    def kill_screen(self):
        self._notice(self.screen.process, "the screen")
        self.blind.append((time.monotonic() - ledgers.SKEW, float("inf")))
        self.screen.kill()
        self.ends.append(time.monotonic())

    def restart_screen(self):
        began = self.blind.pop()[0]
        self.start_screen()
        self.blind[-1] = (began, self.blind[-1][1])

    def kill_hub(self):
        self._notice(self.hub.server, "the hub")
        self.hub.kill()

    def _notice(self, process, name):
        if process.poll() is not None:
            self.surprises.append(f"{name} had ended by itself, {process.returncode}")

    def recover(self, seconds, what):
        """Until the glass shows what nobody has sent before now; notes how long that took."""
        wanted = self.ledger.last + 1
        took = self.glass.wait(lambda sight: not sight.torn and (sight.figure or 0) >= wanted, seconds)
        self.waits.append((what, took, seconds))
        return took

    def finish(self):
        """Ends everything and says what was found."""
        self.recover(10, "at the end")
        self.writers.stop()
        newest = self.ledger.newest
        settled = self.glass.wait(lambda sight: not sight.torn and (sight.figure or 0) >= newest, 3)
        self.points.tell(settled is not None, f"the last figure stands, {settled or 0:.2f} s after it was published")
        self._notice(self.screen.process, "the screen")
        self._notice(self.hub.server, "the hub")
        self.glass.close()
        self.screen.stop()
        journal = ledgers.Journal(self.hub)
        running = self.hub.run("check", "--data", self.hub.data, check=False)
        status = self.hub.stop()
        checked = self.hub.run("check", "--data", self.hub.data, check=False)

        points, sights = self.points, self.glass.sights
        for title, found in ledgers.judge(self.ledger, journal).items():
            points.tell(not found, f"{title}: {len(found)} of {self.ledger.acknowledged()} acknowledged changes",
                        "\n".join(map(str, found[:20])))
        points.tell(running.returncode == 0 and checked.returncode == 0 and status == 0,
                    "marketboard-hub check, while it runs and after", running.stderr + checked.stderr)
        for title, found in self.judge_sights(journal).items():
            points.tell(not found, f"on the glass, {title}: {len(found)} of {len(sights)} sights", "\n".join(found[:20]))
        rate = self.glass.samples / self.glass.took
        points.tell(rate >= 20,
                    f"the glass was read {rate:.0f} times a second, {self.glass.widest * 1000:.0f} ms apart at most")
        points.tell(not self.surprises, "no program ended by itself", "\n".join(self.surprises))
        self._tell_waits()

    def judge_sights(self, journal):
        return ledgers.judge_sights(self.ledger, journal, self.glass.sights, list(zip(self.starts, [*self.ends, None])),
                                    self.blind, DIM_AFTER)

    def _tell_waits(self):
        kinds = {}
        for what, took, limit in self.waits:
            kinds.setdefault((what, limit), []).append(took)
        for (what, limit), took in kinds.items():
            late = sum(one is None for one in took)
            known = sorted(one for one in took if one is not None)
            spread = f"median {known[len(known) // 2]:.2f} s, longest {known[-1]:.2f} s" if known else "never"
            self.points.tell(not late, f"{what}: {len(took)} times back within {limit} s ({spread}, late {late})")

    def close(self):
        if self.writers is not None:
            self.writers.stopping = True
            self.writers.go_on()
        if self.glass is not None:
            self.glass.close()
        for process in (self.screen and self.screen.process, self.hub.server):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        self.display.close()
        self.log.close()
