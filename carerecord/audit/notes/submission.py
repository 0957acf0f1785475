"""What a log sends to be cosigned (c2sp.org/tlog-witness, add-checkpoint), read and nothing more. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from carerecord.audit.notes.checkpoint import Checkpoint
from carerecord.audit.notes.note import Note, NoteUnreadable
from carerecord.audit.tree.hashing import HASH_BYTES

MOST_PROOF = 63  # lines
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class Malformed(ValueError):
    """Not a submission, in words that say why."""


@dataclass(frozen=True, slots=True)
class Submission:
    old: int  # entries of the checkpoint that the proof starts from
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    @property
    def written(self) -> bytes:
        """As it is sent."""
        proof = [base64.b64encode(one).decode() for one in self.proof]
        return "\n".join([f"old {self.old}", *proof, "", str(self.note)]).encode()

    @classmethod
    def read(cls, body: bytes) -> Submission:
        """Raises `Malformed`."""
        try:
            head, gap, rest = body.decode("utf-8").partition("\n\n")
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None
        first, *lines = head.split("\n")
        size = _OLD.fullmatch(first)
        if not gap or size is None:
            raise Malformed("the first line says the old size; an empty line follows the proof")
        if len(lines) > MOST_PROOF:
            raise Malformed(f"a proof has at most {MOST_PROOF} lines")
        try:
            note = Note.read(rest)
            checkpoint = Checkpoint.of(note)
        except NoteUnreadable as error:
            raise Malformed(str(error)) from None
        return cls(int(size[1]), tuple(map(_hash, lines)), note, checkpoint)


def _hash(line: str) -> bytes:
    try:
        content = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("a line of the proof is not base64") from None
    if len(content) != HASH_BYTES:
        raise Malformed(f"a line of the proof has {HASH_BYTES} bytes")
    return content
