"""Each night: what sources say that they served, against the audit log. What nobody wrote down becomes a case.

A source leaves its log of one day as `SOURCE_2026-11-20.csv` in one folder, with the columns of `carerecord audit
reconcile`. Each file is compared once; one that cannot be read is said to be so each night, until it can.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from carerecord.audit.reconciling import Reconciled, ServedUnreadable, read_served, reconcile
from carerecord.contract import SourceSettings
from carerecord.insight.cases.contract import CaseFile, Reason
from carerecord.insight.cases.work import Cases
from carerecord.store import Transaction, sql

SQL = sql(__file__, "source_logs.sql")
MOST_NAMED = 50  # requests named in one entry
DAY = timedelta(days=1)
_FILE = re.compile(r"(?P<source>.+)_(?P<day>\d{4}-\d{2}-\d{2})\.csv")


@dataclass(frozen=True, slots=True)
class _OneDay:
    file: Path
    source: SourceSettings
    since: datetime

    @property
    def day(self) -> str:
        return f"{self.since:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class SourceLogs:
    cases: Cases
    folder: Path
    sources: Sequence[SourceSettings]

    async def compare(self) -> int:
        """Every day that is over and has not been compared; how many were."""
        compared = 0
        for one in list(self._days()):
            key = {"source": one.source.id, "day": one.day}
            if await self.cases.db.one(SQL.compared, **key) is None:
                compared += await self._compared(one, key)
        return compared

    def _days(self) -> Iterator[_OneDay]:
        by_id = {one.id: one for one in self.sources}
        for file in sorted(self.folder.glob("*.csv")):
            named = _FILE.fullmatch(file.name)
            since = _midnight(named["day"]) if named else None
            over = since is not None and since + DAY <= self.cases.now()
            if named and since and over and named["source"] in by_id:
                yield _OneDay(file, by_id[named["source"]], since)

    async def _compared(self, one: _OneDay, key: Mapping[str, str]) -> bool:
        try:
            served = await asyncio.to_thread(read_served, one.file)
        except ServedUnreadable as error:
            await self._written({**key, "unreadable": str(error)})
            return False
        until = one.since + DAY
        found = await reconcile(self.cases.db, one.source.id, served, one.since, until)
        await self._written({**key, **_outcome(found)}, partial(self._kept, one=one, found=found))
        return True

    async def _written(self, body: Mapping[str, Any], along: Any = None) -> None:
        await self.cases.log.append("reconciled", None, body=body, along=along)

    def _kept(self, tx: Transaction, entry_id: str, *, one: _OneDay, found: Reconciled) -> None:
        """With the entry, or neither is: that it was compared, and the case with its e-mail."""
        tx.run(SQL.keep, source=one.source.id, day=one.day, entry_id=entry_id)
        if found.unaudited:
            self.cases.coming.open(tx, _case(one, found, entry_id, self.cases.now()))


def _midnight(day: str) -> datetime | None:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None


def _outcome(found: Reconciled) -> dict[str, Any]:
    return {
        "served": found.served,
        "audited": found.audited,
        "unaudited": len(found.unaudited),
        "unserved": len(found.unserved),
        "requests": [one.request_id for one in found.unaudited[:MOST_NAMED]],
    }


def _case(one: _OneDay, found: Reconciled, entry_id: str, at: datetime) -> CaseFile:
    """For the privacy officers of the organisation whose records were served."""
    many = len(found.unaudited)
    held = f"Requests served on {one.day} that the audit log does not hold: {many:,}"
    words = f"{held}. Entry {entry_id} names them"
    return CaseFile(
        organisation=one.source.organisation,
        origin="alert",
        level="alert",
        occasion=f"unaudited {one.source.id} {one.day}",
        viewer_id=f"source {one.source.id}",
        viewer_name=one.source.name,
        role_name="source",
        people=0,
        first=one.since,
        last=one.since + DAY - timedelta(seconds=1),
        reasons=(Reason("unaudited", words),),
        entries=(entry_id,),
        opened=at,
    )
