# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, started for a test and stopped by it."""

import contextlib
import http.client
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.parse


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(f"{status}: {text}")
        self.status, self.text = status, text


def until(what, condition, seconds=20, step=0.02):
    """Waits for a condition, and says what did not come true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(step)
    raise AssertionError(f"not within {seconds} s: {what}")


class Port:
    """A port of loopback that the system gives to nobody else, as long as this is kept, whether somebody listens there or
    not."""

    def __init__(self):
        self.place = socket.socket()
        self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.place.bind(("127.0.0.1", 0))
        self.number = self.place.getsockname()[1]


class Hub:
    """One marketboard-hub on a data folder; stop() and start() as often as a test likes."""

    def __init__(self, program, data, market="market", clock=None, listen=None, log=None, arguments=(), prepare=None):
        """arguments: more of them; prepare: what its process does before it becomes the hub."""
        self.program, self.data, self.market, self.clock, self.log = program, data, market, clock, log
        self.port = None if listen else Port()
        self.listen = listen or f"127.0.0.1:{self.port.number}"
        self.server, self.arguments, self.prepare = None, arguments, prepare
        self.base = f"/v1/markets/{market}"

    def run(self, *arguments, check=True):
        return subprocess.run([self.program, *arguments], check=check, capture_output=True, text=True)

    def add_market(self):
        self.run("market", "add", self.market, "--data", self.data)
        return self

    def start(self):
        clock = ["--clock", self.clock] if self.clock else []
        self.server = subprocess.Popen([self.program, "--data", self.data, "--listen", self.listen, *clock,
                                        *self.arguments],
                                       stdout=subprocess.PIPE, stderr=self.log or subprocess.DEVNULL, text=True,
                                       preexec_fn=self.prepare)
        for line in self.server.stdout:
            if "http://" in line:
                self.url = line.split()[-1]
                break
        else:
            raise AssertionError("the hub did not start")
        self.listen = self.url.removeprefix("http://")  # the same port after a restart
        return self

    def stop(self):
        self.server.terminate()
        status = self.server.wait(timeout=20)
        self.server.stdout.close()
        return status

    def kill(self):
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()

    def connect(self):
        return http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=20)

    def call(self, method, path, body=None, connection=None, headers=None):
        own = connection is None
        connection = connection or self.connect()
        try:
            text = body if isinstance(body, (str, bytes, type(None))) else json.dumps(body)
            connection.request(method, self.base + path, text,
                               {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status >= 300:
                raise Refused(answer.status, text)
            kind = answer.getheader("Content-Type", "")
            return json.loads(text) if text and "json" in kind and "ndjson" not in kind else text
        finally:
            if own:
                connection.close()

    def publish(self, records, connection=None, **extra):
        """records: (kind, id, value); None drops."""
        changes = [{"kind": k, "id": i, "value": v, "sure": True} for k, i, v in records]
        return self.call("POST", "/changes", {"changes": changes, **extra}, connection)

    def records(self, kind, **query):
        return self.call("GET", "/records?" + urllib.parse.urlencode({"kind": kind, **query}))["records"]

    def facts(self, kind, after=0):
        """Those after a place, page by page; and the place to go on from another time."""
        facts = []
        with contextlib.closing(self.connect()) as connection:
            while True:
                connection.request("GET", f"{self.base}/facts?type={kind}&after={after}")
                answer = connection.getresponse()
                page = answer.read().decode()
                if answer.status != 200:
                    raise Refused(answer.status, page)
                facts += [json.loads(line) for line in page.splitlines()]
                after = int(answer.getheader("Last-Fact"))
                if answer.getheader("Link") is None:
                    return facts, after

    def painted(self):
        """The newest report of every screen's glass, by its id."""
        screens = self.call("GET", "/screens")["screens"]
        return {one["screen"]: one["painted"]["value"] for one in screens if "painted" in one}


class Display:
    """A virtual display of a test's own."""

    def __init__(self, width=1920, height=1080):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
             "-noreset"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.name = ":" + answer.readline().strip()

    def environment(self):
        return {**os.environ, "DISPLAY": self.name, "WAYLAND_DISPLAY": "", "GTK_A11Y": "none", "NO_AT_BRIDGE": "1"}

    def close(self):
        self.server.terminate()
        self.server.wait()


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="marketboard-", ignore_cleanup_errors=True) as name:
        yield pathlib.Path(name)


class Screen:
    """One marketboard-screen on a display, and the board it last knew kept in a folder of its own."""

    def __init__(self, program, hub, name, display, state, size="1280x720", url=None, prefix=(), settings=None):
        """url: where it finds the hub, if not at the hub's own address; prefix: a command that runs it; settings: more of
        its environment."""
        # The toolkit's settings are nobody's here; their daemon's client complains where it may not write.
        environment = {**display.environment(), "XDG_STATE_HOME": str(state), "XDG_CACHE_HOME": str(state),
                       "GSETTINGS_BACKEND": "memory", **(settings or {})}
        self.process = subprocess.Popen(
            [*prefix, program, "--hub", url or hub.url, "--market", hub.market, "--screen", name, "--window", size],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=20)

    def kill(self):
        self.process.kill()
        self.process.wait()


def report(number, ok, title, detail=""):
    """One line of TAP."""
    print("ok" if ok else "not ok", number, "-", title, flush=True)
    for line in detail.splitlines():
        print("#", line, flush=True)
    return ok
