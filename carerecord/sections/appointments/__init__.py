"""Appointments (F11): planned, kept, and not kept with the reason. Planned and actual stay apart."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import in_error, not_in_error
from carerecord.sections.contract import Linked, Part, Row, Section, Tag
from carerecord.sections.people import who
from carerecord.sections.uk_core import added
from carerecord.sections.words import (
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    term,
)

_STATUS = {
    "proposed": "Proposed",
    "pending": "Waiting to be confirmed",
    "booked": "Booked",
    "arrived": "Arrived",
    "checked-in": "Arrived",
    "fulfilled": "Attended",
    "noshow": "Did not attend",
    "cancelled": "Cancelled",
    "waitlist": "On the waiting list",
}
ARRIVED = ("arrived", "checked-in")
_PLANNED = ("proposed", "pending", "booked", "waitlist", *ARRIVED)
_GROUPS = ("Planned", "Attended", "Did not happen", "Status not recorded", "Removed by the source")


def rank(appointment: Resource) -> int:
    status = appointment.get("status")
    if in_error(appointment):
        return 4
    if status in _PLANNED:
        return 0
    if status == "fulfilled":
        return 1
    return 2 if status in ("noshow", "cancelled") else 3


def planned(appointment: Resource) -> bool:
    return rank(appointment) == 0


def row(appointment: Resource, linked: Linked) -> Row:
    status = said(appointment.get("status"))
    words = recorded(_STATUS.get(status) or in_words(status))
    return Row(
        what=(Part(_what(appointment)),),
        when=said(appointment.get("start")),
        until=said(appointment.get("end")),
        status=words,
        group=_GROUPS[rank(appointment)],
        cells=(
            recorded(_with(appointment, linked, places=False)),
            recorded(_with(appointment, linked, places=True)),
            words,
        ),
        notes=lines(
            begins(appointment),
            labelled("Reason", said(appointment.get("reasonCode"))),
            labelled("Reason it did not happen", said(appointment.get("cancelationReason"))),
            labelled("For the person", said(appointment.get("patientInstruction"))),
            said(appointment.get("comment")),
            added(appointment, linked),
            notes_of(appointment),
        ),
        tags=(Tag(words, "amber"),) if status in ("noshow", "cancelled") else (),
    )


def begins(appointment: Resource) -> str:
    """Day and time, where a time was sent, for lists that have only the day."""
    start = said(appointment.get("start"))
    return labelled("Begins", shown_date(start)) if "T" in start else ""


def _what(appointment: Resource) -> str:
    named = (said(appointment.get(key)) for key in ("serviceType", "specialty"))
    return (
        joined(*named)
        or said(appointment.get("description"))
        or term(appointment, "appointmentType")
    )


def _with(appointment: Resource, linked: Linked, *, places: bool) -> str:
    """Everybody but the person, or the places."""
    actors = [as_dict(one).get("actor") for one in as_list(appointment.get("participant"))]
    wanted = [one for one in actors if _is_place(one, linked) is places]
    return joined(*(name for one in wanted if (name := _other(one, linked))), by="; ")


def _other(actor: object, linked: Linked) -> str:
    person = _type(actor, linked) == "Patient"
    return "" if person else who(actor, linked)


def _is_place(actor: object, linked: Linked) -> bool:
    return _type(actor, linked) == "Location"


def _type(actor: object, linked: Linked) -> str:
    found = linked(actor)
    if found:
        return said(found.get("resourceType"))
    element = as_dict(actor)
    return said(element.get("type")) or said(element.get("reference")).split("/")[0]


SECTION = Section(
    name="appointments",
    title="Appointments",
    noun=("appointment", "appointments"),
    page="contacts",
    feature="F11",
    resource_types=("Appointment",),
    row=row,
    columns=("With", "Where", "Status"),
    positive=not_in_error,
    current=planned,
    summary=not_in_error,
    rank=rank,
    fold="copies",
)
