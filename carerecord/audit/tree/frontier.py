"""What has to be kept of a log to go on writing it: the roots of its whole subtrees, one for each bit of its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from carerecord.audit.tree.hashing import HASH_BYTES, node_hash, rightwards


@dataclass(frozen=True, slots=True)
class Node:
    """The root of a whole subtree of 2^level leaves; leaves index·2^level and on."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """A log of `size` leaves; its whole subtrees, the largest first (at most 64)."""

    size: int = 0
    roots: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, size: int, stored: bytes) -> Frontier:
        """As `stored` wrote it. `ValueError` when it is not of a log of this size."""
        roots = tuple(stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES))
        if size < 0 or len(stored) != HASH_BYTES * size.bit_count():
            raise ValueError(f"not the frontier of a log of {size} entries")
        return cls(size, roots)

    @property
    def stored(self) -> bytes:
        return b"".join(self.roots)

    @property
    def root(self) -> bytes:
        """The root of the whole log, 32 bytes."""
        return rightwards(self.roots)

    def add(self, leaf: bytes) -> tuple[Frontier, list[Node]]:
        """The log with one more leaf hash, and every subtree that it makes whole, the leaf first."""
        made = list(_made(self.size, list(self.roots), leaf))
        kept = len(self.roots) - (len(made) - 1)
        return Frontier(self.size + 1, (*self.roots[:kept], made[-1].hash)), made

    def extended(self, wholes: Iterable[bytes], level: int = 0) -> Frontier:
        """The log with these leaf hashes, or roots of whole subtrees, at its end: `add` for very many.

        The size is a multiple of 2^level before.
        """
        roots, at = list(self.roots), self.size >> level
        for root in wholes:
            whole, index = root, at
            while index & 1:
                whole, index = sha256(b"\x01" + roots.pop() + whole).digest(), index >> 1
            roots.append(whole)
            at += 1
        return Frontier(at << level, tuple(roots))

    def joined(self, part: Frontier) -> Frontier:
        """The log with the part at its end. The size is a multiple of 2^level of the part's largest subtree."""
        whole, left = self, part.size
        for root in part.roots:
            level = left.bit_length() - 1
            whole, left = whole.extended([root], level), left - (1 << level)
        return whole


def _made(index: int, roots: list[bytes], whole: bytes) -> Iterator[Node]:
    level = 0
    yield Node(level, index, whole)
    while index & 1:
        whole, index, level = node_hash(roots.pop(), whole), index >> 1, level + 1
        yield Node(level, index, whole)
