"""What merging made of a test set, counted against the truth: joins, misses, headings and marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from carerecord.contract import Item
from carerecord.merge.account import account
from carerecord.merge.contract import Entry
from carerecord.merge.guarded import heading
from carerecord.merge.headings import grouped
from carerecord.merge.marks import Mark, marks_of
from carerecord.merge.merge import Merged, merge
from carerecord.sections import owner_of
from quality.merging.contract import TestSet, Truth


@dataclass(slots=True)
class Score:
    """Sums over test sets; each is a count of items unless it says otherwise."""

    items: int = 0
    lost: int = 0
    false_joins: int = 0  # entries with two facts
    duplicates: Counter[str] = field(default_factory=Counter)  # by class
    joined: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)  # not joined, by what was done
    wrong: Counter[str] = field(default_factory=Counter)  # joined though another fact, likewise
    changed: int = 0  # facts that must stand beside the one they were made from
    beside: int = 0
    due: Counter[str] = field(default_factory=Counter)  # by mark
    marked: Counter[str] = field(default_factory=Counter)

    @property
    def joined_share(self) -> float:
        return share(self.joined.total(), self.duplicates.total())


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def add(score: Score, made: TestSet) -> None:
    merged = merge(made.answers)
    score.items += sum(answer.received for answer in made.answers)
    score.lost += sum(not line.adds_up for line in account(made.answers, {}, merged))
    score.lost += abs(_kept(merged) - sum(answer.received for answer in made.answers))
    entry_of = _entries_by_item(merged)
    _false_joins(score, made, merged)
    _joins(score, made, entry_of)
    _headings(score, made, merged)
    _marks(score, made, merged, entry_of)


def _kept(merged: Merged) -> int:
    return sum(1 + len(e.folded) for r in merged.records.values() for e in r.every_entry)


def _entries_by_item(merged: Merged) -> dict[Item, Entry]:
    return {
        item: entry
        for record in merged.records.values()
        for entry in record.every_entry
        for item in entry.items
    }


def _false_joins(score: Score, made: TestSet, merged: Merged) -> None:
    for record in merged.records.values():
        for entry in record.every_entry:
            now = set(entry.items) - set(entry.earlier)
            said = [made.truth[i] for i in now if i in made.truth]
            if len({one.fact for one in said}) > 1:
                score.false_joins += 1
                score.wrong.update(one.done[-1] if one.done else "as it was" for one in said)


def _joins(score: Score, made: TestSet, entry_of: dict[Item, Entry]) -> None:
    facts: dict[int, list[tuple[Item, Truth]]] = defaultdict(list)
    for item, truth in made.truth.items():
        facts[truth.fact].append((item, truth))
    for said in facts.values():
        name = owner_of(said[0][0].resource).name
        entries = {entry_of[item] for item, _ in said}
        score.duplicates[name] += len(said) - 1
        score.joined[name] += len(said) - len(entries)
        first = entry_of[said[0][0]]
        for item, truth in said[1:]:
            if entry_of[item] is not first:
                score.missed.update(truth.done or ("as it was",))


def _headings(score: Score, made: TestSet, merged: Merged) -> None:
    group_of: dict[Item, tuple[str, int]] = {}
    for record in merged.records.values():
        if record.section.merge_key is not None:
            for number, (_, entries) in enumerate(grouped(record)):
                for entry in entries:
                    for item in entry.items:
                        group_of[item] = record.section.name, number
    origins = _origins(made)
    for item, truth in made.truth.items():
        if truth.same_heading and item in group_of:
            score.changed += 1
            score.beside += group_of[item] == group_of.get(origins[truth.origin])


def _marks(score: Score, made: TestSet, merged: Merged, entry_of: dict[Item, Entry]) -> None:
    """A mark stands on the changed fact or, where that was removed, on the one it was made from."""
    found: dict[Entry, tuple[Mark, ...]] = {}
    for record in merged.records.values():
        found |= marks_of(record)
    origins = _origins(made)
    for item, truth in made.truth.items():
        if truth.mark and not (truth.mark == "status" and _still_current(item, made)):
            score.due[truth.mark] += 1
            either = (entry_of[item], entry_of[origins[truth.origin]])
            kinds = {mark.kind for entry in either for mark in found.get(entry, ())}
            score.marked[truth.mark] += truth.mark in kinds


def _origins(made: TestSet) -> dict[int, Item]:
    """Each fact as its home told it, which is told first; copies say the same and may stand apart."""
    found: dict[int, Item] = {}
    for item, truth in made.truth.items():
        if truth.fact == truth.origin:
            found.setdefault(truth.fact, item)
    return found


def _still_current(ended: Item, made: TestSet) -> bool:
    """Its source also calls the same thing current: it has ended one record of it, and does not differ from the others."""
    section = owner_of(ended.resource)
    return any(
        one.source_id == ended.source_id
        and owner_of(one.resource) is section
        and section.current(one.resource)
        and heading(section, one.resource) == heading(section, ended.resource)
        for one in made.truth
    )
