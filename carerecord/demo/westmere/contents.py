"""Whom Westmere's hospital has seen, what it wrote, and who works there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from carerecord.contract import Person, Resource
from carerecord.demo.contents import Contents
from carerecord.demo.folder import Made
from carerecord.demo.histories import record_of
from carerecord.demo.people import InventedEvidence, InventedPerson, InventedStaff
from carerecord.demo.sources import BEYOND

MOST = 12  # people
_OLD = 65  # from this age on it was a fall, else a visit to the emergency department
DOCTOR = "l.marsh"
STAFF = (
    InventedStaff(
        DOCTOR, "Dr L Marsh", "doctor", "Emergency doctor", BEYOND.organisation, BEYOND.name,
        registration="gmc_id|9000201",
    ),
    InventedStaff(
        "k.lowe", "K Lowe", "privacy-officer", "Privacy officer", BEYOND.organisation, BEYOND.name
    ),
)  # fmt: skip


def seen_there(contents: Contents) -> tuple[InventedPerson, ...]:
    """The first adults with a hospital, who have neither objected nor a protected address."""
    known = (
        one
        for one in contents.invented
        if one.hospital
        and not one.person.protected
        and not one.person.died
        and one.person.birth_date < "2000"
        and one.person.nhs_number not in contents.objections
        and not one.former_number
    )
    return tuple(known)[:MOST]


def sent_about(people: Sequence[InventedPerson]) -> tuple[InventedPerson, ...]:
    """Whom Westmere's senders know: nobody who was made to show something else. The first is on a ward."""
    return tuple(one for one in people if not one.case) or tuple(people[-1:])


def contents_of(people: Sequence[InventedPerson], made: Made) -> Contents:
    """Whoever is on a ward is so because the ward says it: that evidence is sent, not invented."""
    on_ward = sent_about(people)[0].person.nhs_number
    everyone = tuple(_as_known_there(one.person) for one in people)
    since = datetime.combine(made.day, time(0, 0), tzinfo=UTC) - timedelta(hours=1)
    evidence = tuple(
        InventedEvidence(
            kind="LR-3", nhs_number=one.nhs_number, holder_kind="user", holder=DOCTOR,
            words="in your emergency department today", starts=since, source=BEYOND.id,
        )
        for one in everyone
        if one.nhs_number != on_ward
    )  # fmt: skip
    return Contents(everyone, STAFF, evidence)


def written_there(person: InventedPerson, made: Made) -> list[Resource]:
    """Told as any hospital's history is, by another seed than at home."""
    age = made.day.year - date.fromisoformat(person.person.birth_date).year
    visitor = replace(
        person,
        hospital=BEYOND.id,
        sources=(BEYOND.id,),
        stories=("fall" if age >= _OLD else "emergency-visit",),
    )
    return record_of(visitor, made.seed + 1, made.day)[BEYOND.id]


def _as_known_there(person: Person) -> Person:
    """An id of the region's own."""
    own = hashlib.blake2b(f"westmere/{person.id}".encode(), digest_size=10).hexdigest()
    return replace(person, id=own)
