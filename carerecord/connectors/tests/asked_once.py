"""One source asked once over a socket of this machine: every page that came, and why no more did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import Page, SourceError
from carerecord.connectors.fake_http import Connection, Request, Server, response
from carerecord.connectors.fake_port import FakePort
from carerecord.contract import Item, Query, Receipt, SourceSettings

Answer = Callable[[Request], bytes]
"""The body of what a request is answered with."""


@dataclass(slots=True)
class Came:
    pages: list[Page] = field(default_factory=list)
    failure: SourceError | None = None

    @property
    def items(self) -> list[Item]:
        return [item for page in self.pages for item in page.items]

    @property
    def unreadable(self) -> list[str]:
        return [why for page in self.pages for why in page.unreadable]


async def came_of(
    protocol: str, query: Query, options: Mapping[str, Any], notifies: str = ""
) -> Came:
    """Of a source that listens already."""
    settings = SourceSettings(
        "s", "S", "S", "gp", protocol, notifies=notifies, options=dict(options)
    )
    came, http = Came(), Http()
    try:
        async for page in open_source(settings, http).pages(query, Receipt(1, "e")):
            came.pages.append(page)
    except SourceError as error:
        came.failure = error
    finally:
        await http.close()
    return came


async def came_of_fake(
    fake: FakePort, protocol: str, query: Query, options: Mapping[str, Any], notifies: str = ""
) -> Came:
    """Of a fake, which listens for as long as it is asked."""
    await fake.start()
    try:
        return await came_of(protocol, query, {"url": fake.url, **options}, notifies)
    finally:
        await fake.stop()


async def came_of_answers(
    answer: Answer,
    protocol: str,
    query: Query,
    options: Mapping[str, Any],
    notifies: str = "",
    status: int = 200,
) -> Came:
    """Of a server that gives these answers, whatever it is asked."""

    def answered(request: Request, connection: Connection) -> None:
        connection.send(response(status, answer(request)))

    server = Server(answered)
    await server.open()
    try:
        return await came_of(protocol, query, {"url": server.address, **options}, notifies)
    finally:
        await server.close()
