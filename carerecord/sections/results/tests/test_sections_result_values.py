"""Values, ranges and flags of a result, as they are read aloud (ux 5)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.fhir import decode_resource
from carerecord.sections import values
from carerecord.sections.results import SECTION


def nowhere(_: object) -> None:
    return None


def cells(**elements: Any) -> tuple[str, ...]:
    observation = {"resourceType": "Observation", "code": {"text": "test"}, **elements}
    return SECTION.row(observation, nowhere).cells


def pressure(code: str, value: float, unit: str = "mmHg") -> Resource:
    return {"code": {"coding": [{"code": code}]}, "valueQuantity": {"value": value, "unit": unit}}


@pytest.mark.parametrize(
    ("elements", "shown"),
    [
        ({"valueQuantity": {"value": 5, "unit": "mmol/L"}}, "5 mmol/L"),
        (
            {"valueQuantity": {"value": 5, "unit": "mmol/L", "comparator": "<"}},
            "less than 5 mmol/L",
        ),
        ({"valueQuantity": {"value": 5, "comparator": ">="}}, "at least 5"),
        ({"valueString": "Scanty growth"}, "Scanty growth"),
        ({"valueCodeableConcept": {"text": "Never smoked"}}, "Never smoked"),
        ({"valueBoolean": False}, "No"),
        ({"valueInteger": 0}, "0"),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 4}}}, "1 to 4"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1 to 128"),
        ({"valueDateTime": "2026-11-06"}, "06-Nov-2026"),
        ({"component": [pressure("8480-6", 150), pressure("8462-4", 111)]}, "150/111 mmHg"),
        (
            {"component": [pressure("8480-6", 150, "mm[Hg]"), pressure("8462-4", 111, "mm[Hg]")]},
            "150/111 mmHg",
        ),
        (
            {"component": [pressure("8480-6", 150), pressure("8462-4", 15, "kPa")]},
            "8480-6 150 mmHg; 8462-4 15 kPa",
        ),
        ({"component": [pressure("8480-6", 150)]}, "8480-6 150 mmHg"),
        ({"dataAbsentReason": {"text": "Specimen haemolysed"}}, "No value: Specimen haemolysed"),
        ({"hasMember": [{}, {}]}, "2 results listed separately"),
        ({}, "No value sent"),
    ],
)
def test_a_value_is_shown_as_sent(elements: Resource, shown: str) -> None:
    assert cells(**elements)[0] == shown


@pytest.mark.parametrize("sent", ["72.50", "0.10", "5", "1e-7", "100.0"])
def test_a_number_keeps_every_digit_its_source_sent(sent: str) -> None:
    raw = f'{{"resourceType":"Observation","valueQuantity":{{"value":{sent},"unit":"g"}}}}'
    assert SECTION.row(decode_resource(raw.encode()), nowhere).cells[0] == f"{sent} g"


LOW, HIGH = {"value": 45, "unit": "g"}, {"value": 84, "unit": "g"}


@pytest.mark.parametrize(
    ("ranges", "shown"),
    [
        ([{"low": LOW, "high": HIGH}], "45 to 84"),
        ([{"low": LOW}], "45 or more"),
        ([{"high": HIGH}], "84 or less"),
        ([{"text": "under 5 fasting"}], "under 5 fasting"),
        ([{"low": {"value": 4.5, "unit": "mg"}}], "4.5 or more mg"),
        ([{"low": LOW, "high": HIGH, "type": {"text": "women"}}], "45 to 84 (women)"),
        (
            [{"low": LOW, "high": HIGH, "age": {"low": {"value": 16}, "high": {"value": 65}}}],
            "45 to 84 (age: 16 to 65)",
        ),
        ([], "Not given by the lab"),
        (None, "Not given by the lab"),
    ],
)
def test_a_range_is_as_sent_or_said_to_be_missing(ranges: Any, shown: str) -> None:
    assert cells(valueQuantity={"value": 50, "unit": "g"}, referenceRange=ranges)[1] == shown


def flagged(code: str) -> list[Resource]:
    return [{"coding": [{"code": code}]}]


def test_a_flag_is_never_worked_out_from_the_range() -> None:
    far_out = cells(valueQuantity={"value": 900, "unit": "g"}, referenceRange=[{"high": HIGH}])
    assert far_out[2] == "No flag sent"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("H", "High"), ("L", "Low"), ("HH", "Critical, high"), ("N", "Normal"), ("POS", "POS")],
)
def test_a_flag_the_laboratory_sent_is_in_words(code: str, shown: str) -> None:
    assert cells(interpretation=flagged(code))[2] == shown


def test_a_flag_in_words_alone_is_shown_and_marked() -> None:
    observation = {"resourceType": "Observation", "interpretation": [{"text": "High"}]}
    row = SECTION.row(observation, nowhere)
    assert row.cells[2] == "High"
    assert [(tag.text, tag.tone) for tag in row.tags] == [("High", "amber")]


def test_a_flag_and_a_range_of_a_part_are_said_with_the_part() -> None:
    part = {
        "code": {"text": "Potassium"},
        "valueQuantity": {"value": 7.1, "unit": "mmol/L"},
        "interpretation": flagged("HH"),
        "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.3}}],
    }
    row = SECTION.row({"resourceType": "Observation", "component": [part]}, nowhere)
    assert row.cells[1:] == ("Potassium 3.5 to 5.3", "Potassium: Critical, high")
    assert [(tag.text, tag.tone) for tag in row.tags] == [("Potassium: Critical, high", "red")]


@pytest.mark.parametrize(
    ("interpretation", "expected"),
    [
        (flagged("H"), True),
        (flagged("N"), False),
        (flagged("POS"), True),
        ([{"text": "Abnormal"}], True),
        ([{"text": "Normal"}], False),
        ([*flagged("N"), {"text": "Telephoned to the ward"}], True),
        (None, False),
        ("H", True),
    ],
)
def test_flagged_is_what_the_laboratory_said_but_normal(
    interpretation: Any, expected: bool
) -> None:
    assert values.flagged({"interpretation": interpretation}) is expected
