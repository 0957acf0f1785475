"""Many items searched as one: their bytes are joined, and what is found is told by which item it is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate


class Positions:
    """Which item a byte of the whole belongs to, joined by one byte between each two."""

    def __init__(self, raws: Sequence[bytes]) -> None:
        self._raws = raws
        self._ends: list[int] = []

    def of(self, starts: Iterable[int]) -> Iterator[int]:
        for start in starts:
            if not self._ends:
                self._ends = list(accumulate(len(raw) + 1 for raw in self._raws))
            yield bisect_right(self._ends, start)


def starts(joined: bytes, part: bytes) -> Iterator[int]:
    """Where each occurrence of a part begins."""
    start = joined.find(part)
    while start >= 0:
        yield start
        start = joined.find(part, start + 1)
