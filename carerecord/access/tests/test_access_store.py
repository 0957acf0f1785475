"""What is recorded about who may see whom, on both engines."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.access import AccessStore, EmergencyNotDeclared, store
from carerecord.access.contract import Evidence, Facts
from carerecord.contract import Person, Viewer
from carerecord.store import Conflict, Database, StoreError

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate", ("ed", "trauma")
)
PERSON = Person("p1", "9990000018", "GIBSON", "Margery")


@pytest.fixture
def access(db: Database) -> AccessStore:
    return AccessStore(db, now=lambda: NOW)


def evidence(number: int = 1, **changes: object) -> Evidence:
    made = Evidence(f"e{number}", "LR-3", "p1", "team", "ed", "in your department", NOW - HOUR)
    return replace(made, **changes)


async def test_nothing_recorded_means_no(access: AccessStore) -> None:
    facts = await access.facts_about(DOCTOR, PERSON, NOW)
    assert facts.evidence == ()
    assert facts.emergency is None
    assert not facts.organisation_live
    assert not facts.training_current
    assert facts.objection == "none"
    assert not facts.own_record


async def test_evidence_comes_back_as_it_was_recorded(access: AccessStore) -> None:
    whole = evidence(ends=NOW + timedelta(microseconds=1), strength="S2", source="pas")
    await access.add_evidence([whole])
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).evidence == (whole,)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        pytest.param({}, True, id="team"),
        pytest.param({"holder": "trauma"}, True, id="second-team"),
        pytest.param({"holder_kind": "user", "holder": "a.okafor"}, True, id="user"),
        pytest.param({"holder_kind": "organisation", "holder": "RNG01"}, True, id="organisation"),
        pytest.param({"holder": "ward-7"}, False, id="another-team"),
        pytest.param({"holder_kind": "user", "holder": "ed"}, False, id="a-user-named-like-a-team"),
        pytest.param({"person_id": "p2"}, False, id="another-person"),
        pytest.param({"starts": NOW}, True, id="begins-now"),
        pytest.param({"starts": NOW + HOUR}, False, id="not-begun"),
        pytest.param({"ends": NOW}, False, id="ends-now"),
        pytest.param({"ends": NOW + HOUR}, True, id="ends-later"),
    ],
)
async def test_only_the_viewers_own_evidence_in_force_counts(
    access: AccessStore, changes: dict[str, object], counts: bool
) -> None:
    await access.add_evidence([evidence(**changes)])
    assert bool((await access.facts_about(DOCTOR, PERSON, NOW)).evidence) is counts


async def test_evidence_is_gathered_strongest_first(access: AccessStore) -> None:
    claimed, asserted, known = (
        evidence(number, strength=strength) for number, strength in enumerate(["S1", "S2", "S3"])
    )
    await access.add_evidence([claimed, asserted, known])
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).evidence == (known, asserted, claimed)


async def test_evidence_that_ended_early_stops_from_then_on(access: AccessStore) -> None:
    await access.add_evidence([evidence()])
    await access.end_evidence("p1", "e1", NOW)
    await access.end_evidence("p1", "e1", NOW + HOUR)  # said again later: the earlier end stands
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).evidence == ()
    before = NOW - timedelta(minutes=1)
    assert len((await access.facts_about(DOCTOR, PERSON, before)).evidence) == 1


async def test_evidence_recorded_twice_stays_as_it_was(access: AccessStore) -> None:
    await access.add_evidence([evidence(), evidence(words="changed")])
    await access.add_evidence([evidence(words="changed again")])
    facts = await access.facts_about(DOCTOR, PERSON, NOW)
    assert [one.words for one in facts.evidence] == ["in your department"]


async def test_many_are_recorded_at_once(access: AccessStore, db: Database) -> None:
    await access.add_evidence(evidence(n, person_id=f"p{n % 500}") for n in range(2500))
    row = await db.one("SELECT count(*) AS number FROM access_evidence")
    assert row == {"number": 2500}
    assert len((await access.facts_about(DOCTOR, PERSON, NOW)).evidence) == 5


@pytest.mark.parametrize("table", ["access_evidence", "access_objection"])
async def test_what_was_recorded_cannot_be_changed_or_removed(
    access: AccessStore, db: Database, table: str
) -> None:
    await access.add_evidence([evidence()])
    await access.set_objection("p1", "restricted")
    for statement in (f"UPDATE {table} SET person_id = 'p2'", f"DELETE FROM {table}"):  # noqa: S608 - no input
        with pytest.raises(Conflict):
            await db.write(lambda tx, sql=statement: tx.run(sql))
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).evidence


async def test_a_declared_emergency_is_a_fact_for_that_viewer_and_person(
    access: AccessStore,
) -> None:
    made = await access.declare_emergency(DOCTOR, "p1", "life-at-risk", "", NOW)
    facts = await access.facts_about(DOCTOR, PERSON, NOW)
    assert facts.emergency == made
    assert facts.evidence == ()
    assert made.ends == NOW + 4 * HOUR
    assert (await access.facts_about(DOCTOR, PERSON, NOW + 4 * HOUR)).emergency is None
    other = replace(DOCTOR, id="b.else")
    assert (await access.facts_about(other, PERSON, NOW)).emergency is None
    assert (await access.facts_about(DOCTOR, replace(PERSON, id="p2"), NOW)).emergency is None


async def test_of_two_emergencies_the_longer_one_counts(access: AccessStore) -> None:
    await access.declare_emergency(DOCTOR, "p1", "life-at-risk", "", NOW)
    later = await access.declare_emergency(DOCTOR, "p1", "life-at-risk", "", NOW + HOUR)
    assert (await access.facts_about(DOCTOR, PERSON, NOW + HOUR)).emergency == later


async def test_an_incomplete_declaration_records_nothing(access: AccessStore) -> None:
    with pytest.raises(EmergencyNotDeclared):
        await access.declare_emergency(DOCTOR, "p1", "", "", NOW)
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).emergency is None


async def test_the_last_objection_is_in_force(access: AccessStore) -> None:
    for state in ("restricted", "blocked", "none", "restricted"):
        await access.set_objection("p1", state, by="c.guardian", why="asked on the phone")
        assert (await access.facts_about(DOCTOR, PERSON, NOW)).objection == state
    assert (await access.facts_about(DOCTOR, replace(PERSON, id="p2"), NOW)).objection == "none"


async def test_an_objection_nobody_knows_is_refused(access: AccessStore) -> None:
    with pytest.raises(StoreError):
        await access.set_objection("p1", "perhaps")


async def test_an_organisation_is_live_until_it_is_not(access: AccessStore) -> None:
    await access.set_organisations({"RNG01": True, "OTHER": False})
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).organisation_live
    await access.set_organisations({"RNG01": False})
    assert not (await access.facts_about(DOCTOR, PERSON, NOW)).organisation_live


async def test_training_runs_out(access: AccessStore) -> None:
    await access.set_training(["a.okafor", "b.else"], NOW + HOUR)
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).training_current
    assert not (await access.facts_about(DOCTOR, PERSON, NOW + HOUR)).training_current


async def test_a_viewer_s_own_record_is_known_without_keeping_their_number(
    access: AccessStore, db: Database
) -> None:
    await access.set_own_number("a.okafor", PERSON.nhs_number)
    assert (await access.facts_about(DOCTOR, PERSON, NOW)).own_record
    other = replace(PERSON, id="p2", nhs_number="9990000026")
    assert not (await access.facts_about(DOCTOR, other, NOW)).own_record
    assert PERSON.nhs_number not in str(await db.all("SELECT * FROM access_own_number"))


async def test_a_viewers_people_are_listed_nearest_first(access: AccessStore) -> None:
    await access.add_evidence(
        [
            evidence(1, person_id="p1", holder_kind="organisation", holder="RNG01", words="stay"),
            evidence(2, person_id="p2", words="in your department"),
            evidence(3, person_id="p3", words="later arrival", starts=NOW),
            evidence(4, person_id="p4", holder_kind="user", holder="a.okafor", words="your clinic"),
            evidence(5, person_id="p2", holder_kind="organisation", holder="RNG01", words="stay"),
            evidence(6, person_id="p5", holder="ward-7"),
            evidence(7, person_id="p6", ends=NOW),
        ]
    )
    assert await access.people_of(DOCTOR, NOW) == [
        ("p4", "your clinic"),
        ("p3", "later arrival"),
        ("p2", "in your department"),
        ("p1", "stay"),
    ]
    assert len(await access.people_of(DOCTOR, NOW, limit=2)) == 2


async def test_people_who_objected_or_left_are_not_listed(access: AccessStore) -> None:
    await access.add_evidence(evidence(n, person_id=f"p{n}") for n in range(1, 6))
    await access.set_objection("p1", "restricted")
    await access.set_objection("p2", "blocked")
    await access.set_objection("p3", "blocked")
    await access.set_objection("p3", "none")
    await access.end_evidence("p4", "e4", NOW)
    await access.declare_emergency(DOCTOR, "p9", "life-at-risk", "", NOW)
    assert [person_id for person_id, _ in await access.people_of(DOCTOR, NOW)] == ["p3", "p5"]


async def test_a_time_without_a_zone_is_refused(access: AccessStore) -> None:
    with pytest.raises(TypeError):
        await access.facts_about(DOCTOR, PERSON, NOW.replace(tzinfo=None))


class Counting:
    """A database that says how often it was read."""

    def __init__(self, db: Database) -> None:
        self.db, self.reads = db, 0

    async def all(self, sql: str, **params: object) -> list[dict[str, object]]:
        self.reads += 1
        return await self.db.all(sql, **params)

    async def one(self, sql: str, **params: object) -> dict[str, object] | None:
        self.reads += 1
        return await self.db.one(sql, **params)


async def test_facts_are_gathered_in_two_reads(db: Database) -> None:
    counting = Counting(db)
    await AccessStore(counting).facts_about(DOCTOR, PERSON, NOW)
    assert counting.reads == 2


async def test_evidence_is_found_by_index(access: AccessStore, db: Database) -> None:
    if db.engine != "sqlite":  # PostgreSQL prefers to scan a table this small
        return
    sql = "SELECT id FROM access_evidence WHERE person_id = 'p1' AND ends > 1"
    plan = str(await db.all(f"EXPLAIN QUERY PLAN {sql}"))
    assert "access_evidence_open" in plan


def test_the_store_fills_every_fact() -> None:
    """A fact left at its default would let a rule that reads it stay silent for ever."""
    tree = ast.parse(Path(store.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Facts"]
    filled = {keyword.arg for call in made for keyword in call.keywords}
    assert filled == {field.name for field in fields(Facts)}
