"""How far a feed has come, kept with the log itself, and which process takes it further.

Counted in each log by number, not by time over all logs: what one node wrote a moment ago can become
durable after what another wrote since, and must not be passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carerecord.audit.entry import Entry, from_row
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")
HELD_SECONDS = 120  # longer than a delivery may take


@dataclass(frozen=True, slots=True)
class Unsent:
    log: str
    month: str
    size: int  # of the log, now
    sent: int

    @property
    def waiting(self) -> int:
        return self.size - self.sent


@dataclass(frozen=True, slots=True)
class Batch:
    entries: tuple[Entry, ...]
    reached: Mapping[str, int]  # by log, once they are delivered


@dataclass(frozen=True, slots=True)
class Place:
    db: Database
    feed: str
    holder: str  # this process

    async def unsent(self) -> list[Unsent]:
        """The oldest month first."""
        return [Unsent(**row) for row in await self.db.all(SQL.unsent, feed=self.feed)]

    async def hold(self, at: int) -> bool:
        """Whether this process is the one that sends; `at` in seconds."""
        given = {"feed": self.feed, "holder": self.holder, "until": at + HELD_SECONDS}

        def take(tx: Transaction) -> bool:
            return bool(tx.run(SQL.renew, at=at, **given) or tx.run(SQL.begin, **given))

        return await self.db.write(take)

    async def let_go(self) -> None:
        await self.db.write(lambda tx: tx.run(SQL.let_go, feed=self.feed, holder=self.holder))

    async def next(self, unsent: Sequence[Unsent], limit: int) -> Batch:
        """The next entries, in the order of time as far as they are there; in each log without a gap."""
        month = [one for one in unsent if one.month == unsent[0].month]
        read = [entry for one in month for entry in await self._after(one, limit)]
        read.sort(key=lambda entry: entry.place)
        there = {entry.log for entry in read}
        reached = {one.log: one.size for one in month if one.log not in there}  # its rest is pruned
        for entry in read[:limit]:
            reached[entry.log] = entry.seq
        return Batch(tuple(read[:limit]), reached)

    async def reach(self, reached: Mapping[str, int]) -> bool:
        """Remember it; not where another process has taken over, which sends them once more."""

        def keep(tx: Transaction) -> bool:
            held = tx.one(SQL.held, feed=self.feed, holder=self.holder) is not None
            for log, seq in reached.items() if held else ():
                tx.run(SQL.sent, feed=self.feed, log=log, seq=seq)
            return held

        return await self.db.write(keep)

    async def _after(self, one: Unsent, limit: int) -> list[Entry]:
        rows = await self.db.all(SQL.after, log=one.log, seq=one.sent, size=one.size, limit=limit)
        return [from_row(row) for row in rows]
