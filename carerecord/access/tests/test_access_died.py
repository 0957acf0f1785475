"""What of a relationship outlasts a death, whatever is known of when it was (LR-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from carerecord.access import AccessStore
from carerecord.access.evidence.signals import Signal
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
HOME = Viewer("h.marsh", "H Marsh", "care-home-nurse", "Nurse", "VNW01", "Willow Court")
READY = Standing(
    organisation_live=True, training_current=True, suspended=False, organisation_scope=True,
    shares={}, switched_off=frozenset(),
)  # fmt: skip


async def test_a_residents_home_sees_the_record_seven_days_after_a_death(db: Database) -> None:
    access = AccessStore(db, bytes(32), now=lambda: NOW)
    await access.receive([resident()])
    died = replace(PERSON, died="2026-11-21", death_status="formal")

    async def sees(person: Person, days: float) -> bool:
        return bool((await access.facts_about(HOME, person, NOW + days * DAY, READY)).evidence)

    assert await sees(died, 7)
    assert not await sees(died, 8)
    assert await sees(replace(died, death_status="removed"), 8)
    assert await sees(PERSON, 8)
    undated = replace(died, died="", death_known="2026-11-21")
    assert await sees(undated, 7)
    assert not await sees(undated, 8)
    assert not await sees(replace(undated, died="2026"), 8)


def resident() -> Signal:
    return Signal(
        kind="LR-7", event="started", source="council", source_id="1", at=NOW - DAY,
        said=NOW - DAY, person_id="p1", holder="VNW01", words="resident at Willow Court",
    )  # fmt: skip
