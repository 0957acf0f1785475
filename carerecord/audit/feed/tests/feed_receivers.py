"""Receivers on loopback sockets, with certificates made on the spot: one for syslog, one for FHIR."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from carerecord import authority
from carerecord.demo.ports import free_port


class Authority(authority.Authority):
    """Also says how a receiver with a certificate of its listens."""

    def server(self, *, asks: bool = False) -> ssl.SSLContext:
        """`asks`: for the client's certificate too, as secure nodes do of each other (ITI-19)."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=self.folder / "ca.pem")
        context.load_cert_chain(self.issue("server"))
        context.verify_mode = ssl.CERT_REQUIRED if asks else ssl.CERT_NONE
        return context


@dataclass
class SyslogReceiver:
    """Reads RFC 5425 frames until the sender closes. `most`: hangs up, unread, after that many bytes."""

    tls: ssl.SSLContext
    port: int = field(default_factory=free_port)
    most: int = 0
    frames: list[str] = field(default_factory=list)
    connections: int = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[SyslogReceiver]:
        server = await asyncio.start_server(self._take, "127.0.0.1", self.port, ssl=self.tls)
        try:
            yield self
        finally:
            server.close()

    @property
    def url(self) -> str:
        return f"syslog+tls://127.0.0.1:{self.port}"

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self.most:
            await reader.read(self.most)
            writer.transport.abort()
            return
        while size := await _until_space(reader):
            self.frames.append((await reader.readexactly(size)).decode("utf-8"))
        writer.close()


def read_and_left(listener: socket.socket, tls: ssl.SSLContext) -> bytes:
    """Reads one connection to its end, and ends it without a word of TLS, as rsyslog with GnuTLS does."""
    plain, _ = listener.accept()
    with tls.wrap_socket(plain, server_side=True) as secured:
        return b"".join(iter(lambda: secured.recv(1 << 16), b""))


async def _until_space(reader: asyncio.StreamReader) -> int:
    """The length of the next frame; 0 where the sender has closed between two frames."""
    length = b""
    while (one := await reader.read(1)) not in (b" ", b""):
        length += one
    return int(length) if one else 0


@dataclass
class FhirReceiver:
    """An audit record repository that keeps what it is posted, and answers as it is told."""

    tls: ssl.SSLContext | None = None
    port: int = field(default_factory=free_port)
    bundles: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)  # of the next requests; then each is created

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[FhirReceiver]:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/fhir", self._take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=self.tls)
        await site.start()
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/fhir"

    @property
    def ids(self) -> list[str]:
        return [one["resource"]["id"] for bundle in self.bundles for one in bundle["entry"]]

    async def _take(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/fhir+json"
        bundle = json.loads(await request.read())
        answer = self.answers.pop(0) if self.answers else "201 Created"
        if isinstance(answer, int):
            return web.Response(status=answer)
        self.bundles.append(bundle)
        if isinstance(answer, bytes):
            return web.Response(body=answer)
        entries = [{"response": {"status": answer}} for _ in bundle["entry"]]
        return web.json_response(
            {"resourceType": "Bundle", "type": "batch-response", "entry": entries}
        )
