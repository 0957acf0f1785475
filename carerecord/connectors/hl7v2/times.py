"""Times as HL7 v2 writes them: YYYY[MM[DD[HHMM[SS[.S]]]]][+/-ZZZZ] (HL7 2.4, 2.8.42)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from carerecord.connectors.hl7v2.message import MessageUnusable, Segment

_TIME = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(?:(\d\d)(?:\.\d{1,6})?)?)?(?:([+-])(\d\d)(\d\d))?"
)
_DAY = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d))?)?")


def moment(segment: Segment, field: int, zone: ZoneInfo) -> datetime | None:
    """The moment a field names; None when it is empty. Without an offset it is local time.

    Raises `MessageUnusable`: a time nobody can read is not left out.
    """
    sent = segment.text(field)
    if not sent:
        return None
    found = _TIME.fullmatch(sent)
    if found is None:
        raise MessageUnusable(f"{segment.name}-{field} is no time")
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    sign, hours, minutes = found.groups()[6:]
    try:
        if sign is None:
            local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
            return local.astimezone(UTC)
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        there = timezone(offset)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=there).astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        raise MessageUnusable(f"{segment.name}-{field} is no time") from None


def day(segment: Segment, field: int) -> str:
    """A date as FHIR writes it, as exact as it was sent: 1964, 1964-10 or 1964-10-17. Raises `MessageUnusable`."""
    sent = segment.text(field)
    if not sent:
        return ""
    found = _DAY.match(sent)
    if found is None:
        raise MessageUnusable(f"{segment.name}-{field} is no date")
    return "-".join(part for part in found.groups() if part)
