"""Notifications and alerts, append-only. The only code that names their table."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from carerecord.access.alerts.contract import Alert
from carerecord.access.times import micros, moment
from carerecord.contract import Viewer
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
NEWEST = 2**31 - 1


def _now() -> datetime:
    return datetime.now(UTC)


class Alerts:
    """What each organisation's privacy officer is told of."""

    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now  # only for when a row was recorded

    async def add(self, alert: Alert) -> bool:
        """Tell it once; false when the same (rule, to, viewer, person, occasion) was told before."""
        return await self.add_all([alert]) == 1

    async def add_all(self, alerts: Iterable[Alert]) -> int:
        """Tell several in one durable write; how many of them are new."""
        several = list(alerts)
        if not several:
            return 0
        return await self._db.write(lambda tx: sum(self.within(tx, one) for one in several))

    def within(self, tx: Transaction, alert: Alert) -> bool:
        """Tell it in a transaction that another part has begun; false when it was told before."""
        return tx.run(SQL.add, recorded=micros(self._now()), **_row(alert)) == 1

    async def of_organisation(
        self, organisation: str, limit: int = 50, before: int = NEWEST
    ) -> list[Alert]:
        """Newest first; `before` is the `number` of the last one of the page above."""
        rows = await self._db.all(
            SQL.of_organisation, organisation=organisation, before=before, limit=limit
        )
        return [_alert(row) for row in rows]

    async def after(self, organisation: str, number: int, limit: int = 200) -> list[Alert]:
        """Those with a higher number, oldest first: each is met once."""
        rows = await self._db.all(
            SQL.after_number, organisation=organisation, after=number, limit=limit
        )
        return [_alert(row) for row in rows]

    async def about(self, person_id: str, limit: int = 200) -> list[Alert]:
        """What was told about one person, to any organisation, newest first."""
        rows = await self._db.all(SQL.about_person, person_id=person_id, limit=limit)
        return [_alert(row) for row in rows]


def _row(alert: Alert) -> dict[str, Any]:
    viewer = alert.viewer
    return {
        "to": alert.to,
        "reference": secrets.token_hex(8),
        "kind": alert.kind,
        "rule": alert.rule,
        "viewer_id": viewer.id,
        "viewer_name": viewer.name,
        "role": viewer.role,
        "role_name": viewer.role_name,
        "role_id": viewer.role_id,
        "viewer_organisation": viewer.organisation,
        "viewer_organisation_name": viewer.organisation_name,
        "registration": viewer.registration,
        "person_id": alert.person_id,
        "occasion": alert.occasion,
        "at": micros(alert.at),
        "words": alert.words,
        "around": json.dumps(alert.around, ensure_ascii=False),
        "entry_id": alert.entry_id,
    }


def _alert(row: Row) -> Alert:
    viewer = Viewer(
        id=row["viewer_id"],
        name=row["viewer_name"],
        role=row["role"],
        role_name=row["role_name"],
        organisation=row["viewer_organisation"],
        organisation_name=row["viewer_organisation_name"],
        role_id=row["role_id"],
        registration=row["registration"],
    )
    return Alert(
        kind=row["kind"],
        rule=row["rule"],
        to=row["organisation"],
        viewer=viewer,
        person_id=row["person_id"],
        occasion=row["occasion"],
        at=moment(row["at"]),
        words=row["words"],
        entry_id=row["entry_id"],
        around=tuple(json.loads(row["around"])),
        reference=row["reference"],
        number=row["number"],
    )
