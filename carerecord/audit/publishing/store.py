"""What each witness cosigned last, and what there is to be cosigned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.audit.notes import Checkpoint, Closing, Note
from carerecord.audit.proving import Proving
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")


@dataclass(frozen=True, slots=True)
class Due:
    """A checkpoint that every witness should have cosigned."""

    log: str
    node: str
    note: Note
    size: int
    closed: bool
    lost: bool  # its entries are gone: nothing can be proved of it but that it is the same

    @classmethod
    def of(cls, log: str, node: str, note: str, *, closed: bool, lost: bool) -> Due:
        read = Note.read(note)
        return cls(log, node, read, Checkpoint.of(read).size, closed, lost)


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint under which a witness has signed, and when by its own clock."""

    note: Note  # with the log's signature and the witness's
    at: datetime


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The newest that one witness cosigned of one log."""

    log: str
    witness: str
    size: int
    note: Note
    at: datetime
    closed: bool


async def dues(db: Database) -> list[Due]:
    """The end of every log, the lost ones as others know them."""
    lost = [
        Due.of(row["log"], "", row["note"], closed=True, lost=True)
        for row in await db.all(SQL.lost)
    ]
    gone = {one.log for one in lost}
    ends = [
        Due.of(head.log, head.node, head.checkpoint, closed=head.closed, lost=False)
        for head in await Proving(db).heads()
        if head.log not in gone
    ]
    return [*ends, *lost]


async def witnessed(db: Database) -> list[Witnessed]:
    return [
        Witnessed(
            row["log"],
            row["witness"],
            row["size"],
            Note.read(row["note"]),
            datetime.fromisoformat(row["at"]),
            bool(row["closed"]),
        )
        for row in await db.all(SQL.witnessed)
    ]


async def keep(db: Database, witness: str, due: Due, cosigned: Cosigned) -> None:
    def put(tx: Transaction) -> None:
        tx.run(SQL.forget, log=due.log, witness=witness)
        tx.run(
            SQL.keep,
            log=due.log,
            witness=witness,
            size=due.size,
            note=str(cosigned.note),
            at=cosigned.at.isoformat(),
            closed=int(Closing.of(cosigned.note) is not None or due.closed),
        )

    await db.write(put)
