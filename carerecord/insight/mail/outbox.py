"""Messages that wait in the database until they are sent. The only code that names their table.

A message is put there in the transaction of what it tells of, so that none is lost. It is claimed before it is sent
and marked after: a process that dies in between leaves it to be sent again, so it may arrive twice and never not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from carerecord.access.times import micros, moment
from carerecord.insight.mail.sending import MailRefused
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
AT_ONCE = 50  # messages sent in one go
CLAIMED = timedelta(minutes=2)  # longer than sending takes
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Message:
    """A subject and a line with a reference: no name, number or address of anybody."""

    to: str
    subject: str
    body: str


class Sends(Protocol):
    async def send(self, message: Message) -> None: ...


def _now() -> datetime:
    return datetime.now(UTC)


class Outbox:
    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    def put(self, tx: Transaction, message: Message) -> None:
        tx.run(
            SQL.put,
            id=secrets.token_hex(16),
            recipient=message.to,
            subject=message.subject,
            body=message.body,
            made=micros(self._now()),
        )

    async def send_due(self, server: Sends) -> int:
        """How many were taken by the mail server; what it refused is tried again, later each time."""
        at = micros(self._now())
        rows = await self._db.all(SQL.waiting, at=at, limit=AT_ONCE)
        return sum([await self._send(row, server) for row in rows])

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many are not sent, and since when the oldest waits."""
        row = await self._db.one(SQL.unsent)
        if row is None or not row["many"]:
            return 0, None
        return int(row["many"]), moment(row["oldest"])

    async def _send(self, row: Row, server: Sends) -> bool:
        again = micros(self._now() + _wait(row["tries"]))
        claimed = await self._db.write(
            lambda tx: tx.run(SQL.claim, id=row["id"], tries=row["tries"], next_try=again)
        )
        if claimed == 0:
            return False
        try:
            await server.send(Message(row["recipient"], row["subject"], row["body"]))
        except MailRefused:
            return False
        at = micros(self._now())
        await self._db.write(lambda tx: tx.run(SQL.sent, id=row["id"], at=at))
        return True


def _wait(tries: int) -> timedelta:
    return min(LONGEST_WAIT, CLAIMED * (1 << min(tries, 8)))
