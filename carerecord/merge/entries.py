"""Items that say the same become one entry; everything else stays an entry of its own (merging 1).

Two records of one source are two events, unless they are one record (same business identifier) or
agree in everything but `id` and `meta`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b

from carerecord.contract import Item
from carerecord.merge.contract import Entry
from carerecord.merge.linking import Links, identifiers
from carerecord.merge.statement import glance, statement, whole
from carerecord.sections.contract import Fold, Section
from carerecord.sections.dates import recorded_date

Ranks = Mapping[str, int]
"""The order the region lists its sources in, by source id."""


def entries_of(
    section: Section, items: Iterable[Item], links: Mapping[str, Links], ranks: Ranks
) -> list[Entry]:
    """Every item is in exactly one entry. The result does not depend on the order of the items."""
    alone: list[Item] = []
    maybe: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if section.fold == "never" or section.negative(item.resource):
            alone.append(item)  # a statement of none belongs to the source that made it
        else:
            maybe[glance(item.resource)].append(item)
    entries = [_entry([item]) for item in alone]
    for group in maybe.values():
        entries.extend(map(_entry, _compared(group, section.fold, links, ranks)))
    return entries


def _compared(
    group: list[Item], fold: Fold, links: Mapping[str, Links], ranks: Ranks
) -> list[list[Item]]:
    """Statements are made only where two items might say the same: making them is the cost."""
    if len(group) == 1 or _all_apart(group):
        return [[item] for item in group]
    alike: dict[Hashable, list[Item]] = defaultdict(list)
    for item in group:
        said = statement(item.resource, links[item.source_id])
        alike[id(item) if said is None else said].append(item)
    made: list[list[Item]] = []
    for same in alike.values():
        made.extend([same] if len(same) == 1 else _joined(same, fold, ranks))
    return made


def _all_apart(group: list[Item]) -> bool:
    """One source, and no two of its items are copies of one record."""
    if any(item.source_id != group[0].source_id for item in group):
        return False
    return len(_records(group)) == len(group)


def _entry(items: Sequence[Item]) -> Entry:
    return Entry(id=_name(items[0]), head=items[0], folded=tuple(items[1:]))


def _name(item: Item) -> str:
    """Opaque and stable while the source sends the same bytes; nothing can be read back from it."""
    own = f"{item.source_id}\0{item.type}\0{item.resource.get('id')}\0"
    raw = item.raw or repr(item.resource).encode(errors="backslashreplace")
    return blake2b(own.encode(errors="backslashreplace") + raw, digest_size=12).hexdigest()


def _joined(same: list[Item], fold: Fold, ranks: Ranks) -> list[list[Item]]:
    """Which of the items that say the same share an entry, each with its head first."""
    same = _best_first(same, ranks)
    if fold == "equal" and len({item.source_id for item in same}) == len(same):
        return [same]
    groups = _copies(_records(same))
    if fold == "equal":
        groups = _side_by_side(groups)
    place = {id(item): number for number, item in enumerate(same)}
    return [sorted(group, key=lambda item: place[id(item)]) for group in groups]


def _best_first(items: Iterable[Item], ranks: Ranks) -> list[Item]:
    """Most detail, then newest recorded, then the order of the sources."""
    settled = sorted(items, key=lambda item: (str(item.resource.get("id")), item.raw))
    settled.sort(key=lambda item: (ranks.get(item.source_id, len(ranks)), item.source_id))
    settled.sort(key=lambda item: (_detail(item), recorded_date(item.resource)), reverse=True)
    return settled


def _detail(item: Item) -> int:
    """Equal statements differ only in what is left out, so counting elements is enough."""
    return len(item.resource)


def _records(items: Sequence[Item]) -> list[list[Item]]:
    """The items of each source, copies of one of its records together."""
    records: list[list[Item]] = []
    known: dict[Hashable, list[Item]] = {}
    for item in items:
        names: list[Hashable] = [(item.source_id, one) for one in identifiers(item.resource)]
        body = whole(item.resource)
        if body is not None:
            names.append((item.source_id, body))
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
        source = record[0].source_id
        group = next((g for g in found if all(item.source_id != source for item in g)), None)
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
    waiting: dict[frozenset[str], deque[list[Item]]] = {}
    for group in groups:
        sources = frozenset(item.source_id for item in group)
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
