"""The name block of a person whose record is not, or not yet, on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.contract import Person
from carerecord.web import formats


@dataclass(frozen=True, slots=True)
class Who:
    name: str
    born: str
    nhs_number: str


def who(person: Person) -> Who:
    return Who(
        formats.name(person),
        formats.born(person, datetime.now(UTC).date()),
        formats.number_mark(person.nhs_number),
    )
