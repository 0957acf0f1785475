"""A source that puts files into a folder: every part of every file is kept, set aside, or refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from carerecord.config import SettingsError
from carerecord.connectors.contract import Keep, NotKept, PushConnector, Pushed, SetAside
from carerecord.connectors.drop_folder import DropFolder
from carerecord.connectors.pushed import IN_THE_FUTURE, is_ahead
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[source.options]` of such a source."""

    folder: str  # where the files are put; beside the configuration unless it is a whole path
    zone: str = "Europe/London"  # of its times
    look_seconds: float = 5.0  # a file that does not change between two looks is whole
    done_days: Annotated[float, Meta(gt=0)] = 30.0  # a file taken whole is removed after these
    refused_days: Annotated[float, Meta(gt=0)] = 90.0  # and one that was refused after these


@dataclass(frozen=True, slots=True)
class Part:
    """One report or row of a file. `raw` can be read again alone."""

    raw: bytes
    said: Pushed | None
    wrong: str = ""  # where it cannot be read, and why; it names nobody


Read = Callable[[bytes, SourceSettings, ZoneInfo], Iterable[Part]]
"""All that a file holds, what cannot be read among it. Pure."""


def _now() -> datetime:
    return datetime.now(UTC)


class FolderFeed:
    def __init__(
        self,
        source: SourceSettings,
        keep: Keep,
        beside: Callable[[str], Path],
        read: Read,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Raises `SettingsError`, naming the source and the setting."""
        settings = _settings_of(source)
        self._source = source
        self._keep = keep
        self._read = read
        self._now = now
        self._zone = ZoneInfo(settings.zone)
        folder = beside(settings.folder)
        self.folder = DropFolder(
            source.id,
            folder,
            self.take,
            settings.look_seconds,
            settings.done_days,
            settings.refused_days,
        )

    def running(self) -> AbstractAsyncContextManager[None]:
        return self.folder.running()

    async def take(self, raw: bytes) -> list[str]:
        """Why some of it could not be read; all else is durable. Raises `NotKept`."""
        wrong: list[str] = []
        for part in self._read(raw, self._source, self._zone):
            if part.said is None:
                wrong.append(part.wrong)
            else:
                await self._kept(part.said, part.raw)
        return wrong

    async def again(self, raw: bytes) -> str:
        """Why it still cannot be filed, or ""."""
        (part,) = self._read(raw, self._source, self._zone)
        if part.said is None:
            return part.wrong
        try:
            return await self._kept(part.said, raw)
        except NotKept:
            return "it could not be kept now: try again"

    async def _kept(self, said: Pushed, raw: bytes) -> str:
        ahead = is_ahead(said.said, self._now())
        return await self._keep(self._source, SetAside(IN_THE_FUTURE) if ahead else said, raw)


def connector(protocol: str, read: Read) -> PushConnector:
    return PushConnector(
        protocol, lambda source, keep, beside: FolderFeed(source, keep, beside, read)
    )


def _settings_of(source: SourceSettings) -> Settings:
    try:
        own = msgspec.convert(source.options, Settings)
        ZoneInfo(own.zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    if not source.organisation:
        raise SettingsError(f"source {source.id}: organisation must be given")
    return own
