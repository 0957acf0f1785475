"""SIU: an appointment was made, moved or called off, or nobody came: SCH and what follows, as an R4 Appointment. Pure.

HL7 2.5.1 chapter 10. Who runs the clinic may look (LR-4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from carerecord.connectors.contract import Happening
from carerecord.connectors.hl7v2.coded import clinician, concept, identifier
from carerecord.connectors.hl7v2.message import MessageUnusable, Segment
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource

EVENTS: Mapping[str, str] = {
    "S12": "booked", "S13": "booked", "S14": "booked", "S18": "booked", "S19": "booked",
    "S20": "booked", "S21": "booked", "S22": "booked", "S15": "cancelled", "S16": "cancelled",
    "S17": "entered-in-error", "S26": "noshow",
}  # fmt: skip
"""What each makes of the appointment, where SCH-25 does not say it."""
_STATUS = {"pending": "pending", "waitlist": "waitlist", "booked": "booked", "overbook": "booked",
           "started": "arrived", "complete": "fulfilled", "cancelled": "cancelled",
           "dc": "cancelled", "deleted": "entered-in-error", "noshow": "noshow"}  # fmt: skip
"""SCH-25 (HL7 table 0278)."""
_MORE = frozenset({"S14", "S18", "S19", "S20", "S21", "S22"})
_OFF = ("cancelled", "noshow", "entered-in-error")
_TIMES = (
    ("TQ1", 7, 1, 8, 1),
    ("AIS", 4, 1, 0, 1),
    ("AIL", 6, 1, 0, 1),
    ("AIP", 6, 1, 0, 1),
    ("SCH", 11, 4, 11, 5),
)
"""Where a beginning, and the end that goes with it, may stand, in the order they are believed."""


def booking(arrived: Arrived) -> Told:
    """Raises `MessageUnusable`."""
    sch = arrived.message.only("SCH")
    number = sch.text(2) or sch.text(1)
    if not number:
        raise MessageUnusable("SCH-1 and SCH-2 are empty: which appointment is meant is not said")
    own = own_id("booking", number)
    status = _status(sch, arrived.message.event)
    happenings = tuple(_happenings(number, status, arrived))
    if status == "entered-in-error":
        return Told(removed=(("Appointment", own),), happenings=happenings)
    amends = frozenset({("Appointment", own)} if _only_amends(sch, arrived.message.event) else ())
    made = _appointment(own, status, sch, arrived)
    return Told((made,), amends=amends, happenings=happenings)


def _status(sch: Segment, event: str) -> str:
    """What the event says; a booking may be more exactly in a state that SCH-25 names."""
    said = _STATUS.get(sch.text(25).lower(), "")
    return said if EVENTS[event] == "booked" and said else EVENTS[event]


def _only_amends(sch: Segment, event: str) -> bool:
    """More is said of it, and not in which state it is."""
    return event in _MORE and not _STATUS.get(sch.text(25).lower())


def _appointment(own: str, status: str, sch: Segment, arrived: Arrived) -> Resource:
    ais = arrived.message.first("AIS")
    begins, ends = _when(arrived)
    number = [identifier(sch, place) for place in (2, 1)]
    reason, service = concept(sch, 7), concept(ais, 3) if ais else {}
    made = without_empty({
        "resourceType": "Appointment",
        "id": own,
        "identifier": [one for one in number if one],
        "status": status,
        "cancelationReason": concept(sch, 6) if status == "cancelled" else {},
        "serviceType": [service] if service else [],
        "appointmentType": concept(sch, 8),
        "reasonCode": [reason] if reason else [],
        "start": begins,
        "end": ends,
        "comment": "\n".join(one.lines(3) for one in arrived.message.all("NTE")),
        "participant": [{"actor": arrived.subject, "status": "accepted"}, *_with(arrived)],
    })  # fmt: skip
    return {**_no_longer(status, begins), **made}


def _no_longer(status: str, begins: str) -> dict[str, None]:
    """Why it was called off, once it is not; and the end of another beginning."""
    gone = {"cancelationReason": status not in _OFF, "end": bool(begins)}
    return {name: None for name, is_gone in gone.items() if is_gone}


def _when(arrived: Arrived) -> tuple[str, str]:
    """An end belongs to the beginning it was said with."""
    found = list(_times(arrived))
    begins = next((start for start, _ in found), "")
    return begins, next((end for start, end in found if end and start == begins), "")


def _times(arrived: Arrived) -> Iterator[tuple[str, str]]:
    for name, field, component, end, end_component in _TIMES:
        for one in arrived.message.all(name):
            if begins := date_time(one.text(field, component), arrived.zone):
                yield begins, date_time(one.text(end, end_component), arrived.zone)


def _with(arrived: Arrived) -> Iterator[dict[str, Any]]:
    """The people and the place, by name."""
    people = [clinician(one, 3) for one in arrived.message.all("AIP")]
    for name in filter(None, dict.fromkeys(people)):
        yield {"actor": {"type": "Practitioner", "display": name}, "status": "accepted"}
    places = [_place(one) for one in arrived.message.all("AIL")]
    for name in filter(None, dict.fromkeys(places)):
        yield {"actor": {"type": "Location", "display": name}, "status": "accepted"}


def _place(ail: Segment) -> str:
    return ", ".join(filter(None, (ail.text(3, place) for place in (1, 2, 4))))


def _happenings(number: str, status: str, arrived: Arrived) -> Iterator[Happening]:
    """An appointment without a time is evidence of nothing yet."""
    name = arrived.source.name
    if status in _OFF:
        yield Happening(kind="LR-4", event="cancelled", occurrence=number, at=arrived.said)
        return
    begins, _ = _when(arrived)
    if len(begins) > len("2026-11-21"):
        ail = arrived.message.first("AIL")
        yield Happening(
            kind="LR-4",
            event="started",
            occurrence=number,
            at=datetime.fromisoformat(begins),
            words=f"an outpatient of {name}",
            team=arrived.settings.teams.get(ail.text(3), "") if ail else "",
        )
