"""The copies of one source, answering as any source does: asked with a receipt, about one person."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from carerecord.connectors.contract import Page, PersonNotFound, SourceFault
from carerecord.contract import Item, Query, Receipt, SourceSettings
from carerecord.edge.contract import Copy, EdgeSealBroken
from carerecord.edge.store import Edge
from carerecord.fhir import SUPPORTING, resource_decoder
from carerecord.store import StoreError

LATE = 1.5
"""Times its usual interval."""
NOT_READABLE = "could not be read"


class EdgeSource:
    def __init__(self, settings: SourceSettings, edge: Edge) -> None:
        self.settings = settings
        self._edge = edge

    async def pages(self, query: Query, receipt: Receipt) -> AsyncGenerator[Page, None]:
        """All that is held of this person, at once. Nothing held: `PersonNotFound`."""
        if not isinstance(receipt, Receipt):
            raise TypeError("a source is asked only with the receipt of an audit entry")
        try:
            heard = await self._edge.heard(self.settings.id)
            copies = await self._edge.of_person(self.settings.id, query.nhs_number)
        except (StoreError, EdgeSealBroken):
            raise SourceFault("what it sent is kept here and cannot be read") from None
        overdue = _overdue(self.settings, heard, query.at)
        if not copies and not overdue:
            raise PersonNotFound
        page = _page(self.settings.id, copies, query.resource_types)
        yield replace(page, as_at=heard, overdue=overdue)

    async def close(self) -> None:
        """The database is the region's; nothing of our own is open."""


def _overdue(settings: SourceSettings, heard: datetime | None, at: datetime) -> str:
    """That it has been silent for too long; completes “{source}: …” (ux 3, T24)."""
    every = timedelta(hours=settings.sends_every_hours)
    if heard and at - heard <= every * LATE:
        return ""
    last = f"last sent information {heard:%Y-%m-%dT%H:%MZ}" if heard else "has sent nothing yet"
    return f"{last}; it usually sends every {settings.sends_every_hours:g} h"


def _page(source_id: str, copies: Iterable[Copy], types: tuple[str, ...]) -> Page:
    """What was asked for with all that may stand beside it, as a source on the wire is asked."""
    wanted = {*types, "Patient", *SUPPORTING} if types else frozenset[str]()
    decode = resource_decoder()
    items: list[Item] = []
    unreadable: list[str] = []
    for copy in copies:
        try:
            item = Item(source_id, decode(copy.raw), copy.raw)
        except (ValueError, RecursionError):
            unreadable.append(NOT_READABLE)
            continue
        if not wanted or item.type in wanted:
            items.append(item)
    return Page(tuple(items), tuple(unreadable))
