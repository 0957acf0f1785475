"""One message in; what it comes to, or why it is kept for a person to look at. Pure (HL7 2.4)."""

from __future__ import annotations

from datetime import datetime

from carerecord.connectors.contract import Pushed, SetAside
from carerecord.connectors.hl7v2.allergies import allergies
from carerecord.connectors.hl7v2.merging import BETWEEN_PEOPLE, parted
from carerecord.connectors.hl7v2.message import (
    Message,
    MessageDoubtful,
    MessageUnusable,
    NotHl7,
    read,
)
from carerecord.connectors.hl7v2.patient import numbers, patient
from carerecord.connectors.hl7v2.readers import Reader, is_about_several, reader_of
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.connectors.hl7v2.times import day, moment_by
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.unread import z_segments
from carerecord.connectors.pushed import IN_THE_FUTURE, is_ahead
from carerecord.contract import SourceSettings

KINDS_OF_SYSTEM = {"P", "T", "D"}
"""MSH-11: production, training, debugging (HL7 table 0103)."""


def receive(
    raw: bytes, source: SourceSettings, settings: Settings, now: datetime
) -> Pushed | SetAside:
    """Raises `MessageError`: what is answered AE or AR, and filed to nobody."""
    message = read(raw, settings.charset)
    _is_for_us(message, source, settings)
    said = moment_by(now, message.header, 7, settings.local_zone)
    if said is None:
        raise MessageUnusable("MSH-7 is empty: when it was said is not known")
    reader = reader_of(message)
    if reader is None:
        raise MessageUnusable(f"{message.type or 'no type'} {message.event} is not taken here")
    arrived = Arrived(message, source, settings, said)
    if is_about_several(message):
        return SetAside(BETWEEN_PEOPLE.format(message.event), linking=parted(arrived, now))
    return _filed(reader, arrived, now)


def _filed(reader: Reader, arrived: Arrived, now: datetime) -> Pushed | SetAside:
    pid = arrived.message.only("PID")
    found = numbers(pid, 3, arrived.settings)
    if is_ahead(arrived.said, now):
        return SetAside(IN_THE_FUTURE)
    if len(found) != 1:
        return SetAside("it has no NHS number" if not found else "it has several NHS numbers")
    try:
        birth_date = day(pid, 7)
    except MessageUnusable as error:  # without it nobody can tell whose number this is
        return SetAside(str(error))
    told = _looked_at(reader, arrived)
    if isinstance(told, SetAside):
        return told
    return Pushed(
        said=arrived.said,
        numbers=found,
        birth_date=birth_date,
        resources=(
            patient(arrived.message, arrived.settings, found[0]),
            *told.resources,
            *allergies(arrived),
            *z_segments(arrived),
        ),
        amends=told.amends,
        removed=told.removed,
        happenings=told.happenings,
        linking=told.linking,
    )


def _looked_at(reader: Reader, arrived: Arrived) -> Told | SetAside:
    try:
        return reader(arrived)
    except MessageDoubtful as error:
        return SetAside(str(error))


def _is_for_us(message: Message, source: SourceSettings, settings: Settings) -> None:
    if not message.control_id:
        raise MessageUnusable("MSH-10 is empty: it cannot be acknowledged")
    sender = message.header.text(4)
    if sender.upper() != (settings.facility or source.organisation).upper():
        raise NotHl7("MSH-4 is not the facility that this port is for")
    if message.header.text(11) in KINDS_OF_SYSTEM - {settings.processing}:
        raise NotHl7(f"MSH-11 is not {settings.processing}: it comes from another kind of system")
