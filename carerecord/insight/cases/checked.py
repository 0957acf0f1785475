"""What the last check of the whole audit log said: kept for the page, by whichever worker did it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.access.times import micros, moment
from carerecord.audit.notes import PublicKey
from carerecord.audit.verifying import Verifying
from carerecord.store import Database, sql

SQL = sql(__file__, "checked.sql")


@dataclass(frozen=True, slots=True)
class Checked:
    at: datetime
    entries: int
    wrong: str  # what is wrong first; empty: intact


def verifying(db: Database, keys: Sequence[PublicKey]) -> Callable[[], Awaitable[tuple[int, str]]]:
    """Reads the whole log when called: how many entries, and what is wrong first."""

    async def verify() -> tuple[int, str]:
        found = [one async for one in Verifying(db, keys).all()]
        return sum(one.read for one in found), next((str(o.fault) for o in found if o.fault), "")

    return verify


async def keep(db: Database, checked: Checked) -> None:
    row = {"at": micros(checked.at), "entries": checked.entries, "wrong": checked.wrong}
    await db.write(lambda tx: tx.run(SQL.checked, **row))


async def last_checked(db: Database) -> Checked | None:
    row = await db.one(SQL.last_checked)
    return Checked(moment(row["at"]), row["entries"], row["wrong"]) if row else None
