"""Names, dates and places as they are compared, and which names are one to the ear or short for another."""

from __future__ import annotations

import pytest

from carerecord.contract import Person
from carerecord.identity.trace.details import (
    Name,
    born_of,
    name_of,
    phone_of,
    postcode_of,
    traits_of,
)
from carerecord.identity.trace.nicknames import same_person_called
from carerecord.identity.trace.sounds import sound
from carerecord.identity.trace.spelling import same_spelling


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Siobhán", "O’Brien", Name("siobhan", (), (), "obrien")),
        ("Anne-Marie Louise", "Smith", Name("annemarie", ("anne", "marie"), ("louise",), "smith")),
        ("Zoë", "Núñez-Smith", Name("zoe", (), (), "nunezsmith", ("nunez", "smith"))),
        ("Baby", "Smith", Name("", (), (), "smith")),
        ("Twin 1", "Smith", Name("", (), (), "smith")),
        ("Unknown", "Unknown", Name()),
        ("", "Smith", Name("", (), (), "smith")),
    ],
)
def test_a_name_is_folded_into_its_parts_and_what_stands_for_none_is_none(given, family, name):
    assert name_of(given, family) == name


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("1948-11-08", ("1948", "11", "08")),
        ("1948-11", ("1948", "11", "")),
        ("1948", ("1948", "", "")),
        ("1900-01-01", ("", "", "")),
        ("8 November", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_date_that_stands_for_none_is_none(written, born):
    assert born_of(written) == born


def test_a_postcode_of_nowhere_and_a_part_of_one_are_none():
    assert [postcode_of(p) for p in ("ls1 4ab", "ZZ99 3VZ", "LS1", "")] == ["LS14AB", "", "", ""]


def test_a_phone_is_the_same_with_and_without_the_country():
    assert phone_of("+44 7700 900123") == phone_of("07700 900 123") != ""
    assert phone_of("000000000000") == phone_of("112") == ""


def test_of_somebody_protected_nothing_of_a_place_is_compared():
    hidden = traits_of(
        Person("p", "", "Gibson", "Maria", postcode="LS1 4AB", phone="01134960000", gp_code="B1", protected=True),
        former_postcodes=("LS14AB",),
    )  # fmt: skip
    assert (hidden.postcode, hidden.phone, hidden.practice, hidden.former_postcodes) == (
        "",
        "",
        "",
        (),
    )


@pytest.mark.parametrize(
    "names",
    [
        ("hussain", "hossain", "hussein"),
        ("chowdhury", "choudhury", "chaudhry"),
        ("kowalski", "kovalsky"),
        ("obrien", "obryan"),
        ("mohammed", "muhammad", "mohamed"),
        ("philip", "phillip", "filip"),
        ("catherine", "katherine", "kathryn"),
        ("macdonald", "mcdonald"),
        ("geoffrey", "jeffrey"),
    ],
)
def test_names_that_clerks_write_for_each_other_are_one_sound(names):
    assert len({sound(name) for name in names}) == 1


def test_other_names_are_another_sound_and_none_is_without_one():
    assert len({sound(one) for one in ("smith", "jones", "ali", "lee", "khan", "patel")}) == 6
    assert all(sound(one) for one in ("li", "a", "ó", "i", "hugh", "yi"))


def test_a_nickname_leads_to_every_name_it_is_short_for_and_to_no_other():
    assert same_person_called("bert", "robert")
    assert same_person_called("bert", "albert")
    assert same_person_called("bill", "will")
    assert not same_person_called("robert", "albert")
    assert not same_person_called("mary", "margaret")
    assert not same_person_called("zeeshan", "zeeshan ali")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nadeem", "nadim", True),
        ("pooja", "puja", True),
        ("yusuf", "yousuf", True),
        ("maryam", "mariam", True),
        ("hussein", "hussain", True),
        ("hassan", "hasan", True),
        ("philip", "filip", True),
        ("mary", "marie", False),
        ("jean", "jan", False),
        ("liying", "ling", False),
        ("zhou", "zhu", False),
        ("lee", "li", False),
        ("anna", "hanna", False),
        ("hasan", "hussain", False),
    ],
)
def test_two_spellings_of_one_name_are_one_and_two_names_are_two(one, other, same):
    assert same_spelling(one, other) is same
