"""HTTP/1.1 over raw asyncio, as little as a benchmark needs, so that the client is not what is measured."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    head: bytes
    body: bytes  # as it came, still chunked where it came chunked


class Connection(asyncio.Protocol):
    """One kept-alive connection that carries one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Reply] | None = None
        self._pieces: list[bytes] = []
        self._got = 0
        self._need = -1  # bytes of head and body; -1 while unknown
        self._head = b""

    @classmethod
    async def to(cls, host: str, port: int) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(cls, host, port)
        return connection

    async def ask(self, request: bytes) -> Reply:
        self._pieces, self._got, self._need, self._head = [], 0, -1, b""
        self._waiting = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("the connection is closed")
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pieces.append(data)
        self._got += len(data)
        if not self._head:
            self._read_head()
        if self._head and self._complete(data):
            self._finish()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("closed while answering"))

    def _read_head(self) -> None:
        whole = b"".join(self._pieces)
        at = whole.find(END_OF_HEAD)
        if at < 0:
            return
        self._pieces = [whole]
        self._head = whole[: at + 4]
        length = _LENGTH.search(self._head)
        if length:
            self._need = at + 4 + int(length[1])
        elif not _CHUNKED.search(self._head):
            self._need = at + 4

    def _complete(self, data: bytes) -> bool:
        if self._need >= 0:
            return self._got >= self._need
        tail = data if len(data) >= 5 else b"".join(self._pieces[-2:])
        return tail.endswith(b"0\r\n\r\n")

    def _finish(self) -> None:
        whole = b"".join(self._pieces)
        reply = Reply(int(whole[9:12]), self._head, whole[len(self._head) :])
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(reply)


class Serving(asyncio.Protocol):
    """The other end: hands each whole request to `answer`, in order, on one kept-alive connection."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (at := self._buffer.find(END_OF_HEAD)) >= 0:
            length = _LENGTH.search(self._buffer, 0, at + 4)
            end = at + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < end:
                return
            request, self._buffer = self._buffer[:end], self._buffer[end:]
            self.answer(request[: at + 4], request[at + 4 :])

    def answer(self, head: bytes, body: bytes) -> None:
        """Called once for each request; answers with `write`, now or later."""

    def write(self, data: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)


def ok(body: bytes, content_type: str = "application/json") -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
