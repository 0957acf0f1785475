"""One entry as the text that is hashed: canonical JSON (RFC 8785) of everything the row holds.

leaf = SHA-256(0x00 || SHA-256(salt || text)). The salt is kept beside the entry and goes with it: a hash that
is left after an erasure cannot be guessed back to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from carerecord.audit.tree import leaf_hash

SALT_BYTES = 16


class _Text(msgspec.Struct):
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


def text_of(row: Mapping[str, Any]) -> bytes:
    """The entry that a row of `audit_entry` holds, as canonical JSON in UTF-8."""
    return _encode(
        _Text(
            row["at"],
            msgspec.Raw(row["body"].encode("utf-8")),
            row["entry_id"],
            row["kind"],
            row["log"],
            row["person_id"],
            row["place"],
            row["seq"],
            row["view_id"],
            row["viewer_id"],
            row["viewer_name"],
            row["viewer_organisation"],
            row["viewer_organisation_name"],
            row["viewer_role"],
            row["viewer_role_name"],
            row["viewer_session"],
        )
    )


def leaf_of(row: Mapping[str, Any], salt: bytes) -> bytes:
    """The leaf hash of a row, 32 bytes."""
    return leaf_hash(sha256(salt + text_of(row)).digest())
