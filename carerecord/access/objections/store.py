"""Objections step by step, append-only. The only code that names their table.

A step counts from the moment it is durable: the next decision, by any process, reads it (OPT-8).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

from carerecord.access.contract import Objection
from carerecord.access.objections.contract import (
    Case,
    ObjectionRefused,
    Scope,
    State,
    check_decision,
    check_said,
    check_scope,
)
from carerecord.access.times import micros, moment
from carerecord.contract import Viewer
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
_FIELDS = tuple(field.name for field in fields(Case))
_MOMENTS = ("asked_at", "recorded")


def _now() -> datetime:
    return datetime.now(UTC)


class Objections:
    """What people asked for about sharing, and what was decided."""

    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def about(
        self,
        person_id: str,
        viewer: Viewer,
        *,
        predecessors: frozenset[str] = frozenset(),
        formerly: Sequence[str] = (),
    ) -> tuple[Objection, ...]:
        """Those in force that touch this viewer: a request not yet decided among them, as restricted.

        An objection to an organisation that was merged into the viewer's is one to it (ORG-5), and one
        recorded under an earlier id of the person is one of theirs (SEN-13).
        """
        mine = predecessors | {viewer.organisation}
        cases = [case for one in (person_id, *formerly) for case in await self.of_person(one)]
        return tuple(case.as_fact() for case in cases if case.touches(mine))

    async def closes_record(self, person_id: str, viewer: Viewer) -> bool:
        """Whether one of them is about the whole record, as far as this viewer is concerned."""
        found = await self.about(person_id, viewer)
        return any(one.scope in ("record", "organisation") for one in found)

    async def of_person(self, person_id: str) -> list[Case]:
        """Every objection of one person, in force or not, as its last step left it."""
        return [_case(row) for row in await self._db.all(SQL.about_person, person_id=person_id)]

    async def in_force(self, *, overdue_at: datetime | None = None) -> list[Case]:
        """The region's, oldest request first; with `overdue_at` only those overdue then."""
        cases = [_case(row) for row in await self._db.all(SQL.in_force)]
        return [one for one in cases if overdue_at is None or one.is_overdue(overdue_at)]

    async def history(self, objection_id: str) -> list[Case]:
        """Every step of one objection, the first one first."""
        return [_case(row) for row in await self._db.all(SQL.history, id=objection_id)]

    async def request(
        self, person_id: str, scope: Scope = "record", target: str = "", *, by: str, evidence: str
    ) -> Case:
        """The person asks; from now on it holds as restricted (OPT-3). ObjectionRefused if one holds already."""
        check_scope(scope, target)
        check_said(by, evidence)
        at = self._now()
        case = Case(
            id=secrets.token_hex(8), person_id=person_id, scope=scope, target=target,
            step="requested", state="restricted", asked_at=at, recorded_by=by, evidence=evidence,
            recorded=at,
        )  # fmt: skip

        def add(tx: Transaction) -> Case:
            last = tx.one(SQL.last_of_target, person_id=person_id, scope=scope, target=target)
            if last and last["state"] != "none":
                raise ObjectionRefused(
                    f"this is in force already, as {last['id']}: decide or withdraw that one"
                )
            return _add(tx, case, last)

        return await self._db.write(add)

    async def decide(
        self, objection_id: str, state: State, *, by: str, controller: str, reviewer: str,
        why: str, review_on: date | None = None,
    ) -> Case:  # fmt: skip
        """A controller decides with a clinical view: not upheld, restricted, or blocked (OPT-2, OPT-3).

        Said again of one that is in force, it is a review. Raises ObjectionRefused.
        """
        at = self._now()
        check_said(by, why)
        check_decision(state, controller, reviewer, review_on, at)
        return await self._next(
            objection_id,
            step="decided",
            state=state,
            recorded_by=by,
            evidence=why,
            controller=controller,
            reviewer=reviewer,
            review_on=review_on.isoformat() if review_on else "",
            recorded=at,
        )

    async def withdraw(self, objection_id: str, *, by: str, evidence: str) -> Case:
        """The person takes it back: decided or not, nothing is kept from anybody because of it any more."""
        check_said(by, evidence)
        return await self._next(
            objection_id,
            step="withdrawn",
            state="none",
            recorded_by=by,
            evidence=evidence,
            controller="",
            reviewer="",
            review_on="",
            recorded=self._now(),
        )

    async def _next(self, objection_id: str, **changes: Any) -> Case:
        def add(tx: Transaction) -> Case:
            last = tx.one(SQL.last_of_id, id=objection_id)
            if last is None:
                raise ObjectionRefused("no objection has this id")
            if last["state"] == "none":
                raise ObjectionRefused("this is not in force any more: a new request begins again")
            return _add(tx, replace(_case(last), **changes), last)

        return await self._db.write(add)


def _add(tx: Transaction, case: Case, last: Row | None) -> Case:
    row = {name: getattr(case, name) for name in _FIELDS}
    row |= {name: micros(row[name]) for name in _MOMENTS}
    tx.run(SQL.add_step, number=1 + (last["number"] if last else 0), **row)
    return case


def _case(row: Row) -> Case:
    values = {name: row[name] for name in _FIELDS}
    return Case(**values | {name: moment(row[name]) for name in _MOMENTS})
