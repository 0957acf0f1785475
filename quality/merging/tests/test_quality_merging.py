"""The kit that measures merging: its truth is apart from the items, and no figure may be worse than its target."""

from __future__ import annotations

import pytest

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import encode_resource
from quality.merging.contract import TestSet as Made
from quality.merging.contract import Truth
from quality.merging.facts import invented
from quality.merging.making import test_set as made_of
from quality.merging.run import lines, measure
from quality.merging.scoring import Score, add

FACTS = list(invented(2, 1))


def test_the_same_seed_makes_the_same_items_and_the_truth_is_in_none_of_them() -> None:
    first, again = made_of(FACTS[0], 7, 0.3), made_of(FACTS[0], 7, 0.3)
    raw = [item.raw for answer in first.answers for item in answer.items]
    assert raw == [item.raw for answer in again.answers for item in answer.items]
    assert list(first.truth.values()) == list(again.truth.values())
    assert {truth.done for truth in first.truth.values()} > {()}
    assert not any(b'"origin"' in one for one in raw)


def test_a_changed_copy_is_another_fact_and_a_copy_said_differently_is_not() -> None:
    truth = made_of(FACTS[0], 7, 0.5).truth.values()
    assert any(one.fact != one.origin for one in truth)
    assert any(one.fact == one.origin and one.done for one in truth)


def test_nothing_is_lost_or_joined_wrongly_and_no_order_or_withheld_item_shows() -> None:
    found = measure(FACTS[:1], 1, mutants=200, shuffles=5)
    held = {line.measure: line.met for line in lines(found) if line.number in "1238910"}
    assert {measure for measure, met in held.items() if not met} == set()


MEDICINE = {
    "resourceType": "MedicationStatement",
    "id": "m",
    "status": "active",
    "medicationCodeableConcept": {"text": "Ramipril 5 mg capsule"},
}


@pytest.mark.parametrize(("beside", "due"), [((), 1), ((MEDICINE | {"id": "now"},), 0)])
def test_a_mark_of_status_is_due_where_the_source_that_ended_it_has_nothing_current(
    beside: tuple[Resource, ...], due: int
) -> None:
    score = Score()
    home, ended = _item("gp", MEDICINE), _item("acute", MEDICINE | {"id": "e", "status": "stopped"})
    others = [_item("acute", one) for one in beside]
    answers = (Answer("gp", "answered", items=(home,)), Answer("acute", "answered", items=(ended, *others)))  # fmt: skip
    truth = {home: Truth(1, 1), ended: Truth(2, 1, ("stopped",), "status"), **{one: Truth(3, 3) for one in others}}  # fmt: skip
    add(score, Made(answers, truth))
    assert (score.due["status"], score.marked["status"]) == (due, due)


def _item(source: str, resource: Resource) -> Item:
    return Item(source, resource, encode_resource(resource))
