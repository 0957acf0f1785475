"""One entry as the text that is hashed: canonical JSON (RFC 8785) of everything the row holds.

leaf = SHA-256(0x00 || SHA-256(salt || text)). The salt is kept beside the entry and goes with it: a hash that
is left after an erasure cannot be guessed back to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from carerecord.audit.tree import leaf_hash

SALT_BYTES = 16


class _Text(msgspec.Struct, gc=False):
    """In the order of RFC 8785: the names sorted."""

    at: str
    body: msgspec.Raw
    entry_id: str
    kind: str
    log: str
    person_id: str
    place: int
    seq: int
    view_id: str
    viewer_id: str
    viewer_name: str
    viewer_organisation: str
    viewer_organisation_name: str
    viewer_role: str
    viewer_role_name: str
    viewer_session: str


_encode = msgspec.json.Encoder().encode
NAMES = _Text.__struct_fields__
"""The columns that are hashed, in the order of the text."""


def leaf_of(row: Mapping[str, Any], salt: bytes) -> bytes:
    """The leaf hash of a row of `audit_entry`, 32 bytes: of its canonical JSON in UTF-8."""
    at, body, *rest = (row[name] for name in NAMES)
    text = _encode(_Text(at, msgspec.Raw(body.encode("utf-8")), *rest))
    return leaf_hash(sha256(salt + text).digest())


def leaves_of(rows: Iterable[tuple[Any, ...]]) -> list[bytes]:
    """The same for very many rows of (leaf, salt, then the values of `NAMES`): a loop without calls of ours."""
    encode, raw, hashed = _encode, msgspec.Raw, sha256
    return [
        hashed(
            b"\x00" + hashed(salt + encode(_Text(at, raw(body.encode()), *rest))).digest()
        ).digest()
        for _, salt, at, body, *rest in rows
    ]
