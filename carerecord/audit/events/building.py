"""One entry → one AuditEvent."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.audit.entry import Entry
from carerecord.audit.events.agents import agents
from carerecord.audit.events.codes import PROFILES, SOURCE_TYPE, coding, purposes, words
from carerecord.audit.events.entities import ENTRY, entities
from carerecord.audit.events.recorder import Recorder
from carerecord.audit.events.shapes import Shape, shape_of
from carerecord.contract import Resource

_SOURCES = {"4": "Application Server", "6": "Security Server"}


def audit_event(entry: Entry, recorder: Recorder) -> Resource:
    """Valid against FHIR R4, and against the BALP profile that its `meta.profile` names."""
    shape = shape_of(entry)
    event: Resource = {
        "resourceType": "AuditEvent",
        "id": entry.entry_id,
        "meta": {"profile": [f"{PROFILES}{shape.profile}"]} if shape.profile else {},
        "extension": [_place(entry)],
        "type": shape.type,
        "subtype": list(shape.subtypes),
        "action": shape.action,
        "recorded": instant(entry.at),
        "outcome": shape.outcome,
        "outcomeDesc": _why(entry, shape),
        "purposeOfEvent": _purposes(entry),
        "agent": agents(entry, shape, recorder),
        "source": {
            "observer": recorder.who,
            "site": recorder.name,
            "type": [coding(SOURCE_TYPE, shape.source, _SOURCES[shape.source])],
        },
        "entity": entities(entry, shape),
    }
    return {name: value for name, value in event.items() if value not in ("", [], {})}


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _place(entry: Entry) -> Resource:
    """Which entry of which log this is: what `audit prove` and an outside check go by (AUD-2, AUD-6)."""
    return {
        "url": ENTRY,
        "extension": [
            {"url": "log", "valueString": entry.log},
            {"url": "seq", "valuePositiveInt": entry.seq},
            {"url": "kind", "valueCode": entry.kind},
        ],
    }


def _purposes(entry: Entry) -> list[Resource]:
    return purposes("BTG" if entry.kind == "emergency" else entry.body.get("purpose"))


def _why(entry: Entry, shape: Shape) -> str:
    """Why it was not done: the rules that refused, or the reason written down; of what was done, nothing."""
    if shape.outcome == "0":
        return ""
    reasons = entry.body.get("reasons")
    if isinstance(reasons, list):
        return ", ".join(filter(None, map(words, reasons)))
    return words(entry.body.get("why")) or words(entry.body.get("reason"))
