"""The tracker and child health speak as the national services do, and everything they were told of comes out of them.

Over a socket, with the options that the configuration of the demo gives.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from carerecord.config import read
from carerecord.connectors import Http, open_source
from carerecord.connectors.fake_faults import FAULTS, Fault
from carerecord.connectors.prescriptions.source import MOST_FOLLOWED
from carerecord.contract import Query, Receipt
from carerecord.demo.configuration import source_block, write_configuration
from carerecord.demo.contents import invented_contents
from carerecord.demo.folder import Made
from carerecord.demo.histories import record_of
from carerecord.demo.source_process import opened
from carerecord.demo.sources import BY_ID
from carerecord.federation import Breakers, ask_all
from carerecord.federation.tests.test_federation_faults import EXPECTED, TOO_SLOW

TODAY = date(2026, 11, 21)
MADE = Made(seed=1, today=TODAY.isoformat(), people=40)
NATIONAL = ("prescription-tracker", "child-health")
WELL = "eastfield-community"
WITHIN = 1.5  # seconds, of each source


@cache
def people():
    return invented_contents(MADE).invented


@cache
def told(source_id):
    """NHS number to what the histories tell of this source."""
    found = (
        (p.person.nhs_number, record_of(p, MADE.seed, TODAY, only=source_id)) for p in people()
    )
    return {number: held[source_id] for number, held in found if source_id in held}


@cache
def both(source_id):
    """Somebody this source and the well one know; of the tracker's people, one with as much as it tells."""
    (known, well) = (told(source_id), told(WELL))
    return max((number for number in known if number in well), key=lambda one: len(known[one]))


@asynccontextmanager
async def region(folder: Path, *source_ids):
    """The fakes as the demo runs them, and how to ask them all about one person."""
    fakes = {one: await opened(BY_ID[one], told(one).get, 0) for one in source_ids}
    http = Http()

    async def ask(number, within=5.0):
        path = folder / "region.toml"
        blocks = [source_block(BY_ID[one], fakes[one].url) for one in source_ids]
        write_configuration(path, 8123, 1, blocks)
        sources = [open_source(one, http) for one in read(path).source]
        query = Query(number, "", (), "view-1", datetime(2026, 11, 21, tzinfo=UTC))
        answers = await ask_all(sources, query, Receipt(1, "e"), within=within, breakers=Breakers())
        return dict(zip(source_ids, answers, strict=True))

    try:
        yield fakes, ask
    finally:
        await http.close()
        for fake in fakes.values():
            await fake.stop()


def without(resource, *keys):
    return {key: value for key, value in resource.items() if key not in keys}


@pytest.mark.parametrize("source_id", NATIONAL)
def test_everything_it_holds_arrives_as_it_was_told_and_is_the_persons(tmp_path, source_id):
    async def scenario():
        async with region(tmp_path, source_id) as (_, ask):
            return {number: (await ask(number))[source_id] for number in told(source_id)}

    for number, answer in asyncio.run(scenario()).items():
        assert (answer.failure, answer.held_back) == (None, ())
        held = [one for one in told(source_id)[number] if one["resourceType"] != "Patient"]
        came = [item.resource for item in answer.items]
        own = ("contained", "patient")  # the prescription itself, and by which name the person goes
        as_came, as_told = (
            {one["id"]: without(one, *own) for one in each} for each in (came, held)
        )
        assert as_came == as_told
        assert len(came) == len(held)
        assert answer.state == ("answered" if held else "empty")
        assert len(answer.patients) == 1
    assert len(told(source_id)) > 5


def test_the_tracker_tells_its_newest_and_the_practice_has_every_issue():
    older = 0
    for person in people():
        record = record_of(person, MADE.seed, TODAY)
        held = record.get("prescription-tracker", ())
        asked = {number(one): one["authoredOn"] for one in held if "groupIdentifier" in one}
        issues = {
            number(one): one["authoredOn"]
            for one in record.get(person.practice, ())
            if "groupIdentifier" in one
        }
        assert len(asked) <= MOST_FOLLOWED
        assert asked.items() <= issues.items()
        scripts = {f"MedicationRequest/{one['id']}" for one in held if "groupIdentifier" in one}
        given = [one for one in held if one["resourceType"] == "MedicationDispense"]
        assert {one["authorizingPrescription"][0]["reference"] for one in given} <= scripts
        older += len(asked) == MOST_FOLLOWED
    assert older > 3


