"""Whatever one item holds, and however a section fails on it, the record is there and adds up."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from merge_items import BASES, SUBJECT, answer, concept

from carerecord.contract import Item, Resource
from carerecord.fhir import EVERY_TYPE
from carerecord.merge.account import account, must_add_up
from carerecord.merge.headings import grouped
from carerecord.merge.merge import Merged, merge
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Section
from quality.merging.mutating import leaves

ANY: Resource = {
    "id": "x",
    "meta": {"lastUpdated": "2026-01-02T03:04:05Z", "versionId": "2"},
    "text": {"status": "generated", "div": "<div>words</div>"},
    "status": "active",
    "context": {"reference": "Encounter/e1"},
    "identifier": [{"system": "urn:one", "value": "1"}],
    "contained": [{"resourceType": "Medication", "id": "m", "code": concept("1", "Paracetamol")}],
    "category": [concept("laboratory", "Laboratory")],
    "type": concept("2", "Some type"),
    "code": concept("3", "Some code"),
    "class": {"code": "IMP"},
    "verificationStatus": concept("confirmed", "Confirmed"),
    "clinicalStatus": concept("active", "Active"),
    "medicationReference": {"reference": "#m"},
    "subject": SUBJECT,
    "patient": SUBJECT,
    "period": {"start": "2026-01-02", "end": "2026-01-03"},
    "valueQuantity": {"value": 5.0, "unit": "mg"},
}
KINDS = (*BASES.values(), *({**ANY, "resourceType": kind} for kind in (*EVERY_TYPE, "Wibble")))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def accounted(merged: Merged, *answers: Any, sections: tuple[Section, ...] = SECTIONS) -> int:
    must_add_up(account(answers, {}, merged, sections))
    for record in merged.records.values():
        assert sum(len(entries) for _, entries in grouped(record)) == len(record.entries)
        assert all(entry.id for entry in record.every_entry)
    return sum(1 + len(e.folded) for r in merged.records.values() for e in r.every_entry)


def put(resource: Resource, path: tuple[Any, ...], depth: int, value: Any) -> None:
    """At this depth of the way to a leaf."""
    path = path[: 1 + depth % len(path)]
    target: Any = resource
    for key in path[:-1]:
        if not isinstance(target, dict | list) or not _has(target, key):
            return
        target = target[key]
    if isinstance(target, dict) or (isinstance(target, list) and _has(target, path[-1])):
        target[path[-1]] = value


def _has(target: Any, key: Any) -> bool:
    if isinstance(target, list):
        return isinstance(key, int) and key < len(target)
    return key in target


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_in_any_place_of_any_resource_is_merged_and_counted(data: st.DataObject) -> None:
    broken = copy.deepcopy(data.draw(st.sampled_from(KINDS)))
    places = leaves(broken)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places))
        put(broken, place, data.draw(st.integers(0, 6)), data.draw(JSON))
    other = {**broken, "note": [{"text": "said differently"}], "id": "y"}
    answers = [answer(s, broken, other, BASES["allergies"]) for s in ("gp", "acute")]
    assert accounted(merge(answers), *answers) == 6


@pytest.mark.parametrize("status", [{}, [], [{}], {"a": []}, None, 5])
@pytest.mark.parametrize("kind", ["Condition", "MedicationStatement", "AllergyIntolerance"])
def test_a_status_of_the_text_that_is_no_word_costs_nothing(kind: str, status: Any) -> None:
    broken = {**ANY, "resourceType": kind, "text": {"status": status}}
    answers = [answer("gp", broken), answer("acute", broken)]
    assert accounted(merge(answers), *answers) == 2


def fails(resource: Resource) -> Any:
    if resource.get("id") == "bad":
        raise TypeError("unhashable type: 'dict'")
    return 0


def fails_or(answer: bool) -> Callable[[Resource], bool]:
    return lambda resource: bool(fails(resource)) or answer


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": fails_or(True)},
        {"negative": fails_or(False)},
        {"positive": fails_or(True)},
        {"rank": fails},
        {"merge_key": fails},
        {"merge_key": lambda _: ["unhashable"]},
    ],
    ids=["claims", "negative", "positive", "rank", "merge_key", "unhashable"],
)
def test_a_section_that_fails_on_one_item_still_shows_all(broken: dict[str, Any]) -> None:
    sections = tuple(
        replace(one, **broken) if "Condition" in one.resource_types else one for one in SECTIONS
    )
    good = BASES["problems"]
    answers = [answer("gp", good, {**good, "id": "bad", "onsetDateTime": "2012"})]
    merged = merge(answers, sections)
    assert accounted(merged, *answers, sections=sections) == 2


def test_what_cannot_be_ranked_stands_last() -> None:
    sections = tuple(replace(one, rank=fails) for one in SECTIONS)
    good = BASES["problems"]
    new = {**good, "id": "bad", "onsetDateTime": "2026-01-01"}
    answers = [answer("gp", new, good)]
    entries = merge(answers, sections).records["problems"].entries
    assert [entry.head.resource["id"] for entry in entries] == [good["id"], "bad"]


@pytest.mark.parametrize("size", [3_000, 100_000])
def test_an_id_that_cannot_be_written_costs_nothing(size: int) -> None:
    deep: Any = "bottom"
    for _ in range(size):
        deep = [deep]
    items = tuple(
        Item("gp", {"resourceType": "Condition", "id": own}, b"{}") for own in (deep, 10**5_000)
    )
    found = replace(answer("gp", BASES["problems"]), items=items)
    assert accounted(merge([found]), found) == 2
