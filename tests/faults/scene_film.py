# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's day with two films and a livestream, which is stopped or frozen and started again at random; then one film after the
other, many times. The place where they play is never black, and nothing of all that stays behind but what
the same day leaves without any film."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import subprocess
import time

import display as displays
import film_zone
import machine
import png
import programs

COUNT, FULL = 4, 200
CHANGES, FULL_CHANGES = 12, 2000
SPEED = 4         # of the demo's day: a film of a second is over in a quarter of one
BLACK = 6.0       # seconds, at the most
BACK = 10.0       # from the source's return to its picture
AWAY = 6.0        # from its end to a film
GONE = 0.5, 7.0   # seconds in which the source is away
THERE = 1.0, 5.0
REST = 6
MOST_MEGABYTES = 5
SIZE = 1920, 1080
ZONE = 0.52, 0.20, 0.94, 0.55  # well inside of where the films play
LISTENING = re.compile(r"listening on (http://[\d.:]+)")
NOTHING = "playlist", "hall-film", {"items": []}
LAYOUT = {"name": "Entrance", "columns": 100, "rows": 100, "distance_m": 5, "bands": ["header", "bar", "ticker"], "zones": [
    {"show": "prices", "at": [0, 0, 48, 100], "staple": True, "columns": 1},
    {"show": "video", "at": [48, 0, 52, 64], "playlist": "hall-film"},
    {"show": "tests", "at": [48, 64, 52, 36]}]}


def make_film(path, colour, seconds):
    """Of one colour that is a little lighter in every second frame."""
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", f"num-buffers={25 * seconds}", "pattern=blink",
                    f"foreground-color=0xff{colour:06x}", f"background-color=0xff{colour + 0x101010:06x}", "!",
                    "video/x-raw,format=I420,width=960,height=540,framerate=25/1", "!", "x264enc", "speed-preset=ultrafast",
                    "!", "mp4mux", "!", "filesink", f"location={path}"], check=True, stdout=subprocess.DEVNULL)


class Camera:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.uri = self.process.stdout.readline().strip()

    def switch(self, how):
        self.process.stdin.write(how + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)


def _read_links(folder):
    """What each descriptor is; one that has just been closed is none."""
    links = []
    for name in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):
            links.append(os.readlink(folder / name))
    return links


