"""`_since`: what has changed in a record, for programs. What no date says is unchanged is sent; the lists stay whole.

FHIR asks for what was updated after a moment. Not every source says when that was, so an entry is left out only where
it has dates, and none of them (written, updated, happened, ended) lies between that moment and now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.contract import Resource
from carerecord.fhir import SUPPORTING, is_date
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import in_order
from carerecord.viewing import View
from carerecord.viewing.stays import last_stay

SINCE, LAST_STAY = "_since", "sinceLastStay"
PARAMETERS = frozenset({SINCE, LAST_STAY})


class NotADate(Exception):
    """`_since` is a FHIR date or instant; with a time it names its zone."""


@dataclass(frozen=True, slots=True)
class Changed:
    view: View  # with the records as they are sent
    since: str
    left_out: int  # entries

    @property
    def words(self) -> str:
        if not self.since:
            return "No hospital stay is recorded in the sources that answered: this is the whole record."
        return (
            f"Only what may have changed since {self.since} is sent. Entries left out, in which every date is "
            f"earlier: {self.left_out}. The lists name every entry."
        )


def changed_since(view: View, asked: Mapping[str, str]) -> Changed | None:
    """None where it was not asked for. Raises `NotADate`."""
    if SINCE not in asked and asked.get(LAST_STAY) != "true":
        return None
    since = _moment(asked[SINCE]) if SINCE in asked else last_stay(view)
    if not since:
        return Changed(view, "", 0)
    now = in_order(view.at.isoformat())
    records = {name: _within(record, since, now) for name, record in view.records.items()}
    sent = sum(len(record.every_entry) for record in records.values())
    every = sum(len(record.every_entry) for record in view.records.values())
    return Changed(replace(view, records=records), since, every - sent)


def _moment(sent: str) -> str:
    """In the order of dates (`in_order`). A plus sign in an address is a space."""
    text = sent.strip().replace(" ", "+")
    if not is_date(text) or ("T" in text and datetime.fromisoformat(text).tzinfo is None):
        raise NotADate
    return in_order(text)


def _within(record: SectionRecord, since: str, now: str) -> SectionRecord:
    def kept(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(entry for entry in entries if _may_have_changed(entry, since, now))

    return replace(
        record,
        entries=kept(record.entries),
        negatives=kept(record.negatives),
        removed=kept(record.removed),
    )


def _may_have_changed(entry: Entry, since: str, now: str) -> bool:
    if entry.head.type in SUPPORTING:
        return True  # others refer to it
    found = [in_order(sent) for item in entry.items for sent in _dates(item.resource)]
    return not found or any(since[: len(one)] <= one <= now for one in found)


def _dates(resource: Resource) -> Iterator[str]:
    """Its own, and those of its periods and of what its source says of the version."""
    for value in resource.values():
        inner = value.values() if isinstance(value, dict) else (value,)
        yield from (one for one in inner if isinstance(one, str) and is_date(one))
