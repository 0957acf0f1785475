"""A small HTTP/1.1 server for fakes: quick, keep-alive, and able to break in every way a source can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

PIECE = 1 << 16
MOST_HEAD = 1 << 16
MOST_BODY = 1 << 20


class Request(NamedTuple):
    method: str
    path: str
    query: str
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, whatever case its name came in; "" when it did not come."""
        start = self.head.lower().find(b"\r\n%b:" % name.lower().encode())
        if start < 0:
            return ""
        start += len(name) + 3
        end = self.head.find(b"\r\n", start)
        return self.head[start : end if end >= 0 else None].decode("latin-1").strip()

    def parameters(self) -> list[tuple[str, str]]:
        """Of the address and of the form in the body."""
        both = f"{self.query}&{self.body.decode('utf-8', 'replace')}"
        return parse_qsl(both, keep_blank_values=True)


def response(
    status: int, body: bytes, content_type: str = "application/fhir+json", headers: bytes = b""
) -> bytes:
    return b"HTTP/1.1 %d %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n%b" % (
        status,
        HTTPStatus(status).phrase.encode(),
        content_type.encode(),
        len(body),
        headers,
        body,
    )


def body_of(whole: bytes) -> bytes:
    return whole.partition(b"\r\n\r\n")[2]


class Connection(asyncio.Protocol):
    """Reads requests one after another; `answer` gets each and calls `send`, now or later, or breaks off."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._came = b""
        self._busy = False
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._streaming: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (TCP is one)
        self._transport = transport
        self._server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.connections.discard(self)
        if self._streaming is not None:
            self._streaming.cancel()

    def data_received(self, data: bytes) -> None:
        self._came = self._came + data if self._came else data
        if not self._busy:
            self._next()

    def _next(self) -> None:
        end = self._came.find(b"\r\n\r\n")
        if end < 0:
            if len(self._came) > MOST_HEAD:
                self.break_off()
            return
        head = self._came[:end]
        size = _length(head)
        if not 0 <= size <= MOST_BODY:
            self.break_off()
            return
        start = end + 4
        if len(self._came) < start + size:
            return
        body, self._came = self._came[start : start + size], self._came[start + size :]
        words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        if len(words) != 3:
            self.break_off()
            return
        path, _, query = words[1].partition("?")
        self._busy = True
        self._server.answer(Request(words[0], unquote(path), query, head, body), self)

    def send(self, whole: bytes) -> None:
        """Write one response and be ready for the next request."""
        if self._transport.is_closing():
            return
        self._transport.write(whole)
        self._busy = False
        if self._came:
            self._next()

    def send_and_close(self, whole: bytes) -> None:
        """Write and close: what a body shorter than its Content-Length looks like."""
        self._transport.write(whole)
        self._transport.close()

    def stream(self, pieces: Iterator[bytes]) -> None:
        """Write a large response no faster than it is read."""
        self._streaming = asyncio.get_running_loop().create_task(self._stream(pieces))

    async def _stream(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            await self._may_write.wait()
            if self._transport.is_closing():
                return
            self._transport.write(piece)
        self.send(b"")

    def break_off(self) -> None:
        """Reset the connection."""
        self._transport.abort()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()


def _length(head: bytes) -> int:
    start = head.lower().find(b"\r\ncontent-length:")
    if start < 0:
        return 0
    text = head[start + 17 :].split(b"\r\n", 1)[0].strip()
    return int(text) if text.isdigit() else -1


class Server:
    """A port on the loopback interface. It can stop listening and come back on the same port."""

    def __init__(self, answer: Callable[[Request, Connection], None]) -> None:
        self.answer = answer
        self.connections: set[Connection] = set()
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self, port: int = 0) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self), "127.0.0.1", port or self.port, backlog=1024
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse from now on, and drop every open connection."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.break_off()
        await asyncio.sleep(0)

    def break_off(self) -> None:
        for connection in list(self.connections):
            connection.break_off()
