"""Proofs that an entry is in a log, and that a longer log only adds to a shorter one.

What a proof holds is RFC 6962, 2.1.1 and 2.1.2; how it is checked is RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.audit.tree.hashing import node_hash
from carerecord.audit.tree.ranges import Range


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The runs of leaves whose roots prove entry `index` (from 0) of a log of `size`, in order."""
    if not 0 <= index < size:
        raise ValueError(f"a log of {size} entries has no entry {index}")
    return _path(index, 0, size)


def consistency_ranges(old: int, size: int) -> list[Range]:
    """The runs of leaves whose roots prove that a log of `size` only adds to its first `old` entries."""
    if not 0 <= old <= size:
        raise ValueError(f"a log of {size} entries never had {old}")
    return [] if old in (0, size) else _since(old, 0, size, whole=True)


def _path(index: int, low: int, high: int) -> list[Range]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(index, low, middle), (middle, high)]
    return [*_path(index, middle, high), (low, middle)]


def _since(old: int, low: int, high: int, *, whole: bool) -> list[Range]:
    if old == high:
        return [] if whole else [(low, high)]
    middle = low + _split(high - low)
    if old <= middle:
        return [*_since(old, low, middle, whole=whole), (middle, high)]
    return [*_since(old, middle, high, whole=False), (low, middle)]


def _split(length: int) -> int:
    """The largest power of two below the length."""
    return 1 << ((length - 1).bit_length() - 1)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that leaf hash `leaf` is entry `index` (from 0) under `root`."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the log under `root` begins with the one under `old_root`."""
    if old == size:
        return old_root == root and not proof
    if not 0 <= old < size:
        return False
    if old == 0:
        return not proof
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(hashes) and _grown(old, old_root, size, root, hashes)


def _grown(old: int, old_root: bytes, size: int, root: bytes, hashes: Sequence[bytes]) -> bool:
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, one)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == root
