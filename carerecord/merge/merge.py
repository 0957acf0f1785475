"""Many answers into one record: a pure function of the set of items, whatever order they came in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from carerecord.contract import Answer, Item
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.entries import Ranks, entries_of
from carerecord.merge.linking import Links
from carerecord.sections import SECTIONS, owners
from carerecord.sections.contract import Section
from carerecord.sections.dates import clinical_date


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """One person's record: every section, also the empty ones."""

    records: dict[str, SectionRecord]  # by section name, in reading order

    def entry(self, entry_id: str) -> tuple[SectionRecord, Entry] | None:
        """The entry an address names."""
        for record in self.records.values():
            for entry in record.every_entry:
                if entry.id == entry_id:
                    return record, entry
        return None


def merge(
    answers: Sequence[Answer],
    sections: Sequence[Section] = SECTIONS,
    *,
    source_order: Sequence[str] = (),
) -> Merged:
    """The answers must have been withheld from already: what is here is shown, or folded under it."""
    instants: dict[bytes, bytes] = {}
    links = {a.source_id: Links(a.source_id, (*a.items, *a.patients), instants) for a in answers}
    ranks = {source_id: rank for rank, source_id in enumerate(source_order)}
    owner_of = owners(sections)
    owned: dict[str, list[Item]] = defaultdict(list)
    for answer in answers:
        for item in (*answer.patients, *answer.items):
            owned[owner_of(item.resource).name].append(item)
    records = {s.name: _record(s, owned.get(s.name, []), links, ranks) for s in sections}
    for link in links.values():
        link.forget()
    return Merged(records)


def _record(
    section: Section, items: Iterable[Item], links: Mapping[str, Links], ranks: Ranks
) -> SectionRecord:
    entries = _ordered(section, entries_of(section, items, links, ranks), ranks)
    negatives, positives, removed = [], [], []
    for entry in entries:
        resource = entry.head.resource
        if section.negative(resource):
            negatives.append(entry)
        elif section.positive(resource):
            positives.append(entry)
        else:
            removed.append(entry)
    return SectionRecord(section, tuple(positives), tuple(negatives), tuple(removed), dict(links))


def _ordered(section: Section, entries: Iterable[Entry], ranks: Ranks) -> list[Entry]:
    """By the section's rule, then newest first, undated last; then by source and id."""
    ordered = sorted(entries, key=lambda entry: (entry.head.source_id, entry.id))
    if ranks:
        ordered.sort(key=lambda entry: ranks.get(entry.head.source_id, len(ranks)))
    ordered.sort(key=lambda entry: clinical_date(entry.head.resource), reverse=True)
    ordered.sort(key=lambda entry: section.rank(entry.head.resource))
    return _named_apart(ordered)


def _named_apart(entries: list[Entry]) -> list[Entry]:
    """The same bytes sent twice, where nothing may be folded, still need two names."""
    seen: Counter[str] = Counter()
    named = []
    for entry in entries:
        seen[entry.id] += 1
        again = seen[entry.id]
        named.append(entry if again == 1 else replace(entry, id=f"{entry.id}-{again}"))
    return named
