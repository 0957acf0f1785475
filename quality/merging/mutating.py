"""One leaf of an item says something else: original and mutant may never share an entry (merging 9, measure 3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import decode_resource, encode_resource
from carerecord.merge.merge import merge
from carerecord.merge.statement import LEFT_OUT
from quality.merging.contract import Facts

_REFERENCE = re.compile(rb'"reference":"([^"#]+)"')
_LETTERS = "xyz1?"
_Whole = tuple[Resource, list[tuple[Any, ...]], list[Resource], bool]
"""A fact, its leaves, what stands behind it, and whether it joins a copy of itself."""


@dataclass(slots=True)
class Mutants:
    tried: int = 0
    shared: Counter[str] = field(default_factory=Counter)  # by type and path of the leaf
    unchanged_apart: int = 0  # pairs without any change that did not join: these prove nothing


def mutate(found: Mutants, facts: Facts, seed: int, count: int) -> None:
    chance = Random(seed)
    by_name = {
        f"{one['resourceType']}/{one.get('id')}": one for one in (*facts.facts, *facts.support)
    }
    known: dict[int, _Whole] = {}  # by the number of the fact
    for _ in range(count):
        number = chance.randrange(len(facts.facts))
        if number not in known:
            known[number] = _whole(facts.facts[number], by_name)
        fact, paths, others, joins = known[number]
        path = chance.choice(paths)
        found.tried += 1
        found.unchanged_apart += not joins
        if _share(fact, mutated(fact, path, chance), others):
            found.shared[
                f"{fact['resourceType']}.{'.'.join(str(p) for p in path if isinstance(p, str))}"
            ] += 1


def _whole(fact: Resource, by_name: dict[str, Resource]) -> _Whole:
    others = _behind(fact, by_name)
    paths = [
        path for path in leaves(fact) if path[0] not in LEFT_OUT and not _generated(fact, path)
    ]
    return fact, paths, others, _share(fact, _copy(fact), others)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in leaves(one, (*path, key))]
    if isinstance(value, list):
        return [leaf for n, one in enumerate(value) for leaf in leaves(one, (*path, n))]
    return [path]


def mutated(resource: Resource, path: Sequence[Any], chance: Random) -> Resource:
    copied = _copy(resource)
    target: Any = copied
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = _other(target[path[-1]], chance)
    return copied


def _other(old: Any, chance: Random) -> Any:
    if isinstance(old, bool):
        return not old
    if isinstance(old, int | float):
        return old + chance.randint(1, 9)
    return f"{old}{chance.choice(_LETTERS)}"


def _generated(fact: Resource, path: Sequence[Any]) -> bool:
    """Of a text that was made from the data, which is left out with its status."""
    return path[0] == "text" and fact["text"].get("status") in ("generated", "extensions", "empty")


def _behind(fact: Resource, by_name: dict[str, Resource]) -> list[Resource]:
    """What it points at, and what that points at, so that a reference means the same in both sources."""
    found: dict[str, Resource] = {}
    waiting = [fact]
    while waiting:
        for name in _REFERENCE.findall(encode_resource(waiting.pop())):
            target = by_name.get(name.decode())
            if target is not None and target is not fact and name.decode() not in found:
                found[name.decode()] = target
                waiting.append(target)
    return list(found.values())


def _share(one: Resource, other: Resource, others: Sequence[Resource]) -> bool:
    mine, theirs = _item("gp", one), _item("acute", other)
    answers = [
        Answer(
            item.source_id, "answered", items=(item, *(_item(item.source_id, o) for o in others))
        )
        for item in (mine, theirs)
    ]
    for record in merge(answers).records.values():
        for entry in record.every_entry:
            items = (entry.head, *entry.folded)
            if mine in items:
                return theirs in items
    raise AssertionError("an item is in no entry")


def _item(source: str, resource: Resource) -> Item:
    return Item(source, resource, encode_resource(resource))


def _copy(resource: Resource) -> Resource:
    return decode_resource(encode_resource(resource))
