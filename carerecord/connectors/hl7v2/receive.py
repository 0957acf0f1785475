"""One message in; what it comes to, or why it is kept for a person to look at. Pure (HL7 2.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from carerecord.connectors.contract import Pushed, SetAside
from carerecord.connectors.hl7v2.message import (
    Message,
    MessageDoubtful,
    MessageUnusable,
    NotHl7,
    read,
)
from carerecord.connectors.hl7v2.patient import numbers, patient
from carerecord.connectors.hl7v2.results import reported
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.connectors.hl7v2.times import day, moment
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.visits import DECIDED_BY_A_PERSON, EFFECTS, visit
from carerecord.contract import SourceSettings

AHEAD = timedelta(minutes=10)
"""A message from later than this has a wrong clock: nothing after it would count for years."""
Reader = Callable[[Arrived], Told]
READERS: Mapping[tuple[str, str], Reader] = {
    **{("ADT", event): visit for event in EFFECTS},
    ("ORU", "R01"): reported,
}
"""Who reads which message. One that is not here is refused: nothing is acknowledged that is not done."""
KINDS_OF_SYSTEM = {"P", "T", "D"}
"""MSH-11: production, training, debugging (HL7 table 0103)."""


def receive(
    raw: bytes, source: SourceSettings, settings: Settings, now: datetime
) -> Pushed | SetAside:
    """Raises `MessageError`: what is answered AE or AR, and kept nowhere."""
    message = read(raw, settings.charset)
    _is_for_us(message, source, settings)
    said = moment(message.header, 7, settings.local_zone)
    if said is None:
        raise MessageUnusable("MSH-7 is empty: when it was said is not known")
    reader = READERS.get((message.type, message.event))
    if reader is None and message.event not in DECIDED_BY_A_PERSON:
        raise MessageUnusable(f"{message.type or 'no type'} {message.event} is not taken here")
    pid = message.only("PID")
    found = numbers(pid, 3, settings)
    if reader is None:
        return _decided_by_a_person(message, found, settings)
    if said > now + AHEAD:
        return SetAside("its time is in the future")
    if len(found) != 1:
        return SetAside("it has no NHS number" if not found else "it has several NHS numbers")
    try:
        birth_date = day(pid, 7)
    except MessageUnusable as error:  # without it nobody can tell whose number this is
        return SetAside(str(error))
    try:
        told = reader(Arrived(message, source, settings, said))
    except MessageDoubtful as error:
        return SetAside(str(error))
    return Pushed(
        said=said,
        numbers=found,
        birth_date=birth_date,
        resources=(patient(message, settings, found[0]), *told.resources),
        removed=told.removed,
        happenings=told.happenings,
    )


def _is_for_us(message: Message, source: SourceSettings, settings: Settings) -> None:
    if not message.control_id:
        raise MessageUnusable("MSH-10 is empty: it cannot be acknowledged")
    sender = message.header.text(4)
    if sender.upper() != (settings.facility or source.organisation).upper():
        raise NotHl7("MSH-4 is not the facility that this port is for")
    if message.header.text(11) in KINDS_OF_SYSTEM - {settings.processing}:
        raise NotHl7(f"MSH-11 is not {settings.processing}: it comes from another kind of system")


def _decided_by_a_person(message: Message, kept: tuple[str, ...], settings: Settings) -> SetAside:
    merged = message.first("MRG")
    if merged and kept and numbers(merged, 1, settings) == kept:
        raise MessageUnusable("MRG-1 names the person it is to be merged into")
    return SetAside(f"{message.event} joins, parts or moves people: a person decides that")
