"""The region's index of people: by id, by NHS number, by search."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from carerecord.contract import Person
from carerecord.identity import nhs_number
from carerecord.identity.contradictions import Contradictions
from carerecord.identity.doubts import Doubts
from carerecord.identity.links import Links
from carerecord.identity.putting import SQL, Chunk, chunks, name_again, person_of, put
from carerecord.identity.search import closeness, wanted
from carerecord.identity.superseding import restore, supersede
from carerecord.identity.trace import Former, Traced, filling, trace
from carerecord.identity.trace.rows import MOST_FORMER
from carerecord.store import Database, Transaction

ADDED_AT_ONCE = 2000  # people in one transaction, so that others can write in between
PUT_WITHIN_SECONDS = 600  # on a machine that is very busy; what takes long is written all the same
FIRST_AT_ONCE = 10_000  # where there was nobody: no one else has anything to write yet
LONDON = ZoneInfo("Europe/London")
NO_FORMER: Mapping[str, Sequence[Former]] = {}
LONGEST_CHAIN = 50  # of replaced numbers; more is a fault in the table, not a history


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
        self.doubts = Doubts(db, now=now)
        self.contradictions = Contradictions(db, now=now)
        self.links = Links(db, now=now)

    async def by_id(self, person_id: str) -> Person | None:
        """The person with this id, or who they are now that their number was replaced."""
        if "\0" in person_id:
            return None
        row = await self._db.one(SQL.by_id, id=person_id)
        if row is None:
            return None
        if row["replaced_by"] is None:
            return person_of(row)
        return (await self.by_number(row["replaced_by"])).person

    async def by_number(self, number: str) -> Found:
        """The person a ten-digit number leads to, through every number that replaced it."""
        if not (number.isascii() and number.isdigit()):
            return Found()
        row = await self._db.one(SQL.by_number, nhs_number=number)
        if row and row["replaced_by"] is None:
            return Found(person_of(row))
        current = number
        for _ in range(LONGEST_CHAIN):
            row = await self._db.one(SQL.replaced_by, old=current)
            if row is None:
                break
            current = row["new"]
        else:
            return Found()
        row = await self._db.one(SQL.by_number, nhs_number=current)
        return Found(person_of(row) if row else None, number if current != number else "")

    def by_numbers_within(self, tx: Transaction, numbers: Iterable[str]) -> dict[str, Person]:
        """Whom each of these ten-digit numbers leads to, as `by_number`, in a transaction that another part has begun."""
        found: dict[str, Person] = {}
        leads = {one: one for one in numbers}
        for _ in range(LONGEST_CHAIN):
            asked = [(one,) for one in dict.fromkeys(leads.values())]
            replaced = {row["old"]: row["new"] for row in tx.over(SQL.replaced_among, asked)}
            held = {row["nhs_number"]: row for row in tx.over(SQL.by_numbers, asked)}
            ends = {one: to for one, to in leads.items() if to in held and to not in replaced}
            found |= {one: person_of(held[to]) for one, to in ends.items()}
            leads = {one: replaced[to] for one, to in leads.items() if to in replaced}
            if not leads:
                break
        return found

    async def known(self, typed: str, birth_date: str) -> Person | None:
        """Whom a number as somebody sent it leads to, born on that day; by nothing less.

        One that may be two people's leads to nobody.
        """
        person = (await self.by_number(_number(typed))).person
        if person and await self.doubts.holds(person.nhs_number):
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

    async def history(self, person_id: str) -> tuple[Former, ...]:
        """What somebody was called and where they lived before, the latest first."""
        rows = await self._db.all(filling.SQL.former, person_id=person_id, most=MOST_FORMER)
        return tuple(Former(row["given"], row["family"], row["postcode"]) for row in rows)

    async def everyone(self) -> AsyncIterator[Person]:
        """Everybody in the index, once each: to count, never for a page."""
        after = ""
        while rows := await self._db.all(SQL.after_id, id=after, limit=ADDED_AT_ONCE):
            for row in rows:
                yield person_of(row)
            after = rows[-1]["id"]

    async def trace(self, asked: Person) -> Traced:
        """Whom details without an id mean: one person, some to choose from, or nobody.

        A number that is none, or may be two people's, counts as not given; one that was replaced leads on.
        """
        number = _number(asked.nhs_number)
        if number and (found := await self.by_number(number)).person:
            number = found.person.nhs_number
        if number and await self.doubts.holds(number):
            number = ""
        return await trace(self._db, replace(asked, nhs_number=number))

    async def fill(self) -> None:
        """Make the keys that a trace reads, of everybody who has none yet."""
        await filling.fill(self._db)

    async def add(
        self, people: Iterable[Person], former: Mapping[str, Sequence[Former]] = NO_FORMER
    ) -> None:
        """Add people, or correct them by id, and make their keys. A wrong NHS number is refused.

        `former`: by id, what they were called and where they lived before.
        """
        await self.put(people, former)
        await self.fill()

    async def put(
        self, people: Iterable[Person], former: Mapping[str, Sequence[Former]] = NO_FORMER
    ) -> None:
        """The same, and the keys of more than a few new people at once are left to `fill`."""
        fresh = await self._db.one(SQL.anybody) is None
        seen: set[str] = set()
        for chunk in chunks(people, FIRST_AT_ONCE if fresh else ADDED_AT_ONCE):
            again = [one.id for one in chunk if not fresh or one.id in seen]
            seen.update(one.id for one in chunk)
            today = self._now().astimezone(LONDON).date().isoformat()
            written = partial(put, chunk=Chunk(chunk, former, again, today))
            await self._db.write(written, within=PUT_WITHIN_SECONDS)

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
        known = tx.one(SQL.by_number, nhs_number=person.nhs_number)
        ids = [known["id"]] if known else []
        filling.writing(tx, ids, lambda: tx.many(SQL.protect, rows))
        tx.many(SQL.not_carried, rows)
        name_again(tx, person.nhs_number)

    async def supersede(self, old: str, new: str) -> None:
        """`new` takes the place of `old`, which from now on leads to it. A loop is refused."""
        numbers = nhs_number.read(old), nhs_number.read(new)
        at = self._now().isoformat(timespec="seconds")
        await self._db.write(lambda tx: supersede(tx, *numbers, at))

    async def restore(self, old: str) -> None:
        """`old` was not replaced after all, and everything is as it was before it was. Raises `SupersedeRefused`."""
        number = nhs_number.read(old)
        await self._db.write(lambda tx: restore(tx, number))


def _number(typed: str) -> str:
    try:
        return nhs_number.read(typed)
    except nhs_number.NotAnNHSNumber:
        return ""
