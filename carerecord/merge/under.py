"""An entry goes under another that says everything it says, and perhaps more (merging 1, 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from carerecord.merge.contract import Entry
from carerecord.merge.linking import Links, identifiers
from carerecord.merge.said import Detail, Statement
from carerecord.sections.compared import Compared
from carerecord.sections.contract import Fold
from carerecord.sections.dates import in_order, recorded_date

MOST = 100
"""Different statements of one thing that are put to each other: of more, only equal ones share an entry."""


class _Asked:
    """An entry, with what it states and by whom."""

    __slots__ = ("detail", "entry", "sources", "statement")
    detail: Detail

    def __init__(self, entry: Entry, statement: Statement) -> None:
        self.entry = entry
        self.statement = statement
        self.sources = _sources(entry)

    def put_under(self, other: _Asked) -> None:
        items = other.entry.items
        self.entry = replace(self.entry, folded=self.entry.folded + items)
        self.sources |= other.sources


def folded_under(
    entries: Sequence[Entry], compared: Compared, links: Mapping[str, Links], fold: Fold
) -> list[Entry]:
    """Each question is dearer than the one before, and asked of what that did not tell apart.

    One badly made item must not cost the record: what cannot be read stays alone.
    """
    made: list[Entry] = []
    asked = [
        _Asked(entry, Statement(entry.head.resource, compared, links[entry.head.source_id]))
        for entry in _worth_asking(entries, fold, made)
    ]
    groups = list(_apart(asked, Statement.required, made)) if asked else []
    if compared.sets:
        groups = [part for group in groups for part in _by_sets(group, made)]
    for group in groups:
        detailed: list[_Asked] = []
        for one in group:
            try:
                one.detail = one.statement.detail()
                detailed.append(one)
            except Exception:  # whatever it holds
                made.append(one.entry)
        made += _folded(detailed, fold)
    return made


def _worth_asking(entries: Sequence[Entry], fold: Fold, alone: list[Entry]) -> Sequence[Entry]:
    """Only with two sources is there anything to fold; copies alone also share an identifier."""
    kept: Sequence[Entry] = entries
    if fold == "copies":
        named = [(entry, _names(entry)) for entry in entries]
        names = Counter(name for _, held in named for name in held)
        shares = [any(names[name] > 1 for name in held) for _, held in named]
        kept = [entry for entry, shared in zip(entries, shares, strict=True) if shared]
        alone += [entry for entry, shared in zip(entries, shares, strict=True) if not shared]
    if len({item.said_by for entry in kept for item in entry.items}) > 1:
        return kept
    alone += kept
    return ()


def _apart(
    asked: Iterable[_Asked], ask: Callable[[Statement], Hashable], alone: list[Entry]
) -> Iterator[list[_Asked]]:
    """Those that agree, together; what agrees with nothing from another source is done."""
    groups: dict[Hashable, list[_Asked]] = defaultdict(list)
    for one in asked:
        try:
            groups[ask(one.statement)].append(one)
        except Exception:  # whatever it holds
            alone.append(one.entry)
    for group in groups.values():
        if len({source for one in group for source in one.sources}) > 1:
            yield group
        else:
            alone += [one.entry for one in group]


def _by_sets(group: list[_Asked], alone: list[Entry]) -> Iterable[list[_Asked]]:
    """What they hold is compared only where merging has not told already that it is the same."""
    return [group] if _hold_the_same(group) else _apart(group, Statement.sets, alone)


def _hold_the_same(group: Sequence[_Asked]) -> bool:
    try:
        first = group[0].statement.held()
        return all(one.statement.held() == first for one in group[1:])
    except Exception:  # whatever one holds: comparing tells which
        return False


def _folded(group: Sequence[_Asked], fold: Fold) -> list[Entry]:
    """Two records of one source stay two entries; what could go under either of two stays where it is."""
    heads: list[_Asked] = []
    for one in sorted(group, key=_most, reverse=True):
        head = _head(heads, one, fold) if len(group) <= MOST else None
        if head is None:
            heads.append(one)
        else:
            head.put_under(one)
    return [head.entry for head in heads]


def _head(heads: Sequence[_Asked], one: _Asked, fold: Fold) -> _Asked | None:
    """Which it goes under: a copy of its own record, or else the only one that says all it says."""
    fits = [
        head
        for head in heads
        if head.sources.isdisjoint(one.sources) and head.detail.covers(one.detail)
    ]
    if fold != "equal" or len(fits) > 1:
        names = _names(one.entry)
        copies = [head for head in fits if not names.isdisjoint(_names(head.entry))]
        if copies or fold != "equal":
            fits = copies
    return fits[0] if len(fits) == 1 else None


def _most(one: _Asked) -> tuple[int, int, str]:
    resource = one.entry.head.resource
    return one.detail.weight, len(resource), in_order(recorded_date(resource))


def _sources(entry: Entry) -> set[tuple[str, str]]:
    return {item.said_by for item in entry.items}


def _names(entry: Entry) -> set[tuple[str, str]]:
    return {name for item in entry.items for name in identifiers(item.resource)}
