"""What was only said proves true when a system of record says so in time (LR-24), and ends aloud (LR-23)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from carerecord.access.contract import Evidence
from carerecord.access.evidence.reconciling import OpenItem, Reconciling
from carerecord.access.evidence.store import EvidenceStore
from carerecord.access.evidence.tests.evidence_signals import DAY, HOUR, NOW, signal
from carerecord.contract import Viewer
from carerecord.store import Conflict, Database

NURSE = Viewer(
    "j.mwangi", "J Mwangi", "nurse", "Nurse", "RNG01", "Northgate", ("ed",), session="s1"
)


class Clock:
    """The time at which rows are recorded, moved by the test."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(db: Database, clock: Clock) -> EvidenceStore:
    return EvidenceStore(db, now=clock)


@pytest.fixture
def reconciling(db: Database, clock: Clock) -> Reconciling:
    return Reconciling(db, now=clock)


def launched(kind: str = "LR-12", number: int = 1) -> Evidence:
    holder = ("session", "s1") if kind == "LR-12" else ("user", "j.mwangi")
    return Evidence(
        f"e{number}", kind, "p1", *holder, "opened from your own system", NOW, strength="S2"
    )


async def items(reconciling: Reconciling) -> list[OpenItem]:
    return await reconciling.open_items("RNG01")


async def test_a_launch_is_open_until_the_attendance_arrives(
    store: EvidenceStore, reconciling: Reconciling, clock: Clock
) -> None:
    """The ED nurse opens by launch five minutes after the person came; the A04 is late (T4)."""
    await store.add([launched()])
    await reconciling.used(NURSE, "p1", [launched()], NOW)
    (item,) = await items(reconciling)
    assert (item.kind, item.viewer_id, item.used) == ("LR-12", "j.mwangi", NOW)
    assert item.overdue_from == NOW + 7 * DAY
    clock.at = NOW + 20 * HOUR
    await store.receive([signal(at=NOW - timedelta(minutes=5), said=NOW, team="ed")])
    assert await items(reconciling) == []


@pytest.mark.parametrize("kind", ["LR-12", "LR-14", "LR-16"])
async def test_each_kind_that_is_only_said_opens_one_item(
    reconciling: Reconciling, kind: str
) -> None:
    for minutes in range(3):
        await reconciling.used(NURSE, "p1", [launched(kind)], NOW + timedelta(minutes=minutes))
    assert [(one.kind, one.used) for one in await items(reconciling)] == [(kind, NOW)]


async def test_what_a_system_of_record_says_opens_none(reconciling: Reconciling) -> None:
    await reconciling.used(NURSE, "p1", [launched("LR-3"), launched("LR-18")], NOW)
    assert await items(reconciling) == []


@pytest.mark.parametrize(
    ("changes", "after", "closes"),
    [
        pytest.param({}, 1 * HOUR, True, id="organisation"),
        pytest.param({"team": "ed"}, 1 * HOUR, True, id="team"),
        pytest.param({"holder_kind": "user", "holder": "j.mwangi"}, HOUR, True, id="user"),
        pytest.param({}, 72 * HOUR, True, id="just-in-time"),
        pytest.param({}, 73 * HOUR, False, id="too-late"),
        pytest.param({"team": "ward-9"}, HOUR, False, id="another-team"),
        pytest.param({"holder": "RXX"}, HOUR, False, id="another-organisation"),
        pytest.param({"holder_kind": "user", "holder": "x"}, HOUR, False, id="another-viewer"),
        pytest.param({"person_id": "p2"}, HOUR, False, id="another-person"),
        pytest.param({"at": NOW + HOUR}, HOUR, False, id="begun-after-the-use"),
        pytest.param({"at": NOW - 8 * DAY}, HOUR, False, id="over-before-the-use"),
        pytest.param({"strength": "S2"}, HOUR, False, id="only-said-again"),
    ],
)
async def test_only_evidence_that_covers_the_use_closes_it(
    store: EvidenceStore, reconciling: Reconciling, clock: Clock,
    changes: dict[str, Any], after: timedelta, closes: bool,
) -> None:  # fmt: skip
    await reconciling.used(NURSE, "p1", [launched()], NOW)
    clock.at = NOW + after
    await store.receive([signal(**{"at": NOW - HOUR, **changes})])
    assert bool(await items(reconciling)) is not closes


async def test_what_is_known_already_closes_it_at_once(
    store: EvidenceStore, reconciling: Reconciling
) -> None:
    await store.receive([signal(at=NOW - HOUR)])
    await reconciling.used(NURSE, "p1", [launched()], NOW)
    assert await items(reconciling) == []


async def test_a_list_closes_items_too(store: EvidenceStore, reconciling: Reconciling) -> None:
    await reconciling.used(NURSE, "p1", [launched()], NOW)
    listed = [
        signal(kind="LR-6", source="list:RNG01", source_id=str(n), person_id=f"p{n}", at=NOW - DAY)
        for n in range(400)
    ]
    await store.receive_together(listed)
    assert await items(reconciling) == []


async def test_items_are_listed_page_by_page(reconciling: Reconciling) -> None:
    for number in range(5):
        at = NOW + timedelta(minutes=number // 2)
        await reconciling.used(NURSE, "p1", [launched(number=number)], at)
    first = await reconciling.open_items("RNG01", limit=3)
    rest = await reconciling.open_items("RNG01", limit=3, after=first[-1])
    assert [one.evidence_id for one in first + rest] == ["e0", "e1", "e2", "e3", "e4"]
    assert await reconciling.open_items("RXX") == []


async def test_reconciliation_is_append_only(
    store: EvidenceStore, reconciling: Reconciling, db: Database
) -> None:
    await reconciling.used(NURSE, "p1", [launched()], NOW)
    await store.receive([signal()])
    for table in ("access_reconciliation", "access_reconciled"):
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET person_id = 'p2'"):  # noqa: S608 - no input
            with pytest.raises(Conflict):
                await db.write(lambda tx, sql=sql: tx.run(sql))


async def test_what_opened_the_record_and_ended_is_told(reconciling: Reconciling) -> None:
    stay = Evidence("e7", "LR-3", "p1", "team", "RNG01/ed", "in your department", NOW)
    await reconciling.used(NURSE, "p1", [stay, launched()], NOW)
    assert await reconciling.ended_since_opened(NURSE, "p1", [stay, launched()]) == ()
    assert await reconciling.ended_since_opened(NURSE, "p1", [launched()]) == (
        "in your department",
    )
    other = Viewer("j.mwangi", "", "nurse", "", "RNG01", "", session="s2")
    assert await reconciling.ended_since_opened(other, "p1", []) == ()
    assert await reconciling.ended_since_opened(NURSE, "p2", []) == ()


async def test_what_a_session_opened_is_written_once_and_forgotten(
    reconciling: Reconciling, db: Database
) -> None:
    await reconciling.used(NURSE, "p1", [launched("LR-3")], NOW)
    writes = await db.one("SELECT count(*) AS n FROM access_opened")
    await reconciling.used(NURSE, "p1", [launched("LR-3")], NOW + HOUR)
    assert await db.one("SELECT count(*) AS n FROM access_opened") == writes == {"n": 1}
    await reconciling.used(NURSE, "p2", [launched("LR-3", 2)], NOW + 26 * HOUR)
    assert await db.one("SELECT count(*) AS n FROM access_opened") == {"n": 1}
