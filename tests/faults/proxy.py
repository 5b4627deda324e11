# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy on loopback that does to a stream what networks do to it."""

import asyncio
import enum
import random
import threading


class Fault(enum.Enum):
    NONE = "passes everything"
    REFUSE = "takes no new connection"
    STALL = "takes connections and bytes, passes nothing on"
    CUT = "closes both sides after a while"
    HALF_OPEN = "forgets the server's side, keeps the client's open"
    BUFFER = "keeps the answer's bytes back until 64 KiB of them are there"
    REORDER = "swaps neighbouring pieces of the answer"
    CORRUPT = "flips a bit of the answer now and then"
    DRIP = "passes the answer one byte at a time"


class Proxy:
    """Runs in a thread of its own; `fault` may be set at any time and takes hold of what is under way."""

    def __init__(self, host, port, seed=1):
        self.upstream, self.fault, self.random = (host, port), Fault.NONE, random.Random(seed)
        self.connections, self.cut_after = set(), 2000
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def drop_all(self):
        """Every connection is reset, as by a switch that lost its power and came back."""
        def drop():
            for writer in list(self.connections):
                writer.transport.abort()
        self.loop.call_soon_threadsafe(drop)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def _serve(self, reader, writer):
        if self.fault is Fault.REFUSE:
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection(*self.upstream)
        except OSError:
            writer.transport.abort()
            return
        self.connections |= {writer, up_writer}
        try:
            await asyncio.gather(self._copy(reader, up_writer), self._spoil(up_reader, writer, up_writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.connections -= {writer, up_writer}
            writer.transport.abort()
            up_writer.transport.abort()

    async def _copy(self, reader, writer):
        while piece := await reader.read(65536):
            while self.fault is Fault.STALL:
                await asyncio.sleep(0.05)
            writer.write(piece)
            await writer.drain()
        writer.transport.abort()

    async def _spoil(self, reader, writer, up_writer):
        passed, held = 0, b""
        while piece := await reader.read(4096):
            while self.fault is Fault.STALL:
                await asyncio.sleep(0.05)
            if self.fault is Fault.HALF_OPEN:
                up_writer.transport.abort()
                await asyncio.sleep(3600)
            if self.fault is Fault.CUT and passed + len(piece) > self.cut_after:
                writer.write(piece[:self.random.randrange(len(piece))])
                await writer.drain()
                break
            held += piece
            if self.fault is Fault.BUFFER and len(held) < 65536:
                continue
            if self.fault is Fault.REORDER and len(held) > 64:
                at = self.random.randrange(32, len(held) - 16)
                held = held[at:] + held[:at]
            if self.fault is Fault.CORRUPT and self.random.random() < 0.2:
                spoilt, at = bytearray(held), self.random.randrange(len(held))
                spoilt[at] ^= 1 << self.random.randrange(8)
                held = bytes(spoilt)
            passed += len(held)
            if self.fault is Fault.DRIP:
                for byte in held:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0)
            else:
                writer.write(held)
                await writer.drain()
            held = b""
        writer.transport.abort()
