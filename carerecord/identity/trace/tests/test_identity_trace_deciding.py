"""One person, some to choose from, or nobody: each guard is tried with two who would be one without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Person
from carerecord.identity.trace import guards
from carerecord.identity.trace.deciding import LISTED, Known, Traced, decide
from carerecord.identity.trace.details import Name, Traits, traits_of
from carerecord.identity.trace.levels import compare
from carerecord.identity.trace.weights import Rarity, weight

MANY = Rarity(given=900, family=400, people=1_000_000)
UNHEARD_OF = Rarity(given=0, family=0, people=1_000_000)
MARGERY = Person(
    "", "9990000018", "Gibson", "Margery Ann", birth_date="1948-11-08", gender="female", postcode="LS1 4AB",
    phone="0113 496 0000", gp_code="B00001",
)  # fmt: skip
ASKED = replace(MARGERY, nhs_number="")


def ask(asked: Person, *known: Traits | Person, rarity: Rarity = MANY) -> Traced:
    traits = [one if isinstance(one, Traits) else traits_of(one) for one in known]
    people = [Known(f"p{place}", one) for place, one in enumerate(traits)]
    return decide(traits_of(asked), people, rarity)


def test_the_same_details_are_the_same_person():
    assert ask(ASKED, MARGERY).person_id == "p0"


def test_nobody_is_linked_who_is_not_ten_bits_ahead_of_the_next():
    """A second record of one person, or somebody just alike: a member of staff chooses."""
    found = ask(ASKED, MARGERY, replace(MARGERY, nhs_number=""))
    assert (found.outcome, len(found.people), found.person_id) == ("choose", 2, "")


def test_who_agrees_in_nothing_is_nobody():
    assert ask(ASKED, Person("", "", "Patel", "Rohan", birth_date="1990-02-03")) == Traced("none")


def test_no_more_than_five_are_offered():
    alike = [replace(MARGERY, given=f"Margery {letter}") for letter in "BCDEFGH"]
    assert len(ask(ASKED, *alike).people) == LISTED


def test_who_is_closed_is_neither_linked_nor_offered():
    assert ask(ASKED, replace(MARGERY, invalidated=True)) == Traced("none")
    assert ask(MARGERY, replace(MARGERY, invalidated=True)) == Traced("none")


@pytest.mark.parametrize(
    ("guard", "asked", "known"),
    [
        pytest.param("given name", {"given": "M"}, {}, id="an initial"),
        pytest.param("given name", {"given": ""}, {}, id="no given name"),
        pytest.param("birth date", {"birth_date": "1948-11-09", "given": "Marjery"}, {}, id="a slip and a typo"),
        pytest.param("birth date", {"birth_date": "1948"}, {}, id="only the year"),
        pytest.param("family name", {"family": ""}, {}, id="no family name"),
        pytest.param("family name", {"family": "Patel", "phone": ""}, {}, id="another family name"),
        pytest.param("home", {"postcode": "", "phone": "", "gp_code": ""}, {}, id="no home"),
        pytest.param("1 January", {"birth_date": "1948-01-01", "postcode": "", "phone": ""}, {"birth_date": "1948-01-01"}, id="1 January"),
        pytest.param("contradiction", {"gender": "male"}, {}, id="another gender"),
        pytest.param("contradiction", {"given": "Margery Jane"}, {}, id="another middle name"),
        pytest.param("contradiction", {"nhs_number": "9990000026"}, {}, id="another number"),
        pytest.param("errors", {"given": "Marjery", "family": "Gibren"}, {}, id="two errors"),
        pytest.param("errors", {"given": "Margary", "family": "Gibson", "postcode": "LS1 9ZZ", "phone": ""}, {}, id="spelt otherwise elsewhere"),
        pytest.param("errors", {"given": "Marjery", "family": "Gibsen", "birth_date": "1948-11-09"}, {}, id="spelt otherwise, born otherwise"),
    ],
)  # fmt: skip
def test_each_guard_holds_back_what_it_is_there_for(guard, asked, known):
    one, other = replace(ASKED, **asked), replace(MARGERY, **known)
    found = ask(one, other)
    assert found.outcome != "linked"
    levels = compare(traits_of(one), traits_of(other))
    assert guard in guards.broken(traits_of(one), traits_of(other), levels)


def test_every_guard_is_tried():
    marks = next(m for m in test_each_guard_holds_back_what_it_is_there_for.pytestmark)
    assert {case.values[0] for case in marks.args[1]} == set(guards.GUARDS)


@pytest.mark.parametrize(
    "asked",
    [
        {"given": "Marge"},
        {"given": "Gibson", "family": "Margery"},
        {"postcode": "", "phone": ""},
        {"postcode": "ZZ99 3VZ"},
        {"birth_date": "1948-08-11"},
        {"birth_date": "1948-11-09"},
        {"family": "Gibsonn"},
        {"family": "Patel"},
    ],
    ids=str,
)
def test_one_slip_does_not_hide_somebody(asked):
    assert ask(replace(ASKED, **asked), MARGERY).outcome == "linked"


def test_a_former_name_and_a_former_home_lead_to_the_person():
    before = traits_of(
        MARGERY, former=(Name("margery", (), (), "thackray"),), former_postcodes=("BD11AA",)
    )
    assert ask(replace(ASKED, family="Thackray"), before).outcome == "linked"
    assert ask(replace(ASKED, postcode="BD1 1AA", phone=""), before).outcome == "linked"


def test_a_typo_that_is_a_name_of_its_own_is_another_name():
    """Marie and Maria, Jean and Joan: one letter, and two people."""
    one, other = replace(ASKED, given="Joan"), replace(MARGERY, given="Jean")
    assert ask(one, other).outcome == "choose"
    assert ask(replace(ASKED, given="Jaen"), other, rarity=UNHEARD_OF).outcome == "linked"


@pytest.mark.parametrize(("called_so", "outcome"), [(0, "linked"), (40, "choose")])
def test_a_family_name_of_two_letters_can_be_slipped_in(called_so, outcome):
    """Wo for Wu, with nobody called Wo; where others are, it is their name. By another phone, so the name has to do."""
    one, other = replace(ASKED, family="Wo", phone=""), replace(MARGERY, family="Wu")
    assert ask(one, other, rarity=Rarity(900, called_so, 1_000_000)).outcome == outcome


@pytest.mark.parametrize(
    ("known", "asked", "rarity"),
    [
        pytest.param(("Nadeem", "Hussain"), ("Nadim", "Hussein"), MANY, id="a spelling that others have"),
        pytest.param(("Margery", "Gibson"), ("Margary", "Gibsonn"), UNHEARD_OF, id="a letter that is not heard"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("away", [{"phone": ""}, {"postcode": "LS1 9ZZ"}], ids=("home", "phone"))
def test_two_names_in_another_spelling_are_no_error_at_home(known, asked, rarity, away):
    one = replace(ASKED, given=asked[0], family=asked[1], **away)
    other = replace(MARGERY, given=known[0], family=known[1])
    assert ask(one, other, rarity=rarity).outcome == "linked"


def test_a_twin_is_never_linked():
    twin = replace(MARGERY, given="Marion", nhs_number="")
    assert ask(ASKED, twin).outcome != "linked"


def test_a_rare_name_says_more_than_a_common_one():
    levels = compare(traits_of(ASKED), traits_of(MARGERY))
    rare = Rarity(given=2, family=2, people=1_000_000)
    assert weight(levels, rare, estimated=False) > weight(levels, MANY, estimated=False) + 5


def test_one_household_is_one_fact():
    """Of two who live together, phone, postcode and practice say no more than that."""
    apart = replace(ASKED, gp_code="", phone="")
    whole = weight(compare(traits_of(ASKED), traits_of(MARGERY)), MANY, estimated=False)
    one = weight(compare(traits_of(apart), traits_of(MARGERY)), MANY, estimated=False)
    assert whole - one < 4


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ({}, "linked"),
        ({"birth_date": "1948-11-18", "postcode": "", "phone": ""}, "linked"),
        ({"given": "", "postcode": "", "phone": "", "gp_code": ""}, "linked"),
        ({"birth_date": "1948-08-11", "given": "Mark", "gender": "male"}, "choose"),
        ({"given": "Mark", "postcode": "", "phone": ""}, "choose"),
        ({"given": "Margery Jane"}, "choose"),
        ({"birth_date": "1974-03-01"}, "choose"),
        ({"birth_date": ""}, "choose"),
    ],
    ids=str,
)
def test_a_number_links_with_the_birth_date_and_nothing_against(asked, outcome):
    assert ask(replace(MARGERY, **asked), MARGERY).outcome == outcome
