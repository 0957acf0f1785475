"""Marks for differences, as pairs: an item, what another source says, and the mark that both rows carry or none."""

from __future__ import annotations

from typing import Any

import pytest
from merge_items import BASES, answer, changed, concept

from carerecord.contract import Resource
from carerecord.merge.marks import marks_of
from carerecord.merge.merge import merge

SAME_RECORD = {"identifier": [{"system": "urn:s", "value": "1"}]}
PAIRS: list[tuple[str, str, Any, str]] = [
    ("medicines", "dosage.0.doseAndRate.0.doseQuantity.value", 10, "dose"),
    ("medicines", "dosage.0.maxDosePerPeriod.numerator.value", 20, "dose"),
    ("medicines", "dosage.0.route", {"text": "by mouth"}, "dose"),
    ("medicines", "dosage", None, "dose"),
    ("medicines", "status", "stopped", "status"),
    ("medicines", "note", [{"text": "as told by the carer"}], ""),
    ("medicines", "dateAsserted", "2026-05-05", ""),
    ("allergies", "verificationStatus.coding.0.code", "refuted", "doubt"),
    ("allergies", "verificationStatus.coding.0.code", "unconfirmed", "doubt"),
    ("allergies", "clinicalStatus.coding.0.code", "resolved", "status"),
    ("allergies", "reaction.0.severity", "mild", "reaction"),
    ("allergies", "recordedDate", "2020-01-01", ""),
    ("problems", "clinicalStatus.coding.0.code", "resolved", "status"),
    ("problems", "verificationStatus.coding.0.code", "refuted", "doubt"),
    ("problems", "code", concept("73211009", "Diabetes mellitus"), ""),
    ("problems", "bodySite", [concept("7771000", "Left")], ""),
    ("results", "valueQuantity.value", 5.1, "value"),
    ("results", "valueQuantity.comparator", ">", "value"),
    ("results", "valueQuantity.unit", "mg/dL", "value"),
    ("results", "effectiveDateTime", "2026-06-03T10:41:00+01:00", ""),
    ("results", "issued", "2026-06-03", ""),
]


def kinds(*answers: Any) -> list[set[str]]:
    """Of every entry, those that stand first."""
    found = []
    for record in merge(answers).records.values():
        marks = marks_of(record)
        found += [{m.kind for m in marks.get(entry, ())} for entry in record.every_entry]
    return found


@pytest.mark.parametrize(("name", "path", "value", "mark"), PAIRS)
def test_both_rows_carry_the_mark_or_neither_does(
    name: str, path: str, value: Any, mark: str
) -> None:
    other = changed(BASES[name], path, value) if path != "note" else BASES[name] | {"note": value}
    found = kinds(answer("gp", BASES[name]), answer("acute", other))
    assert all(one == ({mark} if mark else set()) for one in found)
    assert len(found) == 2 or not mark


@pytest.mark.parametrize(("name", "path", "value", "mark"), [one for one in PAIRS if one[3]])
def test_a_mark_names_the_source_on_the_other_side(
    name: str, path: str, value: Any, mark: str
) -> None:
    record = merge(
        [answer("gp", BASES[name]), answer("acute", changed(BASES[name], path, value))]
    ).records[name]
    marks = marks_of(record)
    others = {entry.head.source_id: marks[entry][0].others for entry in record.every_entry}
    assert others == {"gp": ("acute",), "acute": ("gp",)}


def test_a_past_issue_of_a_medicine_its_own_source_calls_current_is_no_difference() -> None:
    past = BASES["medicines"] | {"id": "m0", "status": "stopped"}
    assert kinds(answer("gp", BASES["medicines"], past)) == [set(), set()]


def test_none_known_beside_an_allergy_of_another_source_is_marked_and_stays() -> None:
    none = {**BASES["allergies"], "code": concept("716186003", "No known allergy"), "reaction": []}
    record = merge([answer("gp", BASES["allergies"]), answer("acute", none)]).records["allergies"]
    (negative,) = record.negatives
    assert [(m.kind, m.others) for m in marks_of(record)[negative]] == [("negation", ("gp",))]
    alone = merge([answer("gp", BASES["allergies"], {**none, "id": "n"})]).records["allergies"]
    assert marks_of(alone) == {}


def test_what_its_owner_removed_marks_the_copies_and_no_other_statement() -> None:
    gone: Resource = {**BASES["problems"], **SAME_RECORD, "id": "gone"}
    gone["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
    copy = {**BASES["problems"], **SAME_RECORD}
    own = {**BASES["problems"], "severity": {"text": "mild"}, "note": [{"text": "seen today"}]}
    record = merge([answer("gp", gone), answer("acute", copy), answer("community", own)]).records[
        "problems"
    ]
    marks = marks_of(record)
    by_source = {e.head.source_id: [m.kind for m in marks.get(e, ())] for e in record.every_entry}
    assert by_source == {"gp": [], "acute": ["removed"], "community": []}


def test_an_identifier_used_for_two_things_is_marked_on_both() -> None:
    one = BASES["problems"] | SAME_RECORD
    other = {**one, "id": "c2", "code": concept("38341003", "Hypertension")}
    assert kinds(answer("gp", one), answer("acute", other)) == [{"code"}, {"code"}]


def test_an_accession_number_on_every_result_of_a_panel_is_no_mistake() -> None:
    potassium = BASES["results"] | SAME_RECORD
    sodium = {**potassium, "id": "o2", "code": concept("1000651000000109", "Serum sodium level")}
    assert kinds(answer("lab", potassium, sodium)) == [set(), set()]


def test_a_withheld_item_leaves_no_mark() -> None:
    assert kinds(answer("gp", BASES["medicines"]), answer("acute")) == [set()]
