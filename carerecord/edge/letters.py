"""One message that came: whose it is, what is told to evidence of it, and what becomes of what is kept. Pure.

Nothing is filed to a person on a number alone: it must be one we know, the date of birth that of its person, and no name say
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access.evidence.signals import Signal
from carerecord.connectors.contract import Happening, Pushed, SetAside
from carerecord.contract import Person, Resource, SourceSettings
from carerecord.edge.amending import begun, read
from carerecord.edge.names import named_in
from carerecord.edge.withdrawing import with_every_result
from carerecord.fhir import compatible_dates
from carerecord.identity import contradicts, nhs_number


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it came, and what it comes to."""

    source: SourceSettings
    found: Pushed | SetAside
    raw: bytes
    nhs_number: str  # the one it gives; "" where it gives none or several, or what it gives is none

    @classmethod
    def of(cls, source: SourceSettings, found: Pushed | SetAside, raw: bytes) -> Letter:
        number = _number_of(found) if isinstance(found, Pushed) else ""
        return cls(source, found, raw, number)

    @property
    def own_numbers(self) -> tuple[str, ...]:
        """What the source itself calls the person: the ids of its Patients."""
        resources = self.found.resources if isinstance(self.found, Pushed) else ()
        return tuple(one["id"] for one in resources if one["resourceType"] == "Patient")

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every NHS number whose person it may be about."""
        named = self.found.linking.numbers if self.found.linking else ()
        read = (_read_number(one) for one in named)
        return tuple(dict.fromkeys(one for one in (self.nhs_number, *read) if one))


def _read_number(sent: str) -> str:
    try:
        return nhs_number.read(sent)
    except nhs_number.NotAnNHSNumber:
        return ""


def _number_of(pushed: Pushed) -> str:
    return _read_number(pushed.numbers[0]) if len(pushed.numbers) == 1 else ""


def why_not_theirs(pushed: Pushed, number: str, person: Person | None) -> str:
    """Why it is not filed to the person with its number, or ""."""
    if len(pushed.numbers) != 1:
        return "it has not exactly one NHS number"
    if not number:
        return "its NHS number is none"
    if person is None:
        return "nobody here has its NHS number"
    if pushed.birth_date and not compatible_dates(pushed.birth_date, person.birth_date):
        return "its date of birth is not that of the person with its NHS number"
    if (pushed.happenings or len(pushed.resources) > 1) and not pushed.birth_date:
        return "it has no date of birth to compare"
    said = [one for resource in pushed.resources for one in named_in(resource)]
    if said and all(contradicts(person, one) for one in said):
        return "its name or gender is not that of the person with its NHS number"
    return ""


def signals_of(pushed: Pushed, source: SourceSettings, person: Person) -> list[Signal]:
    """Raises `SignalRefused`."""
    return [_signal(one, pushed, source, person) for one in pushed.happenings]


def _signal(one: Happening, pushed: Pushed, source: SourceSettings, person: Person) -> Signal:
    starts = one.event == "started"
    return Signal(
        kind=one.kind,
        event=one.event,
        source=source.id,
        source_id=one.occurrence,
        at=one.at,
        said=pushed.said,
        person_id=person.id,
        holder=source.organisation if starts else "",
        team=one.team,
        words=one.words,
    )


_SAID_IN_PARTS = frozenset(
    {"Patient", "Encounter", "Appointment", "DocumentReference", "ServiceRequest"}
)
"""Each message says some of it. Of the others it says all: of a value that was corrected nothing stays."""


def joined(raw: bytes, said: Resource, at: datetime) -> Resource:
    """What is not said stays; None is known no longer."""
    if said["resourceType"] in _SAID_IN_PARTS:
        return begun(read(raw), said, at)
    return with_every_result(read(raw), said)