def number(resource):
    return resource["groupIdentifier"]["value"]


def test_child_health_holds_vaccinations_and_the_community_what_health_visitors_do():
    held = Counter(one["resourceType"] for each in told("child-health").values() for one in each)
    assert set(held) == {"Patient", "Immunization"}
    children = [one for one in people() if "childhood" in one.stories]
    assert children
    for child in children:
        record = record_of(child, MADE.seed, TODAY)[WELL]
        seen = [one for one in record if one.get("type") == [{"text": "Health visitor review"}]]
        booked = [one for one in record if one.get("description") == "Immunisations due"]
        assert seen or booked


def test_every_fault_is_expected_here():
    assert {*EXPECTED, "duplicate", "no_consent"} == set(FAULTS)


@pytest.mark.parametrize("source_id", NATIONAL)
@pytest.mark.parametrize("fault", EXPECTED)
def test_every_fault_is_named_and_hides_nothing_of_another_source(tmp_path, source_id, fault):
    asked_for = both(source_id)

    async def scenario():
        async with region(tmp_path, source_id, WELL) as (fakes, ask):
            before = await ask(asked_for)
            fakes[source_id].faults.set(Fault(fault, seconds=2 * WITHIN))
            if fault == "refuse":
                await fakes[source_id].stop()
            during = await ask(asked_for, WITHIN if fault in TOO_SLOW else 5.0)
            fakes[source_id].faults.set(None)
            if fault == "refuse":
                return before, during, before, ()
            fakes[source_id].break_off()
            after = await ask(asked_for)
            return before, during, after, list(fakes[source_id].faults.served)

    before, during, after, served = asyncio.run(scenario())
    ill, well = during[source_id], during[WELL]
    kind, why = EXPECTED[fault][1:2], EXPECTED[fault][2].replace("0.6", f"{WITHIN:g}")
    assert (ill.state, ill.failure.kind, ill.failure.words) == ("failed", *kind, why)
    assert (ill.items, ill.patients) == ((), ())
    assert (well.state, len(well.items)) == ("answered", len(before[WELL].items))
    for one in (before, after):
        assert one[source_id].state == "answered"
        assert len(one[source_id].items) == len(told(source_id)[asked_for]) - 1
    if served:
        named = [one for each in (before, during, after) for one in each[source_id].request_ids]
        assert len(set(named)) == len(named)
        assert {one["request_id"] for one in served} == set(named)
    assert not any(asked_for in one["path"] for one in served)
    if fault == "wrong_person":
        assert ill.received == len(ill.held_back) > 0


@pytest.mark.parametrize("source_id", NATIONAL)
def test_no_consent_is_withheld_and_twice_is_kept_twice(tmp_path, source_id):
    asked_for = both(source_id)

    async def scenario():
        async with region(tmp_path, source_id) as (fakes, ask):
            found = []
            for fault in ("no_consent", "duplicate"):
                fakes[source_id].faults.set(Fault(fault))
                found.append((await ask(asked_for))[source_id])
            return found

    refused, twice = asyncio.run(scenario())
    assert (refused.state, refused.received) == ("withheld", 0)
    assert twice.state == "answered"
    assert set(Counter(item.raw for item in twice.items).values()) == {2}
    assert len(twice.items) == 2 * (len(told(source_id)[asked_for]) - 1)


def test_a_tracker_that_is_late_each_time_is_still_whole_after_two_answers(tmp_path):
    asked_for = both("prescription-tracker")
    late = 0.4

    async def scenario():
        async with region(tmp_path, "prescription-tracker") as (fakes, ask):
            fakes["prescription-tracker"].faults.set(Fault("delay", seconds=late))
            answer = (await ask(asked_for, 2 * late + WITHIN))["prescription-tracker"]
            return answer, len(fakes["prescription-tracker"].faults.served)

    answer, served = asyncio.run(scenario())
    assert served == 1 + MOST_FOLLOWED
    assert answer.state == "answered"
    assert len(answer.items) == len(told("prescription-tracker")[asked_for]) - 1
