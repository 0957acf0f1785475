"""Values, units, ends and times are as they were sent; what is missing is said to be missing."""

from __future__ import annotations

import pytest

from carerecord.fhir import encode_resource, quantity_text
from carerecord.fhir.cda.tests.cda_written import LONDON, only, result
from carerecord.fhir.cda.times import fhir_time


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("1998", "1998"),
        ("199804", "1998-04"),
        ("19980407", "1998-04-07"),
        ("1998040709", "1998-04-07"),
        ("199804070903", "1998-04-07T09:03:00+01:00"),
        ("199801070903", "1998-01-07T09:03:00+00:00"),
        ("19980407090311.25-0500", "1998-04-07T09:03:11.25-05:00"),
        ("201701012000+00", "2017-01-01T20:00:00+00:00"),
        ("19980231", ""),
        ("2015120171605", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_time_is_as_precise_as_it_was_sent(sent: str, written: str):
    assert fhir_time(sent, LONDON) == written


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('<value xsi:type="PQ" value="13.20" unit="g/dL"/>', "13.20 g/dL"),
        ('<value xsi:type="PQ" value="0.98" unit="1"/>', "0.98"),
        ('<value xsi:type="IVL_PQ"><high value="5" unit="mg/L" inclusive="false"/></value>', "<5 mg/L"),
        ('<value xsi:type="IVL_PQ"><high value="5" unit="mg/L"/></value>', "<=5 mg/L"),
        ('<value xsi:type="IVL_PQ"><low value="90" unit="mL" inclusive="false"/></value>', ">90 mL"),
        ('<value xsi:type="IVL_PQ"><low value="90" unit="mL"/><high nullFlavor="PINF"/></value>', ">=90 mL"),
    ],
)  # fmt: skip
def test_a_quantity_keeps_its_digits_unit_and_comparator(value: str, shown: str):
    assert quantity_text(only(result(value))["valueQuantity"]) == shown


def test_digits_stay_as_they_are_in_the_bytes_too():
    made = only(result('<value xsi:type="PQ" value="13.20" unit="g/dL"/>'))
    assert b'"value":13.20' in encode_resource(made)


def test_an_amount_that_json_cannot_write_stays_in_words():
    assert only(result('<value xsi:type="PQ" value=".5" unit="mg"/>'))["valueString"] == ".5 mg"


def test_a_value_in_another_unit_stands_beside_the_one_that_was_measured():
    sent = """<value xsi:type="PQ" value="5.5" unit="mmol/L"><translation value="99.1" code="mg/dL"
        codeSystem="2.16.840.1.113883.6.8"/></value>"""
    made = only(result(sent))
    assert quantity_text(made["valueQuantity"]) == "5.5 mmol/L"
    assert made["note"] == [{"text": "Also sent as 99.1 mg/dL"}]
    beside = made["valueQuantity"]["extension"][0]["valueQuantity"]
    assert quantity_text(beside) == "99.1 mg/dL"


def test_an_end_that_is_not_included_is_said():
    sent = '<value xsi:type="IVL_PQ"><low value="2" unit="g"/><high value="5" unit="g" inclusive="false"/></value>'
    made = only(result(sent))
    assert [quantity_text(made["valueRange"][end]) for end in ("low", "high")] == ["2 g", "5 g"]
    assert made["note"] == [{"text": "5 g itself is not included"}]


def test_why_a_value_is_missing_is_kept():
    made = only(result('<value xsi:type="PQ" nullFlavor="NASK"/>'))
    assert made["dataAbsentReason"]["coding"][0]["code"] == "not-asked"
    assert made["dataAbsentReason"]["extension"][0]["valueCode"] == "NASK"


@pytest.mark.parametrize(
    ("code", "status"),
    [("completed", "final"), ("active", "preliminary"), ("nullified", "entered-in-error"), ("new", "unknown")],
)  # fmt: skip
def test_a_status_is_never_better_than_it_was_sent(code: str, status: str):
    sent = result('<value xsi:type="ST">Clear</value>').replace("completed", code)
    assert only(sent)["status"] == status


def test_a_code_nobody_knows_keeps_its_oid():
    sent = result('<value xsi:type="CD" code="7" codeSystem="1.2.3.4" displayName="Seven"/>')
    assert only(sent)["valueCodeableConcept"]["coding"] == [
        {"system": "urn:oid:1.2.3.4", "code": "7", "display": "Seven"}
    ]
