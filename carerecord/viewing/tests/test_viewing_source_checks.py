"""Trying a source: ten checks, an invented person alone, and written down before anybody is asked about."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.config import Fanout
from carerecord.connectors import Http, open_source
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.connectors.knocking import Knocked
from carerecord.contract import Answer, SourceSettings
from carerecord.federation import Breakers, HealthBoard
from carerecord.store import Database
from carerecord.viewing.contract import NotForThisRole
from carerecord.viewing.source_checks import NotATestPerson, SourceDesk
from carerecord.viewing.source_checks.contract import NOBODY, Tried, invented_number
from carerecord.viewing.source_checks.judging import judged
from carerecord.viewing.tests.door_region import DOCTOR, PERSON, DoorRegion, patient, problem

TITLES = [
    "Settings", "Reached", "Secure", "Answers", "The right person",
    "Every item is theirs", "Complete", "Sections", "Somebody unknown", "In time",
]  # fmt: skip


class Desk:
    """One source over a socket, and who tries it."""

    def __init__(self, region: DoorRegion, fake: FakeSource, http: Http) -> None:
        self.region, self.fake = region, fake
        settings = SourceSettings(
            "s", "S", "S", "gp", "fhir_r4", sections=("problems",), within_seconds=1.0,
            options={"url": fake.url},
        )  # fmt: skip
        source = open_source(settings, http)
        writing = region.records.writing
        board = HealthBoard(region.db, Breakers())
        self.desk = SourceDesk([source], Fanout(), writing, Path, board, frozenset({DOCTOR.id}))

    async def marks(self, number: str = PERSON.nhs_number) -> dict[str, str]:
        checked = await self.desk.check(DOCTOR, "s", number, PERSON.birth_date)
        assert checked is not None
        assert [one.number for one in checked.checks] == list(range(1, 11))
        assert [one.title for one in checked.checks] == TITLES
        assert all(one.do for one in checked.checks if one.mark in ("warn", "fail"))
        return {one.title: one.mark for one in checked.checks}


@pytest.fixture
async def desk(db: Database):
    region = await DoorRegion(db).begin()
    holds = [patient(), problem("Stroke"), problem("Gout")]
    fake = FakeSource(lambda number: holds if number == PERSON.nhs_number else None)
    async with AsyncExitStack() as stack:
        await fake.start()
        stack.push_async_callback(fake.stop)
        http = Http()
        stack.push_async_callback(http.close)
        made = Desk(region, fake, http)
        made.holds = holds
        yield made


async def test_a_well_source_passes_all_ten_and_each_question_is_written_down(desk):
    assert set((await desk.marks()).values()) == {"pass"}
    entries = await desk.region.entries("source-checked")
    assert [(one.viewer.id, one.body) for one in entries] == [(DOCTOR.id, {"source": "s"})] * 2
    assert not any(PERSON.nhs_number in str(one.body) for one in entries)


async def test_without_a_person_nobody_is_asked_about(desk):
    marks = await desk.marks("")
    assert [marks[title] for title in TITLES[:3]] == ["pass"] * 3
    assert {marks[title] for title in TITLES[3:]} == {"not tried"}
    assert list(desk.fake.faults.served) == []
    assert await desk.region.entries("source-checked") == []


@pytest.mark.parametrize("number", ["9434765919", "12", "999 000 0019", "x"])
async def test_only_invented_people_are_asked_about(desk, number):
    with pytest.raises(NotATestPerson) as refused:
        await desk.marks(number)
    assert number not in str(refused.value)
    assert list(desk.fake.faults.served) == []


async def test_who_does_not_connect_sources_is_refused_and_it_is_written_down(desk):
    with pytest.raises(NotForThisRole):
        await desk.desk.check(replace(DOCTOR, id="other"), "s")
    (refused,) = await desk.region.entries("refused")
    assert refused.body == {"function": "sources"}


async def test_a_source_that_is_not_there_is_none(desk):
    assert await desk.desk.check(DOCTOR, "nowhere") is None


@pytest.mark.parametrize(
    ("fault", "title", "mark"),
    [
        ("http_500", "Answers", "fail"),
        ("html", "Answers", "fail"),
        ("no_consent", "Answers", "warn"),
        ("wrong_person", "The right person", "fail"),
        ("hang", "In time", "fail"),
    ],
)
async def test_what_is_wrong_is_found(desk, fault, title, mark):
    desk.desk = replace(desk.desk, fanout=Fanout(within_seconds=0.2))
    desk.fake.faults.set(Fault(fault))
    assert (await desk.marks())[title] == mark


async def test_where_nothing_listens_that_is_what_is_wrong(desk):
    await desk.fake.stop()
    marks = await desk.marks()
    assert (marks["Reached"], marks["Secure"], marks["Answers"]) == ("fail", "not tried", "fail")


async def test_an_item_of_nobody_in_particular_fails(desk):
    desk.holds.append({"resourceType": "Condition", "id": "x"})
    marks = await desk.marks()
    assert marks["Every item is theirs"] == "fail"


async def test_what_it_is_not_said_to_share_is_named(desk):
    desk.holds.append({**problem("x"), "resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/1"}})  # fmt: skip
    assert (await desk.marks())["Sections"] == "warn"


async def test_one_that_knows_somebody_who_does_not_exist_fails(desk):
    desk.fake._records = lambda _: desk.holds
    marks = await desk.marks()
    assert marks["Somebody unknown"] == "fail"


NOW = datetime(2026, 11, 22, tzinfo=UTC)
WELL = SourceSettings("s", "S", "S", "gp", "fhir_r4", sections=("problems",))


def mark_of(title: str, **changes: object) -> str:
    found = {one.title: one.mark for one in judged(Tried(WELL, NOW, **changes))}
    return found[title]


@pytest.mark.parametrize(
    ("knocked", "mark"),
    [
        (Knocked(tls=True, until=NOW + timedelta(days=31)), "pass"),
        (Knocked(tls=True, until=NOW + timedelta(days=29)), "warn"),
        (Knocked(tls=False, local=True), "pass"),
        (Knocked(tls=False), "warn"),
        (Knocked(tls=True, insecure="self-signed certificate"), "fail"),
        (Knocked(refused="no answer in time"), "not tried"),
        (None, "not tried"),
    ],
)
def test_how_secure_the_way_is(knocked, mark):
    assert mark_of("Secure", knocked=knocked) == mark


@pytest.mark.parametrize(
    ("answer", "title", "mark"),
    [
        (Answer("s", "partial", unreadable=("x",)), "Complete", "fail"),
        (Answer("s", "partial", unreadable=("x",)), "The right person", "fail"),
        (Answer("s", "answered", warnings=("in transit",)), "Complete", "warn"),
        (Answer("s", "not-found"), "Answers", "warn"),
        (Answer("s", "not-found"), "Complete", "not tried"),
        (Answer("s", "empty", seconds=4.1), "In time", "warn"),
    ],
)
def test_what_came_is_judged_and_what_did_not_come_is_not(answer, title, mark):
    assert mark_of(title, knocked=Knocked(), answer=answer) == mark


def test_settings_that_cannot_be_used_are_all_that_is_said():
    marks = [one.mark for one in judged(Tried(WELL, NOW, problem="source s: url must be whole"))]
    assert marks == ["fail", *["not tried"] * 9]


def test_the_number_of_nobody_is_one_of_the_test_range():
    assert invented_number(NOBODY) == NOBODY
