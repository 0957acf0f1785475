"""A record is drawn with what has come; what comes later is written down, kept for the session, and let in."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from carerecord.connectors.contract import Page, SourceTimeout
from carerecord.contract import Query, Receipt
from carerecord.store import Database
from carerecord.viewing import View
from carerecord.viewing.contract import Own, RecordUnavailable
from carerecord.viewing.late import Arrived, Patience
from carerecord.viewing.tests.door_region import (
    DOCTOR,
    PERSON,
    DoorRegion,
    Inside,
    patient,
    problem,
)

OWN = Own("a-secret-of-one-browser", "/summary")
SOON = 0.05
"""Seconds that a page waits here; whoever is to be late waits for the test."""


@dataclass
class Slow(Inside):
    """Answers when it is told to."""

    may: asyncio.Event = field(default_factory=asyncio.Event)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        await self.may.wait()
        async for page in super().pages(query, receipt):
            yield page


@pytest.fixture
async def region(db: Database) -> DoorRegion:
    region = await DoorRegion(db).begin()
    await region.relate()
    region.acute = Slow(region.acute.settings, region.acute.holds)
    region.records = region.door()
    return region


async def opened(region: DoorRegion, own: Own | None = OWN, *chosen: str) -> View:
    patience = Patience(time.monotonic() + SOON, own or OWN)
    return await region.records.open(DOCTOR, "p1", own=own, chosen=chosen, patience=patience)


async def shown(region: DoorRegion, view: View) -> list[Arrived]:
    """As a face does: the page, then what comes after it."""
    await region.records.release(view, b"page", ["problems"], content_type="text/html")
    region.acute.may.set()
    return [one async for one in region.records.arrivals(view)]


def problems(view: View) -> list[str]:
    return sorted(one.head.resource["code"]["text"] for one in view.records["problems"].entries)


async def test_what_has_come_is_drawn_and_who_is_waited_for_is_named(region: DoorRegion) -> None:
    view = await opened(region)
    assert problems(view) == ["Gout", "Stroke"]
    assert [one.id for one in view.waiting] == ["acute"]
    state = view.states["problems"]
    assert (state.heading, state.at_least) == ("2", True)
    assert [one.id for one in state.waiting] == ["acute"]


async def test_where_nobody_has_answered_a_section_waits(region: DoorRegion) -> None:
    region.gp = Slow(region.gp.settings, region.gp.holds, may=region.acute.may)
    region.records = region.door()
    view = await opened(region)
    assert {view.states[name].heading for name in ("problems", "allergies")} == {"7"}
    [arrived] = await shown(region, view)
    assert arrived.last
    assert {one.id for one in arrived.sources} == {"gp", "acute"}


async def test_all_that_answer_in_time_leave_nothing_late(region: DoorRegion) -> None:
    region.acute.may.set()
    view = await opened(region)
    assert view.late is None
    assert problems(view) == ["Asthma", "Gout", "Stroke"]
    assert await shown(region, view) == []
    assert await region.kinds() == ["open", "shown"]


async def test_what_comes_later_is_written_down_before_anybody_is_told(region: DoorRegion) -> None:
    view = await opened(region)
    await region.records.release(view, b"page", ["problems"], content_type="text/html")
    assert await region.kinds() == ["open", "shown"]
    region.acute.may.set()
    async for arrived in region.records.arrivals(view):
        [late] = await region.entries("late")
        assert late.view_id == view.id
        assert late.body["sources"]["acute"]["request_ids"] == ["to-acute"]
        assert problems(arrived.record) == ["Asthma", "Gout", "Stroke"]
        assert problems(arrived.drawn) == ["Gout", "Stroke"]
    [page] = await region.entries("shown")
    assert page.body["sources"]["acute"]["failure"] == "waiting"


async def test_what_cannot_be_written_down_is_told_to_nobody(region: DoorRegion) -> None:
    view = await opened(region)
    await region.records.release(view, b"page", ["problems"], content_type="text/html")
    await region.lost("audit_entry")
    region.acute.may.set()
    with pytest.raises(RecordUnavailable):
        [one async for one in region.records.arrivals(view)]


async def test_the_reader_lets_it_in_and_nobody_is_asked_again(region: DoorRegion) -> None:
    await shown(region, await opened(region))
    view = await opened(region, Own(OWN.secret), "+")
    assert problems(view) == ["Asthma", "Gout", "Stroke"]
    assert (len(region.gp.asked), len(region.acute.asked)) == (1, 1)


async def test_of_a_page_that_says_nothing_of_itself_only_the_button_lets_it_in(
    region: DoorRegion,
) -> None:
    await shown(region, await opened(region, None))
    await opened(region, Own(OWN.secret, "/other", goes_on=False))
    assert len(region.gp.asked) == 2
    view = await opened(region, Own(OWN.secret), "+")
    assert problems(view) == ["Asthma", "Gout", "Stroke"]
    assert len(region.gp.asked) == 2


async def test_a_reader_who_goes_away_finds_it_on_the_next_page(region: DoorRegion) -> None:
    view = await opened(region)
    await region.records.release(view, b"page", ["problems"], content_type="text/html")
    listening = asyncio.create_task(anext(aiter(region.records.arrivals(view))))
    await asyncio.sleep(0)
    listening.cancel()
    region.acute.may.set()
    await asyncio.gather(*region.records.arriving.running)
    assert await region.kinds() == ["open", "shown", "late"]
    assert problems(await opened(region, Own(OWN.secret, "/problems"))) == [
        "Asthma",
        "Gout",
        "Stroke",
    ]
    assert len(region.acute.asked) == 1


async def test_a_source_that_fails_late_is_named_with_its_reason(region: DoorRegion) -> None:
    region.acute.holds, region.acute.breaks = [], SourceTimeout("no answer in 8 s")
    [arrived] = await shown(region, await opened(region))
    answer = arrived.record.answers["acute"]
    assert answer.failure is not None
    assert (answer.state, answer.failure.kind) == ("failed", "timeout")


async def test_somebody_elses_items_that_come_late_are_held_back(region: DoorRegion) -> None:
    number = [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000026"}]
    region.acute.holds = [patient(identifier=number), problem("Foreign")]
    [arrived] = await shown(region, await opened(region))
    assert problems(arrived.record) == ["Gout", "Stroke"]
    assert await region.kinds() == ["open", "shown", "incident", "late"]


async def test_a_source_that_says_late_that_the_person_is_protected_is_heard(
    region: DoorRegion,
) -> None:
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    region.acute.holds = [patient(meta={"security": [label]}), problem("Asthma")]
    [arrived] = await shown(region, await opened(region))
    assert arrived.record.protected
    assert (await region.people.by_id("p1")).protected  # type: ignore[union-attr] # it is there


async def test_what_stops_with_the_server_is_waited_for_no_longer(region: DoorRegion) -> None:
    view = await opened(region)
    await region.records.release(view, b"page", ["problems"], content_type="text/html")
    async with region.records.arriving.ending():
        listening = asyncio.create_task(anext(aiter(region.records.arrivals(view)), None))
        await asyncio.sleep(0)
    assert not [one for one in region.records.arriving.running if not one.done()]
    assert await listening is None


HOME = "3 Hidden Lane"
LETTER = {
    "resourceType": "DocumentReference",
    "id": "letter",
    "subject": {"reference": "Patient/1"},
    "content": [{"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}}],
}
RESTRICTED = {
    "security": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    ]
}


async def at_home(region: DoorRegion, **more: bool) -> None:
    """The index knows where the person lives, and the source that answers in time says it too."""
    await region.people.add([replace(PERSON, address=HOME, postcode="LS1 4AB", **more)])
    region.gp.holds = [
        patient(address=[{"text": HOME}]),
        problem("fall", f"Fell at {HOME}"),
        LETTER,
    ]


def held(view: View) -> str:
    items = (one for answer in view.answers.values() for one in (*answer.items, *answer.patients))
    return json.dumps([one.resource for one in items])


async def test_where_somebody_is_waits_for_the_last_that_may_protect_them(
    region: DoorRegion,
) -> None:
    await at_home(region)
    view = await opened(region)
    assert view.places_wait
    assert not view.protected
    assert (view.person.address, view.person.protected) == ("", False)
    assert not view.pictures
    assert HOME not in held(view)
    assert '"data"' not in held(view)
    practice = view.states["gp_practice"]
    assert (practice.heading, practice.at_least) == ("7", True)
    for those in (practice.waiting, practice.missing, practice.sharers):
        assert [one.id for one in those] == ["acute"]
    assert practice.by_source == {"gp": "answered", "acute": "failed"}
    [arrived] = await shown(region, view)
    assert not arrived.record.places_wait
    assert arrived.record.pictures
    assert arrived.record.person.address == HOME
    assert HOME in held(arrived.record)
    assert '"data"' in held(arrived.record)
    assert arrived.record.states["gp_practice"].heading != "7"


async def test_the_last_may_say_that_they_are_protected(region: DoorRegion) -> None:
    await at_home(region)
    region.acute.holds = [patient(meta=RESTRICTED)]
    view = await opened(region)
    assert view.places_wait
    [arrived] = await shown(region, view)
    assert (arrived.record.protected, arrived.record.places_wait) == (True, False)
    assert HOME not in held(arrived.record)


async def test_of_somebody_known_to_be_protected_nothing_waits(region: DoorRegion) -> None:
    await at_home(region, protected=True)
    view = await opened(region)
    assert (view.protected, view.places_wait) == (True, False)
    assert view.person.protected
    assert HOME not in held(view)


async def test_who_said_why_reads_the_documents_of_a_protected_person_early_too(
    region: DoorRegion,
) -> None:
    await at_home(region, protected=True)
    await opened(region)
    await region.records.declare(DOCTOR, "p1", "SFL-3", "needed-for-care", "")
    assert '"data"' in held(await opened(region, None))


async def test_somebody_in_a_place_that_is_never_told_is_not_said_to_wait(
    region: DoorRegion,
) -> None:
    await region.people.add([replace(PERSON, address="HMP Northwick")])
    view = await opened(region)
    assert (view.protected, view.places_wait) == (True, False)


async def test_a_source_that_is_there_and_protects_them_leaves_nothing_to_wait_for(
    region: DoorRegion,
) -> None:
    await at_home(region)
    region.gp.holds[0] = patient(meta=RESTRICTED, address=[{"text": HOME}])
    view = await opened(region)
    assert (view.protected, view.places_wait) == (True, False)
    assert HOME not in held(view)


async def test_where_all_have_answered_no_place_waits(region: DoorRegion) -> None:
    await at_home(region)
    region.acute.may.set()
    view = await opened(region)
    assert not view.places_wait
    assert view.person.address == HOME
    assert HOME in held(view)
