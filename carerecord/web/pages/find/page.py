"""What was typed, and the people found, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from carerecord.contract import Person
from carerecord.viewing.contract import Criteria, Matches
from carerecord.web import formats
from carerecord.web.messages import say

GENDERS = ("female", "male", "other", "unknown")
FIELDS = ("nhs_number", "family", "given", "day", "month", "year", "gender", "postcode")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Typed:
    nhs_number: str = ""
    family: str = ""
    given: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    gender: str = ""
    postcode: str = ""

    @classmethod
    def read(cls, form: Mapping[str, Any]) -> Typed:
        return cls(**{name: str(form.get(name, "")).strip()[:LONGEST] for name in FIELDS})

    @property
    def problem(self) -> str:
        """Why nothing can be searched, before asking anybody."""
        if not any(getattr(self, name) for name in FIELDS):
            return "Type the NHS number, or the family name and two more details."
        if not (self.day or self.month or self.year):
            return ""
        try:
            self._birth_date()
        except ValueError as error:
            return str(error)
        return ""

    def criteria(self) -> Criteria:
        gender = self.gender if self.gender in GENDERS else ""
        return Criteria(
            self.nhs_number, self.family, self.given, self._birth_date(), gender, self.postcode
        )

    def _birth_date(self) -> str:
        """A FHIR date as precise as typed; the reason in words when it cannot be one."""
        if not (self.day or self.month or self.year):
            return ""
        if not (_is_number(self.year) and len(self.year) == 4):
            raise ValueError("Type the year of birth with 4 digits, for example 1948.")
        if not self.month:
            if self.day:
                raise ValueError("Type the month of birth as well, for example 11.")
            return self.year
        if not (_is_number(self.month) and 1 <= int(self.month) <= 12):
            raise ValueError("Type the month of birth as a number from 1 to 12.")
        month = f"{self.year}-{int(self.month):02}"
        if not self.day:
            return month
        try:
            day = int(self.day) if _is_number(self.day) else 0
            return date.fromisoformat(f"{month}-{day:02}").isoformat()
        except ValueError:
            raise ValueError("That date of birth does not exist. Check day and month.") from None


def _is_number(text: str) -> bool:
    """Plain digits; “²” is a digit to Python and not to us."""
    return text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class FoundPerson:
    v: str
    name: str
    born: str
    gender: str
    nhs_number: str
    address: str
    gp: str
    died: str
    ending: str  # of the NHS number, so that two links never read the same
    person: Person


def found_person(person: Person, v: str) -> FoundPerson:
    age = "" if person.died else formats.age(person.birth_date, datetime.now(UTC).date())
    born = formats.day(person.birth_date)
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    return FoundPerson(
        v,
        formats.name(person),
        f"{born} ({age})" if age else born,
        formats.gender(person.gender),
        formats.nhs_number(person.nhs_number),
        "Address not shown" if person.protected else address or formats.NOT_RECORDED,
        "" if person.protected else person.gp_name,
        formats.day(person.died) if person.died else "",
        person.nhs_number[-4:],
        person,
    )


@dataclass(frozen=True, slots=True)
class Found:
    people: tuple[FoundPerson, ...] = ()
    problem: str = ""
    nothing: str = ""
    more: str = ""
    replaced: str = ""
    twins: bool = False

    @classmethod
    def of(cls, matches: Matches, people: Sequence[FoundPerson]) -> Found:
        replaced = ""
        if matches.replaced and people:
            replaced = say("find.replaced", number=people[0].nhs_number)
        nothing = "" if people or matches.problem else say("find.nobody")
        return cls(
            tuple(people),
            matches.problem,
            nothing,
            say("find.more") if matches.more else "",
            replaced,
            any_alike([p.person for p in people]),
        )

    @property
    def heading(self) -> str:
        if self.more:
            return f"First {len(self.people)} people found"
        return f"{formats.counted(len(self.people), ('person', 'people'))} found"


def any_alike(people: Sequence[Person]) -> bool:
    """Two of them could be taken for each other: same family name, and birth dates that nearly agree."""
    return any(
        _alike(one, other) for number, one in enumerate(people) for other in people[number + 1 :]
    )


def _alike(one: Person, other: Person) -> bool:
    if one.family.lower() != other.family.lower():
        return False
    if one.given[:1].lower() != other.given[:1].lower() and one.birth_date != other.birth_date:
        return False
    a, b = one.birth_date, other.birth_date
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2
