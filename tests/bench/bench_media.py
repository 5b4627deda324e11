#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A film of a gigabyte, up to a hub and down again: how long that takes beside cp and sha256sum of the same file, how
much memory the hub needs, and whether its streams wait for it.

usage: bench_media.py HUB [BYTES]
"""

import hashlib
import http.client
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lib"))
import programs  # noqa: E402

ROUNDS = 3
RATIO, MEGABYTES = 1.3, 40.0
BLOCK = 1 << 20
CHANGE_EVERY_S = 0.02


def write_film(path, size):
    """Bytes that nothing packs; returns their digest."""
    digest = hashlib.sha256()
    with open(path, "wb") as out:
        for left in range(size, 0, -BLOCK):
            block = os.urandom(min(BLOCK, left))
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def timed(*arguments):
    begin = time.monotonic()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


def upload(hub, film, digest):
    """The file as curl -T sends it. Until the hub says that it has it, which is when it is durable."""
    size = os.path.getsize(film)
    begin = time.monotonic()
    with open(film, "rb") as source:
        connection = http.client.HTTPConnection(hub.url.removeprefix("http://"), timeout=120)
        connection.putrequest("PUT", f"{hub.base}/media/{digest}")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        connection.sock.sendfile(source)
        answer = connection.getresponse()
        assert answer.status == 201, answer.read()
        connection.close()
    return time.monotonic() - begin


def download(hub, digest, size):
    begin = time.monotonic()
    connection = http.client.HTTPConnection(hub.url.removeprefix("http://"), timeout=120)
    connection.request("GET", f"{hub.base}/media/{digest}")
    answer = connection.getresponse()
    block, came = bytearray(BLOCK), 0
    while n := answer.readinto(block):
        came += n
    connection.close()
    assert came == size, came
    return time.monotonic() - begin


class Memory(threading.Thread):
    """The highest proportional set size of a process, some twenty times a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path, self.highest, self.over = f"/proc/{pid}/smaps_rollup", 0.0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.05):
            text = pathlib.Path(self.path).read_text(encoding="ascii")
            self.highest = max(self.highest, int(text.split("\nPss:")[1].split()[0]) / 1024)

    def end(self):
        self.over.set()
        self.join()
        return self.highest


class Changes(threading.Thread):
    """A record changed fifty times a second, and how long after each its `live` was read from a stream."""

    def __init__(self, hub):
        super().__init__(daemon=True)
        self.hub, self.delays, self.over = hub, [], threading.Event()
        host, port = hub.url.removeprefix("http://").split(":")
        self.stream = socket.create_connection((host, int(port)))
        self.stream.sendall(f"GET {hub.base}/stream?kinds=notice HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        self.lines = self.stream.makefile("rb")
        self.wait_for_live()
        self.start()

    def wait_for_live(self):
        while not self.lines.readline().startswith(b"event: live"):
            pass

    def run(self):
        connection, n = self.hub.connect(), 0
        while not self.over.wait(CHANGE_EVERY_S):
            n += 1
            value = {"text": {"en": f"notice {n}"}, "level": "info"}
            begin = time.monotonic()
            self.hub.call("PUT", "/records/notice/one", value, connection)
            self.wait_for_live()
            self.delays.append(time.monotonic() - begin)
        connection.close()

    def end(self):
        self.over.set()
        self.join()
        self.stream.close()
        return sorted(self.delays)[int(0.99 * (len(self.delays) - 1))] * 1000


def measure(hub, folder, film, digest):
    size = os.path.getsize(film)
    figures = {"cp": [], "sum": [], "up": [], "down": []}
    stored = pathlib.Path(hub.data) / "markets" / f"{hub.market}.media" / digest
    for _ in range(ROUNDS):
        copy = folder / "copy"
        figures["cp"].append(timed("cp", film, copy))
        figures["sum"].append(timed("sha256sum", copy))
        copy.unlink()
        stored.unlink(missing_ok=True)
        figures["up"].append(upload(hub, film, digest))
        figures["down"].append(download(hub, digest, size))
    return {name: statistics.median(values) for name, values in figures.items()}


def main():
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000_000
    with programs.folder() as folder:
        film = folder / "film"
        digest = write_film(film, size)
        hub = programs.Hub(sys.argv[1], str(folder / "data")).add_market().start()
        try:
            memory = Memory(hub.server.pid)
            figures = measure(hub, folder, film, digest)
            highest = memory.end()
            changes = Changes(hub)
            time.sleep(5)
            quiet = changes.end()
            (pathlib.Path(hub.data) / "markets" / f"{hub.market}.media" / digest).unlink()
            changes = Changes(hub)
            upload(hub, film, digest)
            download(hub, digest, size)
            busy = changes.end()
        finally:
            hub.stop()

    rival = figures["cp"] + figures["sum"]
    print(f"{size / 1e6:.0f} MB, medians of {ROUNDS}: cp {figures['cp']:.2f} s, sha256sum {figures['sum']:.2f} s, "
          f"upload {figures['up']:.2f} s: {figures['up'] / rival:.2f} of {RATIO}; download {figures['down']:.2f} s")
    print(f"hub at most {highest:.1f} MB of {MEGABYTES:.0f} (PSS)")
    print(f"a change on a stream, p99: {busy:.1f} ms while a film comes and goes, {quiet:.1f} ms otherwise")
    return 0 if figures["up"] <= RATIO * rival and highest <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
