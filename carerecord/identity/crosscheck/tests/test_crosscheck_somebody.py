"""Name together with gender makes somebody else of a Patient; nothing that happens to a person's own name does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carerecord.contract import Former, Identity, Person, Resource
from carerecord.identity.crosscheck import somebody_else

MARGERY = Person(
    "p1", "9990000018", "Gibson", "Margery Ann", birth_date="1948-11-08", gender="female",
    postcode="LS1 4AB", phone="0113 496 0001",
)  # fmt: skip
HER = Identity(MARGERY, (Former(family="Holroyd"), Former(postcode="BD1 1AA")))


def named(given: str = "", family: str = "", gender: str = "male", **more: Any) -> Resource:
    name = {"given": given.split(), "family": family}
    return {"resourceType": "Patient", "name": [name], "gender": gender, **more}


@pytest.mark.parametrize(
    "patient",
    [
        pytest.param(named("Rohan", "Patel"), id="another-name-and-gender"),
        pytest.param(named("Rohan", "Patel", " Male "), id="a-gender-in-its-own-letters"),
        pytest.param(named("Rohan Dev", "Patel-Shah"), id="with-more-names"),
        pytest.param(named("Rohan", "Patel", address=[{"postalCode": "M1 1AA", "text": "1 A St"}]), id="who-lives-elsewhere"),
        pytest.param({"name": [{"text": "PATEL, Rohan (Mr)"}], "gender": "male"}, id="in-words-alone"),
    ],
)  # fmt: skip
def test_no_part_of_the_name_and_another_gender_is_somebody_else(patient: Resource):
    assert somebody_else(HER, patient)


@pytest.mark.parametrize(
    "patient",
    [
        pytest.param(named("Rohan", "Patel", "female"), id="a-name-alone"),
        pytest.param(named("Rohan", "Patel", "unknown"), id="a-gender-nobody-states"),
        pytest.param(named("Rohan", "Patel", "other"), id="neither-female-nor-male"),
        pytest.param(named("Margery", "Gibson"), id="a-gender-alone"),
        pytest.param(named("Peter", "Gibson"), id="a-given-name-and-gender-of-their-own-history"),
        pytest.param(named("Margery", "Patel"), id="a-married-name"),
        pytest.param(named("Peter", "Holroyd"), id="a-family-name-they-had"),
        pytest.param(named("Gibson", "Peter"), id="names-in-each-others-place"),
        pytest.param(named("Marge", "Patel"), id="as-they-are-called"),
        pytest.param(named("Ann", "Patel"), id="by-the-middle-name"),
        pytest.param(named("Marjory", "Patel"), id="spelt-otherwise"),
        pytest.param(named("M", "Patel"), id="an-initial"),
        pytest.param(named("Baby", "Patel"), id="a-baby-without-a-name"),
        pytest.param(named("", "Patel"), id="no-given-name"),
        pytest.param(named("محمد", "علي"), id="in-another-script"),
        pytest.param({"gender": "male"}, id="no-name"),
        pytest.param(named("Peter", "Patel", address=[{"line": ["1 A St"], "postalCode": "ls14ab"}]), id="who-lives-there"),
        pytest.param(named("Peter", "Patel", address=[{"line": ["1 A St"], "postalCode": "BD1 1AA"}]), id="who-lived-there"),
        pytest.param(named("Peter", "Patel", telecom=[{"system": "phone", "value": "+44 113 4960001"}]), id="on-that-phone"),
        pytest.param({"gender": "male", "name": [{"family": "Patel", "given": ["Rohan"]}, {"use": "old", "family": "Gibson", "given": ["Margery"]}]}, id="with-the-name-as-an-old-one"),
        pytest.param(named("Mr", "Gibson"), id="a-title"),
        pytest.param({"gender": "male", "name": "Patel"}, id="a-name-that-is-none"),
        pytest.param({"gender": ["male"], "name": [None, 7]}, id="nothing-readable"),
    ],
)  # fmt: skip
def test_what_happens_to_a_persons_own_name_is_nobody_else(patient: Resource):
    assert not somebody_else(HER, patient)


def test_a_name_the_region_does_not_know_them_by_contradicts_nothing():
    rohan = named("Rohan", "Patel")
    assert not somebody_else(Identity(replace(MARGERY, given="")), rohan)
    assert not somebody_else(Identity(replace(MARGERY, gender="")), rohan)


def test_of_a_protected_person_no_place_speaks_for_or_against():
    there = named("Rohan", "Patel", address=[{"line": ["1 A St"], "postalCode": "LS1 4AB"}])
    assert not somebody_else(HER, there)
    assert somebody_else(Identity(replace(MARGERY, protected=True)), there)
