"""Random sets of items over several sources, and all that a page could tell of what is made of them."""

from __future__ import annotations

import copy
import random
from typing import Any

from merge_items import BASES, item

from carerecord.contract import Answer, Item
from carerecord.merge.marks import marks_of
from carerecord.merge.merge import Merged
from quality.merging.mutating import leaves, mutated

SOURCES = ("gp", "acute", "lab", "community")


def items_of(seed: int) -> list[Item]:
    """Facts with copies, near copies and repeats over four sources."""
    chance = random.Random(seed)
    made = []
    for number in range(chance.randint(1, 12)):
        fact = copy.deepcopy(chance.choice(list(BASES.values())))
        for copied in range(chance.randint(1, 5)):
            one = fact | {"id": f"{number}-{chance.randint(0, copied)}"}
            if chance.random() < 0.5:
                one["identifier"] = [{"system": "urn:s", "value": str(chance.randint(0, 2))}]
            if chance.random() < 0.2:
                one = mutated(one, chance.choice(leaves(one)), chance)
            made.append(item(chance.choice(SOURCES), one))
    return made


def answers_of(items: list[Item]) -> list[Answer]:
    by_source: dict[str, list[Item]] = {}
    for one in items:
        by_source.setdefault(one.source_id, []).append(one)
    return [Answer(source, "answered", items=tuple(ones)) for source, ones in by_source.items()]


def shape(merged: Merged) -> Any:
    """Everything a page could tell apart."""
    return [
        (
            name,
            [(e.id, e.head.source_id, e.head.raw, [f.raw for f in e.folded]) for e in entries],
            [(entry.id, marks) for entry, marks in marks_of(record).items()],
        )
        for name, record in merged.records.items()
        for entries in (record.entries, record.negatives, record.removed)
    ]
