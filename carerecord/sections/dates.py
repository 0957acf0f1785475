"""When a resource says it happened, as sent. Only reads; never a clock, never a guess."""

from __future__ import annotations

from carerecord.contract import Resource

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
