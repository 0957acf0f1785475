"""What the national index said of a number, kept in the region's own for a day (SFL-8).

It is the authority: names, dates and places become as it has them, and a number it replaced leads on. What it does not know
of somebody stays as the region has it; so does a restriction, and a death that it does not take back.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from carerecord.contract import Person
from carerecord.identity.doubts import ELSEWHERE
from carerecord.identity.folding import family_keys, fold
from carerecord.identity.people import People
from carerecord.identity.putting import SQL
from carerecord.identity.superseding import SupersedeRefused
from carerecord.store import Conflict, Database

Known = Literal["found", "unknown", "withdrawn", "disagrees"]
"""Of a number: whose it is, nobody's, nobody's any more, or somebody quite unlike the person the region has under it."""
GOOD_FOR = timedelta(hours=24)


def _now() -> datetime:
    return datetime.now(UTC)


class Verified:
    def __init__(self, db: Database, people: People, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._people = people
        self._now = now

    async def lately(self, number: str) -> Known | None:
        """What was said of it in the last day."""
        since = int((self._now() - GOOD_FOR).timestamp())
        row = await self._db.one(SQL.traced, nhs_number=number, since=since)
        return row["outcome"] if row else None

    async def found(self, number: str, person: Person) -> Known:
        """It leads to this person, maybe by another number than the one that was asked about."""
        known = (await self._people.by_number(person.nhs_number)).person
        before = (await self._people.by_number(number)).person
        leads_on = known is not None and known.nhs_number != person.nhs_number
        if leads_on or not all(_born_alike(one, person) for one in (known, before)):
            return await self._doubted(number)
        merged = _merged(known, person)
        hidden = merged.protected or (before is not None and before.protected)
        with contextlib.suppress(Conflict):  # of two who ask at once, one keeps what both were told
            await self._people.add([replace(merged, protected=hidden)])
        if number != person.nhs_number:
            try:
                await self._people.supersede(number, person.nhs_number)
            except SupersedeRefused:
                return await self._doubted(number)
            await self._kept(number, "found")
        return await self._kept(person.nhs_number, "found")

    async def unknown(self, number: str) -> Known:
        return await self._kept(number, "unknown")

    async def withdrawn(self, number: str) -> Known:
        """It is nobody's any more: whoever the region has under it stays closed (SEN-13)."""
        known = (await self._people.by_number(number)).person
        if known and known.nhs_number == number:
            await self._people.add([replace(known, invalidated=True)])
        return await self._kept(number, "withdrawn")

    async def _doubted(self, number: str) -> Known:
        """Both stay apart, and the number leads to neither by itself until somebody decides."""
        await self._people.doubts.begin(number, ELSEWHERE)
        return await self._kept(number, "disagrees")

    async def _kept(self, number: str, outcome: Known) -> Known:
        row = {"nhs_number": number, "outcome": outcome, "at": int(self._now().timestamp())}
        await self._db.write(lambda tx: tx.run(SQL.keep_trace, **row))
        return outcome


def fits(person: Person, family: str, given: str, birth_date: str) -> bool:
    """One who was traced by details is of that name and was born on that day; a nearly is a no."""
    names = fold(person.given).split()
    typed = fold(given).split()
    return (
        bool(person.nhs_number)
        and person.birth_date == birth_date
        and bool(family_keys(person.family).keys() & family_keys(family).keys())
        and (not typed or typed[0] in names)
    )


def _born_alike(known: Person | None, person: Person) -> bool:
    """A birth date that agrees in two of day, month and year, as far as both are known."""
    if known is None:
        return True
    parts = list(zip(known.birth_date.split("-"), person.birth_date.split("-"), strict=False))
    return sum(one != other for one, other in parts) <= 1


def _merged(known: Person | None, person: Person) -> Person:
    if known is None:
        return replace(person, id=secrets.token_hex(10))
    same_practice = known.gp_code == person.gp_code
    return replace(
        person,
        id=known.id,
        family=person.family or known.family,
        given=person.given or known.given,
        birth_date=person.birth_date or known.birth_date,
        gender=person.gender or known.gender,
        gp_name=known.gp_name if same_practice else "",
        gp_phone=known.gp_phone if same_practice else "",
        next_of_kin=known.next_of_kin,
        died=person.died or ("" if person.death_status == "removed" else known.died),
        death_status=person.death_status or known.death_status,
        protected=known.protected or person.protected,
    )
