"""What an item of one type may leave out and still say the same as another: data that a clinician can read (merging 3, 5).

Everything that is not named here must be equal, down to the last element: what nobody has met before keeps
two items apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from carerecord.contract import Resource


@dataclass(frozen=True, slots=True)
class Compared:
    name: str = ""  # the element that says what it is about: read as a code, its words beside it
    optional: tuple[str, ...] = ()  # may be missing on one side; of a list, some may be
    dates: tuple[str, ...] = ()  # may be missing on one side, or be less exact there
    sets: tuple[str, ...] = ()  # must be equal in any order
    also: Callable[[Resource], str] | None = None  # must be equal though its element may differ
    also_words: str = ""  # what that is, in words, for the page of rules
    may_differ: frozenset[str] = field(init=False, repr=False)  # whole elements of the above
    inner_dates: tuple[str, ...] = field(init=False, repr=False)  # dates inside one that must be

    def __post_init__(self) -> None:
        """Asked of every item, so worked out once."""
        whole = frozenset({*self.optional, *self.dates, *self.sets})
        object.__setattr__(self, "may_differ", whole)
        inner = tuple(path for path in self.dates if "." in path)
        object.__setattr__(self, "inner_dates", inner)
