"""Keys that sign notes: Ed25519, for the one who writes a log and for the one who witnesses it.

A verifier key is text that can be passed on by telephone: name, key id, and type and key in base64, joined by
plus signs (c2sp.org/signed-note). A cosignature also says when it was made (c2sp.org/tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from carerecord.audit.notes.note import Note, Signature, valid_name

SIGNER, COSIGNER = 0x01, 0x04
"""The types of a signature: of the log itself, and of a witness, with its time."""
SEED_BYTES = 32
_KINDS = (SIGNER, COSIGNER)
_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who may have signed, and how it is checked."""

    name: str
    kind: int
    raw: bytes  # 32

    def __post_init__(self) -> None:
        if not valid_name(self.name) or self.kind not in _KINDS or len(self.raw) != SEED_BYTES:
            raise ValueError("not a key that signs notes")

    @property
    def id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.raw).digest()[:4]

    def __str__(self) -> str:
        content = base64.b64encode(bytes([self.kind]) + self.raw).decode()
        return f"{self.name}+{self.id.hex()}+{content}"

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """A verifier key. `ValueError` when it is none, or its id is not that of the key."""
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            content = base64.b64decode(encoded, validate=True)
            key = cls(name, content[0], content[1:])
        except (ValueError, binascii.Error, IndexError):
            raise ValueError("not a verifier key (name+id+key)") from None
        if key.id.hex() != key_id:
            raise ValueError(f"the verifier key of {name} is damaged: its id does not fit")
        return key

    def signed(self, note: Note) -> bool:
        """Whether one signature under the note is of this key, and right."""
        return any(self._right(note, one) for one in self._of(note))

    def times(self, note: Note) -> list[datetime]:
        """When a witness with this key cosigned the note: of right signatures only."""
        return [
            datetime.fromtimestamp(int.from_bytes(one.signed[:_TIME_BYTES], "big"), UTC)
            for one in self._of(note)
            if self.kind == COSIGNER and self._right(note, one)
        ]

    def _of(self, note: Note) -> list[Signature]:
        return [s for s in note.signatures if (s.name, s.key_id) == (self.name, self.id)]

    def _right(self, note: Note, signature: Signature) -> bool:
        at, signed = b"", signature.signed
        if self.kind == COSIGNER:
            at, signed = signed[:_TIME_BYTES], signed[_TIME_BYTES:]
        try:
            public = Ed25519PublicKey.from_public_bytes(self.raw)
            public.verify(signed, _message(note, self.kind, at))
        except InvalidSignature:
            return False
        return True


class Key:
    """A key that can sign. `repr` shows its public half alone."""

    __slots__ = ("_private", "public")

    def __init__(self, name: str, seed: bytes, kind: int = SIGNER) -> None:
        """`seed` is 32 secret bytes; `ValueError` otherwise, or for a name with a space or a plus."""
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a signing key has {SEED_BYTES} bytes, not {len(seed)}")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, kind, self._private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"Key({self.public})"

    def sign(self, note: Note, at: datetime | None = None) -> Note:
        """The note with one more signature; a witness says at what time."""
        when = b""
        if self.public.kind == COSIGNER:
            when = int((at or datetime.now(UTC)).timestamp()).to_bytes(_TIME_BYTES, "big")
        signed = self._private.sign(_message(note, self.public.kind, when))
        return note.signed_by(Signature(self.public.name, self.public.id, when + signed))


def _message(note: Note, kind: int, at: bytes) -> bytes:
    text = note.text.encode("utf-8")
    if kind == SIGNER:
        return text
    return f"cosignature/v1\ntime {int.from_bytes(at, 'big')}\n".encode() + text
