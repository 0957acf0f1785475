"""What the reader of one kind of message is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from carerecord.connectors.contract import Happening, Linking
from carerecord.connectors.hl7v2.message import Message
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.contract import Resource, SourceSettings


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message, from whom, and when it was said."""

    message: Message
    source: SourceSettings
    settings: Settings
    said: datetime

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.local_zone

    @property
    def subject(self) -> dict[str, str]:
        return {"reference": f"Patient/{self.patient_id}"}

    @property
    def patient_id(self) -> str:
        return self.settings.local_id(self.message.only("PID"), 3) or "patient"


@dataclass(frozen=True, slots=True)
class Told:
    """What one message says beside who it is about."""

    resources: tuple[Resource, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    happenings: tuple[Happening, ...] = ()
    linking: Linking | None = None
    amends: frozenset[tuple[str, str]] = frozenset()  # type and id, as in `Pushed`
