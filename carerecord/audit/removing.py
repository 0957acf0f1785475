"""What leaves the log by rule: the content of one entry by a court's order, a whole log when its time is over.

The hashes that stand for it stay, so that every proof ever given still holds; and the log itself says who ordered
it, why, and what stood there (governance AUD-11). Two different people are needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carerecord.audit.entry import OWN
from carerecord.audit.head import Head
from carerecord.audit.log import Log
from carerecord.audit.removed import LEFT
from carerecord.store import Transaction, sql

SQL = sql(__file__, "removing.sql")


KEPT = OWN | {"erased", "pruned"}
"""Kinds of entry whose content says what became of the log."""


class RemovalRefused(Exception):
    """In words: what is missing, or why this cannot be removed."""


@dataclass(frozen=True, slots=True)
class Order:
    """By whom, by what order or rule, and why; in the log for ever, so without a person's name in it."""

    by: tuple[str, ...]
    reference: str
    why: str

    @property
    def body(self) -> dict[str, Any]:
        return {"by": list(self.by), "order": self.reference, "why": self.why}


class Removing:
    """Removes; there is no way back."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def erase(self, entry_id: str, order: Order) -> None:
        """The content and salt of one entry, and what is kept of what it showed. Raises `RemovalRefused`."""
        _refuse_one_person(order)
        row = await self._log.db.one(SQL.of_entry, entry_id=entry_id)
        if row is None:
            raise RemovalRefused(f"no log has an entry {entry_id}")
        if row["salt"] is None or row["kind"] in KEPT:
            raise RemovalRefused("this entry has no content that may be erased")
        where = {"log": row["log"], "seq": row["seq"]}
        left = {name: row[name] for name in LEFT}
        about = {**where, "leaf": bytes(row["leaf"]).hex(), "left": left, **order.body}

        def along(tx: Transaction, said: str) -> None:
            tx.run(SQL.removed, **where, said=said)
            tx.run(SQL.erase, **where)
            tx.run(SQL.erase_rendering, entry_id=entry_id)

        await self._log.append("erased", None, body=about, along=along)

    async def prune(self, log: str, order: Order) -> int:
        """Every entry of a closed log; how many. Its last checkpoint stays. Raises `RemovalRefused`."""
        _refuse_one_person(order)
        row = await self._log.db.one(SQL.head, log=log)
        if row is None:
            raise RemovalRefused(f"there is no log {log}")
        head = Head.read(row)
        if not head.closed:
            raise RemovalRefused(f"log {log} is still written to")
        about = {**_end(head), **await self._still_said(log), **order.body}

        def along(tx: Transaction, said: str) -> None:
            _prune(tx, log, said)

        await self._log.append("pruned", None, body=about, along=along)
        return head.size

    async def _still_said(self, log: str) -> dict[str, Any]:
        """All that was ever removed: the entries that say so may be pruned with this log."""
        pruned, erased = await self._said("pruned"), await self._said("erased")
        ends = _ends(pruned)
        gone = {log, *(end["log"] for end in ends)}
        erasures = [*erased, *(one for body in pruned for one in body["erased"])]
        left = {
            (one["log"], one["seq"]): {name: one[name] for name in ("log", "seq", "leaf", "left")}
            for one in erasures
            if one["log"] not in gone
        }
        return {"earlier": ends, "erased": [left[where] for where in sorted(left)]}

    async def _said(self, kind: str) -> list[dict[str, Any]]:
        rows = await self._log.db.all(SQL.said, kind=kind)
        return [json.loads(row["body"]) for row in rows]


def _prune(tx: Transaction, log: str, said: str) -> None:
    tx.run(SQL.removed, log=log, seq=0, said=said)
    for statement in (SQL.prune_renderings, SQL.prune_nodes, SQL.prune_checkpoints, SQL.prune):
        tx.run(statement, log=log)


def _end(head: Head) -> dict[str, Any]:
    return {"log": head.log, "size": head.size, "root": head.frontier.root.hex()}


def _ends(earlier: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    ends = {
        one["log"]: {name: one[name] for name in ("log", "size", "root")}
        for body in earlier
        for one in (body, *body["earlier"])
    }
    return [ends[log] for log in sorted(ends)]


def _refuse_one_person(order: Order) -> None:
    people = {" ".join(one.split()).casefold() for one in order.by} - {""}
    if len(people) < 2:
        raise RemovalRefused("two different people have to order it")
    if not order.reference.strip() or not order.why.strip():
        raise RemovalRefused("the order or rule, and why, have to be given")
