"""Documents that were not sent with the record are fetched when somebody opens them: written down first, then asked for.

What comes is put beside the answer that points at it, so that it is withheld from, merged and accounted for with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carerecord.connectors.contract import Pointer
from carerecord.contract import Answer, Item
from carerecord.drawing import DRAWN
from carerecord.merge.contract import Entry, SectionRecord, own_id
from carerecord.texts import HTML, PLAIN, RTF, XML, kind_of
from carerecord.viewing.asking import Asking
from carerecord.viewing.attached import unfetched
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import View, Wanted
from carerecord.viewing.incidents import Incidents
from carerecord.viewing.writing import ViewWriting

MOST = 10  # documents fetched for one entry
TOO_MANY = "points to more documents at once than are fetched here"
GONE = "does not hold this document any more"
BYTES = "other"  # the section that a Binary falls to
EMPTY = "sent nothing of this document"
_READABLE = frozenset({"", *HTML, *PLAIN, *RTF, *XML, *DRAWN})


@dataclass(frozen=True, slots=True)
class Read:
    """The answers of a view with the documents that were fetched, and why not, by where one is pointed to."""

    answers: Sequence[Answer]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    asking: Asking
    views: ViewWriting
    incidents: Incidents

    async def fetched(
        self, record: View, answers: Sequence[Answer], reading: Wanted
    ) -> Read | None:
        """What was fetched for what is opened; None where nothing is to be fetched."""
        found = entry_named(record, reading.entry) or item_named(record, reading.item)
        pointers = _pointers(*found) if found else []
        if not found or not pointers:
            return None
        source_id = found[1].head.source_id
        said = {one.url: self.asking.why_not(record, source_id, one) for one in pointers}
        why = {url: words for url, words in said.items() if words}
        of_use = [one for one in pointers if reading.item or _can_be_shown(one)]
        wanted = [one for one in of_use if said[one.url] == ""]
        why |= dict.fromkeys((one.url for one in wanted[MOST:]), TOO_MANY)
        at = next(n for n, one in enumerate(answers) if one.source_id == source_id)
        came = await self._ask(record, answers[at], found[1], wanted[:MOST])
        for pointer, answer in zip(wanted, came, strict=False):
            if not answer.items:
                why[pointer.url] = _why(answer)
        return Read([*answers[:at], _with(answers[at], came), *answers[at + 1 :]], why)

    async def _ask(
        self, record: View, answer: Answer, entry: Entry, pointers: Sequence[Pointer]
    ) -> list[Answer]:
        if not pointers:
            return []
        body = {
            "source": answer.source_id,
            "item": _name(entry.head),
            "documents": len(pointers),
        }
        receipt = await self.views.of_view("document", record, body, Besides(at=record.at))
        came = await asyncio.gather(
            *(self.asking.document(record, answer, one, receipt) for one in pointers)
        )
        await self.incidents.answers(record, came)
        return came


def as_before(read: View, before: View) -> View:
    """A document that was fetched is read where it is pointed at; it is no entry of its own, and is not counted."""
    records = {**read.records}
    if BYTES in before.records:
        records[BYTES] = before.records[BYTES]
    return replace(read, records=records, states={**read.states, BYTES: before.states[BYTES]})


def entry_named(view: View, entry_id: str) -> tuple[SectionRecord, Entry] | None:
    for record in view.records.values():
        for entry in record.every_entry:
            if entry.id == entry_id:
                return record, entry
    return None


def item_named(view: View, name: str) -> tuple[SectionRecord, Entry] | None:
    """An item, also one that is folded under another, as an entry of its own."""
    for record in view.records.values():
        for entry in record.every_entry:
            for item in (entry.head, *entry.folded):
                if _name(item) == name:
                    return record, Entry(entry.again, item)
    return None


def _name(item: Item) -> str:
    return f"{item.source_id}/{item.type}/{own_id(item.resource)}"


def _pointers(section: SectionRecord, entry: Entry) -> list[Pointer]:
    """One for each place."""
    kinds = {one.url: one.content_type for one in unfetched(section, entry)}
    return [Pointer(entry.head.resource, url, kind) for url, kind in kinds.items()]


def _can_be_shown(pointer: Pointer) -> bool:
    return kind_of(pointer.content_type)[0] in _READABLE


def _with(answer: Answer, documents: Sequence[Answer]) -> Answer:
    """A document that did not come says nothing of the rest of the answer."""
    return replace(
        answer,
        items=(*answer.items, *(item for one in documents for item in one.items)),
        held_back=(*answer.held_back, *(why for one in documents for why in one.held_back)),
        unreadable=(*answer.unreadable, *(why for one in documents for why in one.unreadable)),
        request_ids=(*answer.request_ids, *(own for one in documents for own in one.request_ids)),
    )


def _why(answer: Answer) -> str:
    if answer.failure:
        return answer.failure.words
    return GONE if answer.state == "not-found" else answer.words or EMPTY
