"""Versions of one record: the later heads the entry, the earlier are its history (merging 3.3).

One record is told by its business identifier together with its type, what it is about and when that was: an identifier
alone may stand on every result of a panel, or on every issue of a medicine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from carerecord.contract import Item
from carerecord.fhir import as_dict, first_text
from carerecord.merge.contract import Entry
from carerecord.merge.guarded import heading, is_negative
from carerecord.merge.linking import identifiers
from carerecord.merge.under import MOST
from carerecord.sections.concepts import in_error
from carerecord.sections.contract import Section
from carerecord.sections.dates import clinical_date, in_order


def with_history(section: Section, entries: list[Entry]) -> list[Entry]:
    """Where nothing says which of two is the later, both stay."""
    first: dict[tuple[str, str], Entry] = {}
    named: dict[tuple[str, str], list[Entry]] = {}  # only what more than one entry is named by
    for entry in entries:
        for item in (entry.head, *entry.folded):
            for name in identifiers(item.resource):
                if first.setdefault(name, entry) is not entry:
                    found = named.setdefault(name, [first[name]])
                    if found[-1] is not entry:
                        found.append(entry)
    shared = [found for _, found in sorted(named.items())]
    if not shared:
        return entries
    gone: dict[Entry, Entry] = {}  # by the entry as it was: the one it is in now
    for found in shared:
        for versions in of_one_record(section, found):
            _chain(versions, gone)
    kept = {id(now): now for now in (_now(entry, gone) for entry in entries)}
    return list(kept.values())


def of_one_record(section: Section, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    records: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        resource = entry.head.resource
        if not is_negative(section, resource):
            about = heading(section, resource)
            when = in_order(clinical_date(resource))[:16]
            records[entry.head.type, about, when].append(entry)
    return (versions for versions in records.values() if 1 < len(versions) <= MOST)


def _chain(versions: Sequence[Entry], gone: dict[Entry, Entry]) -> None:
    for one in versions:
        for other in versions:
            later, earlier = _now(one, gone), _now(other, gone)
            if later is not earlier and _is_later(later, earlier):
                items = earlier.items
                made = replace(later, folded=later.folded + items, earlier=later.earlier + items)
                gone[later] = gone[earlier] = made


def _now(entry: Entry, gone: dict[Entry, Entry]) -> Entry:
    while entry in gone:
        entry = gone[entry]
    return entry


def _is_later(one: Entry, other: Entry) -> bool:
    """In one source by its own versions; between two only by when the record itself was issued.

    What a source retracts, it retracts of its own alone.
    """
    retracted = in_error(one.head.resource) or in_error(other.head.resource)
    if retracted and {item.said_by for item in other.items} != {one.head.said_by}:
        return False
    own = [(a, b) for a in one.items for b in other.items if a.said_by == b.said_by]
    if own:
        return all(_version(a) > _version(b) for a, b in own)
    mine, theirs = (first_text(entry.head.resource.get("issued")) for entry in (one, other))
    return bool(mine and theirs) and in_order(mine) > in_order(theirs)


def _version(item: Item) -> tuple[str, int]:
    meta = as_dict(item.resource.get("meta"))
    number = first_text(meta.get("versionId"))
    return in_order(first_text(meta.get("lastUpdated"))), int(number) if number.isdecimal() else 0
