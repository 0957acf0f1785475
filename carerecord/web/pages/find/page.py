"""What was typed, and the people found, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup, escape

from carerecord.contract import Person
from carerecord.viewing.contract import Criteria, Matches
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.pages.find.twins import alike, any_alike, marked

GENDERS = ("female", "male", "other", "unknown")
FIELDS = ("nhs_number", "family", "given", "day", "month", "year", "gender", "postcode")
LONGEST = 100
NOBODY = {
    "everybody": "find.nobody",
    "linked": "find.nobody.linked",
    "residents": "find.nobody.residents",
}
REPLACED = "This number was replaced. The record opened is {number}."


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
        """An NHS number stays whole: its length is what will be wrong with it."""
        whole = {name: str(form.get(name, "")).strip() for name in FIELDS}
        cut = {name: value[:LONGEST] for name, value in whole.items()}
        return cls(**{**cut, "nhs_number": whole["nhs_number"]})

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
    age: str
    gender: str
    nhs_number: Markup
    address: str
    gp: str
    died: str
    ending: str  # of the NHS number, so that two links never read the same
    person: Person
    name_marked: Markup  # what differs from a near-twin is bold
    born_marked: Markup


def found_person(person: Person, v: str) -> FoundPerson:
    age = "" if person.died else formats.age(person.birth_date, datetime.now(UTC).date())
    born = formats.day(person.birth_date)
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    return FoundPerson(
        v,
        formats.name(person),
        f"{born} ({age})" if age else born,
        age,
        formats.gender(person.gender),
        formats.number_mark(person.nhs_number),
        "Address not shown" if person.protected else address or formats.NOT_RECORDED,
        "" if person.protected else person.gp_name,
        formats.day(person.died) if person.died else "",
        person.nhs_number[-4:],
        person,
        *_marked(person, (), age),
    )


def _marked(person: Person, twins: Sequence[Person], age: str) -> tuple[Markup, Markup]:
    """Name and birth date, with the characters that tell them from their near-twins."""
    bare, title = _name_and_title(person)
    others = [_name_and_title(twin) for twin in twins]
    born = marked(formats.day(person.birth_date), [formats.day(t.birth_date) for t in twins])
    return (
        marked(bare, [name for name, _ in others]) + marked(title, [title for _, title in others]),
        born + escape(f" ({age})") if age else born,
    )


def _name_and_title(person: Person) -> tuple[str, str]:
    whole, bare = formats.name(person), formats.name(replace(person, title=""))
    return bare, whole.removeprefix(bare)


def tell_apart(people: Sequence[FoundPerson]) -> list[FoundPerson]:
    """Only where they differ are near-twins bold; nobody else is."""
    told = []
    for one in people:
        twins = [p.person for p in people if p is not one and alike(one.person, p.person)]
        name, born = _marked(one.person, twins, one.age)
        told.append(replace(one, name_marked=name, born_marked=born))
    return told


@dataclass(frozen=True, slots=True)
class Found:
    people: tuple[FoundPerson, ...] = ()
    problem: str = ""
    nothing: str = ""
    more: str = ""
    nearly: str = ""
    replaced: str = ""
    traced: str = ""
    twins: bool = False

    @classmethod
    def of(cls, matches: Matches, people: Sequence[FoundPerson]) -> Found:
        replaced = ""
        if matches.replaced and people:
            replaced = Markup(REPLACED).format(number=people[0].nhs_number)  # noqa: S704 - words of ours
        nothing = "" if people or matches.problem else say(NOBODY[matches.among])
        silent = matches.traced in ("", "found", "nobody")
        traced = "" if silent else say(f"find.traced.{matches.traced}")
        if matches.traced == "withdrawn":
            nothing, traced = traced, ""  # no spelling to check
        return cls(
            tuple(tell_apart(people)),
            matches.problem,
            nothing,
            say("find.more") if matches.more else "",
            say("find.nearly") if matches.nearly and people else "",
            replaced,
            traced,
            any_alike([p.person for p in people]),
        )

    @property
    def heading(self) -> str:
        if self.more:
            return f"First {len(self.people)} people found"
        found = (
            "nearly fits"
            if self.nearly and len(self.people) == 1
            else "nearly fit"
            if self.nearly
            else "found"
        )
        return f"{formats.counted(len(self.people), ('person', 'people'))} {found}"
