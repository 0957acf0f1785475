"""A region's own restricted code sets: proposed by one person, approved by another, then in force as a whole (SEN-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from carerecord.access.times import micros, moment
from carerecord.access.withholding.restricted import (
    RestrictedCodes,
    RestrictedCodesUnusable,
    read,
    read_change,
    restricted_codes,
    seed_text,
    with_legal,
)
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")


class ChangeRefused(Exception):
    """A proposal or an approval that cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Proposal:
    version: str
    proposed_by: str
    proposed: datetime
    approved_by: str = ""
    approved: datetime | None = None
    in_force: bool = False


def _now() -> datetime:
    return datetime.now(UTC)


class RestrictedSets:
    """The sets in force, and how they change. One for each process; the number in the store says what is in force."""

    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now
        self._number = 0
        self._codes = restricted_codes()

    async def in_force(self) -> RestrictedCodes:
        """Asked for on every view: one indexed read, and the sets anew only when another version was approved.

        Raises RestrictedCodesUnusable: nothing may be shown without the sets that are in force.
        """
        row = await self._db.one(SQL.in_force)
        if row is None:
            return restricted_codes()
        if row["number"] != self._number:
            found = await self._db.one(SQL.content_of, version=row["version"])
            if found is None:
                raise RestrictedCodesUnusable(f"restricted sets {row['version']} are not there")
            self._codes, self._number = with_legal(read(found["content"])), row["number"]
        return self._codes

    async def text(self) -> str:
        """The file in force, to begin a change from."""
        row = await self._db.one(SQL.in_force)
        found = row and await self._db.one(SQL.content_of, version=row["version"])
        return str(found["content"]) if found else seed_text()

    async def propose(self, text: str, by: str) -> str:
        """Keep a whole new file, not in force yet; its version.

        Raises RestrictedCodesUnusable with row and column, ChangeRefused when the version was used before.
        """
        version = read_change(text).version
        proposed = micros(self._now())

        def job(tx: Transaction) -> int:
            return tx.run(
                SQL.propose,
                version=version,
                content=text,
                based_on=_number(tx.one(SQL.in_force)),
                proposed_by=by,
                proposed=proposed,
            )

        if version == restricted_codes().version or not await self._db.write(job):
            raise ChangeRefused(f"there is a version {version!r} already: give the file another")
        return version

    async def approve(self, version: str, by: str) -> None:
        """In force from the next request on. Raises ChangeRefused; the file is read again before anything is kept."""
        approved = micros(self._now())
        await self._db.write(lambda tx: _approve(tx, version, by, approved))

    async def every(self) -> list[Proposal]:
        """Every proposal, newest first."""
        rows = await self._db.all(SQL.every)
        last = max((row["number"] for row in rows if row["number"]), default=0)
        return [_proposal(row, last) for row in rows]


def _approve(tx: Transaction, version: str, by: str, approved: int) -> None:
    found = tx.one(SQL.content_of, version=version)
    if found is None:
        raise ChangeRefused(f"nobody proposed a version {version!r}")
    if _same(found["proposed_by"], by):
        raise ChangeRefused("somebody else than who proposed it must approve it")
    number = _number(tx.one(SQL.in_force))
    if found["based_on"] != number:
        raise ChangeRefused("another version came into force since, or this one did: propose again")
    read_change(found["content"])
    tx.run(SQL.approve, number=number + 1, version=version, approved_by=by, approved=approved)


def _same(one: str, other: str) -> bool:
    """The same name, or no name at all: nobody is not somebody else."""
    first, second = (" ".join(name.casefold().split()) for name in (one, other))
    return not first or not second or first == second


def _number(row: Row | None) -> int:
    return int(row["number"]) if row else 0


def _proposal(row: Row, last: int) -> Proposal:
    done = row["approved"]
    return Proposal(
        row["version"],
        row["proposed_by"],
        moment(row["proposed"]),
        row["approved_by"] or "",
        None if done is None else moment(done),
        in_force=bool(row["number"]) and row["number"] == last,
    )
