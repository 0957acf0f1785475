"""The copies of one source, answering as any source does: asked with a receipt, about one person."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable

from carerecord.connectors.contract import Page, PersonNotFound, SourceFault
from carerecord.contract import Item, Query, Receipt, SourceSettings
from carerecord.edge.contract import Copy, EdgeSealBroken
from carerecord.edge.store import Edge
from carerecord.fhir import SUPPORTING, resource_decoder
from carerecord.store import StoreError

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
            copies = await self._edge.of_person(self.settings.id, query.nhs_number)
        except (StoreError, EdgeSealBroken):
            raise SourceFault("what it sent is kept here and cannot be read") from None
        if not copies:
            raise PersonNotFound
        yield _page(self.settings.id, copies, query.resource_types)

    async def close(self) -> None:
        """The database is the region's; nothing of our own is open."""


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
