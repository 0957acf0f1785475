"""Times as HL7 v2 writes them: YYYY[MM[DD[HHMM[SS[.S]]]]][+/-ZZZZ] (HL7 2.4, 2.8.42)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from carerecord.connectors.hl7v2.message import MessageUnusable, Segment
from carerecord.connectors.pushed import is_ahead

_TIME = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(?:(\d\d)(?:\.\d{1,6})?)?)?(?:([+-])(\d\d)(\d\d))?"
)
_LONGEST = 26  # characters of a time
_DAY = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d))?)?")


def moment(segment: Segment, field: int, zone: ZoneInfo) -> datetime | None:
    """The moment a field names; None when it is empty. Without an offset it is local time.

    Raises `MessageUnusable`: a time nobody can read is not left out.
    """
    sent = segment.text(field)
    if not sent:
        return None
    found = _read(sent, zone)
    if found is None:
        raise MessageUnusable(f"{segment.name}-{field} is no time")
    return found.astimezone(UTC)


def moment_by(now: datetime, segment: Segment, field: int, zone: ZoneInfo) -> datetime | None:
    """The same of when something was said. In the hour that comes twice in autumn, the later that has begun."""
    first = moment(segment, field, zone)
    local = _read(segment.text(field), zone)
    if first is None or local is None:
        return first
    again = local.replace(fold=1).astimezone(UTC)
    return again if again > first and not is_ahead(again, now) else first


def date_time(sent: str, zone: ZoneInfo) -> str:
    """A time as FHIR writes it, as exact as it was sent and with its own offset; "" where it is none."""
    if _DAY.fullmatch(sent):
        return _day(sent)
    found = _read(sent, zone)
    if found is None:
        return ""
    is_day = _DAY.fullmatch(re.split(r"[+-]", sent)[0])
    return found.date().isoformat() if is_day else found.isoformat().replace("+00:00", "Z")


def day(segment: Segment, field: int) -> str:
    """A date as FHIR writes it, as exact as it was sent: 1964, 1964-10 or 1964-10-17. Raises `MessageUnusable`."""
    sent = segment.text(field)
    if not sent:
        return ""
    found = _DAY.match(sent)
    if found is None or not (read := _day(found[0])):
        raise MessageUnusable(f"{segment.name}-{field} is no date")
    return read


def _day(sent: str) -> str:
    year, month, day_of = (sent[:4], sent[4:6], sent[6:8])
    try:
        date(int(year), int(month or 1), int(day_of or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day_of) if part)


def _read(sent: str, zone: ZoneInfo) -> datetime | None:
    return _read_short(sent, zone) if len(sent) <= _LONGEST else None


@lru_cache(maxsize=512)
def _read_short(sent: str, zone: ZoneInfo) -> datetime | None:
    """One message says one time in several places."""
    found = _TIME.fullmatch(sent)
    if found is None:
        return None
    year, month, day_of, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    try:
        at = datetime(year, month, day_of, hour, minute, min(second, 59), tzinfo=_zone(found, zone))
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at


def _zone(found: re.Match[str], local: ZoneInfo) -> ZoneInfo | timezone:
    sign, hours, minutes = found.groups()[6:]
    if sign is None:
        return local
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    return timezone(offset)
