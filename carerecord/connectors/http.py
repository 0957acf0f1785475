"""How HTTP can fail, written once: every way ends in a `SourceError`, and no answer can outgrow its allowance.

Redirects are not followed, cookies are not kept, and bodies are decompressed here, piece by piece, so that a small
body that expands to a large one is stopped before it takes memory.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

import aiohttp
from yarl import URL

from carerecord.config import Fanout
from carerecord.connectors.contract import (
    SourceError,
    SourceFault,
    SourceRefused,
    SourceReset,
    SourceTimeout,
    SourceTooLarge,
    SourceUnreadable,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RATIO_COUNTS_FROM = 1 << 20  # bytes; small bodies may compress better than the limit, honestly
PIECE = 1 << 18  # bytes decompressed at a time
IDLE_SECONDS = 15.0  # kept open; under the keep-alive of the servers we ask


class Allowance:
    """How much one asking of one source may still send, over all its pages."""

    def __init__(self, limits: Fanout) -> None:
        self.bytes_left = limits.most_bytes
        self.pages_left = limits.most_pages
        self.most_ratio = limits.most_ratio

    def page(self) -> None:
        self.pages_left -= 1
        if self.pages_left < 0:
            raise SourceTooLarge("sent more pages than a record can need")

    def spend(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise SourceTooLarge


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    retry_after: str = ""  # as it was said
    content_type: str = ""


@dataclass(slots=True)
class _Attempt:
    """One request; a trace would tell the same, at the price of a tenth of the request."""

    idle: bool = True  # it went out on a connection that was idle, and nothing has come back


_attempt: ContextVar[_Attempt] = ContextVar("attempt")


class Http:
    """One pool of connections for all sources, with a cap for each. Open it once; close it at the end."""

    def __init__(
        self,
        limits: Fanout | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        most_connections: int = 32,
    ) -> None:
        self.limits = limits or Fanout()
        self._tls = tls
        self._most_connections = most_connections
        self._session: aiohttp.ClientSession | None = None
        self._others: list[Http] = []

    def over(self, tls: ssl.SSLContext) -> Http:
        """For one source that is proven, or asks us to prove ourselves, in its own way; closed with this."""
        other = Http(self.limits, tls=tls, most_connections=self._most_connections)
        self._others.append(other)
        return other

    def allowance(self) -> Allowance:
        return Allowance(self.limits)

    async def post(
        self, url: URL, form: bytes, headers: Mapping[str, str], allowance: Allowance
    ) -> Reply:
        """A read by POST: safe to ask again, once, when an idle connection turns out to be closed."""
        attempt = _Attempt()
        try:
            return await self._ask("POST", url, form, {**FORM, **headers}, allowance, attempt)
        except SourceReset:
            if not attempt.idle or self._session is None:
                raise
        return await self._ask("POST", url, form, {**FORM, **headers}, allowance, attempt)

    async def get(self, url: URL, headers: Mapping[str, str], allowance: Allowance) -> Reply:
        """The library itself asks again where an idle connection turns out to be closed."""
        return await self._ask("GET", url, None, headers, allowance, _Attempt())

    async def _ask(
        self,
        method: str,
        url: URL,
        body: bytes | None,
        headers: Mapping[str, str],
        allowance: Allowance,
        attempt: _Attempt,
    ) -> Reply:
        _attempt.set(attempt)
        try:
            async with self._open().request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as response:
                attempt.idle = False  # it answered: what breaks now is no idle connection
                body, said = await _body(response, allowance), response.headers
                kind, retry = said.get("Content-Type", ""), said.get("Retry-After", "")
                return Reply(response.status, body, retry, kind)
        except (aiohttp.ClientError, aiohttp.http_exceptions.HttpProcessingError, OSError) as error:
            raise _failure_of(error) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,
                    limit_per_host=self._most_connections,
                    keepalive_timeout=IDLE_SECONDS,
                    ssl=self._tls or True,
                    socket_factory=_new_socket,
                ),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "gzip", "User-Agent": "carerecord"},
                timeout=aiohttp.ClientTimeout(total=None),  # the fan-out holds the deadline
                trust_env=False,
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        for other in self._others:
            await other.close()


def _new_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """Called for every new connection, by the request that needs it or by a task it started."""
    if (attempt := _attempt.get(None)) is not None:
        attempt.idle = False
    family, kind, protocol, _, _ = address
    return socket.socket(family, kind, protocol)


def _failure_of(error: Exception) -> SourceError:
    """Each way a request can break, as the fan-out knows it. No message of the library gets through."""
    match error:
        case TimeoutError():
            return SourceTimeout()
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return SourceRefused("could not be reached securely")
        case aiohttp.ClientConnectorDNSError():
            return SourceRefused("was not found at its address")
        case aiohttp.ClientConnectorError():
            return SourceRefused()
        case aiohttp.ClientResponseError() | aiohttp.http_exceptions.HttpProcessingError():
            return SourceUnreadable()
        case _ if isinstance(error.__cause__, ssl.SSLError):
            return SourceRefused("could not be reached securely")
        case _:
            return SourceReset()


async def _body(response: aiohttp.ClientResponse, allowance: Allowance) -> bytes:
    if (response.content_length or 0) > allowance.bytes_left:
        raise SourceTooLarge
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return await _plain(response, allowance)
    if encoding in ("gzip", "x-gzip"):
        return await _unzipped(response, allowance)
    raise SourceUnreadable


async def _plain(response: aiohttp.ClientResponse, allowance: Allowance) -> bytes:
    pieces = []
    async for piece in response.content.iter_any():
        allowance.spend(len(piece))
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def _unzipped(response: aiohttp.ClientResponse, allowance: Allowance) -> bytes:
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    sent, body = 0, bytearray()
    try:
        async for piece in response.content.iter_any():
            sent += len(piece)
            while piece and not stream.eof:
                part = stream.decompress(piece, PIECE)
                piece = stream.unconsumed_tail
                allowance.spend(len(part))
                body += part
                if len(body) > max(RATIO_COUNTS_FROM, sent * allowance.most_ratio):
                    raise SourceTooLarge
    except zlib.error:
        raise SourceUnreadable from None
    if not stream.eof:
        raise SourceUnreadable
    return bytes(body)


def refuse_bad_status(status: int) -> None:
    """Turn every status that carries no answer, or not the whole of it, into the failure it is."""
    if status in (202, 206):
        raise SourceFault("did not send its whole answer")
    if 200 <= status < 300:
        return
    if status in (401, 403, 407):
        raise SourceRefused("refused us")
    if status in (429, 503):
        raise SourceFault("is too busy to answer")
    if 300 <= status < 400:
        raise SourceFault("sent us to another address")
    raise SourceFault
