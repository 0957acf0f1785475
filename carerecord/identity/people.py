"""The region's index of people: by id, by NHS number, by search."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from carerecord.contract import Person
from carerecord.identity import nhs_number
from carerecord.identity.folding import family_keys, fold, fold_postcode, outward
from carerecord.identity.search import closeness, wanted
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
FIELDS = tuple(field.name for field in fields(Person))
ADDED_AT_ONCE = 2000  # people in one transaction, so that others can write in between
LONDON = ZoneInfo("Europe/London")
LONGEST_CHAIN = 50  # of replaced numbers; more is a fault in the table, not a history


class SupersedeRefused(Exception):
    """One number cannot replace the other; the message says why and names neither."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whose number it is. `replaced` is the number asked for, when another has taken its place."""

    person: Person | None = None
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Formerly:
    """Who somebody was in this region before their number was replaced; empty for nearly everybody."""

    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # NHS numbers, whether the index has somebody under them or not


def _now() -> datetime:
    return datetime.now(UTC)


class People:
    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def by_id(self, person_id: str) -> Person | None:
        """The person with this id, or who they are now that their number was replaced."""
        if "\0" in person_id:
            return None
        row = await self._db.one(SQL.by_id, id=person_id)
        if row is None:
            return None
        if row["replaced_by"] is None:
            return _person(row)
        return (await self.by_number(row["replaced_by"])).person

    async def by_number(self, number: str) -> Found:
        """The person a ten-digit number leads to, through every number that replaced it."""
        if not (number.isascii() and number.isdigit()):
            return Found()
        row = await self._db.one(SQL.by_number, nhs_number=number)
        if row and row["replaced_by"] is None:
            return Found(_person(row))
        current = number
        for _ in range(LONGEST_CHAIN):
            row = await self._db.one(SQL.replaced_by, old=current)
            if row is None:
                break
            current = row["new"]
        else:
            return Found()
        row = await self._db.one(SQL.by_number, nhs_number=current)
        return Found(_person(row) if row else None, number if current != number else "")

    async def known(self, typed: str, birth_date: str) -> Person | None:
        """Whom a number as somebody sent it leads to, born on that day; by nothing less."""
        try:
            person = (await self.by_number(nhs_number.read(typed))).person
        except nhs_number.NotAnNHSNumber:
            return None
        return person if person and birth_date and person.birth_date == birth_date else None

    async def search(
        self,
        family: str,
        given: str = "",
        birth_date: str = "",
        gender: str = "",
        postcode: str = "",
        limit: int = 11,
    ) -> list[Person]:
        """Those whom every given detail fits, closest first; nobody when too little was given.

        A protected person is never found by a search with a postcode: it would tell where they live.
        """
        asked = wanted(family, given, birth_date, gender, postcode)
        if asked is None or not asked.is_enough:
            return []
        if asked.birth_date:
            params = asked.parameters() | asked.dates()
            rows = await self._db.all(SQL.search_with_date, **params)
        else:
            rows = await self._db.all(SQL.search_without_date, **asked.parameters())
        rows.sort(key=lambda row: closeness(row, asked))
        closest = itertools.islice(dict.fromkeys(row["person_id"] for row in rows), limit)
        people = [await self.by_id(person_id) for person_id in closest]
        return [person for person in people if person is not None]

    async def formerly(self, person: Person) -> Formerly:
        """The numbers that were replaced by this person's, however often, and their ids under those."""
        found: dict[str, str | None] = {}
        waiting = [person.nhs_number] if person.nhs_number else []
        while waiting:
            rows = await self._db.all(SQL.formerly, number=waiting.pop())
            new = {row["old"]: row["id"] for row in rows if row["old"] not in found}
            found |= new
            waiting += new
        ids = (one for one in found.values() if one and one != person.id)
        return Formerly(tuple(ids), tuple(found))

    async def everyone(self) -> AsyncIterator[Person]:
        """Everybody in the index, once each: to count, never for a page."""
        after = ""
        while rows := await self._db.all(SQL.after_id, id=after, limit=ADDED_AT_ONCE):
            for row in rows:
                yield _person(row)
            after = rows[-1]["id"]

    async def add(self, people: Iterable[Person]) -> None:
        """Add people, or correct them by id. A wrong NHS number is refused."""
        fresh = await self._db.one(SQL.anybody) is None
        seen: set[str] = set()
        for chunk in _chunks(people):
            again = [one.id for one in chunk if not fresh or one.id in seen]
            seen.update(one.id for one in chunk)
            today = self._now().astimezone(LONDON).date().isoformat()
            rows = [_row(one, today) for one in chunk]
            names = [n for one in chunk for n in _names(one)]
            put = partial(_put, rows=rows, names=names, again=again)
            await self._db.write(put, within=60)

    async def protect(self, person: Person, sources: Iterable[str]) -> None:
        """These sources say that where this person is must not be shown: it is remembered from now on (SFL-2)."""
        await self._db.write(lambda tx: self.protect_within(tx, person, sources))

    def protect_within(self, tx: Transaction, person: Person, sources: Iterable[str]) -> None:
        """The same, in a transaction that another part has begun."""
        since = self._now().isoformat(timespec="seconds")
        rows = [
            {"nhs_number": person.nhs_number, "source": source, "since": since}
            for source in sources
        ]
        tx.many(SQL.protect, rows)
        tx.run(SQL.forget_places_of_names)

    async def supersede(self, old: str, new: str) -> None:
        """`new` takes the place of `old`, which from now on leads to it. A loop is refused."""
        numbers = nhs_number.read(old), nhs_number.read(new)
        at = self._now().isoformat(timespec="seconds")
        await self._db.write(lambda tx: _supersede(tx, *numbers, at))


