"""The `[source.options]` of a laboratory that sends EDIFACT files."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from carerecord.config import SettingsError
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class Settings:
    folder: str  # where the files are put; beside the configuration unless it is a whole path
    zone: str = "Europe/London"  # of its times
    look_seconds: float = 5.0  # a file that does not change between two looks is whole

    @property
    def local_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def settings_of(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming the source and the setting."""
    try:
        own = msgspec.convert(source.options, Settings)
        ZoneInfo(own.zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    if not source.organisation:
        raise SettingsError(f"source {source.id}: organisation must be given")
    return own
