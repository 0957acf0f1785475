"""Where in time a contact stands, by what its source says of it: read cheaply, before any row is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, TypeVar

from carerecord.contract import Resource
from carerecord.fhir import period
from carerecord.sections import appointments, community
from carerecord.sections.concepts import status_is
from carerecord.sections.dates import clinical_date, in_order
from carerecord.web.events import not_before

Time = Literal["soon", "later", "planned", "off", "now", "past", "older", "undated"]
COMING: tuple[Time, ...] = ("soon", "later", "planned", "off")
RECENT: tuple[Time, ...] = ("now", "past")
OLDER: tuple[Time, ...] = ("older", "undated")
EVERY = (*COMING, *RECENT, *OLDER)
T = TypeVar("T")
SOON, YEAR = timedelta(weeks=12), timedelta(days=365)

GLANCE: tuple[Time, ...] = ("now", "soon", "past", "later", "planned", "off", "older", "undated")
"""What is read first where few of them have room."""


def is_planned(contact: Resource) -> bool:
    """Its source says neither that it happened nor that it will not."""
    return _place(contact) == "planned"


def will_not(contact: Resource) -> bool:
    return _place(contact) == "off"


def _place(contact: Resource) -> str:
    """“now”, “planned” or “off”, by the groups that its section puts it in; "" of anything else."""
    kind = contact.get("resourceType")
    if kind in ("Encounter", "EpisodeOfCare"):
        return {0: "now", 1: "planned", 3: "off"}.get(community.rank(contact), "")
    if kind != "Appointment":
        return ""
    if status_is(contact, *appointments.ARRIVED):
        return "now"
    return {0: "planned", 2: "off"}.get(appointments.rank(contact), "")


def time_of(contact: Resource, today: date) -> Time:
    """A day that is planned and past stands among the past: nothing says what came of it."""
    place = _place(contact)
    if place == "now":
        return "now"
    start, planned, off = clinical_date(contact), place == "planned", place == "off"
    if not start:
        return "planned" if planned else "undated"
    if (planned or off) and not_before(start, today.isoformat()):
        soon = in_order(start)[:10] <= (today + SOON).isoformat()
        return "off" if off else "soon" if soon else "later"
    end = period(contact.get("period"))[1] or start
    return "past" if not_before(end, (today - YEAR).isoformat()) else "older"


def ordered(found: Iterable[tuple[Time, str, T]], times: Sequence[Time]) -> list[T]:
    """Each with its time and day: by place in `times`; of what is to come the next first, of the rest the newest."""
    newest = sorted(found, key=lambda one: one[1], reverse=True)
    ahead = [one for one in reversed(newest) if one[0] in COMING]
    past = [one for one in newest if one[0] not in COMING]
    by_time = sorted([*ahead, *past], key=lambda one: times.index(one[0]))
    return [thing for _, _, thing in by_time]
