"""A very long record is made beside the work of others, and not in their way."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from carerecord.store import Database
from carerecord.viewing import gathering
from carerecord.viewing.tests.door_region import DOCTOR, DoorRegion, problem

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("problems", "beside"), [(gathering.AT_ONCE, True), (1, False)])
async def test_others_go_on_while_a_long_record_is_made(
    db: Database, monkeypatch: pytest.MonkeyPatch, problems: int, beside: bool
) -> None:
    made, went_on, loop = gathering.assembled, threading.Event(), asyncio.get_running_loop()
    seen: list[bool] = []

    def waits_for_others(*given: Any) -> Any:
        loop.call_soon_threadsafe(went_on.set)
        seen.append(went_on.wait(10 if beside else 0))
        return made(*given)

    monkeypatch.setattr(gathering, "assembled", waits_for_others)
    region = await DoorRegion(db).begin()
    await region.relate()
    region.gp.holds += [problem(f"Fall {number}") for number in range(problems)]
    record = await region.records.open(DOCTOR, "p1")
    assert seen == [beside]
    assert len(record.records["problems"].entries) == problems + 3
