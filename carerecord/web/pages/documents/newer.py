"""Which document takes the place of another, as its source says: found among what this viewer sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from carerecord.contract import Item
from carerecord.fhir import reference_id
from carerecord.merge.contract import Entry, own_id
from carerecord.sections.dates import clinical_date, in_order
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.plan_versions import replaces


@dataclass(frozen=True, slots=True)
class Newer:
    entry_id: str
    when: Markup


def newer_than(view: View, entry: Entry) -> Newer | None:
    """The newest of those that say they replace it, or replace what does."""
    known, found = {_name(item) for item in entry.items}, list[tuple[Entry, Item]]()
    rest = list(_replacing(view))
    while more := [one for one in rest if known & set(_replaced(one[1]))]:
        rest = [one for one in rest if one not in more]
        found += more
        known |= {_name(item) for _, item in more}
    found = [one for one in found if one[0] is not entry]
    if not found:
        return None
    newest, item = max(found, key=lambda one: in_order(clinical_date(one[1].resource)))
    return Newer(newest.id, formats.day_mark(clinical_date(item.resource)))


Name = tuple[tuple[str, str], str]
"""Who said it, and type and id there."""


def _name(item: Item) -> Name:
    return item.said_by, f"{item.type}/{own_id(item.resource)}"


def _replaced(item: Item) -> Iterator[Name]:
    for one in replaces(item.resource):
        yield item.said_by, "/".join(reference_id(one).split("/")[-2:])


def _replacing(view: View) -> Iterator[tuple[Entry, Item]]:
    """Every document that says that it replaces something."""
    for record in view.records.values():
        for entry in record.entries if record.section.page == "documents" else ():
            for item in entry.items:
                if "relatesTo" in item.resource:
                    yield entry, item
