"""The `[source.options]` of a hospital that sends HL7 v2 over MLLP."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from carerecord.config import SettingsError
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.listening import refuse_unsafe
from carerecord.contract import SourceSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of certificates stand as they are found beside the configuration."""

    listen: str  # host:port the hospital's engine connects to
    certificate: str = (
        ""  # ours, PEM; with `key` and `clients` the connection is TLS, both ends known
    )
    key: str = ""
    clients: str = ""  # PEM of who may connect
    facility: str = ""  # MSH-4 must be this; empty: the source's organisation
    processing: str = "P"  # MSH-11: production; a test system says T
    zone: str = "Europe/London"  # of times without an offset
    charset: str = "iso-8859-1"  # where MSH-18 names none and the bytes are no UTF-8
    number_authorities: tuple[str, ...] = ("NHS",)  # PID-3.4 of an NHS number
    number_types: tuple[str, ...] = ("NH",)  # PID-3.5
    local_types: tuple[str, ...] = ("MR", "PI", "PAS")  # PID-3.5 of the hospital's own number
    teams: dict[str, str] = field(default_factory=dict)  # PV1-3.1 → the team whose staff may look
    idle_seconds: float = 30.0  # a message that has begun and does not end

    @property
    def local_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local_id(self, segment: Segment, field: int) -> str:
        """The hospital's own number of the person in PID-3 or MRG-1, as an id may be written (FHIR R4, datatypes, id)."""
        for one in segment.repetitions(field):
            own = segment.text(field, of=one)
            if segment.text(field, 5, of=one) in self.local_types and own:
                return re.sub(r"[^A-Za-z0-9.-]", "-", own)[:64]
        return ""


def settings_of(source: SourceSettings) -> Settings:
    """Raises `SettingsError`, naming the source and the setting."""
    try:
        own = msgspec.convert(source.options, Settings)
    except ValueError as error:
        raise SettingsError(f"source {source.id}: {error}") from None
    refuse_unsafe(source, own)
    try:
        ZoneInfo(own.zone)
        "".encode(own.charset)
    except (ZoneInfoNotFoundError, ValueError, LookupError):
        raise SettingsError(f"source {source.id}: zone or charset is not known") from None
    return own
