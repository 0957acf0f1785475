"""Who was live and trained before organisations were onboarded: two tables that give way to `onboarding`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

from carerecord.access.objections import Objections, State
from carerecord.access.times import micros
from carerecord.contract import Standing, Viewer
from carerecord.store import Database, Row, sql

SQL = sql(__file__, "queries.sql")


class Earlier:
    """What was recorded; one that is not listed is not live, and not trained."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._objections = Objections(db)

    async def standing(self, viewer: Viewer, at: datetime) -> Standing:
        row: Row = (
            await self._db.one(
                SQL.state_about, organisation=viewer.organisation, viewer_id=viewer.id
            )
            or {}
        )
        return Standing(
            organisation_live=bool(row.get("live")),
            training_current=(row.get("trained_until") or 0) > micros(at),
            suspended=False,
            organisation_scope=True,
            shares={},
            switched_off=frozenset(),
        )

    async def set_organisations(self, live: Mapping[str, bool]) -> None:
        changed = micros(datetime.now(UTC))
        rows = [{"code": code, "live": int(on), "changed": changed} for code, on in live.items()]
        await self._db.write(lambda tx: tx.many(SQL.set_organisation, rows))

    async def set_objection(
        self, person_id: str, state: str, *, by: str = "", why: str = ""
    ) -> None:
        """Asked for and decided at once, as an invented region needs it."""
        who, reason = by or "recorded before", why or "recorded before"
        if state == "none":
            for case in await self._objections.of_person(person_id):
                if case.in_force:
                    await self._objections.withdraw(case.id, by=who, evidence=reason)
            return
        case = await self._objections.request(person_id, by=who, evidence=reason)
        await self._objections.decide(
            case.id, cast(State, state), by=who, controller="region", reviewer="region", why=reason,
            review_on=datetime.now(UTC).date() + timedelta(days=365),
        )  # fmt: skip

    async def set_training(self, viewer_ids: Iterable[str], until: datetime) -> None:
        changed, passed = micros(datetime.now(UTC)), micros(until)
        rows = [
            {"viewer_id": viewer_id, "passed_until": passed, "changed": changed}
            for viewer_id in viewer_ids
        ]
        await self._db.write(lambda tx: tx.many(SQL.set_training, rows))
