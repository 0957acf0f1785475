"""The tables of the log in somebody's hands: read whole, changed at will, and put back past every trigger."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from carerecord.audit.head import origin
from carerecord.audit.leaf import leaf_of
from carerecord.audit.notes import Key, Note
from carerecord.store import Database, Row, Transaction

NAME = "region.example/audit"
_ORDER = {
    "audit_entry": "log, seq",
    "audit_head": "month, node, log",
    "audit_node": "log, level, number",
    "audit_checkpoint": "log, size",
    "audit_removed": "log, seq",
}


@dataclass
class Tables:
    """Everything the store has of the logs at one moment, and the keys that there were until then."""

    rows: dict[str, list[Row]]
    keys: tuple[Key, ...]  # the newest last
    at: datetime

    @classmethod
    async def read(cls, db: Database, keys: tuple[Key, ...], at: datetime) -> Tables:
        found = {
            table: await db.all(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 (our own)
            for table, order in _ORDER.items()
        }
        return cls(found, keys, at)

    async def put(self, db: Database) -> None:
        """Into the store, in the place of what is there."""

        def put(tx: Transaction) -> None:
            with past_triggers(tx, db.engine):
                for table, rows in self.rows.items():
                    tx.run(f"DELETE FROM {table}")  # noqa: S608 (our own)
                    if rows:
                        names, marks = ", ".join(rows[0]), ", ".join(f":{one}" for one in rows[0])
                        tx.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own tables

        await db.write(put, within=60)

    def copy(self) -> Tables:
        return Tables(copy.deepcopy(self.rows), self.keys, self.at)

    def of(self, table: str, log: str) -> list[Row]:
        return [row for row in self.rows[table] if row["log"] == log]

    def entries(self, log: str) -> list[Row]:
        return sorted(self.of("audit_entry", log), key=lambda row: int(row["seq"]))

    def head(self, log: str) -> Row | None:
        return next(iter(self.of("audit_head", log)), None)

    def replace(self, table: str, log: str, rows: list[Row]) -> None:
        others = [row for row in self.rows[table] if row["log"] != log]
        self.rows[table] = [*others, *rows]

    def logs(self) -> list[str]:
        """Those that have entries, in the order they were opened."""
        there = {row["log"] for row in self.rows["audit_entry"]}
        return [row["log"] for row in self.rows["audit_head"] if row["log"] in there]

    def notes(self) -> dict[str, Note]:
        """The newest checkpoint of each log, as a witness was shown it."""
        return {row["log"]: Note.read(row["checkpoint"]) for row in self.rows["audit_head"]}

    def key_of(self, log: str) -> Key:
        """That which the log was opened under."""
        opened = self.entries(log)[0]
        named = json.loads(opened["body"] or "{}").get("key")
        return next((key for key in self.keys if str(key.public) == named), self.keys[-1])


@contextmanager
def past_triggers(tx: Transaction, engine: str) -> Iterator[None]:
    """As the owner of the database, within one transaction."""
    if engine == "postgres":
        tx.run("SET LOCAL session_replication_role = replica")
        yield
        return
    kept = tx.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for one in kept:
        tx.run(f"DROP TRIGGER {one['name']}")
    yield
    for one in kept:
        tx.run(one["sql"])


def fits(row: Row) -> bool:
    """Whether the content of a row is what its own hash is of."""
    return row["salt"] is not None and leaf_of(row, row["salt"]) == row["leaf"]


def origin_of(log: str, key: Key) -> str:
    return origin(key.public, log)
