"""Asking for figures of use, and having them written: what `/use`, the command line and the nightly job hold."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from carerecord.audit import Log
from carerecord.contract import Viewer
from carerecord.insight.use.contract import Place, Places, Use, UseUnusable
from carerecord.insight.use.exporting import Exporting
from carerecord.insight.use.figures import use_of
from carerecord.insight.use.files import Files
from carerecord.onboarding import Onboarding

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
Must = Callable[[Viewer], Awaitable[None]]


def _now() -> datetime:
    return datetime.now(UTC)


class Writing(Protocol):
    """Writing down, for the door; raises `RecordUnavailable` where it cannot be done (`viewing.writing`)."""

    async def entry(
        self, kind: str, viewer: Viewer | None, *, body: Mapping[str, object]
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class UseDesk:
    log: Log
    onboarding: Onboarding
    region_key: bytes
    folder: Path | None  # none where the region keeps no figures
    writing: Writing
    must: Must  # raises NotForThisRole unless this viewer oversees the use of records
    now: Callable[[], datetime] = _now

    async def figures(self, viewer: Viewer | None, month: str = "") -> Use | None:
        """Of a month or the newest, none before the first whole day; nobody: the command line of the machine.

        Raises `NotForThisRole`, `UseUnusable`.
        """
        if viewer is not None:
            await self.must(viewer)
        body = {"what": "use", "month": month if MONTH.fullmatch(month) else ""}
        await self.writing.entry("audit-read", viewer, body=body)
        return await asyncio.to_thread(use_of, self._files(None), await self._places(), month)

    async def export(self, folder: Path | None = None) -> list[date]:
        """Every whole day that is not in the folder yet. Raises `UseUnusable`, `OSError`, `AuditUnavailable`."""
        files = self._files(folder)
        exporting = Exporting(self.log, self.region_key, files)
        return await exporting.export(await self._places(), self.now())

    def _files(self, folder: Path | None) -> Files:
        found = folder or self.folder
        if found is None:
            raise UseUnusable("this region keeps no figures of use: `use.folder` is empty.")
        return Files(found)

    async def _places(self) -> Places:
        every = await self.onboarding.organisations.all()
        return {code: Place(one.name, one.kind) for code, one in every.items()}
