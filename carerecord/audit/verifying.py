"""Whether a log is what was written to it: every entry hashed again, up to every checkpoint ever signed.

The first entry that is not right is named; where an altered log was hashed anew throughout, the two checkpoints
between which it first differs.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from carerecord.audit.head import Head, LogAltered, checkpoint_of, origin
from carerecord.audit.leaf import NAMES, leaf_of, salted, text_of_values
from carerecord.audit.notes import Checkpoint, Note, NoteUnreadable, PublicKey
from carerecord.audit.removed import Removed
from carerecord.audit.tree import Frontier
from carerecord.store import Database, Row, sql

SQL = sql(__file__, "verifying.sql")
PAGE = 5000  # rows in memory at once
_SEQ = NAMES.index("seq")
Values = tuple[Any, ...]
End = tuple[int, str]  # entries and root
UNTREED = "main"
"""The log of a region that was started before logs were trees; the first tree holds its root."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a log is not what it was."""

    log: str
    after: int  # a checkpoint shows that entries up to this number are as they were
    first: int  # the first that is not, or that is missing; or the last it can be
    words: str
    itself: bool = False  # it is `first` that is wrong, whatever was done before it

    def __str__(self) -> str:
        alone = self.first == self.after + 1
        if alone or self.itself:
            certain = "" if alone else f" (a checkpoint vouches for those up to {self.after})"
            return f"log {self.log}, entry {self.first}: {self.words}{certain}"
        return f"log {self.log}, one of entries {self.after + 1} to {self.first}: {self.words}"


@dataclass(frozen=True, slots=True)
class Verified:
    """One log, read whole."""

    log: str
    size: int  # as the log says it ends
    read: int  # entries read
    root: str  # of the entries, hex
    fault: Fault | None = None


@dataclass(slots=True)
class _Reading:
    """How far the log has been read, and what was the newest checkpoint it agreed with."""

    log: str
    points: dict[int, list[Checkpoint]]  # by size: everything ever signed for this log
    removed: Removed
    frontier: Frontier = field(default_factory=Frontier)
    agreed: int = 0

    def page(self, rows: Sequence[Values]) -> Fault | None:
        """Some more entries, in order; the first that is not right."""
        number = self.frontier.size
        waiting: list[bytes] = []
        for *hashed, salt, leaf in rows:
            number += 1
            if hashed[_SEQ] != number:
                return self._to(waiting) or self._itself(number, "it is missing")
            if not self._right(number, hashed, salt, bytes(leaf or b"")):
                return self._to(waiting) or self._itself(number, "it is not what was written")
            waiting.append(bytes(leaf))
            if number in self.points and (fault := self._to(waiting)):
                return fault
        return self._to(waiting)

    def _itself(self, number: int, words: str) -> Fault:
        return Fault(self.log, self.agreed, number, words, itself=True)

    def _right(self, number: int, hashed: list[Any], salt: bytes | None, leaf: bytes) -> bool:
        if salt is None:
            return self.removed.as_ordered(dict(zip(NAMES, hashed, strict=True)), leaf)
        return salted(text_of_values(*hashed), bytes(salt)) == leaf

    def _to(self, leaves: list[bytes]) -> Fault | None:
        """Into the tree with them; a fault where a checkpoint was of another tree."""
        self.frontier = self.frontier.extended(leaves)
        leaves.clear()
        return self._points()

    def _points(self) -> Fault | None:
        size = self.frontier.size
        for point in self.points.pop(size, ()):
            if point.root != self.frontier.root:
                return Fault(self.log, self.agreed, size, "it was changed and hashed anew")
            self.agreed = size
        return None

    def end(self) -> Fault | None:
        """A checkpoint of more entries than there are: the end was cut off."""
        if not self.points:
            return None
        last = max(self.points)
        return self._itself(self.frontier.size + 1, f"it is missing: {last} were signed for")


