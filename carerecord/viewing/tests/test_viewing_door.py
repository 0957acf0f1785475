"""The order of the door: decide, write it down, ask, write down what is shown. Nothing overtakes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carerecord.access import AccessStore, Policies
from carerecord.access.alerts import Alerts
from carerecord.access.contract import Evidence
from carerecord.access.withholding import RestrictedSets
from carerecord.audit import Key, Log
from carerecord.audit.renderings import Renderings
from carerecord.config import Fanout
from carerecord.connectors.contract import Page
from carerecord.contract import Item, Person, Query, Receipt, SourceSettings, Standing, Viewer
from carerecord.federation import Breakers
from carerecord.identity import People
from carerecord.store import Database
from carerecord.viewing import Criteria, IdentityUnknown, Records, RecordUnavailable
from carerecord.viewing.contract import Matches
from carerecord.viewing.tests.door_region import OWN

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DOCTOR = Viewer(
    "a.okafor",
    "Dr A Okafor",
    "doctor",
    "Emergency doctor",
    "RNG01",
    "Northgate",
    session="s1",
    registration="gmc_id|9000001",
    assurance=3,
)
CLERK = Viewer(
    "c.clerk",
    "C Clerk",
    "receptionist",
    "Ward clerk",
    "RNG01",
    "Northgate",
    session="s2",
    assurance=3,
)
PERSON = Person("p1", "9990000018", "GIBSON", "Margery", birth_date="1948-11-08", gender="female")


class OneSource:
    """A source inside the process that keeps count of who asked it, and with what proof."""

    settings = SourceSettings(
        "gp", "Riverside", "Riverside", "gp", "none", "RP001", sections=("problems", "results")
    )

    def __init__(self, *resources: dict[str, object]) -> None:
        self.items = tuple(Item("gp", one, json.dumps(one).encode()) for one in resources)
        self.receipts: list[Receipt] = []

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        self.receipts.append(receipt)
        yield Page(self.items)

    async def close(self) -> None:
        """Nothing is held."""


def patient() -> dict[str, object]:
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": PERSON.nhs_number}
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [number],
        "birthDate": PERSON.birth_date,
    }


def problem(text: str) -> dict[str, object]:
    return {
        "resourceType": "Condition",
        "id": text,
        "code": {"text": text},
        "subject": {"reference": "Patient/1"},
    }


class InGoodStanding:
    """Every organisation live, everybody trained, everything shared."""

    async def standing(self, viewer: Viewer, at: datetime, *, purpose: str = "") -> Standing:
        return Standing(
            organisation_live=True,
            training_current=True,
            suspended=False,
            organisation_scope=True,
            shares={"RP001": frozenset({"*"})},
            switched_off=frozenset(),
        )


@pytest.fixture
def source() -> OneSource:
    return OneSource(patient(), problem("Stroke"), problem("Gout"))


@pytest.fixture
async def records(db: Database, source: OneSource) -> Records:
    people, access = People(db), AccessStore(db, bytes(32), now=lambda: NOW)
    await people.add([PERSON])
    return Records.of(
        people=people,
        access=access,
        onboarding=InGoodStanding(),
        alerts=Alerts(db, now=lambda: NOW),
        policies=Policies.load(),
        log=Log(db, Key("test/audit", bytes(32)), now=lambda: NOW),
        renderings=Renderings(db, bytes(32), 366),
        sources=(source,),
        breakers=Breakers(),
        fanout=Fanout(),
        restricted=RestrictedSets(db),
        now=lambda: NOW,
    )


async def relate(records: Records, viewer: Viewer) -> None:
    words = "in your emergency department"
    await records.decider.access.add_evidence(
        [Evidence(f"e-{viewer.id}", "LR-3", "p1", "user", viewer.id, words, NOW)]
    )


async def kinds(records: Records) -> list[str]:
    written = reversed(await records.writing.log.recent())
    return [entry.kind for entry in written if entry.kind not in OWN]


async def test_without_a_relationship_nothing_is_asked_and_the_refusal_is_kept(
    records: Records, source: OneSource
):
    view = await records.open(DOCTOR, "p1")
    assert not view.decision.allowed
    assert source.receipts == []
    assert await kinds(records) == ["refused"]


async def test_a_source_is_asked_only_with_the_receipt_of_the_open_entry(
    records: Records, source: OneSource
):
    await relate(records, DOCTOR)
    view = await records.open(DOCTOR, "p1")
    (entry,) = await records.writing.log.of_view(view.id)
    assert entry.kind == "open"
    assert [receipt.entry_id for receipt in source.receipts] == [entry.entry_id]
    assert len(view.records["problems"].entries) == 2


async def test_what_is_released_is_what_the_log_says_was_shown(records: Records):
    await relate(records, DOCTOR)
    view = await records.open(DOCTOR, "p1")
    released = await records.release(view, b"a page", ["problems"], content_type="text/html")
    shown = (await records.writing.log.of_view(view.id))[-1]
    assert released.body == b"a page"
    assert shown.entry_id == released.receipt.entry_id
    assert shown.body["sha256"] == hashlib.sha256(b"a page").hexdigest()
    named = {"gp/Condition/Stroke", "gp/Condition/Gout"}
    assert set(shown.body["sections"]["problems"]) == named
    assert all(r == s + j + w + h for _, _, r, s, j, w, h in shown.body["account"])


async def test_no_audit_no_question(records: Records, source: OneSource, db: Database):
    await relate(records, DOCTOR)
    await db.write(lambda tx: tx.run("DROP TABLE audit_entry"))
    with pytest.raises(RecordUnavailable):
        await records.open(DOCTOR, "p1")
    assert source.receipts == []


async def test_a_class_the_role_may_not_see_leaves_before_merging(records: Records):
    await relate(records, CLERK)
    view = await records.open(CLERK, "p1")
    assert view.decision.allowed
    assert "problems" not in view.records
    assert view.states["problems"].heading == "11"
    assert view.answers["gp"].items == ()


async def test_an_emergency_is_written_down_and_then_opens_this_person_only(
    records: Records, source: OneSource
):
    assert (await records.open(DOCTOR, "p1")).decision.may_declare_emergency
    decision = await records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert decision.allowed
    assert decision.emergency_until == NOW + timedelta(hours=4)
    assert (await records.open(DOCTOR, "p1")).decision.allowed
    assert await kinds(records) == ["refused", "emergency", "alert", "open"]
    await records.decider.people.add([Person("p2", "9990000026", "GIBSON", "Dale")])
    assert not (await records.open(DOCTOR, "p2")).decision.allowed


async def test_a_person_who_blocked_sharing_stays_closed_in_an_emergency(records: Records):
    objections = records.decider.access.objections
    asked = await objections.request("p1", by="f.clerk", evidence="by letter")
    await objections.decide(
        asked.id, "blocked", by="c.guardian", controller="RNG01", reviewer="Dr A Okafor",
        why="agreed with the person", review_on=date(2027, 11, 1),
    )  # fmt: skip
    decision = await records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "")
    assert not decision.allowed
    assert await kinds(records) == ["refused"]


async def test_nobody_is_a_plain_answer(records: Records):
    with pytest.raises(IdentityUnknown):
        await records.open(DOCTOR, "p9")


@pytest.mark.parametrize(
    ("criteria", "found", "problem"),
    [
        pytest.param(Criteria(nhs_number="999 000 0018"), 1, "", id="number"),
        pytest.param(Criteria(nhs_number="9990000019"), 0, "check digit", id="wrong-number"),
        pytest.param(Criteria(nhs_number="123"), 0, "10 digits", id="short-number"),
        pytest.param(
            Criteria(nhs_number="9990000018", birth_date="1950-01-01"), 0, "", id="wrong-birthday"
        ),
        pytest.param(
            Criteria(family="Gibson", given="Marg", birth_date="1948-11-08"),
            0,
            "",
            id="details-that-do-not-identify",
        ),
        pytest.param(
            Criteria(family="Gibson", birth_date="1948-11-08", gender="female"), 1, "", id="details"
        ),
        pytest.param(Criteria(family="Gibson"), 0, "two of", id="too-few-details"),
    ],
)
async def test_finding_a_person_is_written_down_for_each_person_returned(
    records: Records, criteria: Criteria, found: int, problem: str
):
    matches = await records.find(DOCTOR, criteria)
    assert len(matches.people) == found
    assert problem in matches.problem
    assert await kinds(records) == ["search", *["matched"] * found]


@pytest.mark.parametrize("number", ["999 000 0018", "999 000 0026"])
async def test_a_care_home_learns_nothing_of_whoever_is_not_its_resident(
    records: Records, number: str
):
    manager = replace(DOCTOR, role="care-home-manager")
    matches = await records.find(manager, Criteria(nhs_number=number))
    assert matches == Matches(among="residents")


async def test_a_privacy_officer_reads_the_reason_that_was_given(records: Records):
    await records.declare(DOCTOR, "p1", "LR-16", "life-at-risk", "Found on the stairs")
    told = await records.teller.alerts.of_organisation(DOCTOR.organisation)
    (words,) = [one.words for one in told if one.rule == "LR-16"]
    assert words == (
        "Opened in a declared emergency. Reason given: Life at risk, or the person cannot speak for "
        "themselves. In their words: “Found on the stairs”"
    )


async def test_an_answer_about_somebody_else_is_an_incident_and_none_of_it_is_shown(
    records: Records, source: OneSource
):
    other = {**patient(), "birthDate": "1950-02-03"}
    source.items = OneSource(other, problem("Gout")).items
    await relate(records, DOCTOR)
    view = await records.open(DOCTOR, "p1")
    assert view.answers["gp"].state == "failed"
    assert view.answers["gp"].items == ()
    entry = (await records.writing.log.of_view(view.id))[-1]
    assert entry.kind == "incident"
    assert entry.body["source"] == "gp"
    assert entry.body["held_back"] == 2


async def test_after_too_many_searches_that_found_nobody_one_signs_in_again(records: Records):
    nobody = Criteria(nhs_number="9990000026")
    for _ in range(11):
        assert (await records.find(DOCTOR, nobody)).problem == ""
    assert "sign in again" in (await records.find(DOCTOR, nobody)).problem
    assert (await kinds(records)).count("alert") == 1
    await records.signed("resumed", DOCTOR)
    assert (await records.find(DOCTOR, nobody)).problem == ""


@pytest.mark.parametrize(("encounter", "opens"), [("E-1", True), ("", False)])
async def test_a_launch_is_a_reason_only_with_an_encounter(
    records: Records, encounter: str, opens: bool
):
    person_id = await records.launched(
        DOCTOR, "9990000018", "1948-11-08", launcher="epr", encounter=encounter, launch_id="l1"
    )
    assert (await records.open(DOCTOR, person_id, face="launch")).decision.allowed is opens
    assert not (await records.open(replace(DOCTOR, session="another"), person_id)).decision.allowed
