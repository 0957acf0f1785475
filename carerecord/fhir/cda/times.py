"""Times as CDA writes them (YYYY[MM[DD[HH[MM[SS[.S]]]]]][±ZZ[ZZ]]), as precise in FHIR as they were sent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from carerecord.fhir.xml import Element

_TIME = re.compile(
    r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(\.\d+)?)?)?)?)?)?"
    r"(?:([+-])(\d\d)(\d\d)?)?"
)


def fhir_time(sent: str, zone: ZoneInfo) -> str:
    """ "" for what names no time. Without an offset it is local time; an hour without minutes is left to its day."""
    found = _TIME.fullmatch(sent.strip())
    if found is None:
        return ""
    year, month, day, hour, minute, second, fraction = found.groups()[:7]
    try:
        at = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_offset(found) or zone,
        )
    except (ValueError, OverflowError):
        return ""
    date = "-".join(part for part in (year, month, day) if part)
    if minute is None:
        return date
    clock = f"{hour}:{minute}:{second or '00'}{fraction or ''}"
    offset = at.strftime("%z")
    return f"{date}T{clock}{offset[:3]}:{offset[3:5]}"


def _offset(found: re.Match[str]) -> timezone | None:
    sign, hours, minutes = found.groups()[7:]
    if sign is None:
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def instant(sent: str, zone: ZoneInfo) -> datetime | None:
    """When a document was made, as a moment; the beginning of its day where no hour was sent."""
    written = fhir_time(sent, zone)
    if len(written) < len("2026-01-01"):
        return None
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def span(element: Element, zone: ZoneInfo) -> dict[str, str]:
    """Start and end; of a moment the start alone."""
    ends = {
        "start": element.first("low").get("value") or element.get("value"),
        "end": element.first("high").get("value"),
    }
    if not any(ends.values()):
        ends["start"] = element.first("center").get("value")
    made = {name: fhir_time(sent, zone) for name, sent in ends.items()}
    return {name: written for name, written in made.items() if written}
