"""A region of households, told one after another: who they are now, what they were called, and where they lived."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carerecord.contract import Person
from carerecord.identity import Former, nhs_number
from quality.identity.names import TRADITIONS, Tradition

TODAY = date(2026, 11, 1)
TWINS = 0.02  # of births
BROTHERS_OF_ONE_NAME = 0.1  # of brothers whose first name is the same, in one tradition
PER_POSTCODE = 15  # households
PER_PRACTICE = 8000  # people
ESTIMATED = 0.12  # of the birth dates of people born abroad: 1 January
OLDEST = 98


@dataclass(frozen=True, slots=True)
class Invented:
    person: Person
    former: tuple[Former, ...]
    tradition: Tradition
    twin: str = ""  # id of somebody born with them
    household: tuple[str, ...] = ()  # NHS numbers of those they live with


@dataclass(frozen=True, slots=True)
class _Home:
    postcode: str
    phone: str
    practice: str
    tradition: Tradition


class Region:
    """The same people for the same size and seed."""

    def __init__(self, people: int, seed: int = 1) -> None:
        self._rng = random.Random(f"people {seed}")
        self._people = people
        self._numbers = _numbers()
        shares = list(itertools.accumulate(one.share for one in TRADITIONS))
        self._shares = shares
        self._postcodes = max(20, people // (PER_POSTCODE * 2))
        self._practices = max(4, people // PER_PRACTICE)

    def __iter__(self) -> Iterator[Invented]:
        told = 0
        while told < self._people:
            household = self._household()
            told += len(household)
            numbers = tuple(one.person.nhs_number for one in household)
            for one in household:
                yield replace(
                    one, household=tuple(n for n in numbers if n != one.person.nhs_number)
                )

    def _household(self) -> list[Invented]:
        rng = self._rng
        home = self._home()
        eldest = int(rng.triangular(18, OLDEST, 45))
        family = home.tradition.pick(home.tradition.family, rng)
        adults = [self._adult(home, family, eldest, rng.choice(("male", "female")))]
        if rng.random() < 0.6:
            other = family if rng.random() < 0.75 else ""
            gender = "female" if adults[0].person.gender == "male" else "male"
            aged = min(OLDEST, max(18, eldest + rng.randint(-6, 6)))
            adults.append(self._adult(home, other, aged, gender))
        children = self._children(home, family, min(eldest, 55)) if eldest < 60 else []
        return [*adults, *children]

    def _adult(self, home: _Home, family: str, age: int, gender: str) -> Invented:
        rng, tradition = self._rng, home.tradition
        family = family or tradition.pick(tradition.family, rng)
        former = []
        if gender == "female" and age > 22 and rng.random() < tradition.takes_name:
            former.append(Former(family=tradition.pick(tradition.family, rng)))
        if rng.random() < 0.3:
            former.append(Former(postcode=self._postcode()))
        born = self._born(age, tradition)
        return self._one(home, self._given(tradition, gender), family, born, gender, tuple(former))

    def _children(self, home: _Home, family: str, eldest: int) -> list[Invented]:
        rng, tradition = self._rng, home.tradition
        count = rng.choices((0, 1, 2, 3, 4), (45, 20, 22, 9, 4))[0]
        made: list[Invented] = []
        used: set[str] = set()
        for _ in range(count):
            gender = rng.choice(("male", "female"))
            given = self._given(tradition, gender)
            sharing = tradition.key == "Pakistani" and gender == "male"
            brothers = any(one.person.gender == "male" for one in made)
            shared = sharing and brothers and rng.random() < BROTHERS_OF_ONE_NAME
            if shared:
                brother = next(one for one in made if one.person.gender == "male")
                given = (
                    f"{brother.person.given.split()[0]} {tradition.pick(tradition.male[1:], rng)}"
                )
            while given.split()[0] in used and not shared:
                given = self._given(tradition, gender)
            used.add(given.split()[0])
            born = self._born(max(0, eldest - rng.randint(20, 40)), None)
            twin = ""
            if made and rng.random() < TWINS:
                born, twin = made[-1].person.birth_date, made[-1].person.id
            one = self._one(home, given, family, born, gender, ())
            if twin:
                made[-1] = replace(made[-1], twin=one.person.id)
            made.append(replace(one, twin=twin))
        return made

    def _one(
        self, home: _Home, given: str, family: str, born: str, gender: str, former: tuple[Former, ...]
    ) -> Invented:  # fmt: skip
        number = next(self._numbers)
        mobile = f"07{self._rng.randrange(10**9):09}" if self._rng.random() < 0.65 else home.phone
        if family.endswith(("ski", "cki")) and gender == "female":
            family = f"{family[:-1]}a"
        person = Person(
            f"p{number}", number, family, given, birth_date=born, gender=gender,
            postcode=home.postcode, phone=mobile, gp_code=home.practice,
        )  # fmt: skip
        return Invented(person, former, home.tradition)

    def _given(self, tradition: Tradition, gender: str) -> str:
        names = tradition.male if gender == "male" else tradition.female
        first = tradition.pick(names, self._rng, 0.7)
        if self._rng.random() >= tradition.middle:
            return first
        return f"{first} {tradition.pick(names, self._rng, 0.7)}"

    def _born(self, age: int, tradition: Tradition | None) -> str:
        year = TODAY.year - 1 - age
        if tradition and tradition.abroad * ESTIMATED > self._rng.random():
            return f"{year}-01-01"
        return (date(year, 1, 1) + timedelta(days=self._rng.randrange(365))).isoformat()

    def _home(self) -> _Home:
        tradition = self._rng.choices(TRADITIONS, cum_weights=self._shares)[0]
        phone = f"01{self._rng.randrange(10**9):09}" if self._rng.random() < 0.5 else ""
        place = self._rng.randrange(self._postcodes)
        practice = place * self._practices // self._postcodes
        return _Home(_written(place), phone, f"Y{practice:05}", tradition)

    def _postcode(self) -> str:
        return _written(self._rng.randrange(self._postcodes))


def _written(place: int) -> str:
    """Neighbouring places have one outward code."""
    outward, inward = divmod(place, 700)
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    area, district = divmod(outward, 20)
    number, pair = divmod(inward, 70)
    end = letters[pair % 20] + letters[(pair * 7 + number) // 20 % 20]
    return f"{letters[area % 20]}{letters[area // 20 % 20]}{district + 1} {number % 10}{end}"


def _numbers() -> Iterator[str]:
    for nine in itertools.count(400_000_000):
        if digit := nhs_number.check_digit(str(nine)):
            yield f"{nine}{digit}"
