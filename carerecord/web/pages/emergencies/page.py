"""One line for each emergency: when, why it was declared, and until when. Whose record it was is not here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.access.evidence.emergencies import Emergency
from carerecord.web import formats


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    when: str
    reason: str
    until: str  # empty once it is over
    owed: bool


def lines(found: Iterable[Emergency]) -> list[Line]:
    return [_line(one) for one in found]


def _line(one: Emergency) -> Line:
    return Line(
        id=one.id,
        when=f"{formats.local_day(one.at)} {formats.time_of(one.at)}",
        reason=one.reason,
        until=formats.time_of(one.until) if one.runs(datetime.now(UTC)) else "",
        owed=one.owed,
    )
