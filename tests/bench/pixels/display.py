# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual display whose framebuffer is a mapped file: what stands in it is what a panel would show."""

import mmap
import os
import pathlib
import socket
import struct
import subprocess
import tempfile

PIXEL = 4


class Display:
    def __init__(self, width=1920, height=1080):
        self.folder = tempfile.TemporaryDirectory()
        reader, writer = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24",
             "-fbdir", self.folder.name, "-nolisten", "tcp", "-nocursor"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.name = ":" + answer.readline().strip()
        with open(pathlib.Path(self.folder.name) / "Xvfb_screen0", "rb") as file:
            self.map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        # An X window dump: 25 big-endian words, then the window's name, the colours (12 bytes each), the pixels.
        head = struct.unpack(">25I", self.map[:100])
        self.width, self.height, self.stride = head[4], head[5], head[12]
        self.start = head[0] + head[19] * 12

    def environment(self):
        return {**os.environ, "DISPLAY": self.name, "WAYLAND_DISPLAY": "", "GTK_A11Y": "none",
                "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "XDG_STATE_HOME": self.folder.name}

    def picture(self):
        return self.map[self.start:self.start + self.stride * self.height]

    def part(self, box):
        """The pixels of (left, top, right, bottom), row after row."""
        left, top, right, bottom = box
        return b"".join(
            self.map[at + left * PIXEL:at + right * PIXEL]
            for at in range(self.start + top * self.stride, self.start + bottom * self.stride, self.stride))

    def close(self):
        self.map.close()
        self.server.terminate()
        self.server.wait()
        self.folder.cleanup()


class Guest:
    """A client that stays, so that the display does not begin anew whenever a program leaves it."""

    def __init__(self, name):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect("/tmp/.X11-unix/X" + name[1:])
        self.socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        assert self.socket.recv(8)[0] == 1, "the display refuses"

    def close(self):
        self.socket.close()


def difference(display, one, other):
    """The smallest box around every pixel that differs, or None."""
    stride = display.stride
    rows = [y for y in range(display.height) if one[y * stride:(y + 1) * stride] != other[y * stride:(y + 1) * stride]]
    if not rows:
        return None
    left, right = display.width, 0
    for y in rows:
        a, b = one[y * stride:(y + 1) * stride], other[y * stride:(y + 1) * stride]
        columns = [x for x in range(display.width) if a[x * PIXEL:x * PIXEL + PIXEL] != b[x * PIXEL:x * PIXEL + PIXEL]]
        left, right = min(left, columns[0]), max(right, columns[-1] + 1)
    return left, rows[0], right, rows[-1] + 1
