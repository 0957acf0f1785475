"""Every signal is raised by its fact, with its number in words, and without it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.insight.unusual import (
    Access,
    Care,
    Case,
    Known,
    Outcome,
    Somebody,
    StaffMember,
    find,
    learnt,
    package_weights,
)
from carerecord.insight.unusual.words import WORDS

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
VIEW = Access(id="a", at=AT, viewer="brandt", person="p", role="clerk", organisation="RNG")
STAFF, PERSON = StaffMember(id="brandt"), Somebody(id="p")
CARE = Care(person="p", kind="LR-3", holder_kind="user", holder="brandt", starts=AT - DAY)


def crowd_of_ordinary_views() -> tuple[list[Access], list[Care]]:
    """Enough of the usual that what is unusual stands out."""
    numbers = range(200)
    accesses = [
        replace(VIEW, id=f"u{n}", viewer=f"v{n % 40}", person=f"q{n}", at=AT + n * 2 * MINUTE)
        for n in numbers
    ]
    return accesses, [replace(CARE, person=one.person, holder=one.viewer) for one in accesses]


def cases(
    *mine: Access,
    staff: StaffMember = STAFF,
    person: Somebody = PERSON,
    care: list[Care] | None = None,
) -> list[Case]:
    others, explained = crowd_of_ordinary_views()
    known = Known(care=[*explained, *(care or [])], staff=[staff], people=[person])
    return [one for one in find([*others, *mine], known).cases if one.viewer == "brandt"]


def names(*mine: Access, **known: object) -> set[str]:
    (case,) = cases(*mine, **known)
    return {one.name for one in case.signals}


ELM, PHONE = frozenset({"1 Elm"}), frozenset({"0207"})
RAISED = [
    pytest.param("own", VIEW, {"person": "p"}, {}, id="own"),
    pytest.param("household", VIEW, {"homes": ELM}, {"homes": ELM}, id="household"),
    pytest.param("former-home", VIEW, {"homes": ELM}, {"former_homes": ELM}, id="former-home"),
    pytest.param("near", VIEW, {"near": ELM}, {"near": ELM}, id="near"),
    pytest.param("kin", VIEW, {"relatives": frozenset({"p"})}, {}, id="declared-relative"),
    pytest.param("kin", VIEW, {"phones": PHONE}, {"phones": PHONE}, id="telephone"),
    pytest.param("kin", VIEW, {"person": "s"}, {"relatives": frozenset({"s"})}, id="next-of-kin"),
    pytest.param("surname", VIEW, {"family": "Brandt"}, {"family": "BRANDT"}, id="surname"),
    pytest.param("colleague", VIEW, {}, {"works_for": frozenset({"RNG"})}, id="colleague"),
    pytest.param("watched", VIEW, {}, {"watched_by": frozenset({"RNG"})}, id="watched"),
    pytest.param("protected", VIEW, {}, {"protected": True}, id="protected"),
    pytest.param("died", VIEW, {}, {"died": AT - DAY}, id="died"),
    pytest.param("left", VIEW, {"left": AT - 9 * DAY}, {}, id="left"),
    pytest.param("off-shift", VIEW, {"shifts": ((AT - DAY, AT - DAY / 2),)}, {}, id="off-shift"),
    pytest.param("emergency", replace(VIEW, declared="emergency"), {}, {}, id="emergency"),
    pytest.param("claimed", replace(VIEW, declared="claimed"), {}, {}, id="claimed"),
    pytest.param("sensitive", replace(VIEW, sensitive=True), {}, {}, id="sensitive"),
    pytest.param("documents", replace(VIEW, documents=9), {}, {}, id="documents"),
    pytest.param("night", replace(VIEW, at=AT - timedelta(hours=8)), {}, {}, id="night"),
]


@pytest.mark.parametrize(("name", "view", "staff", "person"), RAISED)
def test_a_fact_raises_its_signal(name: str, view: Access, staff: dict, person: dict):
    found = names(view, staff=replace(STAFF, **staff), person=replace(PERSON, **person))
    assert name in found
    assert name not in names(VIEW)


def test_an_address_of_many_people_is_no_household():
    others, care = crowd_of_ordinary_views()
    home = [Somebody(id=f"h{n}", homes=ELM) for n in range(12)]
    known = Known(care=care, staff=[replace(STAFF, homes=ELM)], people=[*home, PERSON])
    (case,) = (
        c for c in find([*others, replace(VIEW, person="h1")], known).cases if c.viewer == "brandt"
    )
    assert "household" not in {one.name for one in case.signals}


def test_who_left_the_practice_is_named_with_the_days():
    care = replace(CARE, kind="LR-1", holder_kind="organisation", holder="RNG", ends=AT - 95 * DAY)
    (case,) = cases(VIEW, care=[care])
    words = {one.name: one.words for one in case.signals}
    assert "95 days" in words["left-practice"]


def test_coming_back_on_other_days_is_a_signal():
    (case,) = cases(VIEW, replace(VIEW, id="b", at=AT + 9 * DAY))
    assert "on 2 days" in {one.name: one.words for one in case.signals}["again"]
    assert case.accesses == ("a", "b")


def test_care_that_names_the_viewer_leaves_no_case_without_a_mark():
    assert cases(VIEW, care=[CARE]) == []


@pytest.mark.parametrize("mark", ["own", "left"])
def test_care_explains_nothing_away_of_ones_own_record_or_after_leaving(mark: str):
    staff = replace(STAFF, person="p") if mark == "own" else replace(STAFF, left=AT - DAY)
    (explained,) = cases(VIEW, staff=staff, care=[CARE])
    marked = next(one for one in explained.signals if one.name == mark)
    assert explained.score >= marked.weight


def test_a_neighbour_the_viewer_treats_ranks_far_below_one_they_do_not():
    neighbour = {"staff": replace(STAFF, near=ELM), "person": replace(PERSON, near=ELM)}
    (treated,) = cases(VIEW, care=[CARE], **neighbour)
    (not_treated,) = cases(VIEW, **neighbour)
    assert treated.score < not_treated.score / 4
    assert treated.explained == "emergency department attendance"


def test_a_rare_family_name_counts_for_more_than_a_common_one():
    def of(others: int) -> float:
        usual, care = crowd_of_ordinary_views()
        people = [
            Somebody(id=f"s{n}", family="Brandt" if n < others else "Other") for n in range(500)
        ]
        known = Known(
            care=care,
            staff=[replace(STAFF, family="Brandt")],
            people=[*people, replace(PERSON, family="Brandt")],
        )
        (case,) = (c for c in find([*usual, VIEW], known).cases if c.viewer == "brandt")
        return next(one.weight for one in case.signals if one.name == "surname")

    assert of(1) > of(60)


def burst(many: int, step: int = 100) -> list[Access]:
    return [
        replace(VIEW, id=f"b{n}", person=f"r{n * step}", at=AT + n * 3 * MINUTE)
        for n in range(many)
    ]


def test_many_people_quickly_are_one_case_with_its_numbers():
    case, *rest = cases(*burst(12))
    assert len(case.people) == 12
    assert case.burst
    assert "12 people in 33 minutes" in case.signals[0].words
    assert rest == []


def test_a_few_are_not_a_burst():
    assert not any(one.burst for one in cases(*burst(3)))


def test_browsing_in_order_of_number_is_named():
    others, care = crowd_of_ordinary_views()
    people = [Somebody(id=f"r{n}", number=n + 1) for n in range(8)]
    found = find([*others, *burst(8, step=1)], Known(care=care, people=people))
    assert "sequence" in {one.name for one in found.cases[0].signals}


def test_every_signal_has_a_weight_and_words():
    assert set(package_weights()) == set(WORDS)


def test_how_cases_end_moves_a_weight_within_bounds():
    weights = package_weights()
    assert learnt(weights, []) == weights
    ended = [Outcome(("near",), upheld=False)] * 30 + [Outcome(("household",), upheld=True)] * 10
    moved = learnt(weights, ended)
    assert moved["near"].weight == pytest.approx(weights["near"].weight / 2)
    assert moved["household"].weight > weights["household"].weight
    assert moved["own"] == weights["own"]
    assert all(moved[n].weight <= 2 * weights[n].weight for n in weights)
