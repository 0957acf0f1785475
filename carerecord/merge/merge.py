"""Many answers into one record: a pure function of the set of items, whatever order they came in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carerecord.contract import Answer, Item
from carerecord.merge.contract import Entry, SectionRecord, own_id
from carerecord.merge.entries import entries_of
from carerecord.merge.forms import Forms
from carerecord.merge.guarded import is_negative, is_positive, standing, sure_owners
from carerecord.merge.linking import Links
from carerecord.merge.stated import results_stated
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Section


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """One person's record: every section, also the empty ones."""

    records: dict[str, SectionRecord]  # by section name, in reading order
    section_of: dict[Item, str] = field(default_factory=dict)  # so that nobody asks it again

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
    known: Mapping[Item, str] | None = None,
) -> Merged:
    """The answers must have been withheld from already: what is here is shown, or folded under it.

    `known` is the section, among these, of items that were asked before: it is what takes longest to tell.
    """
    settled = _settled(answers, source_order)
    forms = Forms()
    stated_in: dict[int, Entry] = {}
    links = {
        source_id: Links(source_id, items, forms, stated_in) for source_id, items in settled.items()
    }
    owner_of = sure_owners(sections)
    owned: dict[str, list[Item]] = {section.name: [] for section in sections}
    section_of: dict[Item, str] = {}
    known = known or {}
    for items in settled.values():
        for item in items:
            name = section_of[item] = known.get(item) or owner_of(item.resource).name
            owned[name].append(item)
    made: dict[str, SectionRecord] = {}
    for section in sorted(sections, key=_compares_what_it_holds):
        record = made[section.name] = _record(section, owned[section.name], links)
        stated_in.update(results_stated(record))
    records = {section.name: made[section.name] for section in sections}
    for link in links.values():
        link.forget()
    return Merged(records, section_of)


def _compares_what_it_holds(section: Section) -> bool:
    """Reports come after their results, which are then told apart already."""
    return any(compared.sets for compared in section.compared.values())


def _settled(answers: Iterable[Answer], source_order: Sequence[str]) -> dict[str, list[Item]]:
    """The items of each source: sources as the region lists them, items by their id at the source.

    Settled here once, this order breaks every tie below, and so no order of arrival can.
    """
    ranks = {source_id: rank for rank, source_id in enumerate(source_order)}
    found: dict[str, list[Item]] = defaultdict(list)
    for answer in answers:
        found[answer.source_id] += (*answer.patients, *answer.items)
    order = sorted(found, key=lambda source_id: (ranks.get(source_id, len(ranks)), source_id))
    return {source_id: sorted(found[source_id], key=_own_order) for source_id in order}


def _own_order(item: Item) -> tuple[str, bytes]:
    return own_id(item.resource), item.raw


def _record(section: Section, items: Sequence[Item], links: Mapping[str, Links]) -> SectionRecord:
    if not items:
        return SectionRecord(section, (), (), (), links)
    negatives, positives, removed = [], [], []
    for entry in _ordered(section, items, entries_of(section, items, links)):
        resource = entry.head.resource
        if is_negative(section, resource):
            negatives.append(entry)
        elif is_positive(section, resource):
            positives.append(entry)
        else:
            removed.append(entry)
    return SectionRecord(section, tuple(positives), tuple(negatives), tuple(removed), links)


def _ordered(section: Section, items: Sequence[Item], entries: list[Entry]) -> list[Entry]:
    """By the section's rule, then newest first, undated last; then in settled order."""
    place = {item: number for number, item in enumerate(items)}

    def order(entry: Entry) -> tuple[int, str, int]:
        return *standing(section, entry.head.resource), -place[entry.head]

    return _named_apart(sorted(entries, key=order, reverse=True))


def _named_apart(entries: list[Entry]) -> list[Entry]:
    """The same bytes sent twice, where nothing may be folded, still need two names."""
    heads = [entry.head for entry in entries]
    if len({(head.source_id, own_id(head.resource)) for head in heads}) == len(heads):
        return entries
    seen: Counter[str] = Counter()
    named = []
    for entry in entries:
        seen[entry.id] += 1
        again = seen[entry.id]
        named.append(entry if again == 1 else replace(entry, again=f"-{again}"))
    return named
