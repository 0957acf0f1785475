"""However badly one item is made, it has a row of its own and the rest of the record is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from merge_items import BASES, answer
from merge_rows import shown

import carerecord.sections
from carerecord.contract import Answer, Resource
from carerecord.merge.merge import merge
from carerecord.sections import SECTIONS

FOLDER = Path(carerecord.sections.__file__).parent
SOURCE = "".join(file.read_text() for file in FOLDER.rglob("*.py") if "tests" not in file.parts)
READ = set(re.findall(r'(?:get\(|linked, )"([a-z][A-Za-z]+)"', SOURCE))
ELEMENTS = sorted(READ | {"resourceType", "id", "meta", "valueQuantity", "component"})
"""Every element that a section reads by name."""

TYPES = sorted({kind for section in SECTIONS for kind in section.resource_types} | {"Unheard"})

BAD: dict[str, Any] = {
    "null": None,
    "number": 7,
    "decimal": -0.5,
    "flag": True,
    "words": "“quoted” <b>words</b>",
    "empty-words": "",
    "empty-list": [],
    "empty-element": {},
    "list-of-null": [None],
    "list-in-list": [[{"text": "inside"}]],
    "null-coding": {"coding": None},
    "coding-of-null": {"coding": [None, {"code": 5, "display": ["x"]}]},
    "twice": [{"text": "one"}, {"text": "two"}],
    "wrong-reference": {"reference": {"reference": 5}},
    "absurdly-long": "x" * 20_000,
    "impossible-date": "2026-13-45T99:99:99+99:99",
}

ALONE = (BAD["null"], BAD["words"], BAD["twice"])
"""Also tried in one element at a time; all of them are tried in every element at once."""


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_one_bad_element_costs_nothing_else(kind: str, bad: Any) -> None:
    elements = [element for element in ELEMENTS if element not in ("resourceType", "id")]
    broken = [{"resourceType": kind, "id": e, e: bad} for e in elements]
    everything_bad = dict.fromkeys(elements, bad) | {"resourceType": kind, "id": "all"}
    others = list(BASES.values())
    found = answer("gp", *others, *broken, everything_bad)
    assert shown(found) == len(others) + len(broken) + 1


WORDS = st.sampled_from(["", "x", "active", "2026-03", "deny", "EMER", "http://snomed.info/sct"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
NESTED = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ELEMENTS), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(ELEMENTS), NESTED, min_size=1, max_size=14),
)
def test_nonsense_of_any_shape_has_a_row(kind: str, nonsense: Resource) -> None:
    broken = nonsense | {"resourceType": kind}
    assert shown(answer("gp", broken, BASES["allergies"])) == 2


@pytest.mark.parametrize(
    "resource",
    [
        pytest.param({}, id="nothing-at-all"),
        pytest.param({"resourceType": None}, id="no-type"),
        pytest.param({"resourceType": ["Observation"]}, id="type-in-a-list"),
        pytest.param({"resourceType": "Observation", "id": 5}, id="number-for-an-id"),
        pytest.param({"resourceType": "Observation", "code": {"text": "\ud800"}}, id="half-letter"),
    ],
)
def test_what_is_hardly_a_resource_is_still_counted(resource: Resource) -> None:
    found = Answer("gp", "answered", items=answer("gp", BASES["results"]).items)
    broken = type(found.items[0])("gp", resource, b"")
    again = Answer("gp", "answered", items=(*found.items, broken))
    assert shown(again) == 2


def test_a_resource_nested_beyond_reason_is_shown_apart() -> None:
    deep: Any = "bottom"
    for _ in range(3_000):
        deep = {"extension": [deep]}
    broken = type(answer("gp", {}).items[0])
    items = [broken(source, BASES["results"] | {"extension": [deep]}, b"deep") for source in "ab"]
    answers = [Answer(one.source_id, "answered", items=(one,)) for one in items]
    assert sum(len(r.every_entry) for r in merge(answers).records.values()) == 2
