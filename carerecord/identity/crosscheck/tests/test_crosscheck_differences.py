"""Which fields differ, and which only look so: each a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.contract import Former, Identity, Person, Resource
from carerecord.identity.crosscheck import differences

NHS = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
NADEEM = Person(
    "p1", "9990000018", "O’Brien", "Nadeem Ali", "Mr", birth_date="1948-11-08", gender="male",
    address="Flat 2, 14 Park Road, Leeds", postcode="LS1 4AB", phone="0113 496 0001", gp_code="A81001", gp_name="Northgate Surgery",
)  # fmt: skip
HIM = Identity(NADEEM, (Former(family="Khan"),))


def found(patient: Resource, known: Identity = HIM, **organisations: Resource) -> dict[str, str]:
    leads_to = {name.replace("_", "/"): one for name, one in organisations.items()}
    every = differences("gp", known, patient, lambda name: leads_to.get(name, {}))
    return {one.field: one.how for one in every}


def name(given: str, family: str, **more: Any) -> Resource:
    return {"name": [{"given": given.split(), "family": family, **more}]}


def lives(*line: str, postcode: str = "", **more: Any) -> Resource:
    return {"address": [{"line": [*line], "postalCode": postcode, **more}]}


def phone(*numbers: str) -> Resource:
    return {"telecom": [{"system": "phone", "value": number} for number in numbers]}


@pytest.mark.parametrize(
    "patient",
    [
        pytest.param({}, id="nothing-said"),
        pytest.param(name("NADEEM", "OBRIEN"), id="case-and-apostrophe"),
        pytest.param(name("Nadim", "O'Brien"), id="a-spelling-of-the-name"),
        pytest.param(name("Mr Nadeem", "O'Brien"), id="a-title-before-it"),
        pytest.param(name("Nadeem", "O'Brien"), id="without-the-middle-name"),
        pytest.param(name("Nadeem A", "O'Brien"), id="an-initial"),
        pytest.param({"name": [{"text": "O'BRIEN, Nadeem (Mr)"}]}, id="in-words"),
        pytest.param({"name": [{"text": "Mr Nadeem O'Brien"}]}, id="in-words-in-order"),
        pytest.param({"name": [*name("Ned", "Smith", use="anonymous")["name"]]}, id="nobodys-name"),
        pytest.param({"name": [*name("Zed", "Smith", use="old")["name"], *name("Nadeem", "O'Brien")["name"]]}, id="an-old-name-beside"),
        pytest.param(name("نديم", "أوبراين"), id="in-another-script"),
        pytest.param({"birthDate": "1948-11"}, id="a-month"),
        pytest.param({"birthDate": "1900-01-01"}, id="a-date-that-stands-for-none"),
        pytest.param({"birthDate": 1948}, id="no-date"),
        pytest.param({"gender": "unknown"}, id="gender-unknown"),
        pytest.param({"identifier": [{"system": NHS, "value": "999 000 0018"}]}, id="the-number-in-groups"),
        pytest.param(lives("FLAT 2 14 PARK RD", postcode="ls14ab"), id="the-address-shortened"),
        pytest.param(lives("14 Park Road", postcode="LS1 4AB"), id="without-the-flat"),
        pytest.param(lives("Flat 2", "14 Park Road"), id="without-town-and-postcode"),
        pytest.param(lives("9 Elsewhere", postcode="M1 1AA", use="old"), id="an-old-address"),
        pytest.param(lives("No fixed abode", postcode="ZZ99 3VZ"), id="nobodys-postcode"),
        pytest.param(phone("+44 (0)113 496 0001"), id="the-phone-otherwise-grouped"),
        pytest.param(phone("07700 900001", "01134960001"), id="one-of-two-phones"),
        pytest.param({"telecom": [{"system": "email", "value": "n@example.org"}]}, id="an-e-mail"),
        pytest.param({"generalPractitioner": [{"identifier": {"system": ODS, "value": "a81001"}}]}, id="the-practice"),
        pytest.param({"generalPractitioner": [{"display": "Dr B Other", "reference": "Practitioner/1"}]}, id="a-doctor"),
        pytest.param({"generalPractitioner": [{"display": "The Northgate Medical Practice", "type": "Organization"}]}, id="the-practice-in-words"),
        pytest.param({"deceasedBoolean": False}, id="alive"),
    ],
)  # fmt: skip
def test_what_only_looks_otherwise_is_no_difference(patient: Resource):
    assert found(patient) == {}


@pytest.mark.parametrize(
    ("patient", "differs"),
    [
        pytest.param(name("Rohan", "O'Brien"), {"name": "given"}, id="another-given-name"),
        pytest.param(name("Nadeem", "Patel"), {"name": "family"}, id="another-family-name"),
        pytest.param(name("Rohan", "Patel"), {"name": "both"}, id="another-name"),
        pytest.param(name("Nadeem", "Khan"), {"name": "former"}, id="a-former-name"),
        pytest.param(name("O'Brien", "Nadeem"), {"name": "swapped"}, id="in-each-others-place"),
        pytest.param(name("Nadeen", "O'Brien"), {"name": "nearly"}, id="a-slip"),
        pytest.param({"birthDate": "1949-11-08"}, {"birth-date": "another"}, id="another-day"),
        pytest.param({"gender": "female"}, {"gender": "another"}, id="another-gender"),
        pytest.param({"identifier": [{"system": NHS, "value": "9990000026"}]}, {"nhs-number": "another"}, id="another-number"),
        pytest.param(lives("14 Park Road", postcode="LS2 4AB"), {"address": "another"}, id="another-postcode"),
        pytest.param(lives("16 Park Road", postcode="LS1 4AB"), {"address": "another"}, id="another-house"),
        pytest.param(lives("16 Park Road"), {"address": "another"}, id="another-house-without-a-postcode"),
        pytest.param(phone("07700 900001"), {"phone": "another"}, id="another-phone"),
        pytest.param({"generalPractitioner": [{"identifier": {"system": ODS, "value": "B82002"}}]}, {"gp-practice": "another"}, id="another-practice"),
        pytest.param({"deceasedBoolean": True}, {"death": "died"}, id="died-some-day"),
        pytest.param({"deceasedDateTime": "2026-01-02"}, {"death": "died"}, id="died"),
    ],
)  # fmt: skip
def test_what_differs_is_named_by_field_and_in_what(patient: Resource, differs: dict[str, str]):
    assert found(patient) == differs


def test_a_practice_is_read_from_the_organisation_it_refers_to():
    refers = {"generalPractitioner": [{"reference": "Organization/7", "display": "GP"}]}
    ours = {"identifier": [{"system": ODS, "value": "A81001"}], "name": "Northgate"}
    assert found(refers, Organization_7=ours) == {}
    theirs = ours | {"identifier": [{"system": ODS, "value": "B82002"}]}
    assert found(refers, Organization_7=theirs) == {"gp-practice": "another"}


def test_of_somebody_who_died_the_day_is_compared_and_life_contradicts():
    died = Identity(replace(NADEEM, died="2026-01-02"))
    assert found({"deceasedDateTime": "2026-01"}, died) == {}
    assert found({"deceasedBoolean": True}, died) == {}
    assert found({}, died) == {}
    assert found({"deceasedDateTime": "2026-02-01"}, died) == {"death": "another"}
    assert found({"deceasedBoolean": False}, died) == {"death": "alive"}


def test_nothing_differs_from_what_the_region_does_not_know():
    nobody = Identity(Person("p1", "", "", ""))
    said = {**name("Rohan", "Patel"), "gender": "female", "birthDate": "1950-01-02", **phone("07700 900001"), **lives("1 A", postcode="LS2 4AB")}  # fmt: skip
    assert found(said, nobody) == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab 1-,", max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["use", "text", "given", "family", "value", "system", "postalCode", "period", "identifier", "reference"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["name", "gender", "birthDate", "identifier", "address", "telecom", "generalPractitioner", "deceasedBoolean", "deceasedDateTime"]),
        _JSON,
    )
)  # fmt: skip
def test_whatever_a_patient_is_made_of_it_is_compared_without_an_error(patient: Resource):
    assert all(how for how in found(patient).values())
