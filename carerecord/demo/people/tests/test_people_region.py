from collections import Counter
from datetime import date

import pytest

from carerecord.demo.people import invent_region
from carerecord.demo.people.lives import BY_NAME
from carerecord.demo.people.named import CASES
from carerecord.demo.people.numbers import check_digit

TODAY = date(2026, 11, 21)
REGION = invent_region(1, 300, TODAY)
ROLES = {
    "doctor", "nurse", "paramedic", "pharmacist", "social-worker", "care-home-nurse",
    "care-home-manager", "receptionist", "student", "privacy-officer",
}  # fmt: skip


def of(case: str):
    return [one for one in REGION.people if one.case == case]


def test_the_same_seed_size_and_day_give_the_same_region():
    assert invent_region(1, 300, TODAY) == REGION
    assert invent_region(2, 300, TODAY) != REGION


def test_a_larger_region_begins_with_the_smaller():
    assert invent_region(1, 60, TODAY).people == REGION.people[:60]


def test_every_number_is_of_the_test_range_with_a_true_check_digit_and_nobody_shares_one():
    numbers = [one.person.nhs_number for one in REGION.people] + list(REGION.superseded)
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert len(number) == 10
        assert number.startswith("999")
        assert check_digit(number[:9]) == int(number[9])
        assert number != "9999999999"


def test_nobody_shares_an_opaque_id_and_it_tells_no_number():
    assert len({one.person.id for one in REGION.people}) == 300
    assert not [one for one in REGION.people if one.person.nhs_number in one.person.id]


@pytest.mark.parametrize("case", sorted({case.case for case in CASES if case.case}))
def test_every_named_case_is_in_the_smallest_default_region(case):
    region = invent_region(7, 60, TODAY)
    assert [one for one in region.people if one.case == case]


def test_mrs_gibson_is_as_in_the_pictures():
    (gibson,) = of("medicines-conflict")
    who = gibson.person
    assert (who.family, who.given, who.title) == ("Gibson", "Margery", "Mrs")
    assert (who.birth_date, who.nhs_number) == ("1948-11-08", "9994173626")
    assert who.address.startswith("Willow Court")
    assert gibson.care_home


def test_twins_share_all_but_given_name_and_number():
    one, other = of("twins")
    assert one.person.birth_date == other.person.birth_date
    assert one.person.address == other.person.address
    assert one.person.given != other.person.given
    assert one.person.nhs_number != other.person.nhs_number


def test_the_index_holds_no_place_for_a_protected_person_though_sources_do():
    (protected,) = of("protected")
    who = protected.person
    assert who.protected
    assert [who.address, who.postcode, who.phone, who.gp_name] == [""] * 4
    assert protected.home[1].startswith("E99")


def test_objections_and_the_replaced_number_name_people_of_the_region():
    (restricted,) = of("opted-out")
    (blocked,) = of("opted-out-blocked")
    (moved,) = of("superseded")
    assert REGION.objections == {
        restricted.person.nhs_number: "restricted",
        blocked.person.nhs_number: "blocked",
    }
    assert REGION.superseded == {moved.former_number: moved.person.nhs_number}


def test_the_newborn_is_days_old_and_the_deceased_died_days_ago():
    (newborn,) = of("newborn")
    (deceased,) = of("deceased")
    assert (TODAY - date.fromisoformat(newborn.person.birth_date)).days == 9
    assert (TODAY - date.fromisoformat(deceased.person.died)).days == 10


def test_twenty_five_staff_cover_every_role():
    assert len(REGION.staff) == 25
    assert {one.role for one in REGION.staff} == ROLES
    assert len({one.username for one in REGION.staff}) == 25


def test_the_emergency_doctor_has_evidence_for_some_people_and_not_for_others():
    okafor = next(one for one in REGION.staff if one.username == "a.okafor")
    cared_for = set(okafor.cares_for)
    assert of("medicines-conflict")[0].person.nhs_number in cared_for
    assert of("superseded")[0].person.nhs_number not in cared_for
    assert of("nothing-recorded")[0].person.nhs_number not in cared_for
    assert 10 <= len(cared_for) <= 25


def test_cares_for_is_what_the_evidence_says():
    numbers = {one.person.nhs_number for one in REGION.people}
    assert {one.nhs_number for one in REGION.evidence} <= numbers
    held = Counter(one.holder for one in REGION.evidence if one.kind == "LR-3")
    okafor = next(one for one in REGION.staff if one.username == "a.okafor")
    assert held["a.okafor"] == len(okafor.cares_for)


def test_residents_of_the_home_are_evidence_for_its_staff():
    manager = next(one for one in REGION.staff if one.role == "care-home-manager")
    residents = {one.person.nhs_number for one in REGION.people if one.care_home}
    assert set(manager.cares_for) == residents
    assert len(residents) >= 3


def test_children_live_with_somebody_grown_up():
    grown = {one.household for one in REGION.people[24:] if one.person.birth_date < "2007"}
    children = [one for one in REGION.people[24:-6] if one.person.birth_date > "2010"]
    assert children
    assert {one.household for one in children} <= grown


def test_names_are_of_many_origins_and_both_practices_have_people():
    assert len({one.origin for one in REGION.people}) >= 14
    assert {one.practice for one in REGION.people} == {"riverside-gp", "highfield-gp", ""}


def test_every_story_a_person_has_is_known():
    assert {story for one in REGION.people for story in one.stories} <= set(BY_NAME)
