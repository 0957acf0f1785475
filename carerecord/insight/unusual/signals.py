"""The reasons one viewer and one person are picked, each with its number and how likely that is by chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carerecord.insight.unusual.contract import Access, Explanation, Signal, Strength
from carerecord.insight.unusual.explaining import SAID
from carerecord.insight.unusual.facts import Facts, of_organisation
from carerecord.insight.unusual.habits import OF_A_VIEW, Shares, by_role, reached
from carerecord.insight.unusual.words import TIES, said

AROUND = timedelta(days=90)
ALONE = timedelta(days=7)
CROWD = timedelta(days=7)
LEAST_CROWD = 3  # teams of which somebody looked without a reason, before it is a crowd
SAMPLED = 7  # of so many explained views, one is looked at for what is usual
RARELY = 0.2
"""A night, a sensitive section: a signal only where fewer of the role's views than this have it."""
DECLARED = frozenset({"emergency", "claimed"})
SHIFT = timedelta(hours=1)  # before and after a shift
Ties = Mapping[tuple[str, str], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Every view of one person by one viewer."""

    views: Sequence[Access]
    left: Sequence[Access]  # those that nothing explains
    ties: Mapping[str, float]
    for_it: Strength  # the least that speaks for any of those views, or of all where none is left
    words: str  # what speaks for it

    @classmethod
    def of(
        cls,
        views: Sequence[Access],
        ties: Mapping[str, float],
        explained: Mapping[str, Explanation],
    ) -> Pair:
        left = [one for one in views if explained[one.id].strength == "none"]
        said = [explained[one.id] for one in left or views]
        for_it = min((_speaks(one) for one in said), key=STRENGTHS.index)
        words = "; ".join(dict.fromkeys(one.words for one in said if one.words))
        return cls(views, left, ties, for_it, words)


STRENGTHS: tuple[Strength, ...] = ("none", "broad", "direct")


def _speaks(one: Explanation) -> Strength:
    return "broad" if one.strength == "none" and one.template else one.strength


@dataclass(frozen=True, slots=True)
class Usual:
    """What all views together say of what is usual."""

    of_a_view: Mapping[str, Shares]  # by role
    ties: Mapping[str, Shares]  # by organisation
    nothing: Shares  # by team
    nowhere: float
    alone: float
    again: Counter[int]
    looked: Mapping[str, Sequence[Access]]  # by person, in order of time
    crowds: Mapping[str, int]  # by person: most teams without a reason within a week
    crowded: Counter[int]

    def nothing_of(self, access: Access) -> float:
        return self.nothing.share(_group(access))


def usual_of(
    accesses: Sequence[Access], explained: Mapping[str, Explanation], ties: Ties, facts: Facts
) -> Usual:
    looked: dict[str, list[Access]] = defaultdict(list)
    left: dict[str, list[Access]] = defaultdict(list)
    for one in accesses:
        looked[one.person].append(one)
        if explained[one.id].strength == "none":
            left[one.person].append(one)
    crowds = {person: _crowd(several) for person, several in left.items()}
    sample = [one for one in accesses if explained[one.id].strength == "direct"][::SAMPLED]
    unexplained = [one for several in left.values() for one in several]
    return Usual(
        of_a_view=by_role(accesses),
        ties=_ties(accesses, ties),
        nothing=Shares.counted(Counter(map(_group, accesses)), Counter(map(_group, unexplained))),
        nowhere=_share(_care_around(one, facts) <= 1 for one in sample),
        alone=_share(_is_alone(one, looked) for one in sample),
        again=_days(unexplained),
        looked=looked,
        crowds=crowds,
        crowded=Counter(crowds.get(person, 0) for person in looked),
    )


def _ties(accesses: Sequence[Access], ties: Ties) -> dict[str, Shares]:
    pairs = {(one.viewer, one.person): one.organisation for one in accesses}
    of = Counter(pairs.values())
    yes: dict[str, Counter[str]] = {name: Counter() for name in TIES}
    for pair, organisation in pairs.items():
        for name in ties[pair]:
            yes[name][organisation] += 1
    return {name: Shares.counted(of, counted) for name, counted in yes.items()}


def _days(unexplained: Iterable[Access]) -> Counter[int]:
    """Of each viewer and person: on how many days."""
    days: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in unexplained:
        days[(one.viewer, one.person)].add(one.at.toordinal())
    return Counter(map(len, days.values()))


def signals_of(pair: Pair, facts: Facts, usual: Usual) -> Iterator[tuple[Signal, float]]:
    """Each signal with its chance. Nothing at all for a view that is explained and that nothing marks."""
    first = pair.views[0]
    for name, chance in pair.ties.items():
        found = usual.ties[name].share(first.organisation)
        yield said(name, chance if name == "surname" else found)
    yield from _of_views(pair, facts, usual)
    if pair.left:
        yield from _of_nothing(pair, facts, usual)


def _of_nothing(pair: Pair, facts: Facts, usual: Usual) -> Iterator[tuple[Signal, float]]:
    first = pair.left[0]
    yield said("nothing", usual.nothing_of(first))
    if not _care_around(first, facts):
        yield said("nowhere", usual.nowhere)
    if _is_alone(first, usual.looked):
        yield said("alone", usual.alone)
    days = len({one.at.toordinal() for one in pair.left})
    if days > 1:
        yield said("again", reached(usual.again, days), days)
    crowd = usual.crowds.get(first.person, 0)
    if crowd >= LEAST_CROWD:
        yield said("crowd", reached(usual.crowded, crowd), crowd)


def _of_views(pair: Pair, facts: Facts, usual: Usual) -> Iterator[tuple[Signal, float]]:
    views = pair.left or pair.views
    if pair.left or any(one.declared for one in views):
        for name, so in OF_A_VIEW.items():
            if marked := sum(map(so, views)):
                share = usual.of_a_view[name].share(views[0].role)
                if name in DECLARED or (pair.left and share < RARELY):
                    yield said(name, share, marked)
    yield from _of_staff(views, facts)
    yield from _of_person(pair, facts)


def _of_staff(views: Sequence[Access], facts: Facts) -> Iterator[tuple[Signal, float]]:
    member = facts.staff.get(views[0].viewer)
    if member is None:
        return
    gone = [one for one in views if member.left and one.at >= member.left]
    if gone and member.left:
        yield said("left", 0.001, (gone[0].at - member.left).days)
    off = [one for one in views if member.shifts and not _on_shift(one, member.shifts)]
    if off:
        yield said("off-shift", 0.05, len(off))


def _of_person(pair: Pair, facts: Facts) -> Iterator[tuple[Signal, float]]:
    first = pair.views[0]
    person = facts.people.get(first.person)
    if person and person.protected:
        yield said("protected", 0.01)
    if not pair.left:
        return
    if person and person.died and first.at > person.died:
        yield said("died", 0.01, (first.at - person.died).days)
    ended = [
        care.ends
        for care in facts.care.get(first.person, ())
        if care.kind == "LR-1" and care.holder == first.organisation and care.ends
        if care.ends <= first.at
    ]
    if ended:
        yield said("left-practice", 0.02, (first.at - max(ended)).days)


def _on_shift(access: Access, shifts: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(start - SHIFT <= access.at <= end + SHIFT for start, end in shifts)


def _care_around(access: Access, facts: Facts) -> int:
    """How much care of the viewer's organisation there is, three months before and after."""
    teams = dict.fromkeys(access.teams, access.organisation)
    return sum(
        care.kind not in SAID
        and care.starts <= access.at + AROUND
        and (care.ends is None or care.ends >= access.at - AROUND)
        and of_organisation(care, access, teams)
        for care in facts.care.get(access.person, ())
    )


def _is_alone(access: Access, looked: Mapping[str, Sequence[Access]]) -> bool:
    """Nobody else of the organisation looked within a week."""
    return not any(
        other.viewer != access.viewer
        and other.organisation == access.organisation
        and abs(other.at - access.at) <= ALONE
        for other in looked[access.person]
    )


def _crowd(several: Sequence[Access]) -> int:
    """Of how many teams somebody looked without a reason within a week."""
    return max(
        len({_group(other) for other in several if one.at <= other.at <= one.at + CROWD})
        for one in several
    )


def _group(access: Access) -> str:
    return access.teams[0] if access.teams else access.organisation


def _share(so: Iterable[bool]) -> float:
    several = list(so)
    return (sum(several) + 1) / (len(several) + 2)
