"""The pairs of each class, that stand in its folder: one row, two under one heading, or two apart (merging 10)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from merge_items import changed
from merge_pairs import PAIRS
from merge_rows import verdict_of

import carerecord.sections
from carerecord.contract import Resource
from carerecord.sections import SECTIONS, owner_of
from carerecord.sections.contract import never

FOLDER = Path(carerecord.sections.__file__).parent
TABLES = {
    file.parts[-3]: json.loads(file.read_text()) for file in FOLDER.glob("*/tests/pairs.json")
}
FEWEST = 12


def _cases() -> Iterator[Any]:
    for name, table in sorted(TABLES.items()):
        for words, changes, verdict in table["another"]:
            yield pytest.param(table["one source"], changes, verdict, id=f"{name}: {words}")


@pytest.mark.parametrize(("one", "changes", "verdict"), list(_cases()))
def test_what_two_sources_say_stands_as_its_class_has_it(
    one: Resource, changes: dict[str, Any], verdict: str
) -> None:
    other = one
    for path, value in changes.items():
        other = changed(other, path, value)
    assert verdict_of(one, other) == verdict


def test_every_class_has_at_least_twelve_pairs_of_its_own() -> None:
    counted = {name: len(table["another"]) for name, table in TABLES.items()}
    for name, rows in PAIRS.items():
        counted[name] = counted.get(name, 0) + len(rows)
    own = [one.name for one in SECTIONS if one.claims is not never]
    assert [name for name in own if counted.get(name, 0) < FEWEST] == []
    assert all(owner_of(table["one source"]).name == name for name, table in TABLES.items())
