"""One file for each whole day, in order: nothing twice, nothing lost, and what is written is left as it is.

A file is made from the log alone, so one that was cut short is made again with the same bytes. It is there under its
name once the entry that says so is durable.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from carerecord.audit import Log
from carerecord.insight.use.contract import Place, Places, Viewed
from carerecord.insight.use.counting import LONGEST, Counting, midnight, place_at, time_of, whole_at
from carerecord.insight.use.duck import duck
from carerecord.insight.use.files import Files
from carerecord.insight.use.pseudonyms import Pseudonyms
from carerecord.onboarding.contract import NEIGHBOUR

DAY = timedelta(days=1)
UNKNOWN = Place("", "other")


@dataclass(frozen=True, slots=True)
class Exporting:
    log: Log
    region_key: bytes
    files: Files

    async def export(self, places: Places, now: datetime) -> list[date]:
        """Every whole day that is not there yet. Raises `UseUnusable`, `OSError`, `AuditUnavailable`."""
        day = await self._first()
        written: list[date] = []
        if day is None or whole_at(day) > now:
            return written
        counting = Counting()
        async for entry in self.log.entries(after=place_at(midnight(day) - LONGEST) - 1):
            while time_of(entry) >= whole_at(day):
                written.append(await self._write(day, counting.end(day), places))
                day += DAY
                if whole_at(day) > now:
                    return written
            counting.take(entry)
        while whole_at(day) <= now:
            written.append(await self._write(day, counting.end(day), places))
            day += DAY
        return written

    async def _first(self) -> date | None:
        """The day after the last that is written; else the first of the log."""
        if written := self.files.days():
            return written[-1] + DAY
        async for entry in self.log.entries():
            return time_of(entry).date()
        return None

    async def _write(self, day: date, views: list[Viewed], places: Places) -> date:
        file = self.files.file(day)
        beside = file.with_name(f".{file.name}.part")
        digest = await asyncio.to_thread(self._draft, day, views, places, beside)
        body = {"what": "use", "day": str(day), "views": len(views), "sha256": digest}
        await self.log.append("export", None, body=body)
        beside.replace(file)
        _durable(file.parent)
        return day

    def _draft(self, day: date, views: list[Viewed], places: Places, beside: Path) -> str:
        beside.parent.mkdir(parents=True, exist_ok=True)
        names = Pseudonyms.of(self.region_key, f"{day:%Y-%m}")
        with duck() as db:
            db.write(rows_of(views, places, names), self.files.before(day), beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
            return hashlib.file_digest(file, "sha256").hexdigest()


def rows_of(
    views: Iterable[Viewed], places: Places, names: Pseudonyms
) -> Iterator[dict[str, object]]:
    """What leaves the log: no person, no member of staff, no session, no time finer than the hour."""
    for one in views:
        kind = places.get(one.organisation, UNKNOWN).kind
        yield {
            "day": str(one.at.date()),
            "hour": one.at.hour,
            "organisation": one.organisation,
            "role": one.role,
            "setting": kind,
            "launcher": one.launcher,
            "face": one.face,
            "neighbour": one.organisation if kind == NEIGHBOUR else "",
            "emergency": one.emergency,
            "sections": list(one.sections),
            "response_ms": one.response_ms,
            "missing": list(one.missing),
            "staff": names.staff(one.staff),
            "person": names.person(one.person),
        }


def _durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
