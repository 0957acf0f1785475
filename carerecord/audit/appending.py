"""The one place that adds to the log: number, hash, tree and signature, in the caller's transaction.

The store lets one writer in at a time, so the end of a log cannot move between reading and writing it.
A log is of one month and one node; the first entry after the month's end closes it and opens the next.
"""

from __future__ import annotations

import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
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

    def add(self, tx: Transaction, row: Row, *, again: bool = False) -> int:
        """The number of the entry in its log. `row` has every column but log, seq, place, salt and leaf.

        With `again` an entry that is there, because the answer to its commit was lost, is not added twice.
        The end of the log is signed and written once for all entries of a transaction, just before its
        commit. Raises `LogAltered` when the log is not what this process wrote, or is not signed.
        """
        there = tx.one(SQL.by_id, entry_id=row["entry_id"]) if again else None
        return int(there["seq"]) if there else self._new(tx, row)

    def add_once(self, tx: Transaction, row: Row) -> bool:
        """False where an entry of that id is there already, whoever added it."""
        if tx.one(SQL.by_id, entry_id=row["entry_id"]):
            return False
        self._new(tx, row)
        return True

    def end_in(self, tx: Transaction) -> Head | None:
        """The end of the log with what was added in this transaction, not yet signed."""
        ending = tx.ends.get(self)
        return ending.head if isinstance(ending, _Ending) else None

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
        return self.end_in(tx) or self._checked(tx)

    def _checked(self, tx: Transaction) -> Head | None:
        found = tx.one(SQL.current, node=self._node)
        head = Head.read(found) if found else None
        if head != self.written:  # the first of this process, another's, or after an undone job
            if head is not None:
                checkpoint_of(head, self._key.public)
            _refuse_cut(head, self._durable)
        return head

    def rotated(self, tx: Transaction, row: Row, key: Key) -> None:
        """Close the log under the old key, open the next under the new one."""
        self._opened(tx, self._current(tx), row, key=key)

    def closed(self, tx: Transaction, row: Row) -> Head | None:
        """Close the log of this node for good: nothing goes on from it. None: there is none that is open."""
        head = self._current(tx)
        if head is not None:
            head = self._closed(tx, head, row, "")
        self.written = self._durable = None
        tx.ends.pop(self, None)
        return head

    def resumed(self, tx: Transaction, row: Row) -> str:
        """Go on in a log of another name, after entries were lost; `row` is its second entry, and says so.

        Nothing is added to the log that lost them: others have seen it longer, and it would be a fork.
        """
        found = tx.one(SQL.current, node=self._node)
        before = Head.read(found) if found else None
        if before is not None:
            before = replace(before, closed=True)
            tx.run(SQL.end, **before.row)
        month = max(str(row["at"])[:7], before.month if before else "")
        head = self._begun(tx, before, row, self._fresh(row, month))
        return self._added(tx, head, row).log

    def _opened(
        self, tx: Transaction, before: Head | None, row: Row, *, key: Key | None = None
    ) -> Head:
        month = max(str(row["at"])[:7], before.month if before else "")
        name = f"{month}.{self._node}" if self._node else month
        if tx.one(SQL.named, log=name):
            name = self._fresh(row, month)
        if before is not None:
            before = self._closed(tx, before, row, name)
        self._key = key or self._key
        return self._begun(tx, before, row, name)

    def _begun(self, tx: Transaction, before: Head | None, row: Row, name: str) -> Head:
        about: dict[str, object] = {"log": name, "key": str(self._key.public)}
        if before is not None:
            about["previous"] = _end(before)
        elif self._node == "" and (old := _untreed(tx)) is not None:
            about["previous"] = _end(old)
        place = before.place if before else 0  # also where the clock was set back meanwhile
        head = Head(name, self._node, name[:7], Frontier(), place, "", 0, closed=False)
        tx.run(SQL.start, **head.row)
        return self._added(tx, head, self._own(row, "log-opened", about))

    def _closed(self, tx: Transaction, head: Head, row: Row, following: str) -> Head:
        """The last checkpoint of a log says that it is the last, so that nobody waits for more."""
        closing = self._own(row, "log-closed", {"next": following} if following else {})
        end = self._added(tx, head, closing)
        named = origin(self._key.public, following) if following else ""
        note = self._key.sign(_point(end, self._key).closing(named))
        end = replace(end, closed=True, checkpoint=str(note))
        tx.run(SQL.end, **end.row)
        return end

    def _fresh(self, row: Row, month: str) -> str:
        """A name that no log has had: with the day and time."""
        at = re.sub(r"\D", "", str(row["at"]))
        name = f"{month}.{self._node}" if self._node else month
        return f"{name}_{at[6:14]}"

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
        head = replace(head, frontier=frontier, place=place)
        tx.ends[self] = _Ending(self, head)
        return head

    def end(self, tx: Transaction, head: Head) -> None:
        """Sign the end of the log and write it; a checkpoint is kept for good at most once a second."""
        note = str(self._key.sign(_point(head, self._key).note))
        kept_at = head.kept_at
        if head.place - kept_at >= _SECOND:
            tx.run(SQL.keep_checkpoint, log=head.log, size=head.size, note=note)
            kept_at = head.place
        self.written = replace(head, checkpoint=note, kept_at=kept_at)
        tx.run(SQL.end, **self.written.row)


@dataclass(frozen=True, slots=True)
class _Ending:
    """What is left to do at the end of a transaction that added to a log."""

    appending: Appending
    head: Head

    def __call__(self, tx: Transaction) -> None:
        self.appending.end(tx, self.head)


def _point(head: Head, key: Key) -> Checkpoint:
    return Checkpoint(origin(key.public, head.log), head.size, head.frontier.root)


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
    if (head.log, head.size) == (durable.log, durable.size) and head.frontier != durable.frontier:
        raise LogAltered(f"log {durable.log} is not what this process wrote")


def _untreed(tx: Transaction) -> Head | None:
    """The log from before the tree, hashed as it stands, so that the first log seals it."""
    frontier = Frontier()
    for row in tx.all(SQL.untreed):
        frontier, _ = frontier.add(leaf_of(row, b""))
    return Head("main", "", "", frontier, 0, "", 0, closed=True) if frontier.size else None
