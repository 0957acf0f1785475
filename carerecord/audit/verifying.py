"""Whether a log is what was written to it: every entry hashed again, up to every checkpoint ever signed.

The first entry that is not right is named; where an altered log was hashed anew throughout, the two checkpoints
between which it first differs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from typing import Any

from carerecord.audit.agreeing import Agreeing, Fault, by_size
from carerecord.audit.head import Head, LogAltered, checkpoint_of, origin
from carerecord.audit.leaf import leaf_of
from carerecord.audit.notes import Checkpoint, Note, NoteUnreadable, PublicKey
from carerecord.audit.removed import Removed
from carerecord.audit.stretch import LENGTH, Hashed, Stretch, hashed, kept, signed
from carerecord.audit.tree import Frontier
from carerecord.store import Database, Reader, Row, sql

SQL = sql(__file__, "verifying.sql")
PAGE = 5000  # rows of an untreed log in memory at once
FEW = 16 * LENGTH
"""Entries up to which starting a process takes longer than reading them."""
End = tuple[int, str]  # entries and root
UNTREED = "main"
"""The log of a region that was started before logs were trees; the first tree holds its root."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One log, read whole."""

    log: str
    size: int  # as the log says it ends
    read: int  # entries read
    root: str  # of the entries, hex
    fault: Fault | None = None


