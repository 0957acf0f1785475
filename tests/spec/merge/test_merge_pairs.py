"""The specification, as pairs: an item, the same item said otherwise by another source, one entry or two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from merge_items import BASES, SUBJECT, answer, changed, concept, item
from merge_pairs import APART, EVERY_CLASS, FOLDS, PAIRS

from carerecord.contract import Answer, Resource
from carerecord.merge.merge import merge


def _but(rows: list[tuple[str, Any, int]]) -> list[tuple[str, Any, int]]:
    """What holds of every class, but where its own table says it otherwise of notes."""
    own = {path for path, _, _ in rows}
    return [row for row in EVERY_CLASS if row[0] != "note" or "note" not in own]


CASES = [
    pytest.param(BASES[name], path, value, entries, id=f"{name}-{path}-{n}")
    for name, rows in PAIRS.items()
    for n, (path, value, entries) in enumerate([*_but(rows), *rows])
    if changed(BASES[name], path, value) != BASES[name] or entries == FOLDS
]


def entries_of(*answers: Any) -> list[Any]:
    return [e for record in merge(answers).records.values() for e in record.every_entry]


@pytest.mark.parametrize(("one", "path", "value", "expected"), CASES)
def test_two_sources_share_an_entry_only_when_they_say_the_same(
    one: Resource, path: str, value: Any, expected: int
) -> None:
    other = changed(one, path, value)
    assert len(entries_of(answer("gp", one), answer("acute", other))) == expected


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_two_equal_records_of_one_source_with_other_identifiers_are_two_events(name: str) -> None:
    first = BASES[name] | {"identifier": [{"system": "urn:s", "value": "1"}]}
    second = BASES[name] | {"id": "2", "identifier": [{"system": "urn:s", "value": "2"}]}
    assert len(entries_of(answer("gp", first, second))) == 2


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_two_events_of_one_source_and_one_of_another_are_two_entries(name: str) -> None:
    first = BASES[name] | {"identifier": [{"system": "urn:s", "value": "1"}]}
    second = BASES[name] | {"id": "2", "identifier": [{"system": "urn:s", "value": "2"}]}
    relayed = second | {"id": "r"}
    made = entries_of(answer("gp", first, second), answer("lab", relayed))
    joined = next(entry for entry in made if entry.folded)
    assert len(made) == 2
    assert {joined.head.resource["id"], joined.folded[0].resource["id"]} == {"2", "r"}


@pytest.mark.parametrize(("others", "expected"), [("gp", APART), ("acute", FOLDS)])
def test_two_sources_behind_one_neighbour_are_two_sources(others: str, expected: int) -> None:
    again = changed(BASES["allergies"], "recordedDate", "2020-01-01")
    passed_on = (
        replace(item("west", {**one, "id": str(number)}), behind=behind)
        for number, (one, behind) in enumerate([(BASES["allergies"], "gp"), (again, others)])
    )
    assert len(entries_of(Answer("west", "answered", items=tuple(passed_on)))) == expected


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_one_source_sending_a_record_twice_is_one_entry(name: str) -> None:
    again = BASES[name] | {"id": "page-2", "meta": {"versionId": "1"}}
    assert len(entries_of(answer("gp", BASES[name], again))) == 1


@pytest.mark.parametrize("name", ["appointments", "alerts"])
def test_some_classes_fold_only_as_copies_of_one_record(name: str) -> None:
    own = BASES[name] | {"identifier": [{"system": "urn:s", "value": "1"}]}
    relayed = own | {"id": "other"}
    unrelated = own | {"id": "other", "identifier": [{"system": "urn:t", "value": "1"}]}
    assert len(entries_of(answer("gp", own), answer("acute", relayed))) == 1
    assert len(entries_of(answer("gp", own), answer("acute", unrelated))) == 2


def test_no_known_allergies_stays_with_each_source_that_said_it() -> None:
    none = BASES["allergies"] | {"code": concept("716186003", "No known allergy"), "reaction": []}
    record = merge([answer("gp", none), answer("acute", none)]).records["allergies"]
    assert len(record.negatives) == 2
    assert record.entries == ()


def test_what_each_source_holds_about_the_person_is_never_joined() -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "GIBSON"}]}
    record = merge([answer("gp", patient), answer("acute", patient)]).records["demographics"]
    assert len(record.entries) == 2


MEDICINE = {"resourceType": "Medication", "id": "m", "code": {"text": "warfarin 1 mg tablets"}}
POINTER = {
    "resourceType": "MedicationRequest",
    "id": "r",
    "status": "active",
    "subject": SUBJECT,
    "medicationReference": {"reference": "Medication/m"},
}


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        pytest.param(MEDICINE, FOLDS, id="same-medicine"),
        pytest.param(
            MEDICINE | {"code": {"text": "aspirin"}}, APART, id="same-name-other-medicine"
        ),
        pytest.param(MEDICINE | {"id": "elsewhere"}, APART, id="leads-nowhere"),
    ],
)
def test_a_reference_means_what_it_leads_to_in_its_own_source(
    theirs: Resource, expected: int
) -> None:
    merged = merge([answer("gp", POINTER, MEDICINE), answer("acute", POINTER, theirs)])
    assert len(merged.records["medicines"].entries) == expected


@pytest.mark.parametrize(("text", "expected"), [("warfarin", FOLDS), ("aspirin", APART)])
def test_a_contained_resource_is_followed(text: str, expected: int) -> None:
    def request(words: str) -> Resource:
        inside = {"resourceType": "Medication", "id": "x", "code": {"text": words}}
        return POINTER | {"contained": [inside], "medicationReference": {"reference": "#x"}}

    made = entries_of(answer("gp", request("warfarin")), answer("acute", request(text)))
    assert len(made) == expected


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ('a":5.0,b', 'a":5,b'),
        ('x","d":"2026-06-03T10:11:00+01:00"', 'x","d":"2026-06-03T09:11:00Z"'),
        ('"reference":"Medication/m"', '"reference":"Medication/n"'),
    ],
)
def test_words_that_look_like_data_are_compared_as_words(mine: str, theirs: str) -> None:
    one = BASES["problems"] | {"note": [{"text": mine}]}
    other = BASES["problems"] | {"note": [{"text": theirs}]}
    assert len(entries_of(answer("gp", one), answer("acute", other))) == APART


def test_the_item_with_most_detail_heads_the_entry() -> None:
    plain = BASES["results"]
    fuller = plain | {"id": "o2", "performer": [{"display": "Lab"}], "issued": "2026-06-03"}
    made = entries_of(answer("gp", plain), answer("lab", fuller))
    assert made[0].head.source_id == "lab"
    assert made[0].source_ids == ("lab", "gp")
