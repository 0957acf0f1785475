"""The one place that adds to the log: number, hash, tree and signature, in the caller's transaction.

The store lets one writer in at a time, so the end of a log cannot move between reading and writing it.
A log is of one month and one node; the first entry after the month's end closes it and opens the next.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from carerecord.audit.canonical import canonical
from carerecord.audit.head import Head, LogAltered, checkpoint_of, origin
from carerecord.audit.leaf import SALT_BYTES, leaf_of
from carerecord.audit.notes import Checkpoint, Key
from carerecord.audit.tree import Frontier, Node
from carerecord.store import StoreError, Transaction, sql

SQL = sql(__file__, "appending.sql")
KEPT_LEVELS = (8, 16, 24, 32)
"""Subtrees of 256, 65,536 … leaves whose roots are kept."""
PLACES = 64  # places in a microsecond: two nodes seldom share one
_SECOND = 1_000_000 * PLACES

Row = Mapping[str, Any]


class Appending:
    """Adds rows to the logs of one node. Everything runs on the store's writing thread."""

    def __init__(self, key: Key, node: str = "") -> None:
        self._key = key
        self._node = node
        self._offset = zlib.crc32(node.encode()) % PLACES
        self.written: Head | None = None
        """The end as this process left it last, perhaps not yet durable. For jobs of the store alone."""
        self._durable: Head | None = None  # by us, and its commit returned

    def add(self, tx: Transaction, row: Row) -> int:
        """The number of the entry in its log. `row` has every column but log, seq, place, salt and leaf.

        An entry that is already there, because the answer to its commit was lost, is not added again.
        Raises `LogAltered` when the log is not what this process wrote, or is not signed.
        """
        there = tx.one(SQL.by_id, entry_id=row["entry_id"])
        return int(there["seq"]) if there else self._new(tx, row)

    def _new(self, tx: Transaction, row: Row) -> int:
        head = self._current(tx)
        if head is None or str(row["at"])[:7] > head.month:
            head = self._opened(tx, head, row)
        return self._added(tx, head, row).size

    def committed(self, end: Head | None) -> None:
        """The commit of this end returned: a log that ends before it has been cut."""
        if end and (self._durable is None or self._durable.place < end.place):
            self._durable = end

    def _current(self, tx: Transaction) -> Head | None:
        found = tx.one(SQL.current, node=self._node)
        head = Head.read(found) if found else None
        if head != self.written:  # the first of this process, another's, or after an undone job
            if head is not None:
                checkpoint_of(head, self._key.public)
            _refuse_cut(head, self._durable)
        return head

    def _opened(self, tx: Transaction, before: Head | None, row: Row) -> Head:
        month = max(str(row["at"])[:7], before.month if before else "")
        name = f"{month}.{self._node}" if self._node else month
        about: dict[str, object] = {"log": name, "key": str(self._key.public)}
        if before is not None:
            closing = self._own(row, "log-closed", {"next": name})
            before = replace(self._added(tx, before, closing), closed=True)
            tx.run(SQL.end, **before.row)
            about["previous"] = _end(before)
        elif self._node == "" and (old := _untreed(tx)) is not None:
            about["previous"] = _end(old)
        head = Head(name, self._node, month, Frontier(), 0, "", 0, closed=False)
        tx.run(SQL.start, **head.row)
        return self._added(tx, head, self._own(row, "log-opened", about))

    def _own(self, row: Row, kind: str, body: Mapping[str, object]) -> Row:
        """An entry about the log itself, at the time of the one that made it needed."""
        blank = dict.fromkeys(row, "")
        return blank | {
            "entry_id": secrets.token_hex(16),
            "at": row["at"],
            "kind": kind,
            "body": canonical(body),
        }

    def _added(self, tx: Transaction, head: Head, row: Row) -> Head:
        place = max(_place(row["at"]) + self._offset, head.place + PLACES)
        salt = secrets.token_bytes(SALT_BYTES)
        whole = {**row, "log": head.log, "seq": head.size + 1, "place": place}
        leaf = leaf_of(whole, salt)
        if not tx.run(SQL.append, **whole, salt=salt, leaf=leaf):
            raise StoreError("the database did not take the entry")
        frontier, made = head.frontier.add(leaf)
        _keep(tx, head.log, made)
        point = Checkpoint(origin(self._key.public, head.log), frontier.size, frontier.root)
        note = str(self._key.sign(point.note))
        kept_at = head.kept_at
        if place - kept_at >= _SECOND:
            tx.run(SQL.keep_checkpoint, log=head.log, size=frontier.size, note=note)
            kept_at = place
        head = replace(head, frontier=frontier, place=place, checkpoint=note, kept_at=kept_at)
        tx.run(SQL.end, **head.row)
        self.written = head
        return head


def _keep(tx: Transaction, log: str, made: list[Node]) -> None:
    for node in made:
        if node.level in KEPT_LEVELS:
            tx.run(SQL.keep_node, log=log, level=node.level, number=node.index, hash=node.hash)


def _place(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp() * 1_000_000) * PLACES


def _end(head: Head) -> dict[str, object]:
    return {"log": head.log, "size": head.size, "root": head.frontier.root.hex()}


def _refuse_cut(head: Head | None, durable: Head | None) -> None:
    if durable is None:
        return
    if head is None or (head.month, head.size) < (durable.month, durable.size):
        raise LogAltered(f"log {durable.log} ends before an entry that this process wrote")
    if head.log == durable.log and head.size == durable.size and head != durable:
        raise LogAltered(f"log {durable.log} is not what this process wrote")


def _untreed(tx: Transaction) -> Head | None:
    """The log from before the tree, hashed as it stands, so that the first log seals it."""
    frontier = Frontier()
    for row in tx.all(SQL.untreed):
        frontier, _ = frontier.add(leaf_of(row, b""))
    return Head("main", "", "", frontier, 0, "", 0, closed=True) if frontier.size else None
