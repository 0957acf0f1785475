"""ITI-20 by FHIR: a batch of AuditEvents is posted, and is taken when each one was."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import aiohttp
import msgspec

from carerecord.audit.feed.receiver import WITHIN_SECONDS, NotTaken
from carerecord.contract import Resource

_HEADERS = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
MOST_BYTES = 4 * 1024 * 1024  # of an answer


class _Response(msgspec.Struct):
    status: str = ""


class _Entry(msgspec.Struct):
    response: _Response = msgspec.field(default_factory=_Response)


class _Answer(msgspec.Struct):
    entry: list[_Entry] = msgspec.field(default_factory=list)


class Fhir:
    """Posts to the base of an audit record repository."""

    def __init__(
        self, url: str, tls: ssl.SSLContext | None, *, within: float = WITHIN_SECONDS
    ) -> None:
        self._url = url
        self._tls = tls
        self._within = aiohttp.ClientTimeout(total=within)
        self._http: aiohttp.ClientSession | None = None  # needs a running loop

    async def deliver(self, events: Sequence[Resource]) -> None:
        try:
            async with self._session.post(
                self._url, data=batch(events), headers=_HEADERS, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise NotTaken(f"status {response.status}")
                answer = await _body(response)
        except (aiohttp.ClientError, OSError) as error:  # a deadline is one too
            raise NotTaken(type(error).__name__) from None
        _check(answer, len(events))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(ssl=self._tls or True)
            self._http = aiohttp.ClientSession(
                connector=connector, timeout=self._within, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._http


def batch(events: Sequence[Resource]) -> bytes:
    """Each event keeps its id, so that a repository can tell one that it has already."""
    entries = [
        {"resource": event, "request": {"method": "POST", "url": "AuditEvent"}} for event in events
    ]
    return msgspec.json.encode({"resourceType": "Bundle", "type": "batch", "entry": entries})


async def _body(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for piece in response.content.iter_chunked(1 << 16):
        body += piece
        if len(body) > MOST_BYTES:
            raise NotTaken("an answer that is too long")
    return body


def _check(answer: bytes, sent: int) -> None:
    """A batch may be taken in part; then it is sent again whole, and nothing after it before that."""
    try:
        entries = msgspec.json.decode(answer, type=_Answer).entry
    except msgspec.MsgspecError:
        raise NotTaken("an answer that is no batch-response") from None
    taken = sum(one.response.status.startswith("2") for one in entries)
    if len(entries) != sent or taken != sent:
        raise NotTaken(f"{taken} of {sent} taken")
