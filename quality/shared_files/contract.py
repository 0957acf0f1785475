"""What became of the files of one kind: `came` is `made` and what was put aside, each with its reason; the rest is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from carerecord.contract import Item, Query
from carerecord.federation.check import check
from carerecord.store import Database


@dataclass(slots=True)
class Row:
    files: int = 0
    came: int = 0  # resources, messages or reports that were sent
    made: int = 0  # of these, those that came through
    resources: int = 0  # what stands in a record because of them
    in_words: int = 0  # of these, those kept as text
    missing: int = 0  # what was read of them, and is not in the store
    aside: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        return self.came - self.made - self.aside.total() + self.missing

    def add(self, other: Row) -> None:
        self.files += other.files
        self.came += other.came
        self.made += other.made
        self.resources += other.resources
        self.in_words += other.in_words
        self.missing += other.missing
        self.aside += other.aside

    def checked(self, found: Iterable[Item], query: Query, unreadable: Iterable[str] = ()) -> None:
        """What may be shown of an answer, after the check that each item is about this person."""
        outcome = check(tuple(found), query)
        kept = len(outcome.items) + len(outcome.patients)
        self.made += kept
        self.resources += kept
        self.aside.update(why for _, why in outcome.held_back)
        self.aside.update(unreadable)


Read = Callable[[Path, Database], Awaitable[Row]]
"""All files of a folder; the database is of a region that knows nobody but whom the files are about."""


def files_of(folder: Path, ending: str) -> list[tuple[str, bytes]]:
    """Name and bytes of each, in order."""
    return [(one.name, one.read_bytes()) for one in sorted(folder.glob(f"*{ending}"))]
