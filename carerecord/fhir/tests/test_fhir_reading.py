"""Right input is read as sent; wrong input is read as nothing, never as an error."""

import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord import fhir
from carerecord.contract import Item

MODULE_FUNCTIONS = [
    fhir.codings,
    fhir.text_of,
    fhir.code_text,
    fhir.period,
    fhir.quantity_text,
    fhir.human_name,
    fhir.address_text,
    fhir.reference_id,
    fhir.display_of,
    fhir.nhs_numbers,
    fhir.as_list,
    fhir.is_date,
]

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "coding",
                    "code",
                    "display",
                    "text",
                    "value",
                    "unit",
                    "comparator",
                    "reference",
                    "identifier",
                    "system",
                    "name",
                    "given",
                    "family",
                    "prefix",
                    "line",
                    "city",
                    "use",
                    "start",
                    "end",
                    "contained",
                    "id",
                    "resourceType",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_input_makes_a_reader_raise(value):
    for read in MODULE_FUNCTIONS:
        read(value)
    resource = value if isinstance(value, dict) else {"x": value}
    follow = fhir.linked_in([Item("s", resource, b"")])
    assert follow(value) is None or isinstance(follow(value), dict)
    fhir.first_date(value, "start", "value")


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (b'{"value": 72.50, "unit": "kg"}', "72.50 kg"),
        (b'{"value": 1e-7, "unit": "mol/L"}', "1e-7 mol/L"),
        (b'{"value": 0.0000001}', "0.0000001"),
        (b'{"value": 1e400, "unit": "x"}', "1e400 x"),
        (b'{"value": 0.5, "comparator": "<", "unit": "mmol/L"}', "<0.5 mmol/L"),
        (b'{"value": 98, "unit": "%"}', "98%"),
        (b'{"value": "4.1", "code": "mmol/L"}', "4.1 mmol/L"),
        (b'{"unit": "kg"}', ""),
        (b'{"value": true}', ""),
    ],
)
def test_a_quantity_is_written_as_sent(quantity, text):
    assert fhir.quantity_text(fhir.decode_resource(quantity)) == text


def test_numbers_survive_reading_writing_and_pickling():
    raw = b'{"a":72.50,"b":1e-7,"c":-0.0,"d":123456789012345678901234567890}'
    resource = fhir.decode_resource(raw)
    assert fhir.encode_resource(resource) == raw
    assert str(pickle.loads(pickle.dumps(resource))["a"]) == "72.50"  # noqa: S301 (our own bytes)
    assert resource["a"] == 72.5


@given(
    st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
)
def test_any_number_is_shown_and_written_as_sent(text):
    resource = fhir.decode_resource(b'{"v":%b}' % text.encode())
    assert fhir.quantity_text({"value": resource["v"]}) == ("0" if text == "-0" else text)
    assert fhir.encode_resource(resource) == b'{"v":%b}' % (b"0" if text == "-0" else text.encode())


@pytest.mark.parametrize(
    ("concept", "text"),
    [
        ({"text": "Penicillin", "coding": [{"display": "Pen"}]}, "Penicillin"),
        ({"coding": [{"code": "1"}, {"display": "Pen"}]}, "Pen"),
        ({"coding": [{"code": "1"}]}, "1"),
        ({"coding": {"code": "1", "display": "alone"}}, "alone"),
        ({"code": "final", "display": "Final"}, "Final"),
        ([{}, {"text": "second"}], "second"),
        ("free words", "free words"),
        (None, ""),
    ],
)
def test_a_concept_is_the_authors_words_first(concept, text):
    assert fhir.text_of(concept) == text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1948-11-08", "1948-11-08", True),
        ("1948", "1948-11-08", True),
        ("1948-11-08T00:00:00Z", "1948-11", True),
        ("1948-11-08", "1948-11-09", False),
        ("1948-11-08", "nonsense", False),
        ("1948-11-08", None, False),
    ],
)
def test_dates_contradict_only_where_both_speak(one, other, same):
    assert fhir.compatible_dates(one, other) is same


def test_a_person_goes_by_an_nhs_number_of_any_system_but_not_an_old_one():
    patient = {
        "identifier": [
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "999 000 0018"},
            {"system": "urn:oid:2.16.840.1.113883.2.1.4.1", "value": "9990000018"},
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000026", "use": "old"},
            {"system": "https://hospital.example/mrn", "value": "7"},
        ]
    }
    assert fhir.nhs_numbers(patient) == ("9990000018",)


def test_references_are_followed_by_id_by_urn_and_into_what_is_contained():
    organisation = {"resourceType": "Organization", "id": "o"}
    inside = {"resourceType": "Medication", "id": "m", "code": {"text": "one"}}
    request = {
        "resourceType": "MedicationRequest",
        "id": "r",
        "contained": [inside],
        "medicationReference": {"reference": "#m"},
    }
    other = {**request, "id": "r2", "contained": [], "medicationReference": {"reference": "#m"}}
    follow = fhir.linked_in([Item("s", one, b"") for one in (organisation, request, other)])
    assert follow({"reference": "Organization/o/_history/2"}) is organisation
    assert follow({"reference": "urn:uuid:o"}) is organisation
    assert follow(request["medicationReference"]) is inside
    assert follow(other["medicationReference"]) is None
    assert follow({"reference": "https://elsewhere.example/Organization/o"}) is None


def test_deep_nesting_is_a_caught_error_not_a_crash():
    with pytest.raises(RecursionError):
        fhir.decode_resource(b'{"a":' + b"[" * (sys.getrecursionlimit() * 100))
