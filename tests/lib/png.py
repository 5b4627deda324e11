# SPDX-License-Identifier: GPL-3.0-or-later
"""PNG files: the pixels of one as the programs write them, and a framebuffer as one."""

import pathlib
import struct
import zlib


def unfilter(kind, line, above, pixel):
    """One line of bytes, as RFC 2083 section 6 undoes its filter."""
    if kind == 1:
        for i in range(pixel, len(line)):
            line[i] = (line[i] + line[i - pixel]) & 255
    elif kind == 2:
        for i, up in enumerate(above):
            line[i] = (line[i] + up) & 255
    elif kind == 3:
        for i, up in enumerate(above):
            line[i] = (line[i] + ((line[i - pixel] if i >= pixel else 0) + up) // 2) & 255
    elif kind == 4:
        for i, up in enumerate(above):
            left, corner = (line[i - pixel], above[i - pixel]) if i >= pixel else (0, 0)
            guess = left + up - corner
            _, _, nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            line[i] = (line[i] + nearest) & 255


class Picture:
    def __init__(self, file):
        data, at, packed = pathlib.Path(file).read_bytes(), 8, b""
        while at < len(data):
            size, name = struct.unpack(">I4s", data[at:at + 8])
            chunk, at = data[at + 8:at + 8 + size], at + 12 + size
            if name == b"IHDR":
                self.width, self.height, depth, colours = struct.unpack(">IIBB", chunk[:10])
                assert depth == 8 and colours in (2, 6), "another kind of PNG"
                self.pixel = 3 if colours == 2 else 4
            elif name == b"IDAT":
                packed += chunk
        raw, stride = zlib.decompress(packed), self.width * self.pixel
        self.lines, above = [], bytes(stride)
        for y in range(self.height):
            line = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
            unfilter(raw[y * (stride + 1)], line, above, self.pixel)
            self.lines.append(line)
            above = line

    def part(self, box):
        """The pixels of (left, top, right, bottom) as a framebuffer has them: blue, green, red, nothing."""
        left, top, right, bottom = box
        pixels = bytearray(4 * (right - left) * (bottom - top))
        whole = b"".join(line[left * self.pixel:right * self.pixel] for line in self.lines[top:bottom])
        for colour in range(3):
            pixels[2 - colour::4] = whole[colour::self.pixel]
        return bytes(pixels)


def write(file, width, height, pixels):
    """pixels: as a framebuffer has them."""
    lines = []
    for y in range(height):
        line, colours = pixels[y * width * 4:(y + 1) * width * 4], bytearray(3 * width)
        for colour in range(3):
            colours[colour::3] = line[2 - colour::4]
        lines.append(b"\0" + colours)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pathlib.Path(file).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
        chunk(b"IDAT", zlib.compress(b"".join(lines))) + chunk(b"IEND", b""))
