"""Many records quickly: runs of one viewer's views that no system of record explains, against their own role's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from carerecord.insight.unusual.contract import Access, Somebody
from carerecord.insight.unusual.facts import Facts
from carerecord.insight.unusual.habits import Runs

GAP = timedelta(hours=2)
LEAST = 4  # people, before a run is looked at
RARE = 0.005  # a run is a burst when one as long or longer is rarer than this in the role
STEP = 3  # numbers that far apart count as one after the other


@dataclass(frozen=True, slots=True)
class Run:
    accesses: tuple[Access, ...]

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.person for one in self.accesses))

    @property
    def minutes(self) -> float:
        return (self.accesses[-1].at - self.accesses[0].at) / timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Burst:
    run: Run
    chance: float  # of a run as long as this or longer, in the role
    usual: int
    in_sequence: int  # steps from one person to the next in order of number or name


def bursts_in(unexplained: Iterable[Access], facts: Facts) -> list[Burst]:
    """`unexplained`, in order of time: views that nothing explains directly."""
    by_viewer: dict[str, list[Access]] = defaultdict(list)
    for access in unexplained:
        by_viewer[access.viewer].append(access)
    runs = [run for several in by_viewer.values() for run in _runs(several)]
    habit = Runs()
    for run in runs:
        habit.count(run.accesses[0].role, len(run.people))
    return [burst for run in runs if (burst := _burst(run, habit, facts))]


def _burst(run: Run, habit: Runs, facts: Facts) -> Burst | None:
    many = len(run.people)
    if many < LEAST:
        return None
    role = run.accesses[0].role
    chance, steps = habit.chance(role, many), _in_sequence(run.people, facts)
    if chance > RARE and steps < LEAST:
        return None
    return Burst(run, chance, habit.usual(role), steps)


def _runs(several: Sequence[Access]) -> Iterable[Run]:
    run = [several[0]]
    for before, after in pairwise(several):
        if after.at - before.at > GAP:
            yield Run(tuple(run))
            run = []
        run.append(after)
    yield Run(tuple(run))


def _in_sequence(people: Sequence[str], facts: Facts) -> int:
    """The longest stretch of steps that follow the numbers, or go through the names in order."""
    known = [facts.people[one] for one in people if one in facts.people]
    steps = list(pairwise(known))
    return max(_longest(map(_next_number, steps)), _longest(map(_next_name, steps)) - LEAST)


def _next_number(step: tuple[Somebody, Somebody]) -> bool:
    return bool(step[0].number) and 0 < step[1].number - step[0].number <= STEP


def _next_name(step: tuple[Somebody, Somebody]) -> bool:
    return "" < step[0].family <= step[1].family


def _longest(steps: Iterable[bool]) -> int:
    best = now = 0
    for so in steps:
        now = now + 1 if so else 0
        best = max(best, now)
    return best
