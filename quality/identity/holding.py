"""`python -m quality holding`: of answers under the right number, how many are held where they are somebody else's, and where not."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from carerecord.contract import Former, Identity, Person, Query, Resource
from carerecord.federation.check import contradicted
from carerecord.fhir import NHS_NUMBER
from quality.identity.asking import AMBULANCE, CLERKED, ask
from quality.identity.inventing import Invented, Region

WHOLE, SMALL = 20_000, 2_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_OTHER = {"female": "male", "male": "female"}


@dataclass(frozen=True, slots=True)
class Counted:
    stratum: str
    wrong: bool  # it is somebody else's answer
    of: int
    held: int
    by_name: int  # of them by name and gender alone

    @property
    def share(self) -> float:
        return self.held / max(1, self.of)


@dataclass(frozen=True, slots=True)
class _Everybody:
    people: Sequence[Invented]
    by_number: Mapping[str, Invented]
    by_id: Mapping[str, Invented]
    rng: random.Random


TELLS_NOTHING = "gender, both names and address changed, none known"
"""Nothing that is said is theirs but the birth date: it is held, and a person settles it."""
MOST_HELD = 0.0001  # of a person's own answers of every other kind

_Said = tuple[Invented, Person] | None
"""Who is in the index, and what a source says under their number; None where there is no such case of them."""


def patient(number: str, said: Person, *, born: bool = True) -> Resource:
    telecom = [{"system": "phone", "value": said.phone}] if said.phone else []
    return {
        "resourceType": "Patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "name": [{"family": said.family, "given": said.given.split()}],
        **({"birthDate": said.birth_date} if born and said.birth_date else {}),
        **({"gender": said.gender} if said.gender else {}),
        "address": [{"postalCode": said.postcode, "text": said.postcode}] if said.postcode else [],
        "telecom": telecom,
    }


def _stranger(one: Invented, every: _Everybody) -> _Said:
    other = every.rng.choice(every.people)
    return (one, other.person) if other.person.id not in (one.person.id, one.twin) else None


def _housemate(one: Invented, every: _Everybody) -> _Said:
    others = [n for n in one.household if n in every.by_number]
    return (one, every.by_number[every.rng.choice(others)].person) if others else None


def _twin(one: Invented, every: _Everybody) -> _Said:
    return (one, every.by_id[one.twin].person) if one.twin in every.by_id else None


def _same_day(one: Invented, every: _Everybody) -> _Said:
    """A stranger found by the birth date: nothing but name, gender and place tells them apart."""
    said = _stranger(one, every)
    return (one, replace(said[1], birth_date=one.person.birth_date)) if said else None


def _clerked(one: Invented, every: _Everybody) -> _Said:
    return one, _born_as(one, ask(one, CLERKED, every.rng))


def _noisy(one: Invented, every: _Everybody) -> _Said:
    return one, _born_as(one, ask(one, AMBULANCE, every.rng))


def _born_as(one: Invented, said: Person) -> Person:
    return replace(said, birth_date=one.person.birth_date)


def _married(one: Invented, every: _Everybody) -> _Said:
    """Under a name that nobody told the region of, at another address."""
    family = one.tradition.pick(one.tradition.family, every.rng)
    return one, replace(_moved(one.person, every), family=family)


def _wrong_gender(one: Invented, every: _Everybody) -> _Said:
    """A slip of the pen, beside a married name."""
    said = _married(one, every)
    return (one, replace(said[1], gender=_OTHER[one.person.gender])) if said else None


def _known_change(one: Invented, every: _Everybody) -> _Said:
    """Gender and both names changed, the address too, and the index knows the names before."""
    before = _before(one, every)
    former = (*one.former, Former(before.given, before.family))
    return replace(one, former=former), _moved(before, every)


def _change(one: Invented, every: _Everybody) -> _Said:
    """Gender and given name changed, the address too; nobody told the region of the name before."""
    return one, replace(_moved(_before(one, every), every), family=one.person.family)


def _whole_change(one: Invented, every: _Everybody) -> _Said:
    """Gender and both names changed at one address; nobody told the region of the names before."""
    return one, _before(one, every)


def _all_changed(one: Invented, every: _Everybody) -> _Said:
    """The same, and the address and the phone are others too: as a stranger's."""
    return one, _moved(_before(one, every), every)


