# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy on loopback that does to a stream what networks, and what stands in them, do to it."""

import asyncio
import enum
import random
import threading

PIECE = 4096
HOLD = 65536      # what a buffering proxy gathers
LOOK = 0.02       # seconds between two looks at whether a fault is over


class Fault(enum.Enum):
    NONE = "passes everything"
    REFUSE = "lets nobody in, and throws out who is"
    STALL = "takes connections and bytes, and passes nothing on"
    CUT = "ends each connection in the middle of what is said"
    HALF_OPEN = "forgets the server and keeps the client"
    BUFFER = "keeps the answer back until 64 KiB of it are there"
    REORDER = "swaps neighbouring pieces of the answer"
    LOSE = "leaves pieces of the answer out"
    REPEAT = "says pieces of the answer twice"
    CORRUPT = "flips a bit of the answer now and then"
    DRIP = "passes the answer on byte by byte"


def _reorder(piece, randomness):
    at = randomness.randrange(len(piece))
    return piece[at:] + piece[:at]


def _lose(piece, randomness):
    begin = randomness.randrange(len(piece))
    return piece[:begin] + piece[begin + randomness.randrange(1, 200):]


def _repeat(piece, randomness):
    begin = randomness.randrange(len(piece))
    end = begin + randomness.randrange(1, 1000)
    return piece[:end] + piece[begin:]


def _corrupt(piece, randomness):
    spoilt = bytearray(piece)
    spoilt[randomness.randrange(len(piece))] ^= 1 << randomness.randrange(8)
    return bytes(spoilt)


SPOILERS = {Fault.REORDER: _reorder, Fault.LOSE: _lose, Fault.REPEAT: _repeat, Fault.CORRUPT: _corrupt}


class Proxy:
    """Runs in a thread of its own; set() at any time takes hold of what is under way."""

    def __init__(self, upstream, seed):
        """upstream: "host:port"."""
        host, port = upstream.rsplit(":", 1)
        self.upstream, self.fault, self.random = (host, int(port)), Fault.NONE, random.Random(seed)
        self.pairs, self.spoilt = set(), 0
        self.loop, ready = asyncio.new_event_loop(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"

    def _run(self, ready):
        self.loop.run_until_complete(self._listen())
        ready.set()
        self.loop.run_forever()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.close()

    async def _listen(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def set(self, fault):
        def take_hold():
            self.fault = fault
            if fault is Fault.REFUSE:
                self._abort(self.pairs)
        self.loop.call_soon_threadsafe(take_hold)

    @staticmethod
    def _abort(pairs):
        for pair in list(pairs):
            for writer in pair:
                writer.transport.abort()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def _serve(self, reader, writer):
        pair = (writer,)
        try:
            if self.fault is Fault.REFUSE:
                return
            up_reader, up_writer = await asyncio.open_connection(*self.upstream)
            pair = (writer, up_writer)
            self.pairs.add(pair)
            asking = asyncio.ensure_future(self._ask(reader, up_writer))
            answering = asyncio.ensure_future(self._answer(up_reader, pair))
            await asyncio.wait({asking, answering}, return_when=asyncio.FIRST_COMPLETED)
            for task in (asking, answering):
                task.cancel()
            await asyncio.gather(asking, answering, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.pairs.discard(pair)
            self._abort({pair})

    async def _stalled(self):
        while self.fault is Fault.STALL:
            await asyncio.sleep(LOOK)

    async def _ask(self, reader, up_writer):
        while piece := await reader.read(PIECE):
            await self._stalled()
            up_writer.write(piece)
            await up_writer.drain()

    async def _answer(self, up_reader, pair):
        writer, up_writer = pair
        held, left = b"", self.random.randrange(200, 20000)
        while True:
            try:
                piece = await asyncio.wait_for(up_reader.read(PIECE), LOOK * 5 if held else None)
            except asyncio.TimeoutError:
                piece = None  # nothing new, but what is held may go
            if piece == b"":
                return
            held += piece or b""
            await self._stalled()
            if self.fault is Fault.HALF_OPEN:
                up_writer.transport.abort()
                await asyncio.sleep(3600)
            if self.fault is Fault.BUFFER and len(held) < HOLD:
                continue
            if self.fault is Fault.CUT:
                writer.write(held[:left])
                left -= len(held)
                if left <= 0:
                    await writer.drain()
                    return
            else:
                await self._pass_on(writer, held)
            held = b""

    async def _pass_on(self, writer, piece):
        spoil = SPOILERS.get(self.fault)
        if spoil and self.random.random() < 0.3:
            piece, self.spoilt = spoil(piece, self.random), self.spoilt + 1
        if self.fault is Fault.DRIP:
            for byte in piece:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0)
        else:
            writer.write(piece)
            await writer.drain()
