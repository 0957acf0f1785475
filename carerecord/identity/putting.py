"""People written into the index, many at a time: their rows, the names they are searched by, and their keys."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from carerecord.contract import Person
from carerecord.identity import nhs_number
from carerecord.identity.folding import family_keys, fold, fold_postcode, outward
from carerecord.identity.trace import Former, filling
from carerecord.store import Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
FIELDS = tuple(field.name for field in fields(Person))
_WRITTEN = (
    "id", "nhs_number", "family", "given", "title", "birth_date", "gender", "died", "address", "postcode", "phone",
    "gp_code", "gp_name", "gp_phone", "next_of_kin", "death_status",
)  # fmt: skip
_written = attrgetter(*_WRITTEN)


@dataclass(frozen=True, slots=True)
class Chunk:
    """People of one transaction, each id once."""

    people: Sequence[Person]
    former: Mapping[str, Sequence[Former]]
    again: Sequence[str]  # ids that the index may have
    today: str


def put(tx: Transaction, chunk: Chunk) -> None:
    found = tx.over(SQL.by_ids, [(one,) for one in chunk.again])
    known = {row["id"]: person_of(row) for row in found}
    filling.writing(tx, list(known), lambda: _put_people(tx, chunk, known))
    filling.begin(tx, [one for one in chunk.people if one.id not in known], chunk.former)


def _put_people(tx: Transaction, chunk: Chunk, known: Mapping[str, Person]) -> None:
    tx.put(SQL.put_person, [_row(one, chunk.today) for one in chunk.people])
    filling.put_former(tx, {one.id: chunk.former.get(one.id, ()) for one in chunk.people})
    for person in chunk.people:
        if person.id in known:
            filling.remember(tx, known[person.id], person, chunk.today)
    tx.put(SQL.forget_names, [(one,) for one in known])
    tx.put(SQL.put_name, [name for one in _found(tx, chunk.people) for name in names_of(one)])


def name_again(tx: Transaction, number: str) -> None:
    """The names a search finds are as they are of the number's person now."""
    if row := tx.one(SQL.by_number, nhs_number=number):
        tx.put(SQL.forget_names, [(row["id"],)])
        if row["replaced_by"] is None:
            tx.put(SQL.put_name, list(names_of(person_of(row))))


def _found(tx: Transaction, people: Sequence[Person]) -> list[Person]:
    """Whom a search finds: nobody under a number that was replaced, nor at a place that a source protects (SFL-1)."""
    numbers = [(one.nhs_number,) for one in people if one.nhs_number]
    replaced = {row["old"] for row in tx.over(SQL.replaced_among, numbers)}
    hidden = {row["nhs_number"] for row in tx.over(SQL.protected_among, numbers)}
    return [
        replace(one, protected=True) if one.nhs_number in hidden else one
        for one in people
        if one.nhs_number not in replaced
    ]


def chunks(people: Iterable[Person], size: int) -> Iterator[list[Person]]:
    """Of an id given twice in one chunk, the last counts, as it does across chunks. A wrong number is refused."""
    waiting = map(_read, people)
    while chunk := list(itertools.islice(waiting, size)):
        yield list({person.id: person for person in chunk}.values())


def _read(person: Person) -> Person:
    number = nhs_number.read(person.nhs_number) if person.nhs_number else ""
    return person if number == person.nhs_number else replace(person, nhs_number=number)


def person_of(row: Row) -> Person:
    values = {name: row[name] for name in FIELDS}
    values["nhs_number"] = values["nhs_number"] or ""
    values["protected"] = bool(values["protected"] or row["protecting"])
    values["invalidated"] = bool(values["invalidated"])
    if values["death_status"] == "removed":
        values["died"] = ""  # taken back: they live, on every page and in the API (DEC-2)
    return Person(**values)


def _row(person: Person, today: str) -> tuple[Any, ...]:
    dead = bool(person.died or person.death_status) and person.death_status != "removed"
    death_known = today if dead else ""  # the first day stays, as long as it holds
    return *_written(person), int(person.protected), int(person.invalidated), death_known


def names_of(person: Person) -> Iterator[tuple[Any, ...]]:
    postcode = "" if person.protected else fold_postcode(person.postcode)
    given, gender, out = fold(person.given), fold(person.gender), outward(postcode)
    for family, whole in family_keys(person.family).items():
        yield family, person.birth_date, person.id, int(whole), given, gender, postcode, out
