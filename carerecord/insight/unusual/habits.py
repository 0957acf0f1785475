"""What is usual, counted from the views themselves: how often each signal is seen, by role, team, organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from carerecord.insight.unusual.contract import Access

LONDON = ZoneInfo("Europe/London")
NIGHT_ENDS, NIGHT_STARTS = 6, 22
FEW = 20
"""A group of few views is taken to be like all views, as if it had so many more of them."""
GOES_ON = 0.25
"""Of a role that has shown no runs yet: a run goes on to another person so often for each time it ends."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How often something is so, in a group and in all; smoothed, so that never seen is not impossible."""

    of: Counter[str]  # how many, by group
    yes: Counter[str]  # of how many it is so
    overall: float

    @classmethod
    def counted(cls, of: Counter[str], yes: Counter[str]) -> Shares:
        return cls(of, yes, (yes.total() + 0.5) / (of.total() + 1))

    def share(self, group: str) -> float:
        return (self.yes[group] + FEW * self.overall) / (self.of[group] + FEW)


@dataclass(slots=True)
class Runs:
    """How long runs usually are, in one role: as if each went on to one more with the same likelihood."""

    several: dict[str, list[int]] = field(default_factory=dict)

    def count(self, role: str, length: int) -> None:
        self.several.setdefault(role, []).append(length)

    def chance(self, role: str, length: int) -> float:
        """Of a run this long or longer, judged by the role's other runs; a role of few is like any other."""
        mine = self.several[role]
        steps = sum(mine) - len(mine) - (length - 1) + FEW * GOES_ON
        return float((steps / (steps + len(mine) - 1 + FEW)) ** (length - 1))

    def usual(self, role: str) -> int:
        """The middle length of all but the longest."""
        rest = sorted(self.several[role])[:-1]
        return rest[len(rest) // 2] if rest else 1


def reached(numbers: Counter[int], number: int) -> float:
    """How often a number is reached or passed."""
    many = sum(count for n, count in numbers.items() if n >= number)
    return (many + 0.5) / (numbers.total() + 1)


def at_night(access: Access) -> bool:
    hour = access.at.astimezone(LONDON).hour
    return hour >= NIGHT_STARTS or hour < NIGHT_ENDS


MANY_DOCUMENTS = 5
OF_A_VIEW: dict[str, Callable[[Access], bool]] = {
    "emergency": lambda access: access.declared == "emergency",
    "claimed": lambda access: access.declared == "claimed",
    "sensitive": lambda access: access.sensitive,
    "documents": lambda access: access.documents >= MANY_DOCUMENTS,
    "night": at_night,
}
"""Signals of one view by itself, each by whether it is so."""


def by_role(accesses: Sequence[Access]) -> dict[str, Shares]:
    """Of what a single view shows: how usual it is in the viewer's own role."""
    of = Counter(access.role for access in accesses)
    return {
        name: Shares.counted(of, Counter(access.role for access in accesses if so(access)))
        for name, so in OF_A_VIEW.items()
    }
