"""What a privacy officer is told of: once, kept, and to the right organisation (ALR-1, ALR-2, BTG-6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carerecord.access.alerts import Alert, Alerts, addressed
from carerecord.access.contract import Obligation
from carerecord.contract import Viewer
from carerecord.store import Conflict, Database, StoreError

NOW = datetime(2026, 11, 21, 10, 0, 7, tzinfo=UTC)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate",
    role_id="555", registration="gmc_id|7000101",
)  # fmt: skip
ALERT = Alert(
    kind="alert", rule="OWN-3", to="RNG01", viewer=DOCTOR, person_id="p1", occasion="v1", at=NOW,
    words="May be related. “I am the only doctor here.”", entry_id="e1",
    around=("in your department since 09:40 (pas)",),
)  # fmt: skip


@pytest.fixture
def alerts(db: Database) -> Alerts:
    return Alerts(db, now=lambda: NOW)


def kept(alert: Alert) -> Alert:
    return replace(alert, reference="", number=0)


async def test_an_alert_comes_back_as_it_was_told(alerts: Alerts) -> None:
    assert await alerts.add(ALERT)
    (found,) = await alerts.of_organisation("RNG01")
    assert kept(found) == ALERT
    assert found.number == 1
    assert len(found.reference) == 16
    assert "p1" not in found.reference


async def test_the_same_occasion_is_told_once(alerts: Alerts) -> None:
    assert await alerts.add(ALERT)
    assert not await alerts.add(replace(ALERT, words="said again", at=NOW + timedelta(hours=1)))
    (found,) = await alerts.of_organisation("RNG01")
    assert found.words == ALERT.words


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"rule": "OWN-5"}, id="rule"),
        pytest.param({"to": "OTHER"}, id="organisation"),
        pytest.param({"viewer": replace(DOCTOR, id="b")}, id="viewer"),
        pytest.param({"person_id": "p2"}, id="person"),
        pytest.param({"occasion": "v2"}, id="occasion"),
    ],
)
async def test_anything_else_is_told_as_well(alerts: Alerts, changes: dict[str, Any]) -> None:
    assert await alerts.add(ALERT)
    assert await alerts.add(replace(ALERT, **changes))


async def test_many_at_once_tell_each_thing_once(alerts: Alerts) -> None:
    told = await asyncio.gather(*(alerts.add(ALERT) for _ in range(20)))
    assert sum(told) == 1
    assert await alerts.add_all([ALERT, replace(ALERT, occasion="v2")]) == 1
    assert await alerts.add_all([]) == 0


async def test_an_organisation_sees_its_own_newest_first_page_by_page(alerts: Alerts) -> None:
    for number in range(5):
        await alerts.add(replace(ALERT, occasion=f"v{number}"))
        await alerts.add(replace(ALERT, occasion=f"v{number}", to="OTHER"))
    first = await alerts.of_organisation("RNG01", limit=3)
    assert [one.occasion for one in first] == ["v4", "v3", "v2"]
    rest = await alerts.of_organisation("RNG01", limit=3, before=first[-1].number)
    assert [one.occasion for one in rest] == ["v1", "v0"]
    assert {one.to for one in [*first, *rest]} == {"RNG01"}


async def test_what_was_told_about_a_person_is_found(alerts: Alerts) -> None:
    await alerts.add(ALERT)
    await alerts.add(replace(ALERT, to="OTHER", at=NOW + timedelta(seconds=1)))
    await alerts.add(replace(ALERT, person_id="p2"))
    assert [one.to for one in await alerts.about("p1")] == ["OTHER", "RNG01"]


async def test_what_was_told_cannot_be_changed_or_removed(alerts: Alerts, db: Database) -> None:
    await alerts.add(ALERT)
    for statement in ("UPDATE alert SET words = ''", "DELETE FROM alert"):
        with pytest.raises(Conflict):
            await db.write(lambda tx, sql=statement: tx.run(sql))


async def test_a_third_level_is_refused(alerts: Alerts) -> None:
    with pytest.raises(StoreError):
        await alerts.add(replace(ALERT, kind="banner"))


RELATED = Obligation("OWN-3", "alert", "May be related.")
COLLEAGUE = Obligation("OWN-4", "notification", "A colleague.")
EMERGENCY = Obligation("LR-16", "alert", "An emergency was declared.")
TOO_MANY = Obligation("BTG-8", "alert", "The fourth in one shift.")
BANNER = Obligation("DEC-2", "banner", "Died.")


def test_who_is_told_of_what():
    told = addressed(
        [RELATED, COLLEAGUE, EMERGENCY, TOO_MANY, BANNER], DOCTOR, ["OTHER", "", "RNG01", "OTHER"]
    )
    assert told == (
        (RELATED, "RNG01"),
        (COLLEAGUE, "RNG01"),
        (EMERGENCY, "RNG01"),
        (EMERGENCY, "OTHER"),
        (TOO_MANY, "RNG01"),
    )


def test_an_emergency_that_showed_nothing_is_told_at_home():
    assert addressed([EMERGENCY], DOCTOR, []) == ((EMERGENCY, "RNG01"),)
