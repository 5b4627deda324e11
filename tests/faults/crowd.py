# SPDX-License-Identifier: GPL-3.0-or-later
"""Many clients of one hub: some read their stream, some never do, some say nothing."""

import select
import socket
import threading

RECEIVE = 65536


class Crowd:
    def __init__(self, hub, streams=0, deaf=0, silent=0):
        host, port = hub.listen.rsplit(":", 1)
        self.address, self.base, self.refused, self.bytes = (host, int(port)), hub.base, 0, 0
        self.poll, self.sockets, self.stopping = select.epoll(), {}, False
        for _ in range(streams):
            self._join(ask=True, read=True)
        for _ in range(deaf):
            self._join(ask=True, read=False)
        for _ in range(silent):
            self._join(ask=False, read=False)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _join(self, ask, read):
        try:
            one = socket.create_connection(self.address, timeout=5)
            if ask:
                one.sendall(f"GET {self.base}/stream HTTP/1.1\r\nHost: hub\r\nAccept: text/event-stream\r\n\r\n".encode())
        except OSError:
            self.refused += 1
            return
        one.setblocking(False)
        self.sockets[one.fileno()] = one
        if read:
            self.poll.register(one, select.EPOLLIN)

    def _read(self):
        while not self.stopping:
            for number, _ in self.poll.poll(0.2):
                try:
                    piece = self.sockets[number].recv(RECEIVE)
                except BlockingIOError:
                    continue
                except OSError:
                    piece = b""
                self.bytes += len(piece)
                if not piece:
                    self.poll.unregister(number)

    def close(self):
        if self.stopping:
            return
        self.stopping = True
        self.thread.join()
        self.poll.close()
        for one in self.sockets.values():
            one.close()
