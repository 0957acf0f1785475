"""When a resource says it happened, as sent, and which of two came first. Only reads; never a clock, never a guess."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from carerecord.contract import Resource

_LONDON = ZoneInfo("Europe/London")

# In the order asked; the first that is there wins. An event comes before its writing down.
_PLACES: tuple[tuple[str, str], ...] = (
    ("effectiveDateTime", ""),
    ("effectiveInstant", ""),
    ("effectivePeriod", "start"),
    ("occurrenceDateTime", ""),
    ("occurrencePeriod", "start"),
    ("performedDateTime", ""),
    ("performedPeriod", "start"),
    ("onsetDateTime", ""),
    ("onsetPeriod", "start"),
    ("onsetString", ""),
    ("start", ""),
    ("started", ""),
    ("period", "start"),
    ("whenHandedOver", ""),
    ("whenPrepared", ""),
    ("authoredOn", ""),
    ("dateTime", ""),
    ("recordedDate", ""),
    ("dateAsserted", ""),
    ("authored", ""),
    ("sent", ""),
    ("created", ""),
    ("date", ""),
    ("issued", ""),
    ("recordedOn", ""),
    ("recorded", ""),
    ("timestamp", ""),
    ("period", "end"),
)
_USUAL = {
    **dict.fromkeys(("01", "02", "11", "12"), ("Z", "+00:00")),
    **dict.fromkeys(("05", "06", "07", "08", "09"), ("+01:00",)),
}
"""Month to how a moment of it in London ends: most are sent so, and are in their place as they are."""
_AGAIN = "~"  # of an hour that the clocks repeat, the second: after 01:59 and before 02:00
_RECORDED = ("recordedDate", "issued", "dateAsserted", "authoredOn", "date", "recorded")


def clinical_date(resource: Resource) -> str:
    """The date a list is ordered by; empty when none is recorded."""
    for key, inner in _PLACES:
        if key in resource:
            value = resource[key]
            if inner and isinstance(value, dict):
                value = value.get(inner)
            if isinstance(value, str) and value[:4].isdigit():
                return value
    return ""


def recorded_date(resource: Resource) -> str:
    """When the source wrote it down; else when it last changed."""
    for key in _RECORDED:
        value = resource.get(key)
        if isinstance(value, str) and value:
            return value
    meta = resource.get("meta")
    changed = meta.get("lastUpdated") if isinstance(meta, dict) else ""
    return changed if isinstance(changed, str) else ""


@lru_cache(maxsize=32_768)
def in_order(sent: str) -> str:
    """What a date as sent is put in order by: the day and clock of London then, as far as they were sent.

    So two moments sent in different zones stand as they happened, and a bare date before the moments of its day.
    What is no moment is put in order as it is.
    """
    if len(sent) < 17:
        return sent
    zone = "Z" if sent.endswith("Z") else sent[-6:] if sent[-6] in "+-" else ""
    if not zone:
        return sent
    if zone in _USUAL.get(sent[5:7], ()):
        return sent.removesuffix(zone)
    try:
        local = datetime.fromisoformat(sent).astimezone(_LONDON)
    except (ValueError, OverflowError):
        return sent
    said = local.replace(tzinfo=None).isoformat()
    return f"{said[:13]}{_AGAIN}{said[14:]}" if local.fold else said
