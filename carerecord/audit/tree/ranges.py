"""Any run of leaves that a proof needs, as whole subtrees that a store can have kept."""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.audit.tree.hashing import node_hash

Range = tuple[int, int]
"""Leaves low, low + 1 … high - 1."""


def subtrees(low: int, high: int) -> list[tuple[int, int]]:
    """(level, index) of the whole subtrees that cover the leaves low … high - 1, from the left.

    `low` is a multiple of the largest power of two below the length, as in every proof.
    """
    found = []
    while low < high:
        level = (high - low).bit_length() - 1
        found.append((level, low >> level))
        low += 1 << level
    return found


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root of a whole subtree from those of 2^n equal parts of it."""
    level = list(hashes)
    if not level or len(level) & (len(level) - 1):
        raise ValueError(f"{len(level)} hashes do not make a whole subtree")
    while len(level) > 1:
        level = [node_hash(*level[at : at + 2]) for at in range(0, len(level), 2)]
    return level[0]
