"""The end of one log, as its row holds it: enough to append the next entry and to sign for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from carerecord.audit.notes import Checkpoint, Note, NoteUnreadable, PublicKey
from carerecord.audit.tree import Frontier
from carerecord.store import Row


class LogAltered(Exception):
    """The log is not what was written to it; the message says which log and how that shows."""


@dataclass(frozen=True, slots=True)
class Head:
    log: str
    node: str
    month: str  # "2026-11", in UTC
    frontier: Frontier
    place: int  # of the newest entry
    checkpoint: str  # the newest signed note, for this size and root
    kept_at: int  # the place at which a checkpoint was last kept for good
    closed: bool

    @property
    def size(self) -> int:
        return self.frontier.size

    @classmethod
    def read(cls, row: Row) -> Head:
        """Raises `LogAltered` for a row that cannot be the end of a log."""
        try:
            frontier = Frontier.read(row["size"], bytes(row["frontier"]))
        except ValueError as error:
            raise LogAltered(f"the end of log {row['log']} is damaged: {error}") from None
        return cls(
            log=row["log"],
            node=row["node"],
            month=row["month"],
            frontier=frontier,
            place=row["place"],
            checkpoint=row["checkpoint"],
            kept_at=row["kept_at"],
            closed=bool(row["closed"]),
        )

    @property
    def row(self) -> dict[str, Any]:
        return {
            "log": self.log,
            "node": self.node,
            "month": self.month,
            "size": self.size,
            "frontier": self.frontier.stored,
            "place": self.place,
            "checkpoint": self.checkpoint,
            "kept_at": self.kept_at,
            "closed": int(self.closed),
        }


def checkpoint_of(head: Head, key: PublicKey) -> Checkpoint:
    """What is signed for a log as it ends now; of this log and key.

    Raises `LogAltered`: an end that is not signed, or that was signed for another size or root.
    """
    try:
        note = Note.read(head.checkpoint)
        found = Checkpoint.of(note)
    except NoteUnreadable as error:
        raise LogAltered(f"the checkpoint of log {head.log} cannot be read: {error}") from None
    if not key.signed(note):
        raise LogAltered(f"the checkpoint of log {head.log} is not signed by {key.name}")
    if found != Checkpoint(origin(key, head.log), head.size, head.frontier.root):
        raise LogAltered(f"the checkpoint of log {head.log} is not of its end")
    return found


def origin(key: PublicKey, log: str) -> str:
    """The name of a log among all the world's: the key's name, then the log's."""
    return f"{key.name}/{log}"
