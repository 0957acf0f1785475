"""Searching the log by person, member of staff, organisation and time, singly and combined (AUD-9).

One statement for each column that narrows most, so that every search walks one index from its newest end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from carerecord.audit.appending import PLACES
from carerecord.audit.entry import Entry, from_row
from carerecord.store import Database, sql

SQL = sql(__file__, "search.sql")
NEWEST = 2**62
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty = any. `since` counts, `until` does not."""

    person_id: str = ""
    viewer_id: str = ""
    organisation: str = ""
    kinds: Sequence[str] = ()
    since: datetime = EARLIEST
    until: datetime = LATEST
    before: int = NEWEST  # the place of the last entry of the page above


async def search(db: Database, sought: Sought, *, limit: int = 50) -> list[Entry]:
    """Newest first."""
    statement, params = asked(sought, limit)
    return [from_row(row) for row in await db.all(statement, **params)]


def asked(sought: Sought, limit: int) -> tuple[str, dict[str, Any]]:
    """The statement that finds them, and what it is given."""
    kinds = "".join(f"|{kind}|" for kind in sought.kinds)
    params: dict[str, Any] = {
        "person_id": sought.person_id,
        "viewer_id": sought.viewer_id,
        "organisation": sought.organisation,
        "kinds": kinds,
        "low": _place(sought.since),
        "high": min(_place(sought.until), sought.before),
        "limit": limit,
    }
    return _statement(sought), params


def _statement(sought: Sought) -> str:
    """A person has hundreds of entries, a member of staff thousands, an organisation millions."""
    if sought.person_id:
        return SQL.of_person
    if sought.viewer_id:
        return SQL.of_viewer_at if sought.organisation else SQL.of_viewer
    return SQL.of_organisation if sought.organisation else SQL.of_all


def _place(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * PLACES


async def count_kinds(
    db: Database, organisation: str, since: datetime, until: datetime
) -> dict[str, int]:
    """How many entries of each kind staff of one organisation caused."""
    low, high = _place(since), _place(until)
    rows = await db.all(SQL.count_kinds, organisation=organisation, low=low, high=high)
    return {row["kind"]: int(row["many"]) for row in rows}
