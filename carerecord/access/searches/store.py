"""Counts searches by viewer, across sessions and workers. What was searched for is not kept here."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from carerecord.access.evidence.rows import Values
from carerecord.access.times import micros
from carerecord.contract import Viewer
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")

SearchOutcome = Literal["found", "nobody", "no-evidence"]
"""Found at least one person of theirs; found nobody at all; found only people they have no evidence for."""

LIMITS: dict[SearchOutcome, int] = {"nobody": 10, "no-evidence": 20}
"""So many in one hour are ordinary; one more is not (LR-26)."""

_HOUR = timedelta(hours=1) // timedelta(microseconds=1)


class Searches:
    """A viewer who crossed a limit has to sign in again; a new session, or `signed_in`, clears it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def note(
        self,
        viewer: Viewer,
        at: datetime,
        outcome: SearchOutcome,
        crossed: Callable[[Transaction], None] = lambda _: None,
    ) -> bool:
        """Count one search; true when a limit was crossed just now, which is worth an alert.

        `crossed` is written with that, or neither is: a limit that nobody was told of is crossed again.
        """
        if outcome == "found":
            return False
        time = micros(at)
        row: dict[str, Values] = {"viewer_id": viewer.id, "id": secrets.token_hex(8), "at": time}

        def note(tx: Transaction) -> bool:
            told = _note(tx, viewer.session, row, time, outcome)
            if told:
                crossed(tx)
            return told

        return await self._db.write(note)

    async def must_sign_in_again(self, viewer: Viewer, at: datetime) -> bool:
        """Whether this session crossed a limit and nobody signed in again since. `at` must have a zone."""
        micros(at)
        row = await self._db.one(SQL.stopped, viewer_id=viewer.id, session=viewer.session)
        return row is not None

    async def signed_in(self, viewer: Viewer, at: datetime) -> None:
        """The same person signed in again into the same session: a stop made before is over."""
        row: dict[str, Values] = {"viewer_id": viewer.id, "session": viewer.session}
        await self._db.write(lambda tx: tx.run(SQL.signed_in_again, at=micros(at), **row))


def _note(
    tx: Transaction, session: str, row: dict[str, Values], at: int, outcome: SearchOutcome
) -> bool:
    viewer_id = row["viewer_id"]
    tx.run(SQL.forget_searches, viewer_id=viewer_id, before=at - _HOUR)
    tx.run(SQL.add_search, outcome=outcome, **row)
    counted = tx.one(SQL.count_searches, viewer_id=viewer_id, since=at - _HOUR, outcome=outcome)
    if counted is None or counted["number"] <= LIMITS[outcome]:
        return False
    tx.run(SQL.stop, viewer_id=viewer_id, session=session, at=at)
    tx.run(SQL.start_counting_anew, viewer_id=viewer_id)
    return True
