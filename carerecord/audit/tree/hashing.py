"""The two hashes of the tree. A leaf can never be taken for a node: each begins with a byte of its own."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY = sha256(b"").digest()
"""The root of a log without entries."""


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a leaf, 32 bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a node, 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def rightwards(roots: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, the largest first."""
    if not roots:
        return EMPTY
    *before, root = roots
    for left in reversed(before):
        root = node_hash(left, root)
    return root
