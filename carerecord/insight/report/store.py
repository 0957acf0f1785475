"""Requests, and what is left out. The only code that names their tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from carerecord.access.times import micros
from carerecord.insight.report.contract import Asked, Exclusion, Request
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
MOST = 100
"""Requests on one page."""
REQUEST = ("id", "person_id", "organisation", "officer", "officer_name")
ASKED = ("requester", "purpose", "consulted", "refused", "why")
EXCLUSION = ("id", "person_id", "look", "organisation", "why", "words", "proposed_by")
"""Columns that are kept as they are said; days are kept as ISO dates."""


class Kept:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, tx: Transaction, request: Request, at: datetime) -> None:
        asked = request.asked
        tx.run(
            SQL.add_request,
            **{name: getattr(request, name) for name in REQUEST},
            **{name: getattr(asked, name) for name in ASKED},
            received=asked.received.isoformat(),
            due=request.due.isoformat(),
            responded=request.responded.isoformat() if request.responded else None,
            recorded=micros(at),
        )

    async def request(self, request_id: str, organisation: str) -> Request | None:
        row = await self._db.one(SQL.request, id=request_id, organisation=organisation)
        return _request(row) if row else None

    async def requests(self, organisation: str) -> list[Request]:
        rows = await self._db.all(SQL.requests, organisation=organisation, limit=MOST)
        return [_request(row) for row in rows]

    def respond(self, tx: Transaction, request_id: str, day: date) -> bool:
        return tx.run(SQL.respond, id=request_id, day=day.isoformat()) == 1

    def propose(self, tx: Transaction, one: Exclusion, at: datetime) -> None:
        tx.run(
            SQL.propose,
            **{name: getattr(one, name) for name in EXCLUSION},
            until=one.until.isoformat(),
            recorded=micros(at),
        )

    def agree(
        self, tx: Transaction, exclusion_id: str, person_id: str, organisation: str, officer: str
    ) -> bool:
        """False where it is not theirs to agree to."""
        given: Mapping[str, str] = {"id": exclusion_id, "person_id": person_id}
        return tx.run(SQL.agree, **given, organisation=organisation, officer=officer) == 1

    async def exclusions(self, person_id: str, day: date) -> list[Exclusion]:
        """Those whose day is not over, agreed to or only proposed."""
        rows = await self._db.all(SQL.exclusions, person_id=person_id, day=day.isoformat())
        return [_exclusion(row) for row in rows]


def _request(row: Row) -> Request:
    return Request(
        **{name: row[name] for name in REQUEST},
        asked=Asked(
            **{name: row[name] for name in ASKED},
            received=date.fromisoformat(row["received"]),
        ),
        due=date.fromisoformat(row["due"]),
        responded=_day(row["responded"]),
    )


def _exclusion(row: Row) -> Exclusion:
    return Exclusion(
        **{name: row[name] for name in EXCLUSION},
        until=date.fromisoformat(row["until"]),
        agreed_by=row["agreed_by"] or "",
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