class Verifying:
    """Reads the whole log with public keys alone: that of now, and those that earlier logs were signed with.

    `outside` are checkpoints that were kept elsewhere. With several processes a long log is read by all of
    them; else in a thread. What is added meanwhile is left for the next time.
    """

    def __init__(
        self,
        db: Database,
        keys: Sequence[PublicKey],
        outside: Iterable[Note] = (),
        *,
        processes: int = 1,
    ) -> None:
        self._db = db
        self._keys = tuple(keys)
        self._outside = tuple(outside)
        self._processes = processes
        self._removed = Removed()

    async def all(self) -> AsyncIterator[Verified]:
        """Every log, the oldest first; logs that only an outside checkpoint knows of last."""
        ends: dict[str, End | None] = {UNTREED: await self._untreed()}
        self._removed = Removed.read(await self._db.all(SQL.orders))
        heads = await self._db.all(SQL.heads)
        with _pool(self._processes, sum(row["size"] for row in heads)) as pool:
            for row in heads:
                verified = await self._log(row["log"], pool)
                ends[verified.log] = None if verified.fault else (verified.size, verified.root)
                broken = None if verified.fault else await self._previous(verified.log, ends)
                yield replace(verified, fault=verified.fault or broken)
        for log in sorted(await self._told_of() - ends.keys()):
            yield Verified(log, 0, 0, "", Fault(log, 0, 1, "the end of the log is missing"))

    async def _told_of(self) -> set[str]:
        """Logs that have entries, or that somebody outside has seen a checkpoint of."""
        rows = await self._db.all(SQL.logs)
        return {row["log"] for row in rows} | {n for n in map(self._log_of, self._outside) if n}

    async def _untreed(self) -> End:
        frontier = Frontier()
        while rows := await self._db.all(SQL.rows, log=UNTREED, after=frontier.size, limit=PAGE):
            for row in rows:
                frontier, _ = frontier.add(leaf_of(row, b""))
        return frontier.size, frontier.root.hex()

    async def _previous(self, log: str, ends: Mapping[str, End | None]) -> Fault | None:
        """A log names the end of the one that it goes on from: that log must still end so."""
        previous = (await self._first(log)).get("previous")
        if not isinstance(previous, dict) or previous.keys() != {"log", "size", "root"}:
            return None
        named = (previous["size"], previous["root"])
        if ends.get(previous["log"], ()) in (named, None):  # as it says, or accused already
            return None
        return Fault(previous["log"], 0, previous["size"], f"it does not end as log {log} says")

    async def _log(self, log: str, pool: Executor) -> Verified:
        """What was kept for the log is asked before where it ends: entries are added meanwhile."""
        (beyond,) = await self._db.all(SQL.beyond, log=log)
        (row,) = await self._db.all(SQL.end, log=log)
        if pruned := self._pruned(row):
            return pruned
        size = int(row["size"])
        if row["last"] is None and size:
            words = f"it is missing: {size} were signed for"
            return Verified(log, size, 0, "", Fault(log, 0, 1, words))
        key = await self._key_of(log)
        if key is None:
            words = "it was opened under a key that is not listed"
            return Verified(log, size, 0, "", Fault(log, 0, 1, words))
        try:
            head = Head.read(row)
            checkpoint = checkpoint_of(head, key)
        except LogAltered as error:
            checkpoint, ended = None, str(error)
        reading = self._reading(log, checkpoint)
        last = _number(row["last"], row["size"] + 1)
        fault = await self._read(reading, key, last, _number(beyond["size"], last), pool)
        read = reading.frontier.size
        if fault is None and checkpoint is None:
            fault = Fault(log, reading.agreed, read + 1, ended)
        if fault is None and (head.size, head.frontier.root) != (read, reading.frontier.root):
            fault = Fault(log, reading.agreed, read + 1, "its end is not signed for")
        return Verified(log, size, read, reading.frontier.root.hex(), fault)

    def _reading(self, log: str, end: Checkpoint | None) -> Agreeing:
        """Nothing read yet: with the checkpoint of its end, and what was kept elsewhere."""
        outside = (Checkpoint.of(n) for n in self._outside if self._log_of(n) == log)
        return Agreeing(log, end, by_size(outside, {}))

    async def _read(
        self, reading: Agreeing, key: PublicKey, last: int, beyond: int, pool: Executor
    ) -> Fault | None:
        log, sizes = reading.log, frozenset(reading.sizes)
        stretches = (
            Stretch(log, after, min(after + LENGTH, last), key, sizes, self._removed)
            for after in range(0, last, LENGTH)
        )
        if fault := reading.agrees():
            return fault
        async for part in _in_order(pool, self._db.reader, stretches, 2 * self._processes):
            if fault := reading.part(part):
                return fault
        more = await self._db.tuples(SQL.kept, log=log, after=last, upto=beyond)
        reading.kept(*kept(more, key))
        if fault := reading.cut():
            return fault
        if forged := reading.forged:
            words = "its checkpoint is not signed by the key"
            return Fault(log, min(reading.agreed, forged - 1), forged, words, itself=True)
        return None

    def _pruned(self, row: Row) -> Verified | None:
        """A log that a later entry says was removed as it ended; its last checkpoint alone is left."""
        log, size = row["log"], int(row["size"])
        root = next((r for name, s, r in self._removed.pruned if (name, s) == (log, size)), None)
        if root is None:
            return None
        points = [Checkpoint.of(n) for n in self._outside if self._log_of(n) == log]
        points += [point for key in self._keys if (point := signed(row["checkpoint"], key))]
        wrong = [
            one
            for one in points
            if one.size > size or (one.size == size and one.root.hex() != root)
        ]
        fault = Fault(log, 0, size, "it did not end as it is said to have") if wrong else None
        if row["last"] is not None:
            fault = Fault(log, 0, 1, "it was removed, and there are entries of it again")
        return Verified(log, size, 0, root, fault)

    def _log_of(self, note: Note) -> str:
        """Which of our logs a note from outside is of; "" when it is of none, or not signed by the key."""
        try:
            name = Checkpoint.of(note).origin
        except NoteUnreadable:
            return ""
        for key in self._keys:
            if name.startswith(origin(key, "")) and key.signed(note):
                return name.removeprefix(origin(key, ""))
        return ""

    async def _first(self, log: str) -> dict[str, Any]:
        """What the first entry of a log says; nothing where that cannot be read."""
        rows = await self._db.all(SQL.rows, log=log, after=0, limit=1)
        with contextlib.suppress(ValueError):
            said = json.loads(rows[0]["body"]) if rows else {}
            return said if isinstance(said, dict) else {}
        return {}

    async def _key_of(self, log: str) -> PublicKey | None:
        """The one that the log's first entry names, if it is one of the region's."""
        named = (await self._first(log)).get("key")
        return next((key for key in self._keys if named in (None, str(key))), None)


def _pool(processes: int, entries: int) -> Executor:
    """Processes where there is much to read: a thread begins at once, and leaves the caller's loop free."""
    if processes == 1 or entries <= FEW:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))


async def _in_order(
    pool: Executor, reader: Callable[[], Reader], stretches: Iterator[Stretch], ahead: int
) -> AsyncIterator[Hashed]:
    """Each stretch hashed, the first one first; a few are being read ahead of it."""
    loop = asyncio.get_running_loop()
    under_way: deque[asyncio.Future[Hashed]] = deque()
    try:
        while True:
            for stretch in islice(stretches, ahead - len(under_way)):
                under_way.append(loop.run_in_executor(pool, hashed, reader, stretch))
            if not under_way:
                return
            yield await under_way.popleft()
    finally:
        for one in under_way:
            one.cancel()


def _number(found: object, otherwise: int) -> int:
    """The largest number there is of something; a value that no number of ours is counts as `otherwise`."""
    return found if isinstance(found, int) else otherwise if found is not None else 0