def _before(one: Invented, every: _Everybody) -> Person:
    gender = _OTHER[one.person.gender]
    names = one.tradition.male if gender == "male" else one.tradition.female
    given = one.tradition.pick(names, every.rng, 0.7)
    family = one.tradition.pick(one.tradition.family, every.rng)
    return replace(one.person, gender=gender, given=given, family=family)


def _moved(person: Person, every: _Everybody) -> Person:
    other = every.rng.choice(every.people).person
    return replace(person, postcode=other.postcode, phone=other.phone)


_WRONG: Mapping[str, Callable[[Invented, _Everybody], _Said]] = {
    "a stranger": _stranger,
    "somebody of the same household": _housemate,
    "the twin": _twin,
    "a stranger, with this birth date": _same_day,
}
_RIGHT: Mapping[str, Callable[[Invented, _Everybody], _Said]] = {
    "as clerks write it": _clerked,
    "as an ambulance crew writes it": _noisy,
    "a married name, moved": _married,
    "the same, with a slip in the gender": _wrong_gender,
    "gender and names changed, known": _known_change,
    "gender and given name changed, not known": _change,
    "gender and both names changed, not known, same address": _whole_change,
    TELLS_NOTHING: _all_changed,
}


def measured(people: int, seed: int = 1) -> list[Counted]:
    every = list(Region(people, seed))
    numbers = {one.person.nhs_number: one for one in every}
    ids = {one.person.id: one for one in every}
    all_of = _Everybody(every, numbers, ids, random.Random(f"holding {seed}"))
    found = []
    for name, say in _WRONG.items():
        found.append(_counted(name, _cases(say, all_of), wrong=True, born=True))
        if "birth date" not in name:
            cases = _cases(say, all_of)
            found.append(_counted(f"{name}, no birth date", cases, wrong=True, born=False))
    right = [_counted(n, _cases(say, all_of), wrong=False, born=True) for n, say in _RIGHT.items()]
    return [*found, *right]


def _cases(
    say: Callable[[Invented, _Everybody], _Said], every: _Everybody
) -> Iterator[tuple[Invented, Person]]:
    for one in every.people:
        if said := say(one, every):
            yield said


def _counted(
    stratum: str, cases: Iterator[tuple[Invented, Person]], *, wrong: bool, born: bool
) -> Counted:
    of = held = by_name = 0
    for one, said in cases:
        person = one.person
        known = Identity(person, one.former)
        query = Query(person.nhs_number, person.birth_date, (), "view", NOW, None, known)
        why = contradicted(patient(person.nhs_number, said, born=born), query)
        of += 1
        held += bool(why)
        by_name += why == ("name", "gender")
    return Counted(stratum, wrong, of, held, by_name)


def main(argv: list[str]) -> int:
    """0 where no answer of the person's own is held but the one that tells nothing of them."""
    parser = argparse.ArgumentParser(prog="python -m quality holding")
    parser.add_argument("--people", type=int, default=WHOLE)
    parser.add_argument("--small", action="store_true", help=f"{SMALL:,} people")
    chosen = parser.parse_args(argv)
    found = measured(SMALL if chosen.small else chosen.people)
    table = Table("whose answer", "what it says", "answers", "held", "", "by name and gender", box=None)  # fmt: skip
    for one in found:
        whose = "another's" if one.wrong else "the person's"
        table.add_row(whose, one.stratum, f"{one.of:,}", f"{one.held:,}", f"{one.share:.2%}", f"{one.by_name:,}")  # fmt: skip
    Console(width=150).print(table)
    return 0 if all(met(one) for one in found) else 1


def met(one: Counted) -> bool:
    return one.wrong or one.stratum == TELLS_NOTHING or one.share <= MOST_HELD
