"""Each search is written down, whatever came of it, and each person it returned (AUD-7, LR-26)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Viewer
from carerecord.identity.nhs_number import NotAnNHSNumber, read
from carerecord.store import Database
from carerecord.viewing import IdentityUnknown, RecordUnavailable
from carerecord.viewing.contract import Criteria, NotForThisRole
from carerecord.viewing.tests.door_region import DOCTOR, NOW, OFFICER, PERSON, DoorRegion

NUMBER = Criteria(nhs_number=PERSON.nhs_number)
NOBODY = Criteria(nhs_number="9990000026")


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    return await DoorRegion(db).begin()


async def test_what_was_given_is_written_down_by_name_and_never_by_value(region: DoorRegion):
    asked = Criteria(family="Gibson", birth_date="1948-11-08", gender="female")
    matches = await region.records.find(DOCTOR, asked)
    search, matched = await region.entries()
    assert (search.kind, search.person_id, search.view_id) == ("search", "", "")
    assert search.viewer is not None
    assert search.viewer.id == "a.okafor"
    given = ["family", "birth_date", "gender"]
    assert search.body == {"given": given, "found": 1, "more": False}
    assert (matched.kind, matched.person_id, matched.body) == ("matched", "p1", {"given": given})
    assert matches.people == (PERSON,)


async def test_details_that_fit_nobody_lead_to_whom_they_nearly_fit(region: DoorRegion):
    """Another spelling of the name and a slip of the date; written down as any other search (AUD-7)."""
    asked = Criteria(family="Gibsen", given="Marge", birth_date="1948-11-08", gender="female")
    matches = await region.records.find(DOCTOR, asked)
    assert (matches.people, matches.nearly) == ((PERSON,), True)
    assert [entry.person_id for entry in await region.entries("matched")] == ["p1"]
    elsewhere = replace(asked, family="Patel", given="Rohan")
    assert (await region.records.find(DOCTOR, elsewhere)).people == ()


async def test_whom_details_nearly_fit_is_shown_to_others_only_where_they_identify(
    region: DoorRegion,
):
    """With less than a birth date and a gender or postcode only one’s own are found, nearly or not (LR-25)."""
    asked = Criteria(family="Gibsen", given="Margery", birth_date="1948-11-08")
    assert (await region.records.find(DOCTOR, asked)).people == ()
    await region.relate()
    assert (await region.records.find(DOCTOR, asked)).people == (PERSON,)


async def test_nobody_protected_is_nearly_found_by_a_postcode(region: DoorRegion):
    await region.people.add([replace(PERSON, protected=True, postcode="LS1 4AB")])
    asked = Criteria(family="Gibsen", given="Margery", birth_date="1948-11-08", gender="female")
    assert (await region.records.find(DOCTOR, asked)).nearly
    placed = replace(asked, postcode="LS1 4AB")
    assert (await region.records.find(DOCTOR, placed)).people == ()


async def test_a_search_that_returned_some_of_more_says_so(region: DoorRegion):
    others = [replace(PERSON, id=f"q{n}", nhs_number=str(9990000100 + n)) for n in range(400)]
    valid = [one for one in others if _is_valid(one.nhs_number)][:12]
    await region.people.add(valid)
    await region.relate()
    asked = Criteria(family="Gibson", birth_date="1948-11-08", gender="female")
    matches = await region.records.find(DOCTOR, asked)
    assert (matches.more, matches.people) == (True, (PERSON,))
    assert (await region.entries("search"))[0].body["more"] is True


def _is_valid(number: str) -> bool:
    try:
        return read(number) == number
    except NotAnNHSNumber:
        return False


async def test_a_search_that_was_refused_is_written_down_with_why(region: DoorRegion):
    region.standings.now = replace(region.standings.now, training_current=False)
    matches = await region.records.find(DOCTOR, NUMBER)
    assert matches.people == ()
    assert "training" in matches.problem
    (entry,) = await region.entries()
    assert (entry.kind, entry.body["found"]) == ("search", 0)
    assert await region.told() == []


async def test_a_search_before_signing_in_again_is_written_down_and_finds_nobody(
    region: DoorRegion,
):
    for _ in range(11):
        await region.records.find(DOCTOR, NOBODY)
    before = len(await region.entries("search"))
    matches = await region.records.find(DOCTOR, NUMBER)
    assert matches.people == ()
    assert "Sign out and sign in again" in matches.problem
    assert len(await region.entries("search")) == before + 1
    assert await region.entries("matched") == []


async def test_what_was_never_searched_for_is_no_search_that_found_nobody(region: DoorRegion):
    for _ in range(12):
        assert (await region.records.find(DOCTOR, Criteria(nhs_number="123"))).problem
    assert (await region.records.find(DOCTOR, NUMBER)).people == (PERSON,)
    assert await region.told() == []


@pytest.mark.parametrize(("linked", "told"), [(True, 0), (False, 1)])
async def test_finding_people_one_has_no_link_to_is_noticed_later_than_nobody(
    region: DoorRegion, linked: bool, told: int
):
    if linked:
        await region.relate()
    for _ in range(20):
        assert not (await region.records.find(DOCTOR, NUMBER)).problem
    assert await region.told() == []
    await region.records.find(DOCTOR, NUMBER)
    assert len(await region.told()) == told


async def test_a_search_that_cannot_be_written_down_returns_nobody(region: DoorRegion):
    await region.without("audit_entry")
    with pytest.raises(RecordUnavailable):
        await region.records.find(DOCTOR, NUMBER)


async def test_an_explanation_is_written_down_with_whose_it_is(region: DoorRegion):
    await region.records.explain(OFFICER, DOCTOR, "p1")
    await region.records.explain(None, DOCTOR, "p1")
    by_officer, by_command = await region.entries()
    assert (by_officer.kind, by_officer.person_id) == ("explained", "p1")
    assert by_officer.body == {"as": "a.okafor", "outcome": "challenge"}
    assert by_officer.viewer is not None
    assert by_officer.viewer.id == "p.officer"
    assert by_command.viewer is None


async def test_nobody_explains_for_another_organisation_and_the_attempt_is_kept(
    region: DoorRegion,
):
    elsewhere = replace(DOCTOR, organisation="RP001")
    with pytest.raises(NotForThisRole):
        await region.records.explain(OFFICER, elsewhere, "p1")
    (entry,) = await region.entries()
    assert (entry.kind, entry.body) == ("refused", {"function": "explain"})
    assert entry.viewer is not None
    assert entry.viewer.id == "p.officer"
    with pytest.raises(IdentityUnknown):
        await region.records.explain_by_number(OFFICER, elsewhere, PERSON.nhs_number)


async def test_only_a_privacy_officer_reads_what_was_told_and_that_is_kept(region: DoorRegion):
    await region.records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    with pytest.raises(NotForThisRole):
        await region.records.alerts(DOCTOR)
    assert (await region.entries())[-1].body == {"function": "review"}
    (told,) = await region.records.reviews.told(OFFICER, NOW)
    assert (told.alert.rule, told.person) == ("LR-16", PERSON)
    read = (await region.entries())[-1]
    assert (read.kind, read.body) == ("audit-read", {"what": "alerts"})


async def test_what_is_only_a_privacy_officers_is_refused_to_others_and_that_is_kept(
    region: DoorRegion,
):
    await region.records.must_review(OFFICER)
    assert await region.entries() == []
    with pytest.raises(NotForThisRole):
        await region.records.must_review(DOCTOR)
    (entry,) = await region.entries()
    assert (entry.kind, entry.body) == ("refused", {"function": "review"})


async def test_the_newest_are_read_first_and_no_more_than_wanted(region: DoorRegion):
    for kind, reason in (("LR-14", "caring-now"), ("LR-16", "life-at-risk")):
        await region.records.declare(DOCTOR, "p1", kind, reason, "")
    told = await region.records.reviews.told(OFFICER, NOW, limit=1)
    assert [one.alert.rule for one in told] == ["LR-16"]


@pytest.mark.parametrize(
    ("viewer", "number"),
    [(None, PERSON.nhs_number), (DOCTOR, NOBODY.nhs_number), (DOCTOR, "no number")],
)
async def test_nobody_explains_for_a_viewer_or_about_a_person_nobody_knows(
    region: DoorRegion, viewer: Viewer | None, number: str
):
    with pytest.raises(IdentityUnknown):
        await region.records.explain_by_number(OFFICER, viewer, number)


@pytest.mark.parametrize("scope", [True, False])
async def test_what_only_their_organisation_is_linked_to_is_found_where_that_counts(
    region: DoorRegion, scope: bool
):
    region.standings.now = replace(region.standings.now, organisation_scope=scope)
    await region.relate(kind="LR-2", holder_kind="organisation", holder="RNG01")
    assert len(await region.records.people_today(DOCTOR)) == scope
    found = await region.records.find(
        DOCTOR, Criteria(family="Gibson", given="Margery", gender="female")
    )
    assert (found.among, len(found.people)) == ("linked", scope)


async def test_whoever_may_not_find_anybody_has_nobody_to_see_today(region: DoorRegion):
    await region.relate()
    region.standings.now = replace(region.standings.now, training_current=False)
    assert await region.records.people_today(DOCTOR) == []


@pytest.mark.parametrize("number", [PERSON.nhs_number, "9990000026", "no number"])
async def test_whoever_may_not_explain_does_not_learn_who_is_known_here(
    region: DoorRegion, number: str
):
    with pytest.raises(NotForThisRole):
        await region.records.explain_by_number(DOCTOR, DOCTOR, number)
    (entry,) = await region.entries()
    assert (entry.kind, entry.body) == ("refused", {"function": "explain"})