class Verifying:
    """Reads the whole log with public keys alone: that of now, and those that earlier logs were signed with.

    `outside` are checkpoints that were kept elsewhere.
    """

    def __init__(
        self, db: Database, keys: Sequence[PublicKey], outside: Iterable[Note] = ()
    ) -> None:
        self._db = db
        self._keys = tuple(keys)
        self._outside = tuple(outside)
        self._removed = Removed()

    async def all(self) -> AsyncIterator[Verified]:
        """Every log, the oldest first; logs that only an outside checkpoint knows of last."""
        ends: dict[str, End | None] = {UNTREED: await self._untreed()}
        self._removed = Removed.read(await self._db.all(SQL.orders))
        for row in await self._db.all(SQL.heads):
            verified = await self._log(row)
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
        rows = await self._db.all(SQL.rows, log=log, after=0, limit=1)
        previous = json.loads(rows[0]["body"] or "{}").get("previous") if rows else None
        if previous is None:
            return None
        named = (previous["size"], previous["root"])
        if ends.get(previous["log"], ()) in (named, None):  # as it says, or accused already
            return None
        return Fault(previous["log"], 0, previous["size"], f"it does not end as log {log} says")

    async def _log(self, row: Row) -> Verified:
        log: str = row["log"]
        if pruned := self._pruned(row):
            return pruned
        key = await self._key_of(log)
        if key is None:
            words = "it was opened under a key that is not listed"
            return Verified(log, int(row["size"]), 0, "", Fault(log, 0, 1, words))
        try:
            head = Head.read(row)
            checkpoint = checkpoint_of(head, key)
        except LogAltered as error:
            checkpoint, ended = None, str(error)
        points, forged = await self._points(log, key, [checkpoint] if checkpoint else [])
        reading = _Reading(log, points, self._removed)
        fault = await self._read(reading) or reading.end()
        if fault is None and forged:
            words = "its checkpoint is not signed by the key"
            fault = Fault(log, min(reading.agreed, forged - 1), forged, words, itself=True)
        read = reading.frontier.size
        if fault is None and checkpoint is None:
            fault = Fault(log, reading.agreed, read + 1, ended)
        if fault is None and (head.size, head.frontier.root) != (read, reading.frontier.root):
            fault = Fault(log, reading.agreed, read + 1, "its end is not signed for")
        return Verified(log, int(row["size"]), read, reading.frontier.root.hex(), fault)

    def _pruned(self, row: Row) -> Verified | None:
        """A log that a later entry says was removed as it ended; its last checkpoint alone is left."""
        log, size = row["log"], int(row["size"])
        root = next((r for name, s, r in self._removed.pruned if (name, s) == (log, size)), None)
        if root is None:
            return None
        points = [Checkpoint.of(n) for n in self._outside if self._log_of(n) == log]
        points += [point for key in self._keys if (point := _signed(row["checkpoint"], key))]
        wrong = [
            one
            for one in points
            if one.size > size or (one.size == size and one.root.hex() != root)
        ]
        fault = Fault(log, 0, size, "it did not end as it is said to have") if wrong else None
        return Verified(log, size, 0, root, fault)

    async def _read(self, reading: _Reading) -> Fault | None:
        while rows := await self._page(reading):
            if fault := reading.page(rows):
                return fault
        return None

    async def _page(self, reading: _Reading) -> Sequence[Values]:
        after = reading.frontier.size
        return await self._db.tuples(SQL.values, log=reading.log, after=after, limit=PAGE)

    async def _points(
        self, log: str, key: PublicKey, found: list[Checkpoint]
    ) -> tuple[dict[int, list[Checkpoint]], int]:
        """By size; and the size of the first that was kept and is not signed by the key, 0 if all are."""
        points: dict[int, list[Checkpoint]] = {}
        forged = 0
        for row in await self._db.all(SQL.kept, log=log):
            if point := _signed(row["note"], key):
                found.append(point)
            else:
                forged = forged or int(row["size"])
        found += [Checkpoint.of(n) for n in self._outside if self._log_of(n) == log]
        for one in found:
            points.setdefault(one.size, []).append(one)
        return points, forged

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

    async def _key_of(self, log: str) -> PublicKey | None:
        """The one that the log's first entry names, if it is one of the region's."""
        rows = await self._db.all(SQL.rows, log=log, after=0, limit=1)
        named = json.loads(rows[0]["body"] or "{}").get("key") if rows else None
        return next((key for key in self._keys if named in (None, str(key))), None)


def _signed(text: str, key: PublicKey) -> Checkpoint | None:
    """A kept checkpoint; None where it cannot be read or the key did not sign it."""
    try:
        note = Note.read(text)
        return Checkpoint.of(note) if key.signed(note) else None
    except NoteUnreadable:
        return None
