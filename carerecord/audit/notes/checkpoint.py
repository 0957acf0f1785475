"""A checkpoint (c2sp.org/tlog-checkpoint): which log, how long it is, and the root of its tree."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from carerecord.audit.notes.note import Note, NoteUnreadable
from carerecord.audit.tree.hashing import HASH_BYTES

_CLOSED = "closed"
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str  # the log's own name, the same for ever
    size: int  # entries
    root: bytes  # 32

    @property
    def note(self) -> Note:
        """Its text, not yet signed."""
        return Note(f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n")

    def closing(self, following: str) -> Note:
        """The text of a log's last checkpoint: a line more says so, and which log goes on from it ("" = none)."""
        return Note(f"{self.note.text}{' '.join([_CLOSED, following]).strip()}\n")

    @classmethod
    def of(cls, note: Note) -> Checkpoint:
        """What a note says. Raises `NoteUnreadable`; who signed it is for the caller to check."""
        lines = note.text.split("\n")
        if len(lines) < 4 or not lines[0] or "" in lines[:-1]:
            raise NoteUnreadable("a checkpoint has an origin, a size and a root")
        origin, size, root = lines[:3]
        if not _SIZE.fullmatch(size):
            raise NoteUnreadable("the size of a checkpoint is a whole number")
        try:
            content = base64.b64decode(root, validate=True)
        except (binascii.Error, ValueError):
            raise NoteUnreadable("the root of a checkpoint is not base64") from None
        if len(content) != HASH_BYTES:
            raise NoteUnreadable(f"the root of a checkpoint has {HASH_BYTES} bytes")
        return cls(origin, int(size), content)


@dataclass(frozen=True, slots=True)
class Closing:
    """That a log is never added to again."""

    following: str  # the origin of the log that goes on from it; "" = none

    @classmethod
    def of(cls, note: Note) -> Closing | None:
        """What the line after the root says, if it says this."""
        words, _, following = note.text.split("\n")[3].partition(" ")
        return cls(following) if words == _CLOSED else None
