"""What a decision reads is gathered whole, for one viewer and one person, on both engines."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carerecord.access import AccessStore, DeclarationIncomplete, store
from carerecord.access.contract import Evidence, Facts
from carerecord.access.evidence.held import session_name
from carerecord.access.evidence.kinds import kinds_in
from carerecord.access.evidence.signals import covering
from carerecord.access.evidence.store import SQL
from carerecord.access.ties import StaffTies
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate",
    ("ed", "trauma"), session="s1",
)  # fmt: skip
SESSION = session_name(DOCTOR)
PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
KEY = bytes(range(32))
READY = Standing(
    organisation_live=True,
    training_current=True,
    suspended=False,
    organisation_scope=True,
    shares={},
    switched_off=frozenset(),
)


async def declare(access: AccessStore, viewer: Viewer, *said: Any) -> Evidence:
    made = access.declared(viewer, *said)
    await access.add_evidence([made])
    return made


@pytest.fixture
def access(db: Database) -> AccessStore:
    return AccessStore(db, KEY, now=lambda: NOW)


async def about(access: AccessStore, at: datetime = NOW, **changes: Any) -> Facts:
    viewer = replace(DOCTOR, **changes)
    return await access.facts_about(viewer, PERSON, at, READY)


def evidence(number: int = 1, **changes: Any) -> Evidence:
    made = Evidence(
        f"e{number}", "LR-3", "p1", "team", "RNG01/ed", "in your department", NOW - HOUR
    )
    return replace(made, **changes)


async def test_nothing_recorded_means_no(access: AccessStore) -> None:
    facts = await about(access)
    assert facts.evidence == ()
    assert facts.objections == ()
    assert facts.standing is READY
    assert not facts.supervised
    assert (facts.emergencies_in_shift, facts.emergencies_in_month) == (0, 0)
    assert not facts.must_sign_in_again
    ties = facts.ties
    assert not any((ties.own_record, ties.related, ties.colleague, ties.watched))


async def test_evidence_comes_back_as_it_was_recorded(access: AccessStore) -> None:
    whole = evidence(
        ends=NOW + timedelta(microseconds=1), strength="S2", source="pas", notify_from=NOW
    )
    await access.add_evidence([whole])
    assert (await about(access)).evidence == (whole,)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        pytest.param({}, True, id="team"),
        pytest.param({"holder": "RNG01/trauma"}, True, id="second-team"),
        pytest.param({"holder_kind": "user", "holder": "a.okafor"}, True, id="user"),
        pytest.param({"holder_kind": "session", "holder": SESSION}, True, id="session"),
        pytest.param({"holder_kind": "organisation", "holder": "RNG01"}, True, id="organisation"),
        pytest.param({"holder_kind": "session", "holder": "s1"}, False, id="no-role-of-a-session"),
        pytest.param(
            {"holder_kind": "session", "holder": SESSION.replace("s1", "s2")},
            False,
            id="another-session",
        ),
        pytest.param({"holder": "RNG01/ward-7"}, False, id="another-team"),
        pytest.param({"holder": "ed"}, False, id="a-team-without-its-organisation"),
        pytest.param({"holder": "RXX/ed"}, False, id="another-organisations-team"),
        pytest.param({"holder_kind": "user", "holder": "ed"}, False, id="a-user-named-like-a-team"),
        pytest.param({"person_id": "p2"}, False, id="another-person"),
        pytest.param({"starts": NOW}, True, id="begins-now"),
        pytest.param({"starts": NOW + HOUR}, False, id="not-begun"),
        pytest.param({"ends": NOW}, False, id="ends-now"),
        pytest.param({"ends": NOW + HOUR}, True, id="ends-later"),
    ],
)
async def test_only_the_viewers_own_evidence_in_force_counts(
    access: AccessStore, changes: dict[str, Any], counts: bool
) -> None:
    await access.add_evidence([evidence(**changes)])
    assert bool((await about(access)).evidence) is counts
    listed = changes.get("person_id", "p1")
    assert bool(await access.evidence_for(DOCTOR, [listed, "p9"], NOW)) is (
        counts or "person_id" in changes
    )


async def test_evidence_is_gathered_strongest_first_and_dies_with_the_last(
    access: AccessStore,
) -> None:
    claimed, asserted, known = (
        evidence(number, strength=strength) for number, strength in enumerate(["S1", "S2", "S3"])
    )
    await access.add_evidence([claimed, asserted, known])
    assert (await about(access)).evidence == (known, asserted, claimed)
    for one in (known, asserted, claimed):
        assert (await about(access)).evidence
        await access.end_evidence("p1", one.id, NOW)
    assert not (await about(access)).evidence


async def test_evidence_that_ended_early_stops_from_then_on(access: AccessStore) -> None:
    await access.add_evidence([evidence()])
    await access.end_evidence("p1", "e1", NOW)
    await access.end_evidence("p1", "e1", NOW + HOUR)  # said again later: the earlier end stands
    assert (await about(access)).evidence == ()
    assert len((await about(access, NOW - timedelta(minutes=1))).evidence) == 1


async def test_evidence_recorded_twice_stays_as_it_was(access: AccessStore) -> None:
    await access.add_evidence([evidence(), evidence(words="changed")])
    await access.add_evidence([evidence(words="changed again")])
    assert [one.words for one in (await about(access)).evidence] == ["in your department"]


async def test_having_looked_before_gives_nobody_evidence(access: AccessStore) -> None:
    """A view is never a reason for the next one (LR-22)."""
    launched = evidence(kind="LR-12", holder_kind="session", holder=SESSION, ends=NOW + HOUR)
    await access.add_evidence([launched])
    await access.used(DOCTOR, "p1", [launched], NOW)
    assert (await about(access, NOW + HOUR)).evidence == ()


async def test_a_declaration_is_a_fact_for_that_viewer_and_person(access: AccessStore) -> None:
    made = await declare(access, DOCTOR, "p1", "LR-16", "life-at-risk", "", NOW)
    facts = await about(access)
    assert facts.evidence == (made,)
    assert made.ends == NOW + 4 * HOUR
    assert (await about(access, NOW + 4 * HOUR)).evidence == ()
    assert (await about(access, id="b.else")).evidence == ()
    assert not await access.evidence_for(DOCTOR, ["p1"], NOW)


async def test_a_region_may_shorten_a_declaration(db: Database, tmp_path: Path) -> None:
    (tmp_path / "kinds.toml").write_text('[LR-14]\nopen_for = "2h"\n', "utf-8")
    access = AccessStore(db, KEY, kinds_in(tmp_path / "kinds.toml"), now=lambda: NOW)
    made = await declare(access, DOCTOR, "p1", "LR-14", "caring-now", "in resus now", NOW)
    assert made.ends == NOW + 2 * HOUR
    assert (await about(access, NOW + 2 * HOUR)).evidence == ()


async def test_an_incomplete_declaration_records_nothing(access: AccessStore) -> None:
    with pytest.raises(DeclarationIncomplete):
        await declare(access, DOCTOR, "p1", "LR-16", "", "", NOW)
    assert (await about(access)).evidence == ()


async def test_emergencies_are_counted_for_a_shift_and_a_month(access: AccessStore) -> None:
    for ago in (HOUR, 11 * HOUR, 13 * HOUR, 29 * DAY, 31 * DAY):
        await declare(access, DOCTOR, f"p{ago}", "LR-16", "life-at-risk", "", NOW - ago)
    await declare(access, replace(DOCTOR, id="b.else"), "p1", "LR-16", "life-at-risk", "", NOW)
    await declare(access, DOCTOR, "p1", "LR-14", "caring-now", "in resus now", NOW)
    facts = await about(access)
    assert (facts.emergencies_in_shift, facts.emergencies_in_month) == (2, 4)


@pytest.mark.parametrize(
    ("supervisor", "changes", "supervised"),
    [
        pytest.param("b.senior", {}, True, id="supervisor-has-evidence"),
        pytest.param("", {}, False, id="no-supervisor"),
        pytest.param("c.other", {}, False, id="another-supervisor"),
        pytest.param("b.senior", {"ends": NOW}, False, id="ended"),
        pytest.param("b.senior", {"kind": "LR-14"}, False, id="only-claimed"),
    ],
)
async def test_a_student_is_supervised_by_someone_with_evidence_of_their_own(
    access: AccessStore, supervisor: str, changes: dict[str, Any], supervised: bool
) -> None:
    await access.add_evidence([evidence(holder_kind="user", holder="b.senior", **changes)])
    assert (await about(access, supervisor=supervisor)).supervised is supervised


async def test_a_shift_lends_what_the_colleague_and_their_team_hold(access: AccessStore) -> None:
    await access.receive(
        covering(
            "a.okafor", "s.amin", ("RNG01/ward-4",), source="roster", source_id="night-1",
            starts=NOW - HOUR, ends=NOW + 8 * HOUR, said=NOW - DAY,
        )
    )  # fmt: skip
    await access.add_evidence(
        [
            evidence(1, holder_kind="user", holder="s.amin", words="in your clinic"),
            evidence(2, holder="RNG01/ward-4", ends=NOW + HOUR),
            evidence(3, holder="RNG01/ward-9"),
            evidence(4, kind="LR-14", holder_kind="user", holder="s.amin"),
            evidence(5, person_id="p2", holder="RNG01/ward-4"),
        ]
    )
    found = (await about(access)).evidence
    assert {(one.kind, one.strength, one.holder) for one in found} == {("LR-18", "S2", "a.okafor")}
    assert sorted(str(one.ends) for one in found) == [str(NOW + HOUR), str(NOW + 8 * HOUR)]
    assert "you are covering for a colleague: in your clinic" in {one.words for one in found}
    assert (await about(access, NOW + 8 * HOUR)).evidence == ()
    assert (await about(access, id="b.else")).evidence == ()
    assert await access.evidence_for(DOCTOR, ["p1", "p2", "p3"], NOW) == {"p1", "p2"}
    assert {person_id for person_id, _ in await access.people_of(DOCTOR, NOW)} == {"p1", "p2"}


async def test_objections_ties_and_searches_are_gathered(access: AccessStore) -> None:
    await access.objections.request("p1", by="c.clerk", evidence="asked on the phone")
    await access.ties.set_staff(
        "RNG01", [StaffTies(staff_id="a.okafor", nhs_number=PERSON.nhs_number)]
    )
    for seconds in range(11):
        await access.searches.note(DOCTOR, NOW + timedelta(seconds=seconds), "nobody")
    facts = await about(access)
    assert [one.state for one in facts.objections] == ["restricted"]
    assert facts.ties.own_record
    assert facts.must_sign_in_again


async def test_a_time_without_a_zone_is_refused(access: AccessStore) -> None:
    with pytest.raises(TypeError):
        await about(access, NOW.replace(tzinfo=None))


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


async def test_facts_are_gathered_in_seven_reads(db: Database) -> None:
    counting = Counting(db)
    await AccessStore(counting, KEY).facts_about(DOCTOR, PERSON, NOW, READY)
    assert counting.reads == 7


async def test_a_search_of_ten_people_is_one_read_when_they_have_no_evidence(db: Database) -> None:
    counting = Counting(db)
    await AccessStore(counting, KEY).evidence_for(DOCTOR, [f"p{n}" for n in range(11)], NOW)
    assert counting.reads == 1


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("about_person", "access_evidence_open"),
        ("shifts_of", "access_evidence_shift"),
        ("emergencies_of", "access_evidence_emergency"),
        ("people_of_holder", "access_evidence_newest"),
        ("about_people", "access_evidence_open"),
    ],
)
async def test_evidence_is_found_by_index(db: Database, query: str, index: str) -> None:
    if db.engine != "sqlite":  # PostgreSQL prefers to scan a table this small
        return
    names = {
        "person_id": "p1", "viewer_id": "v", "holder_kind": "user", "holder": "v", "at": 1,
        "limit": 50, "shift_from": 0, "month_from": 0, **{f"p{n}": "p" for n in range(12)},
    }  # fmt: skip
    plan = str(await db.all(f"EXPLAIN QUERY PLAN {getattr(SQL, query)}", **names))
    assert index in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_the_store_fills_every_fact() -> None:
    """A fact left at its default would let a rule that reads it stay silent for ever."""
    tree = ast.parse(Path(store.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Facts"]
    assert made
    for call in made:
        assert {keyword.arg for keyword in call.keywords} == {field.name for field in fields(Facts)}
