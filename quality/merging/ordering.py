"""The same items in any order, in any pieces, twice, or with some withheld: always the same record (merging 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from carerecord.access.contract import Terms
from carerecord.contract import Answer, Item, Level, Person
from carerecord.merge.merge import Merged, merge
from carerecord.sections import SECTIONS
from carerecord.viewing.withheld import without_withheld
from quality.merging.contract import TestSet

NOBODY = Person("p", "", "", "")
Shape = tuple[object, ...]


def shape(merged: Merged) -> Shape:
    """Everything a page could tell apart."""
    return tuple(
        (name, tuple((e.id, e.head.source_id, tuple((f.source_id, f.raw) for f in e.folded)) for e in entries))
        for name, record in merged.records.items()
        for entries in (record.entries, record.negatives, record.removed)
    )  # fmt: skip


def results(made: TestSet, seed: int, times: int) -> int:
    """How many different records came of so many shuffles and splits: one is right."""
    chance = Random(seed)
    items = [item for answer in made.answers for item in answer.items]
    found = {shape(merge(made.answers))}
    for _ in range(times):
        chance.shuffle(items)
        found.add(shape(merge(_split(items, chance))))
    return len(found)


def after_a_part(made: TestSet, seed: int) -> bool:
    """A merge of some sources leaves nothing behind that changes the next one, with all."""
    expected = shape(merge(made.answers))
    few = Random(seed).sample(made.answers, max(1, len(made.answers) // 2))
    merge(few)
    return shape(merge(made.answers)) == expected == shape(merge(made.answers))


def withheld_leaves_no_trace(made: TestSet, hidden: str) -> bool:
    """Items that this viewer may not see, of that class or restricted, leave the record as if never sent."""
    levels: dict[str, Level] = {s.name: "none" if s.name == hidden else "full" for s in SECTIONS}
    seen = without_withheld(made.answers, NOBODY, levels, Terms())
    gone = {item for held in seen.withheld.values() for item in held}
    never = [replace(a, items=tuple(i for i in a.items if i not in gone)) for a in made.answers]
    again = without_withheld(never, NOBODY, levels, Terms()).answers
    return shape(merge(seen.answers)) == shape(merge(again))


def _split(items: Sequence[Item], chance: Random) -> list[Answer]:
    """In several answers of one source each, as pages arrive."""
    answers = [
        Answer(item.source_id, "answered", items=(item,)) for item in items if chance.random() < 0.3
    ]
    taken = {answer.items[0] for answer in answers}
    for source in sorted({item.source_id for item in items}):
        rest = tuple(i for i in items if i.source_id == source and i not in taken)
        answers.append(Answer(source, "answered", items=rest))
    chance.shuffle(answers)
    return answers
