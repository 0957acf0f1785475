"""A source that tells somebody when it is asked is asked when the viewer chooses to, and never else (SEN-12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.store import Database
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, DoorRegion


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    region = await DoorRegion(db).begin()
    region.gp.settings = replace(region.gp.settings, notifies="the council is told who looked")
    region.records = region.door()
    await region.relate()
    return region


async def test_it_is_not_asked_with_the_others_and_may_hold_more(region: DoorRegion):
    view = await region.records.open(DOCTOR, "p1")
    assert region.gp.asked == []
    assert len(region.acute.asked) == 1
    assert (view.answers["gp"].state, view.states["problems"].count_words) == ("withheld", "1+")
    assert view.states["results"].heading == "4b"
    why = "not asked unless you choose to; then the council is told who looked"
    assert view.answers["gp"].words == why
    assert ([one.id for one in view.unasked], view.chosen) == (["gp"], ())
    (entry,) = await region.entries()
    assert "chosen" not in entry.body


async def test_it_is_asked_once_chosen_and_the_choice_is_written_down_first(region: DoorRegion):
    view = await region.records.open(DOCTOR, "p1", chosen=["gp"])
    ((_, receipt),) = region.gp.asked
    (entry,) = await region.entries()
    assert (receipt.entry_id, entry.body["chosen"]) == (entry.entry_id, ["gp"])
    assert (view.states["problems"].count_words, view.unasked) == ("3", ())
    assert [one.id for one in view.chosen] == ["gp"]


async def test_to_name_a_source_that_tells_nobody_or_is_not_there_changes_nothing(
    region: DoorRegion,
):
    view = await region.records.open(DOCTOR, "p1", chosen=["acute", "nowhere", ""])
    (entry,) = await region.entries()
    assert (view.chosen, "chosen" in entry.body, region.gp.asked) == ((), False, [])


async def test_a_role_that_would_see_nothing_of_it_cannot_have_it_asked(region: DoorRegion):
    await region.relate(CLERK)
    view = await region.records.open(CLERK, "p1", chosen=["gp"])
    assert view.decision.allowed
    assert (region.gp.asked, view.chosen, view.unasked) == ([], (), ())


async def test_a_source_none_of_whose_sections_are_shared_is_not_offered(region: DoorRegion):
    shares = {"RNG01": frozenset({"*"}), "RP001": frozenset({"letters"})}
    region.standings.now = replace(region.standings.now, shares=shares)
    view = await region.records.open(DOCTOR, "p1", chosen=["gp"])
    assert (region.gp.asked, view.chosen, view.unasked) == ([], (), ())


async def test_a_source_that_may_not_be_asked_is_not_asked_by_choosing_it(region: DoorRegion):
    region.standings.now = replace(region.standings.now, shares={"RNG01": frozenset({"*"})})
    view = await region.records.open(DOCTOR, "p1", chosen=["gp"])
    assert (region.gp.asked, view.chosen, view.unasked) == ([], (), ())
    assert view.answers["gp"].state == "not-asked"
