"""When this viewer last looked at this record, and what was shown to them then: from the log, their own entries alone.

The log has ids and versions, never a value, so what was there and is not any more can be counted and not quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from carerecord.audit import Entry
from carerecord.audit.search import Sought, search
from carerecord.contract import Answer, Item
from carerecord.fhir import as_dict, as_list
from carerecord.merge.contract import Entry as Merged
from carerecord.merge.contract import SectionRecord
from carerecord.store import Database, StoreError
from carerecord.viewing.contract import View
from carerecord.viewing.written import name_of

SAME_LOOK = timedelta(hours=1)
"""Pages opened less than this ago are part of the look that still goes on."""
MOST = 12  # entries of the log that are read for it
_SAID = ("answered", "empty")


@dataclass(frozen=True, slots=True)
class Seen:
    """One section as it was last shown to this viewer."""

    at: datetime
    versions: Mapping[str, str]  # by item, "source/Type/id"; "" where its source numbers none
    silent: frozenset[str]  # ids of sources that had not fully answered


@dataclass(frozen=True, slots=True)
class Look:
    """The viewer's last look before this one; each section as of the last page of it that they opened."""

    at: datetime
    sections: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class Gone:
    """Entries of one source that were shown then and are not here now."""

    source_id: str
    section: str
    number: int
    answered: bool  # it answered in full now, so they are no longer there for this viewer


@dataclass(frozen=True, slots=True)
class Looks:
    db: Database

    async def last(self, view: View) -> Look | None:
        """In the same role at the same organisation: another role is shown other things.

        None too where the log cannot be read.
        """
        viewer = view.viewer
        sought = Sought(
            person_id=view.person.id,
            viewer_id=viewer.id,
            organisation=viewer.organisation,
            kinds=("shown",),
            until=view.at - SAME_LOOK,
        )
        try:
            found = await search(self.db, sought, limit=MOST)
        except StoreError:  # in an emergency a record opens all the same (AUD-3)
            return None
        pages = [one for one in found if _is_a_page(one) and _as(one) == viewer.role]
        return look_of(pages) if pages else None


def look_of(pages: Sequence[Entry]) -> Look:
    """`pages` are newest first."""
    sections: dict[str, Seen] = {}
    for entry in pages:
        for name, items in as_dict(entry.body.get("sections")).items():
            sections.setdefault(name, _seen(entry, items))
    return Look(pages[0].at, sections)


def own_name(item: Item) -> str:
    """“source/Type/id”, whatever version of it this is."""
    return _parts(item)[0]


def not_seen(entry: Merged, seen: Seen) -> bool:
    """Nothing that says this was shown then."""
    return all(own_name(item) not in seen.versions for item in _items(entry))


def changed(entry: Merged, seen: Seen) -> bool:
    """A source numbers its versions and has another one now."""
    return any(
        version and seen.versions.get(name, version) != version
        for name, version in map(_parts, _items(entry))
    )


def gone(record: SectionRecord, seen: Seen, answers: Mapping[str, Answer]) -> list[Gone]:
    """What was shown then and is not here, by source. From one that did not answer it may well still be there."""
    here = {own_name(item) for entry in record.every_entry for item in _items(entry)}
    numbers: dict[str, int] = {}
    for name in seen.versions:
        if name not in here:
            source_id = name.partition("/")[0]
            numbers[source_id] = numbers.get(source_id, 0) + 1
    return [
        Gone(one, record.section.name, number, one in answers and answers[one].state in _SAID)
        for one, number in numbers.items()
    ]


def _items(entry: Merged) -> tuple[Item, ...]:
    return (entry.head, *entry.folded)


def _parts(item: Item) -> tuple[str, str]:
    return _split(name_of(item))


def _split(name: str) -> tuple[str, str]:
    own, _, version = name.partition("/_history/")
    return own, version


def _is_a_page(entry: Entry) -> bool:
    return str(entry.body.get("content_type", "")).startswith("text/html")


def _as(entry: Entry) -> str:
    return entry.viewer.role if entry.viewer else ""


def _seen(entry: Entry, items: Any) -> Seen:
    names = [one for one in as_list(items) if isinstance(one, str)]
    sources = as_dict(entry.body.get("sources"))
    silent = {id for id, said in sources.items() if as_dict(said).get("state") not in _SAID}
    return Seen(entry.at, dict(map(_split, names)), frozenset(silent))
