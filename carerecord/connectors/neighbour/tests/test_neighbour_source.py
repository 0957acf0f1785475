"""How a neighbour is asked, and what each way it can answer means."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from carerecord.audit.feed.tests.feed_receivers import Authority
from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    SourceFault,
    SourceRefused,
    SourceUnreadable,
)
from carerecord.connectors.neighbour import NeighbourSource
from carerecord.connectors.neighbour.source import PATH
from carerecord.contract import Query, Receipt, SourceSettings

NUMBER = "9990000042"
QUERY = Query(NUMBER, "1948-11-08", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"details": {"text": "The person asked."}}],
}
EMPTY = {"resourceType": "Bundle", "entry": []}


@dataclass
class Answering:
    """The other end, which answers everything alike and keeps what it was asked."""

    status: int
    body: str
    asked: list[tuple[web.Request, bytes]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request, await request.read()))
        return web.Response(status=self.status, text=self.body)


def settings(**options: Any) -> SourceSettings:
    return SourceSettings("west", "W", "W", "neighbour", "neighbour", options=options)


@asynccontextmanager
async def asking(folder: Path, other: Answering) -> AsyncIterator[NeighbourSource]:
    authority = Authority.made(folder)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", other.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=authority.server()).start()
    url = f"https://127.0.0.1:{runner.addresses[0][1]}"
    http = Http(tls=ssl.create_default_context(cafile=str(folder / "ca.pem")))
    source = NeighbourSource(settings(url=url, neighbour="west"), http, lambda _, body: "signed")
    try:
        yield source
    finally:
        await source.close()
        await runner.cleanup()


async def pages(source: NeighbourSource, receipt: Any = None) -> list[Page]:
    return [page async for page in source.pages(QUERY, receipt or Receipt(1, "e"))]


async def test_the_number_travels_in_the_body_alone(tmp_path: Path) -> None:
    other = Answering(200, json.dumps(EMPTY))
    async with asking(tmp_path, other) as source:
        first, _ = await pages(source)
    ((request, body),) = other.asked
    assert (request.method, request.path) == ("POST", f"/{PATH}")
    assert NUMBER in body.decode()
    assert NUMBER not in str(request.url) + str(request.headers)
    assert request.headers["Authorization"] == "Bearer signed"
    assert request.headers["X-Correlation-ID"] == "view-7"
    assert first.request_ids == (request.headers["X-Request-ID"],)


@pytest.mark.parametrize(
    ("status", "body", "raised", "words"),
    [
        (401, OUTCOME, SourceRefused, "did not accept our request"),
        (403, OUTCOME, PersonWithheld, "did not share: the person asked"),
        (403, EMPTY, PersonWithheld, "did not share: it gave no reason"),
        (404, OUTCOME, PersonNotFound, None),
        (500, OUTCOME, SourceFault, "answered with an error"),
        (503, OUTCOME, SourceFault, "too busy"),
        (302, OUTCOME, SourceFault, "another address"),
        (200, OUTCOME, SourceUnreadable, "not a record"),
    ],
)
async def test_every_way_it_can_answer_is_told_apart(
    tmp_path: Path, status: int, body: dict[str, Any], raised: type[Exception], words: str | None
) -> None:
    async with asking(tmp_path, Answering(status, json.dumps(body))) as source:
        with pytest.raises(raised, match=words):
            await pages(source)


@pytest.mark.parametrize("receipt", ["entry-1", 7, True])
async def test_a_neighbour_is_asked_only_with_a_receipt(tmp_path: Path, receipt: object) -> None:
    other = Answering(200, json.dumps(EMPTY))
    async with asking(tmp_path, other) as source:
        with pytest.raises(TypeError):
            await pages(source, receipt)
    assert other.asked == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"neighbour": "west"}, "url"),
        ({"url": "https://west.example"}, "neighbour"),
        ({"url": "http://west.example", "neighbour": "west"}, "https"),
        ({"url": "west.example", "neighbour": "west"}, "https"),
    ],
)
def test_a_wrong_option_of_a_neighbour_is_named(options: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=f"west.*{named}"):
        NeighbourSource(settings(**options), Http(), lambda *_: "")


def test_it_is_opened_with_what_was_agreed_and_no_other_way() -> None:
    with pytest.raises(SettingsError, match=r"known: .*neighbour"):
        open_source(settings(), Http())
