"""A witness's own database: what it remembers of each log, and every alarm it ever raised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from carerecord.store import Database, Row, Transaction, sql
from carerecord.witness.contract import Alarm, Kept, Known

SQL = sql(__file__, "queries.sql")
MIGRATIONS = tuple(sorted(Path(__file__).with_name("migrations").glob("*.sql")))


def open_store(path: Path) -> Database:
    return Database.open(path, MIGRATIONS)


def known(tx: Transaction, origin: str) -> Known | None:
    row = tx.one(SQL.log, origin=origin)
    return _known(row) if row else None


def keep(tx: Transaction, log: Known) -> None:
    tx.run(SQL.forget, origin=log.origin)
    tx.run(
        SQL.keep,
        origin=log.origin,
        size=log.size,
        note=log.note,
        heard_at=log.heard_at.isoformat(),
        grown_at=log.grown_at.isoformat(),
        closed=int(log.closed),
    )


def raise_alarm(tx: Transaction, alarm: Alarm, at: datetime) -> None:
    """Once for each thing that is wrong, and again when it comes back after it was over."""
    if tx.one(SQL.alarm, alarm_id=alarm.id):
        tx.run(SQL.again, alarm_id=alarm.id)
        return
    tx.run(
        SQL.raise_alarm,
        alarm_id=alarm.id,
        at=at.isoformat(),
        kind=alarm.kind,
        origin=alarm.origin,
        words=alarm.words,
        known=alarm.known,
        shown=alarm.shown,
    )


def raise_alarms(tx: Transaction, alarms: Iterable[Alarm], at: datetime) -> None:
    for one in alarms:
        raise_alarm(tx, one, at)


async def logs(db: Database) -> list[Known]:
    return [_known(row) for row in await db.all(SQL.logs)]


async def log_of(db: Database, origin: str) -> Known | None:
    row = await db.one(SQL.log, origin=origin)
    return _known(row) if row else None


async def alarms(db: Database, *, untold: bool = False) -> list[Kept]:
    return [_kept(row) for row in await db.all(SQL.untold if untold else SQL.alarms)]


def _known(row: Row) -> Known:
    return Known(
        origin=row["origin"],
        size=row["size"],
        note=row["note"],
        heard_at=datetime.fromisoformat(row["heard_at"]),
        grown_at=datetime.fromisoformat(row["grown_at"]),
        closed=bool(row["closed"]),
    )


def _kept(row: Row) -> Kept:
    return Kept(
        alarm_id=row["alarm_id"],
        at=datetime.fromisoformat(row["at"]),
        kind=row["kind"],
        origin=row["origin"],
        words=row["words"],
        known=row["known"],
        shown=row["shown"],
        over_at=datetime.fromisoformat(row["over_at"]) if row["over_at"] else None,
    )
