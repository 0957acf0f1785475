"""One line of the spool: sealed, so that nobody reads it; bound to the line before; signed with the log's key."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from carerecord.audit.notes import Key, Note, NoteUnreadable, PublicKey
from carerecord.audit.notes.note import Signature
from carerecord.audit.spool.contract import Spooled
from carerecord.sealing import SealBroken, opened, seal

FIRST = "0" * 64
"""Stands in the first line where the others have the digest of the line before."""
_FIELDS = 4


class LineBroken(Exception):
    """A line that this region did not write, or not for this place."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Writes and reads the lines of one node; any of `keys` may have signed what is read."""

    node: str
    sealing: bytes
    key: Key
    keys: Sequence[PublicKey]

    def written(self, number: int, before: str, spooled: Spooled) -> bytes:
        sealed = seal(self.sealing, msgspec.json.encode(spooled), self._name(number, before))
        (signature,) = self.key.sign(self._note(number, before, sealed)).signatures
        content = (base64.b64encode(part).decode() for part in (sealed, signature.signed))
        return f"{number} {before} {' '.join(content)}\n".encode()

    def read(self, line: bytes) -> tuple[int, str, Spooled]:
        """Its number, the digest of the line before, and what is in it. Raises `LineBroken`."""
        try:
            number, before, sealed, signed = _parts(line)
            self._refuse_unsigned(self._note(number, before, sealed), signed)
            content = opened(self.sealing, sealed, self._name(number, before))
            return number, before, msgspec.json.decode(content, type=Spooled)
        except (ValueError, SealBroken, NoteUnreadable, msgspec.MsgspecError) as error:
            raise LineBroken from error

    def _refuse_unsigned(self, note: Note, signed: bytes) -> None:
        if not any(
            key.signed(note.signed_by(Signature(key.name, key.id, signed))) for key in self.keys
        ):
            raise LineBroken

    def _name(self, number: int, before: str) -> str:
        return f"spool {self.node} {number} {before}"

    def _note(self, number: int, before: str, sealed: bytes) -> Note:
        """Its second line is no number, so that no checkpoint of a log can be read out of it."""
        digest = hashlib.sha256(sealed).hexdigest()
        return Note(
            f"emergency spool of {self.node or 'this region'}\n{number} {before}\n{digest}\n"
        )


def digest_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _parts(line: bytes) -> tuple[int, str, bytes, bytes]:
    parts = line.decode("ascii").removesuffix("\n").split(" ")
    if len(parts) != _FIELDS:
        raise LineBroken
    try:
        sealed, signed = (base64.b64decode(part, validate=True) for part in parts[2:])
    except binascii.Error:
        raise LineBroken from None
    return int(parts[0]), parts[1], sealed, signed
