"""One registry asked over a socket, for the tests of its connector."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import Page, SourceError
from carerecord.connectors.xds.fake import FakeXds
from carerecord.contract import Query, Receipt, Resource, SourceSettings

NUMBER = "9990000042"
PERSON = Query(NUMBER, "1948-11-08", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
LOCAL = "1.2.826.0.7"
NHS = "2.16.840.1.113883.2.1.4.1"


async def pages_of(url: str, came: list[Page], about: Query = PERSON, **options: Any) -> None:
    http = Http()
    own = SourceSettings("west", "W", "W", "gp", "xds", options={"url": url, **options})
    try:
        async for page in open_source(own, http).pages(about, Receipt(1, "e")):
            came.append(page)
    finally:
        await http.close()


def asked(
    fake: FakeXds, *, discovery: bool = False, **options: Any
) -> tuple[list[Page], SourceError | None]:
    """Every page that came, and why no more did."""

    async def scenario() -> tuple[list[Page], SourceError | None]:
        came: list[Page] = []
        await fake.start()
        found = {"patient_discovery": fake.discovery_url, "sender": "1.2.3"} if discovery else {}
        try:
            await pages_of(fake.url, came, **found, **options)
        except SourceError as error:
            return came, error
        finally:
            await fake.stop()
        return came, None

    return asyncio.run(scenario())


def items(pages: list[Page]) -> list[Resource]:
    return [item.resource for page in pages for item in page.items]
