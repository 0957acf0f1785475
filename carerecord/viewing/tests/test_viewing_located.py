"""A source that said lately that it has no record of the person is not asked, is said not to be, and can be all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.api.outcome import not_fully_answered
from carerecord.connectors.contract import PersonNotFound, SourceReset
from carerecord.federation import Locator
from carerecord.store import Database
from carerecord.viewing.contract import EVERY_UNKNOWN, View
from carerecord.viewing.tests.door_region import CLINICAL, DOCTOR, DoorRegion, patient, source


class Located(DoorRegion):
    """Of ten sources that are asked when known, the last two hold something; the first two are always asked."""

    def __init__(self, db: Database) -> None:
        self.many = [
            source(f"far{n}", "RP001", "acute", ask="when-known", sections=CLINICAL)
            for n in range(10)
        ]
        for one in self.many[:8]:
            one.breaks = PersonNotFound()
        for one in self.many[8:]:
            one.holds = [patient()]
        self.locator = Locator(db, bytes(32))
        super().__init__(db)
        self.records = self.door(sources=(self.gp, self.acute, *self.many), locator=self.locator)

    async def open(self, **changes: object) -> View:
        view = await self.records.open(DOCTOR, "p1", **changes)
        await self.locator.settled()
        return view

    @property
    def asked(self) -> int:
        """How many of the many the last opening asked."""
        count = sum(len(one.asked) for one in self.many)
        for one in self.many:
            one.asked.clear()
        return count


@pytest.fixture
async def region(db: Database) -> Located:
    region = Located(db)
    await region.begin()
    await region.relate()
    return region


async def test_the_first_opening_asks_everybody_and_the_next_those_that_hold_something(region):
    await region.open()
    assert region.asked == 10
    view = await region.open()
    assert region.asked == 2
    assert [one.id for one in view.unknown] == [f"far{n}" for n in range(8)]
    assert view.answers["far0"].state == "not-asked"
    assert view.answers["far0"].words == "nothing is known to be held there"


async def test_what_is_not_asked_may_hold_more_in_every_section_it_shares(region):
    await region.open()
    view = await region.open()
    problems = view.states["problems"]
    assert (problems.count_words, problems.heading) == ("3+", "2")
    assert len(problems.unknown) == 8
    assert problems.why["far0"] == "not asked: nothing is known to be held there"
    assert view.states["allergies"].heading == "4b"
    assert not view.states["letters"].unknown


async def test_the_api_says_of_each_that_it_was_not_asked_and_why(region):
    await region.open()
    said = not_fully_answered(await region.open())
    texts = [issue["details"]["text"] for one in said for issue in one["issue"]]
    assert texts.count("Far0: nothing is known to be held there.") == 1


async def test_all_are_asked_that_the_viewer_wants_asked_and_the_wish_is_written_down(region):
    await region.open()
    assert region.asked == 10
    view = await region.open(chosen=[EVERY_UNKNOWN])
    assert (region.asked, view.unknown, len(view.anyway)) == (10, (), 10)
    view = await region.open(chosen=["far3"])
    assert (region.asked, [one.id for one in view.anyway]) == (3, ["far3"])
    entry = (await region.entries("open"))[-1]
    assert entry.body["chosen"] == ["far3"]


async def test_a_source_that_tells_somebody_is_never_asked_with_all_the_others(region):
    region.many[9].settings = replace(region.many[9].settings, notifies="somebody is told")
    await region.open(chosen=[EVERY_UNKNOWN])
    assert region.many[9].asked == []


async def test_in_an_emergency_everybody_is_asked(region):
    await region.open()
    assert region.asked == 10
    other = replace(DOCTOR, id="o.other", session="s9")
    await region.records.declare(other, "p1", "LR-16", "life-at-risk", "")
    view = await region.records.open(other, "p1")
    assert (view.purpose, region.asked, view.unknown) == ("BTG", 10, ())


async def test_after_a_month_they_are_asked_again(region):
    await region.open()
    assert region.asked == 10
    region.at += timedelta(days=29, hours=23)
    await region.relate(starts=region.at)
    await region.open()
    assert region.asked == 2
    region.at += timedelta(hours=1)
    await region.open()
    assert region.asked == 10


async def test_one_that_has_no_record_any_more_is_unknown_again(region):
    await region.open()
    region.many[9].breaks = PersonNotFound()
    region.many[9].holds = []
    await region.open()
    view = await region.open()
    assert "far9" in {one.id for one in view.unknown}


async def test_what_a_source_that_failed_holds_is_not_known_to_be_nothing(region):
    for one in region.many:
        one.breaks, one.holds = SourceReset(), []
    await region.open()
    assert region.asked == 10
    await region.open()
    assert region.asked == 10


async def test_the_practice_a_person_is_registered_with_is_always_asked(region):
    await region.open()
    assert region.asked == 10
    own = replace((await region.people.by_id("p1")), gp_code="RP001")
    await region.people.add([own])
    await region.open()
    assert region.asked == 10


async def test_what_is_known_of_one_person_says_nothing_of_another_and_names_nobody(region, db):
    await region.open()
    assert await region.locator.known("p2") == {}
    rows = await db.all("SELECT person, source_id FROM locator")
    assert len(rows) == 10
    assert not any(b"p1" in bytes(row["person"]) or row["source_id"] == "gp" for row in rows)


async def test_where_it_cannot_be_read_or_written_everybody_is_asked(region):
    await region.open()
    assert region.asked == 10
    await region.lost("locator")
    view = await region.open()
    assert (region.asked, view.unknown) == (10, ())


async def test_to_be_held_somewhere_is_no_reason_to_see_it(region):
    await region.open()
    stranger = replace(DOCTOR, id="s.stranger", session="s9")
    view = await region.records.open(stranger, "p1")
    assert not view.decision.allowed


async def test_where_everybody_who_shares_it_is_unknown_nothing_is_claimed(region):
    """Nobody was asked: “not recorded” would be said of nobody's answer."""
    for one in region.many[8:]:
        one.breaks = PersonNotFound()
    region.records = region.door(sources=tuple(region.many), locator=region.locator)
    await region.open()
    view = await region.open()
    assert region.asked == 10
    assert {one.state for one in view.answers.values()} == {"not-asked"}
    assert view.states["problems"].heading == "6"
