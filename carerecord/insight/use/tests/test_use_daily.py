"""Days are written by one process at a time, when it is due; asking for figures is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from carerecord.audit import Log
from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.insight.use import DailyUse, UseDesk, UseUnusable
from carerecord.insight.use.files import Files
from carerecord.insight.use.tests.use_log import REGION_KEY, InventedLog, utc
from carerecord.onboarding import Onboarding
from carerecord.store import Database

BEGUN, LATER = utc(2026, 11, 1, 9), utc(2026, 11, 4, 12)
OFFICER = Viewer("q.fairbairn", "Q", "privacy-officer", "Privacy officer", "RNG01", "N")


class NotTheirs(Exception):
    """What the door raises for another role."""


@dataclass(frozen=True)
class Writing:
    log: Log

    async def entry(
        self, kind: str, viewer: Viewer | None, *, body: Mapping[str, object]
    ) -> object:
        return await self.log.append(kind, viewer, body=body)


async def officers_alone(viewer: Viewer) -> None:
    if viewer.role != OFFICER.role:
        raise NotTheirs


async def desk_of(db: Database, folder: Path | None) -> tuple[InventedLog, UseDesk]:
    invented = InventedLog.on(db, BEGUN)
    await invented.fill(3, 1)
    invented.clock.at = LATER
    onboarding, writing = Onboarding(db, Settings()), Writing(invented.log)
    now = invented.clock.now
    return invented, UseDesk(
        invented.log, onboarding, REGION_KEY, folder, writing, officers_alone, now
    )


async def test_one_process_writes_what_is_due_and_the_next_waits(db: Database, tmp_path: Path):
    invented, desk = await desk_of(db, tmp_path / "use")
    one, other = DailyUse(db, desk), DailyUse(db, replace(desk, folder=tmp_path / "other"))
    await one.due()
    await other.due()
    assert [len(Files(tmp_path / name).days()) for name in ("use", "other")] == [2, 0]
    invented.clock.at += timedelta(days=1, hours=1)
    await one.due()
    assert Files(tmp_path / "use").days()[-1] == date(2026, 11, 3)


async def test_figures_are_for_who_may_and_asking_is_written_down(db: Database, tmp_path: Path):
    invented, desk = await desk_of(db, tmp_path / "use")
    assert await desk.figures(OFFICER) is None
    assert await desk.export() == [date(2026, 11, 1), date(2026, 11, 2)]
    use = await desk.figures(OFFICER, "2026-11")
    assert use is not None
    assert use.until == "2026-11-02"
    with pytest.raises(UseUnusable):
        await desk.figures(OFFICER, "Margery Gibson")
    with pytest.raises(NotTheirs):
        await desk.figures(replace(OFFICER, role="doctor"))
    said = [one.body async for one in invented.log.entries() if one.kind == "audit-read"]
    assert [one["month"] for one in said] == ["", "2026-11", ""]


async def test_a_region_without_a_folder_keeps_none(db: Database):
    _, desk = await desk_of(db, None)
    with pytest.raises(UseUnusable, match=r"use\.folder"):
        await desk.figures(OFFICER)