def _put(tx: Transaction, rows: list[Row], names: list[Row], again: list[str]) -> None:
    tx.many(SQL.put_person, rows)
    if again:
        tx.many(SQL.forget_names, ({"person_id": one} for one in again))
    tx.many(SQL.put_name, names)
    tx.run(SQL.forget_places_of_names)
    tx.run(SQL.forget_superseded_names)


def _supersede(tx: Transaction, old: str, new: str, at: str) -> None:
    if known := tx.one(SQL.replaced_by, old=old):
        if known["new"] == new:
            return
        raise SupersedeRefused("this number was already replaced by another")
    step: str | None = new
    while step:
        if step == old:
            raise SupersedeRefused("a number cannot replace itself, directly or through others")
        tx.run(SQL.protect_superseded, old=old, new=step)
        following = tx.one(SQL.replaced_by, old=step)
        step = following["new"] if following else None
    tx.run(SQL.supersede, old=old, new=new, at=at)
    tx.run(SQL.forget_places_of_names)
    tx.run(SQL.forget_superseded_names)


def _chunks(people: Iterable[Person]) -> Iterator[list[Person]]:
    """Of an id given twice in one chunk, the last counts, as it does across chunks."""
    waiting = iter(people)
    while chunk := list(itertools.islice(waiting, ADDED_AT_ONCE)):
        yield list({person.id: person for person in chunk}.values())


def _person(row: Row) -> Person:
    values = {name: row[name] for name in FIELDS}
    values["nhs_number"] = values["nhs_number"] or ""
    values["protected"] = bool(values["protected"] or row["protecting"])
    values["invalidated"] = bool(values["invalidated"])
    if values["death_status"] == "removed":
        values["died"] = ""  # taken back: they live, on every page and in the API (DEC-2)
    return Person(**values)


def _row(person: Person, today: str) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(person, name) for name in FIELDS}
    row["nhs_number"] = nhs_number.read(person.nhs_number) if person.nhs_number else None
    row["protected"] = int(person.protected)
    row["invalidated"] = int(person.invalidated)
    dead = bool(person.died or person.death_status) and person.death_status != "removed"
    row["death_known"] = today if dead else ""  # the first day stays, as long as it holds
    return row


def _names(person: Person) -> Iterator[dict[str, Any]]:
    postcode = "" if person.protected else fold_postcode(person.postcode)
    for family, whole in family_keys(person.family).items():
        yield {
            "family": family,
            "birth_date": person.birth_date,
            "person_id": person.id,
            "whole": int(whole),
            "given": fold(person.given),
            "gender": fold(person.gender),
            "postcode": postcode,
            "outward": outward(postcode),
        }
