"""The `[source.options]` of an organisation that sends documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from carerecord.config import SettingsError
from carerecord.connectors.listening import refuse_unsafe
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of certificates stand as they are found beside the configuration."""

    listen: str  # host:port it connects to
    certificate: str = (
        ""  # ours, PEM; with `key` and `clients` the connection is TLS, both ends known
    )
    key: str = ""
    clients: str = ""  # PEM of who may connect
    zone: str = "Europe/London"  # of times without an offset
    release: Literal["R4", "STU3"] = "R4"  # of FHIR, where a Bundle's own profile names none
    most_bytes: int = 16 * 1024 * 1024  # of one message

    @property
    def local_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def settings_of(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming the source and the setting."""
    try:
        own = msgspec.convert(source.options, Settings)
        ZoneInfo(own.zone)
    except ZoneInfoNotFoundError:
        raise SettingsError(f"source {source.id}: zone is not known") from None
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    refuse_unsafe(source, own)
    return own
