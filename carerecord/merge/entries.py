"""Items that say the same become one entry; everything else stays an entry of its own (merging 1).

Of some classes only copies of one record do (`Section.fold`), and documents of the same bytes.
Two records of one source are two events, unless they are one record (same business identifier) or
agree in everything but `id` and `meta`. What a neighbouring region passes on counts as its own sources' (`said_by`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence

from carerecord.contract import Item
from carerecord.merge.alike import alike, by_elements, glance, sent_alike
from carerecord.merge.contract import Entry
from carerecord.merge.guarded import is_negative
from carerecord.merge.linking import Links, holds_bytes, identifiers
from carerecord.merge.statement import whole
from carerecord.merge.under import folded_under
from carerecord.merge.versions import with_history
from carerecord.sections.contract import Fold, Section
from carerecord.sections.dates import in_order, recorded_date


def entries_of(section: Section, items: Sequence[Item], links: Mapping[str, Links]) -> list[Entry]:
    """Every item is in exactly one entry. Items come in settled order, which breaks every tie."""
    if section.fold == "never":
        return [Entry("", item) for item in items]
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        try:
            groups[_look(section, item, links)].append(item)
        except Exception:  # what cannot be looked at is equal to nothing
            groups[object()] = [item]
    entries: list[Entry] = []
    for group in groups.values():
        entries += [Entry("", group[0])] if len(group) == 1 else _looked_at(section, group, links)
    return with_history(section, entries)


def _look(section: Section, item: Item, links: Mapping[str, Links]) -> Hashable:
    """A statement of none belongs to the source that made it."""
    if is_negative(section, item.resource):
        return item
    kind = item.type
    return kind, glance(item.resource, section.compared.get(kind), links[item.source_id])


def _looked_at(section: Section, group: list[Item], links: Mapping[str, Links]) -> list[Entry]:
    """Most are sent alike; of the others most that differ differ in what they hold at all."""
    compared = section.compared.get(group[0].type)
    if sent_alike(group, links, compared.sets if compared else ()):
        return _entries(section, [group], links)
    if compared is None:
        return _apart(section, group, links)
    made: list[Entry] = []
    for part in by_elements(group, compared):
        made += [Entry("", part[0])] if len(part) == 1 else _apart(section, part, links)
    return made


def _apart(section: Section, group: list[Item], links: Mapping[str, Links]) -> list[Entry]:
    """Equal ones first, since that is cheaper to tell; then what goes under what. Of two both are one question."""
    two = len(group) == 2 and group[0].said_by != group[1].said_by
    if two and section.fold == "equal" and group[0].type in section.compared:
        return _entries(section, [[item] for item in group], links)
    return _entries(section, alike(group, links), links)


def _entries(
    section: Section, groups: Sequence[list[Item]], links: Mapping[str, Links]
) -> list[Entry]:
    """Of items that say the same, group by group, and all that is about one thing."""
    made = [
        Entry("", joined[0], tuple(joined[1:]))
        for same in groups
        for joined in _joined(same, section.fold)
    ]
    if len(made) == 1:
        return made
    compared = section.compared.get(made[0].head.type)
    return folded_under(made, compared, links, section.fold) if compared else made


def _joined(same: list[Item], fold: Fold) -> list[list[Item]]:
    """Which of the items that say the same share an entry, each with its head first."""
    if len(same) == 1:
        return [same]
    same = _most_detail_first(same)
    if fold == "equal" and len({item.said_by for item in same}) == len(same):
        return [same]
    groups = _copies(_records(same))
    if fold == "equal" or holds_bytes(same[0].resource):  # which all of them hold alike
        groups = _side_by_side(groups)
    place = {item: number for number, item in enumerate(same)}
    return [sorted(group, key=place.__getitem__) for group in groups]


def _most_detail_first(same: list[Item]) -> list[Item]:
    """Then newest recorded. Equal statements differ only in what is left out of them,
    so counting elements is enough."""
    sizes = [len(item.resource) for item in same]
    if len(same) == 2 and sizes[0] != sizes[1]:
        return same if sizes[0] > sizes[1] else same[::-1]
    return sorted(same, key=_detail, reverse=True)


def _detail(item: Item) -> tuple[int, str]:
    return len(item.resource), in_order(recorded_date(item.resource))


def _records(items: Sequence[Item]) -> list[list[Item]]:
    """The items of each source, copies of one of its records together."""
    records: list[list[Item]] = []
    known: dict[Hashable, list[Item]] = {}
    for item in items:
        names: list[Hashable] = [(item.said_by, one) for one in identifiers(item.resource)]
        body = whole(item.resource)
        if body is not None:
            names.append((item.said_by, body))
        record = next((known[name] for name in names if name in known), None)
        if record is None:
            record = []
            records.append(record)
        record.append(item)
        for name in names:
            known.setdefault(name, record)
    return records


def _copies(records: Iterable[list[Item]]) -> list[list[Item]]:
    """Copies of one record in several sources: they carry the same business identifier."""
    groups: list[list[Item]] = []
    named: dict[tuple[str, str], list[list[Item]]] = defaultdict(list)
    for record in records:
        names = {one for item in record for one in identifiers(item.resource)}
        found = (group for name in sorted(names) for group in named[name])
        source = record[0].said_by
        group = next((g for g in found if all(item.said_by != source for item in g)), None)
        if group is None:
            group = []
            groups.append(group)
        group.extend(record)
        for name in sorted(names):
            if not any(group is known for known in named[name]):
                named[name].append(group)
    return groups


def _side_by_side(groups: Iterable[list[Item]]) -> list[list[Item]]:
    """Join groups that have no source in common; two records of one source stay two entries."""
    joined: list[list[Item]] = []
    waiting: dict[frozenset[tuple[str, str]], deque[list[Item]]] = {}
    for group in groups:
        sources = frozenset(item.said_by for item in group)
        match = next((known for known in waiting if not known & sources and waiting[known]), None)
        if match is None:
            target = group
            joined.append(target)
        else:
            target = waiting[match].popleft()
            target.extend(group)
            sources = sources | match
        waiting.setdefault(sources, deque()).append(target)
    return joined
