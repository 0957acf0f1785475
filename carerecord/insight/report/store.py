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


class Kept:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, tx: Transaction, request: Request, at: datetime) -> None:
        asked = request.asked
        tx.run(
            SQL.add_request,
            id=request.id,
            person_id=request.person_id,
            organisation=request.organisation,
            officer=request.officer,
            officer_name=request.officer_name,
            received=asked.received.isoformat(),
            requester=asked.requester,
            purpose=asked.purpose,
            consulted=asked.consulted,
            refused=asked.refused,
            why=asked.why,
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
            id=one.id,
            person_id=one.person_id,
            look=one.look,
            organisation=one.organisation,
            why=one.why,
            words=one.words,
            proposed_by=one.proposed_by,
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
        id=row["id"],
        person_id=row["person_id"],
        organisation=row["organisation"],
        officer=row["officer"],
        officer_name=row["officer_name"],
        asked=Asked(
            received=date.fromisoformat(row["received"]),
            requester=row["requester"],
            purpose=row["purpose"],
            consulted=row["consulted"],
            refused=row["refused"],
            why=row["why"],
        ),
        due=date.fromisoformat(row["due"]),
        responded=_day(row["responded"]),
    )


def _exclusion(row: Row) -> Exclusion:
    return Exclusion(
        id=row["id"],
        person_id=row["person_id"],
        look=row["look"],
        organisation=row["organisation"],
        why=row["why"],
        words=row["words"],
        proposed_by=row["proposed_by"],
        until=date.fromisoformat(row["until"]),
        agreed_by=row["agreed_by"] or "",
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
