"""A stretch of a log, hashed anew: the entries under one node of the tree, so that several processes share a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from carerecord.audit.leaf import NAMES, leaves_of
from carerecord.audit.notes import Checkpoint, Note, NoteUnreadable, PublicKey
from carerecord.audit.removed import Removed
from carerecord.audit.tree import Frontier
from carerecord.store import Reader, sql

SQL = sql(__file__, "verifying.sql")
LENGTH = 1 << 14
"""Entries of one stretch; each begins at a multiple of it."""
PAGE = 1000  # rows in memory at once: more are no faster
_SEQ = 2 + NAMES.index("seq")
_Page = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries after + 1 … upto of one log, and what is known of them beforehand."""

    log: str
    after: int
    upto: int
    key: PublicKey
    sizes: frozenset[int]  # where somebody else has a checkpoint
    removed: Removed


@dataclass(slots=True)
class Hashed:
    """What a stretch holds, up to the first entry in it that is not right."""

    after: int
    frontier: Frontier = field(default_factory=Frontier)  # of the stretch alone
    points: list[Checkpoint] = field(default_factory=list)  # that were kept, and are signed
    forged: int = 0  # the size of the first kept checkpoint that is not
    grown: dict[int, Frontier] = field(default_factory=dict)  # at each size that has a checkpoint
    wrong: str = ""  # what is wrong with the entry after the last one hashed

    @property
    def size(self) -> int:
        return self.after + self.frontier.size


def hashed(open_reader: Callable[[], Reader], stretch: Stretch) -> Hashed:
    """Read the stretch and hash it; stops at the first entry that is not right."""
    reader = open_reader()
    try:
        found = Hashed(stretch.after)
        found.points, found.forged = kept(_notes(reader, stretch), stretch.key)
        sizes = sorted({*stretch.sizes, *(point.size for point in found.points)})
        for page in _pages(reader, stretch):
            leaves = _right(page, found.size, stretch.removed)
            _grow(found, leaves, sizes)
            if len(leaves) < len(page):
                missing = page[len(leaves)][_SEQ] != found.size + 1
                found.wrong = "it is missing" if missing else "it is not what was written"
                return found
        if found.size < stretch.upto:
            found.wrong = "it is missing"
        return found
    finally:
        reader.close()


def kept(notes: _Page, key: PublicKey) -> tuple[list[Checkpoint], int]:
    """Of kept checkpoints (size, text) those that the key signed, and the size of the first that it did not."""
    found, forged = [], 0
    for size, text in notes:
        if point := signed(text, key):
            found.append(point)
        else:
            forged = forged or int(size)
    return found, forged


def signed(text: str, key: PublicKey) -> Checkpoint | None:
    """A kept checkpoint; None where it cannot be read or the key did not sign it."""
    try:
        note = Note.read(text)
        return Checkpoint.of(note) if key.signed(note) else None
    except NoteUnreadable:
        return None


def _notes(reader: Reader, stretch: Stretch) -> _Page:
    return reader.tuples(SQL.kept, log=stretch.log, after=stretch.after, upto=stretch.upto)


def _pages(reader: Reader, stretch: Stretch) -> Iterator[_Page]:
    for after in range(stretch.after, stretch.upto, PAGE):
        upto = min(after + PAGE, stretch.upto)
        yield reader.tuples(SQL.values, log=stretch.log, after=after, upto=upto)


def _right(page: _Page, before: int, removed: Removed) -> list[bytes]:
    """The leaves of the page's rows, up to the first row that is not right."""
    leaves: list[bytes] = [row[0] for row in page]
    if _whole(page, before) and _written(page, leaves):
        return leaves
    for number, row in enumerate(page):
        if row[_SEQ] != before + number + 1 or not _one_right(row, removed):
            return leaves[:number]
    return leaves


def _whole(page: _Page, before: int) -> bool:
    return not page or (page[0][_SEQ], page[-1][_SEQ]) == (before + 1, before + len(page))


def _written(page: _Page, leaves: list[bytes]) -> bool:
    """Whether the rows are what was hashed; a value that no row of ours has is not."""
    try:
        return leaves_of(page) == leaves
    except (TypeError, ValueError, AttributeError):
        return False


def _one_right(row: tuple[Any, ...], removed: Removed) -> bool:
    leaf, salt, *values = row
    if salt is None:
        return removed.as_ordered(dict(zip(NAMES, values, strict=True)), leaf or b"")
    return _written([row], [leaf])


def _grow(found: Hashed, leaves: list[bytes], sizes: Sequence[int]) -> None:
    """The leaves into the tree, with a stop at each size that has a checkpoint."""
    start = found.size
    for size in [one for one in sizes if start < one <= start + len(leaves)]:
        found.frontier = found.frontier.extended(leaves[found.size - start : size - start])
        found.grown[size] = found.frontier
    found.frontier = found.frontier.extended(leaves[found.size - start :])