class Day:
    """The demo, with films of its hall."""

    def __init__(self, arguments, folder, films):
        self.display = displays.Display(*SIZE)
        self.log = folder / "demo.log"
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [arguments.screen, "--demo", "--films", films, "--screen", "entrance-1", "--at", "07:40", "--speed", str(SPEED),
                 "--window", "{}x{}".format(*SIZE)], stderr=log, stdout=subprocess.DEVNULL,
                env={**self.display.environment(), "GSETTINGS_BACKEND": "memory", "GSK_RENDERER": "cairo",
                     "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)})
        self.url = programs.until("the demo's hub listens",
                                  lambda: LISTENING.search(self.log.read_text("utf-8"))).group(1)

    def call(self, method, path, body=None):
        with contextlib.closing(http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=20)) as connection:
            connection.request(method, "/v1/markets/guihua" + path, json.dumps(body) if body else None,
                               {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
        if answer.status >= 300:
            raise AssertionError(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text)

    def find(self, kind):
        return {record["id"]: record["value"] for record in self.call("GET", f"/records?kind={kind}")["records"]}

    def publish(self, *records):
        self.call("POST", "/changes", {"changes": [{"kind": kind, "id": name, "value": value, "sure": True}
                                                   for kind, name, value in records]})

    def weigh(self):
        """Megabytes of its own, descriptors, threads of the screen; libraries and fonts are shared with whoever else runs."""
        proc = pathlib.Path(f"/proc/{self.process.pid}")
        rollup = (proc / "smaps_rollup").read_text("ascii")
        to_hub = self._find_hub_sockets()
        return (sum(int(kilobytes) for kilobytes in re.findall(r"^Pss_(?:Anon|Shmem): +(\d+)", rollup, re.M)) / 1024,
                sum(link not in to_hub for link in _read_links(proc / "fd")), len(os.listdir(proc / "task")))

    def _find_hub_sockets(self):
        """As links in /proc: connections to the hub come and go while nothing plays."""
        hub = "0100007F:{:04X}".format(int(self.url.rsplit(":", 1)[1]))
        rows = [row.split() for row in pathlib.Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
        return {f"socket:[{row[9]}]" for row in rows if row[2] == hub}

    def save(self, pictures, name):
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            png.write(pictures / f"{name}.png", *SIZE, self.display.picture())

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.display.close()


def _drop(camera, watch, times, randomness):
    """When it went and when it came, and until when that was so."""
    went, came = [], []
    for _ in range(times):
        time.sleep(randomness.uniform(*THERE))
        camera.switch(randomness.choice(("off", "freeze")))
        went.append(time.monotonic())
        time.sleep(randomness.uniform(*GONE))
        camera.switch("on")
        came.append(time.monotonic())
    programs.until("the livestream is back", lambda: watch.look() == "grey", 15)
    return went, came


def _judge(points, watch, went, came):
    ends = came[:-1], went[1:]
    away = [(watch.first("red", at, until), until - at) for at, until in zip(went, came)]
    back = [(watch.first("grey", at, until), until - at) for at, until in zip(came, [*went[1:], time.monotonic()])]
    late = [lasted for took, lasted in away if (took is None and lasted > AWAY) or (took or 0) > AWAY]
    seen = [took for took, _ in away if took is not None]
    points.tell(not late, f"the film stands in within {max(seen, default=0):.1f} s", f"{late} {ends}" if late else "")
    late = [lasted for took, lasted in back if (took is None and lasted > BACK) or (took or 0) > BACK]
    seen = [took for took, _ in back if took is not None]
    points.tell(not late, f"the livestream is back within {max(seen, default=0):.1f} s, {len(seen)} of {len(back)} times",
                f"{late}" if late else "")


def _change(day, films, watch, changes):
    """One film after the other, each for a second of the market's time."""
    day.publish(("playlist", "hall-film", {"items": [{"media": film, "seconds": 1} for film in films]}))
    programs.until("a film plays", lambda: watch.look() in ("red", "blue"), 15)
    time.sleep(changes / SPEED)


def _rest(day, seconds):
    """Nothing plays; pipelines end in their own time. The fewest descriptors and threads of a while count."""
    day.publish(NOTHING)
    time.sleep(4)
    weights, end = [day.weigh()], time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.25)
        weights.append(day.weigh())
    return weights[-1][0], min(weight[1] for weight in weights), min(weight[2] for weight in weights)


def _weigh(points, before, after, alone, full):
    """alone: megabytes of the day without films, at the same two moments."""
    grown = after[0] - before[0] - max(alone[1] - alone[0], 0)
    # A short day is still filling its caches, and has not opened everything once.
    lean = (grown <= MOST_MEGABYTES and after[1] <= before[1]) or not full
    points.tell(lean and after[2] <= before[2],
                f"PSS of its own {before[0]:.1f} -> {after[0]:.1f} MB, without films {alone[0]:.1f} -> {alone[1]:.1f}; "
                f"descriptors {before[1]} -> {after[1]}, threads {before[2]} -> {after[2]}")


def _play(points, day, control, camera, arguments, times, changes):
    red, blue = "film-red", "film-blue"
    randomness = random.Random(arguments.seed)
    live = "playlist", "hall-film", {"items": [{"media": "live"}], "fallback": red}
    day.publish(("media", "live", {"name": "live", "type": "live", "uri": camera.uri, "title": {"zh-Hans": "跟着主播逛市场"}}),
                live)
    probe = film_zone.Watch(day.display, ZONE)
    programs.until("the livestream is seen", lambda: probe.look() == "grey", 40)
    time.sleep(2)  # it fades in
    probe.close()
    day.save(arguments.pictures, "livestream")

    watch = film_zone.Watch(day.display, ZONE)
    _drop(camera, watch, max(times // 10, 1), randomness)
    _change(day, (red, blue), watch, max(changes // 10, 4))
    before, alone = _rest(day, REST), control.weigh()[0]
    watch.close()

    day.publish(live)
    watch = film_zone.Watch(day.display, ZONE)
    programs.until("the livestream is seen", lambda: watch.look() == "grey", 40)
    watch.turns.clear()
    went, came = _drop(camera, watch, times, randomness)
    camera.switch("off")
    programs.until("the film stands in", lambda: watch.look() == "red", 15)
    day.save(arguments.pictures, "film")
    camera.switch("on")
    _judge(points, watch, went, came)
    _change(day, (red, blue), watch, changes)
    watch.close()
    points.tell(watch.longest("none") <= BLACK, f"{times} livestreams lost, {changes} films: neither seen for "
                f"{watch.longest('none'):.1f} s at the most; {watch.samples} looks, {watch.widest:.2f} s apart at the most")
    after = _rest(day, REST)
    _weigh(points, before, after, (alone, control.weigh()[0]), arguments.full)


def run(stage, arguments):
    machine.need("gst-launch-1.0")
    times = arguments.count or (FULL if arguments.full else COUNT)
    changes = FULL_CHANGES if arguments.full else CHANGES
    films_folder = stage.folder / "films"
    films_folder.mkdir()
    make_film(films_folder / "red.mp4", 0xa02010, 12)
    make_film(films_folder / "blue.mp4", 0x1020a0, 12)
    camera = Camera(arguments.livestream)
    with contextlib.ExitStack() as stack:
        stack.callback(camera.close)
        days = []
        for name, kept in (("day", []), ("alone", [NOTHING])):
            folder = stage.folder / name
            folder.mkdir()
            days.append(day := Day(arguments, folder, films_folder))
            stack.callback(day.close)
            programs.until("the demo has its films", lambda d=day: d.find("playlist")["hall-film"]["items"], 30)
            day.publish(("layout", "entrance", LAYOUT), *kept)
        _play(stage.points, *days, camera, arguments, times, changes)
