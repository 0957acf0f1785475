"""Asked for, decided, taken back: what holds after each step, on both engines (OPT-2 to OPT-4, OPT-8, T16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carerecord.access.contract import Objection
from carerecord.access.objections import Case, ObjectionRefused, Objections
from carerecord.contract import Viewer
from carerecord.store import Conflict, Database, StoreError

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 11, 21)
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")


class Clock:
    """A time that tests set."""

    at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


@pytest.fixture
def objections(db: Database, clock: Clock) -> Objections:
    return Objections(db, now=clock)


async def asked(objections: Objections, **changes: Any) -> Case:
    said = {"by": "f.clerk", "evidence": "asked on the phone"} | changes
    return await objections.request(said.pop("person_id", "p1"), **said)


async def decided(objections: Objections, case: Case, state: str, **changes: Any) -> Case:
    said: dict[str, Any] = {
        "by": "c.guardian", "controller": "RNG01", "reviewer": "Dr B Lead",
        "why": "weighed with her GP", "review_on": NEXT_YEAR,
    }  # fmt: skip
    return await objections.decide(case.id, state, **said | changes)


async def test_nobody_objects_until_they_do(objections: Objections) -> None:
    assert await objections.about("p1", DOCTOR) == ()
    await asked(objections, person_id="p2")
    assert await objections.about("p1", DOCTOR) == ()


async def test_a_request_holds_as_restricted_at_once(objections: Objections) -> None:
    case = await asked(objections)
    assert await objections.about("p1", DOCTOR) == (
        Objection(id=case.id, state="restricted", decided=False),
    )


async def test_an_undecided_request_still_holds_after_thirty_days_and_is_listed(
    objections: Objections, clock: Clock
) -> None:
    case = await asked(objections)
    clock.at = NOW + 30 * DAY
    assert await objections.in_force(overdue_at=clock.at) == []
    clock.at += timedelta(microseconds=1)
    assert await objections.in_force(overdue_at=clock.at) == [case]
    assert [one.decided for one in await objections.about("p1", DOCTOR)] == [False]


@pytest.mark.parametrize("state", ["restricted", "blocked"])
async def test_what_is_decided_holds_until_it_is_decided_otherwise(
    objections: Objections, state: str
) -> None:
    case = await asked(objections)
    await decided(objections, case, state)
    expected = Objection(id=case.id, state=state, decided=True)
    assert await objections.about("p1", DOCTOR) == (expected,)
    await decided(objections, case, "none", review_on=None)
    assert await objections.about("p1", DOCTOR) == ()


async def test_a_review_that_is_past_is_listed_and_the_decision_holds(
    objections: Objections, clock: Clock
) -> None:
    case = await decided(objections, await asked(objections), "blocked")
    clock.at = datetime(2027, 11, 21, 23, tzinfo=UTC)
    assert await objections.in_force(overdue_at=clock.at) == []
    clock.at += DAY
    assert await objections.in_force(overdue_at=clock.at) == [case]
    assert await objections.about("p1", DOCTOR)
    later = await decided(objections, case, "restricted", review_on=date(2028, 1, 1))
    assert await objections.in_force(overdue_at=clock.at) == []
    assert later.asked_at == NOW


async def test_who_takes_it_back_is_shared_again_and_may_ask_again(
    objections: Objections,
) -> None:
    case = await asked(objections)
    await objections.withdraw(case.id, by="f.clerk", evidence="rang again")
    assert await objections.about("p1", DOCTOR) == ()
    again = await asked(objections)
    assert again.id != case.id
    assert [one.id for one in await objections.about("p1", DOCTOR)] == [again.id]
    with pytest.raises(ObjectionRefused, match="no objection has this id"):
        await decided(objections, case, "blocked")


@pytest.mark.parametrize(
    ("scope", "target"),
    [
        ("record", ""),
        ("source", "northgate-acute"),
        ("section", "medicines"),
        ("organisation", "RNG01"),
        ("item", "northgate-acute/DiagnosticReport/r1"),
    ],
)
async def test_each_scope_is_kept_as_it_was_asked(
    objections: Objections, scope: str, target: str
) -> None:
    case = await asked(objections, scope=scope, target=target)
    (found,) = await objections.about("p1", DOCTOR)
    assert (found.id, found.scope, found.target) == (case.id, scope, target)


@pytest.mark.parametrize(
    ("scope", "target", "closes"),
    [
        ("record", "", True),
        ("organisation", "RNG01", True),
        ("organisation", "OTHER", False),
        ("section", "medicines", False),
        ("source", "northgate-acute", False),
    ],
)
async def test_only_an_objection_to_all_of_it_closes_the_record(
    objections: Objections, scope: str, target: str, closes: bool
) -> None:
    await asked(objections, scope=scope, target=target)
    assert await objections.closes_record("p1", DOCTOR) == closes


async def test_an_organisation_s_objection_is_about_its_own_staff_alone(
    objections: Objections,
) -> None:
    await asked(objections, scope="organisation", target="RNG01")
    assert await objections.about("p1", DOCTOR)
    assert await objections.about("p1", replace(DOCTOR, organisation="OTHER")) == ()


async def test_there_are_never_two_states_at_once(objections: Objections, db: Database) -> None:
    case = await asked(objections)
    with pytest.raises(ObjectionRefused, match=case.id):
        await asked(objections)
    await decided(objections, case, "blocked")
    with pytest.raises(ObjectionRefused, match="in force already"):
        await asked(objections)
    await asked(objections, scope="section", target="medicines")
    assert len(await objections.about("p1", DOCTOR)) == 2
    copy = (
        "INSERT INTO objection SELECT person_id, scope, target, number, 'x', step, 'none', asked_at,"
        " recorded_by, evidence, controller, reviewer, review_on, recorded FROM objection"
    )
    with pytest.raises(StoreError):
        await db.write(lambda tx: tx.run(copy))


async def test_every_step_is_kept_with_who_when_and_why(
    objections: Objections, db: Database, clock: Clock
) -> None:
    case = await asked(objections)
    clock.at = NOW + DAY
    await decided(objections, case, "blocked")
    clock.at = NOW + 2 * DAY
    await objections.withdraw(case.id, by="f.clerk", evidence="changed her mind")
    steps = await objections.history(case.id)
    assert [(s.step, s.state, s.recorded_by, s.recorded) for s in steps] == [
        ("requested", "restricted", "f.clerk", NOW),
        ("decided", "blocked", "c.guardian", NOW + DAY),
        ("withdrawn", "none", "f.clerk", NOW + 2 * DAY),
    ]
    assert [s.evidence for s in steps][1:] == ["weighed with her GP", "changed her mind"]
    assert (steps[1].controller, steps[1].reviewer, steps[1].review_on) == (
        "RNG01", "Dr B Lead", "2027-11-21",
    )  # fmt: skip
    for statement in ("UPDATE objection SET state = 'none'", "DELETE FROM objection"):
        with pytest.raises(Conflict):
            await db.write(lambda tx, sql=statement: tx.run(sql))


async def test_another_process_reads_it_at_its_next_decision(
    objections: Objections, db_url: str
) -> None:
    """T16, OPT-8: nothing is kept in memory, so an open session is refused from its next request on."""
    elsewhere = Database.open(db_url)
    try:
        other = Objections(elsewhere)
        assert await other.about("p1", DOCTOR) == ()
        case = await asked(objections)
        assert [one.id for one in await other.about("p1", DOCTOR)] == [case.id]
        await objections.withdraw(case.id, by="f.clerk", evidence="rang again")
        assert await other.about("p1", DOCTOR) == ()
    finally:
        elsewhere.close()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"scope": "everything"}, "no scope", id="unknown-scope"),
        pytest.param({"scope": "record", "target": "x"}, "no target", id="record-with-target"),
        pytest.param({"scope": "source"}, "say which source", id="no-target"),
        pytest.param({"scope": "section", "target": "medcines"}, "no section", id="misspelt"),
        pytest.param({"scope": "item", "target": "r1"}, "source/Type/id", id="half-an-item"),
        pytest.param({"scope": "organisation", "target": "rng01"}, "not an ODS code", id="lower"),
        pytest.param({"scope": "organisation", "target": "RNG01 "}, "not an ODS code", id="space"),
        pytest.param({"scope": "source", "target": " gp"}, "no space", id="source-and-space"),
        pytest.param({"by": " "}, "who records", id="nobody"),
        pytest.param({"evidence": ""}, "how the person said", id="no-evidence"),
    ],
)
async def test_an_incomplete_request_records_nothing(
    objections: Objections, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ObjectionRefused, match=said):
        await asked(objections, **changes)
    assert await objections.of_person("p1") == []


@pytest.mark.parametrize(
    ("state", "changes", "said"),
    [
        pytest.param("perhaps", {}, "no state", id="unknown-state"),
        pytest.param("blocked", {"controller": ""}, "controller", id="no-controller"),
        pytest.param("none", {"controller": ""}, "controller", id="refused-by-nobody"),
        pytest.param("none", {"reviewer": " "}, "clinical view", id="no-clinical-view"),
        pytest.param("restricted", {"review_on": None}, "looked at again", id="no-review"),
        pytest.param("blocked", {"review_on": NOW.date()}, "to come", id="review-today"),
        pytest.param("none", {"why": ""}, "why it is decided", id="no-reason"),
        pytest.param("none", {"by": ""}, "who records", id="nobody"),
    ],
)
async def test_a_decision_needs_a_controller_a_clinician_a_reason_and_a_review(
    objections: Objections, state: str, changes: dict[str, Any], said: str
) -> None:
    case = await asked(objections)
    with pytest.raises(ObjectionRefused, match=said):
        await decided(objections, case, state, **changes)
    assert await objections.of_person("p1") == [case]


async def test_an_objection_follows_a_merged_organisation_and_a_replaced_person(objections):
    asked = await objections.request(
        "old", "organisation", "RXX01", by="f.clerk", evidence="by letter"
    )
    assert await objections.about("p1", DOCTOR, formerly=["old"]) == ()
    merged = frozenset({"RXX01"})
    found = await objections.about("p1", DOCTOR, predecessors=merged, formerly=["old"])
    assert [one.id for one in found] == [asked.id]
    assert await objections.about("p1", DOCTOR, predecessors=merged) == ()
