"""Proofs for outsiders, from the hashes kept: no entry and no person is in them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.audit.appending import KEPT_LEVELS
from carerecord.audit.head import Head, LogAltered
from carerecord.audit.notes import Checkpoint, Note
from carerecord.audit.tree import consistency_ranges, folded, inclusion_ranges, subtrees
from carerecord.audit.tree.hashing import rightwards
from carerecord.audit.tree.ranges import Range
from carerecord.store import Database, sql

SQL = sql(__file__, "proving.sql")
TILE_LEVELS = 8  # of the tree in one tile
TILE_WIDTH = 1 << TILE_LEVELS


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in a log (c2sp.org/tlog-proof)."""

    index: int  # from 0
    leaf: bytes
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        lines = ["c2sp.org/tlog-proof@v1", f"index {self.index}"]
        lines += [base64.b64encode(one).decode() for one in self.hashes]
        return "\n".join([*lines, "", str(self.checkpoint)])


class NoSuchEntry(LookupError):
    """No log has this entry."""


class Proving:
    """Reads hashes alone: at most 256 for each kept level of the tree."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def heads(self) -> list[Head]:
        """The end of every log, in the order they were opened."""
        return [Head.read(row) for row in await self._db.all(SQL.heads)]

    async def entry(self, entry_id: str) -> Proof:
        """That this entry is in its log, as the log ends now. Raises `NoSuchEntry`, `LogAltered`."""
        row = await self._db.one(SQL.where, entry_id=entry_id)
        if row is None or row["leaf"] is None:
            raise NoSuchEntry(entry_id)
        head = await self._head(row["log"])
        hashes = await self.inclusion(head.log, row["seq"] - 1, head.size)
        return Proof(row["seq"] - 1, bytes(row["leaf"]), hashes, Note.read(head.checkpoint))

    async def inclusion(self, log: str, index: int, size: int) -> tuple[bytes, ...]:
        """RFC 6962, 2.1.1: entry `index` (from 0) among the first `size`. `ValueError` outside of them."""
        return await self._roots(log, inclusion_ranges(index, size))

    async def consistency(self, log: str, old: int, size: int) -> tuple[bytes, ...]:
        """RFC 6962, 2.1.2: the first `size` entries only add to the first `old`."""
        return await self._roots(log, consistency_ranges(old, size))

    async def root(self, log: str, size: int) -> bytes:
        """Of the first `size` entries. Raises `LogAltered` where there are fewer."""
        return await self._root(log, 0, size)

    async def tile(self, log: str, level: int, number: int, width: int) -> bytes:
        """`width` hashes of a tile (c2sp.org/tlog-tiles). Raises `NoSuchEntry` where there are fewer."""
        first = number * TILE_WIDTH
        low, high = first, first + width
        kept = level * TILE_LEVELS
        statement = SQL.nodes if kept else SQL.leaves
        rows = await self._db.all(statement, log=log, level=kept, low=low, high=high)
        if len(rows) != width:
            raise NoSuchEntry(f"{log}: tile {level}/{number}")
        return b"".join(bytes(row["hash"]) for row in rows)

    async def checkpoint(self, log: str) -> Checkpoint:
        """As signed, not checked."""
        return Checkpoint.of(Note.read((await self._head(log)).checkpoint))

    async def _head(self, log: str) -> Head:
        row = await self._db.one(SQL.head, log=log)
        if row is None:
            raise LogAltered(f"log {log} has entries and no end")
        return Head.read(row)

    async def _roots(self, log: str, ranges: Sequence[Range]) -> tuple[bytes, ...]:
        return tuple([await self._root(log, low, high) for low, high in ranges])

    async def _root(self, log: str, low: int, high: int) -> bytes:
        return rightwards([await self._subtree(log, *each) for each in subtrees(low, high)])

    async def _subtree(self, log: str, level: int, index: int) -> bytes:
        kept = max((one for one in KEPT_LEVELS if one <= level), default=0)
        first, number = index << (level - kept), 1 << (level - kept)
        statement = SQL.nodes if kept else SQL.leaves
        rows = await self._db.all(statement, log=log, level=kept, low=first, high=first + number)
        if len(rows) != number:
            raise LogAltered(f"log {log} lacks hashes of its tree from {first << kept}")
        return folded([bytes(row["hash"]) for row in rows])
