"""What nothing else decides is decided by the order of the sources and their own ids."""

from __future__ import annotations

import random

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import encode_resource
from carerecord.merge.merge import merge


def flag(source: str, own: str) -> Item:
    resource: Resource = {"resourceType": "Flag", "id": own, "code": {"text": own}}
    return Item(source, resource, encode_resource(resource))


def answer(source: str, *names: str) -> Answer:
    return Answer(source, "answered", items=tuple(flag(source, name) for name in names))


def test_ties_stand_in_the_order_of_the_sources_and_of_their_own_ids() -> None:
    answers = [answer("gp", "b", "a"), answer("acute", "d", "c")]
    random.Random(4).shuffle(answers)
    entries = merge(answers, source_order=["gp", "acute"]).records["alerts"].entries
    assert [entry.head.resource["id"] for entry in entries] == ["a", "b", "c", "d"]


def test_entries_whose_heads_came_as_the_same_bytes_have_names_of_their_own() -> None:
    patient: Resource = {"resourceType": "Patient", "id": "p"}
    twice = tuple(Item("gp", patient, encode_resource(patient)) for _ in range(2))
    entries = merge([Answer("gp", "answered", patients=twice)]).records["demographics"].entries
    first, second = (entry.id for entry in entries)
    assert second == f"{first}-2"


def test_what_is_written_otherwise_but_is_one_instant_and_one_number_folds() -> None:
    said: Resource = {"resourceType": "Observation", "status": "final", "code": {"text": "weight"}}
    local = {"effectiveDateTime": "2026-06-03T00:11:00+01:00", "valueQuantity": {"value": 70}}
    utc = {"effectiveDateTime": "2026-06-02T23:11:00Z", "valueQuantity": {"value": 70.0}}
    items = [(s, said | {"id": s} | one) for s, one in (("gp", local), ("lab", utc))]
    answers = [Answer(s, "answered", items=(Item(s, r, encode_resource(r)),)) for s, r in items]
    assert len(merge(answers).records["observations"].entries) == 1
