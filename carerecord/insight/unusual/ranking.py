"""From views and facts to cases: explain what can be, gather what is left with its signals, rank by rarity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from carerecord.insight.unusual.bursts import Burst, bursts_in
from carerecord.insight.unusual.contract import Access, Case, Explanation, Found, Known, Signal
from carerecord.insight.unusual.explaining import NOTHING, broad, direct, doubted, looked_together
from carerecord.insight.unusual.facts import Facts, facts_of
from carerecord.insight.unusual.signals import Pair, Usual, signals_of, usual_of
from carerecord.insight.unusual.tying import ties_of
from carerecord.insight.unusual.weights import BROADLY, EXPLAINED, Weights, package_weights
from carerecord.insight.unusual.words import of_burst

ALWAYS = frozenset({"own", "left"})
"""Care explains nothing away of one's own record, or of somebody who no longer works there."""
FOR = {"direct": EXPLAINED, "broad": BROADLY, "none": 1.0}
"""What is left of a case by the strength of what speaks for it."""


def find(accesses: Iterable[Access], known: Known, weights: Weights | None = None) -> Found:
    """Every view explained or not, and the cases worth a question, the most unusual first."""
    facts = facts_of(known)
    several = sorted((_with_teams(one, facts) for one in accesses), key=attrgetter("at", "id"))
    ties = {pair: ties_of(one, facts) for pair, one in {_pair(a): a for a in several}.items()}
    explained = {one.id: direct(one, facts) for one in several}
    left = [one for one in several if explained[one.id] is NOTHING]
    bursts = bursts_in(left, facts)
    explained |= _broadly(left, ties, bursts, facts)
    usual = usual_of(several, explained, ties, facts)
    counted = package_weights() if weights is None else weights
    cases = [
        *_pairs(several, explained, ties, facts, usual, counted),
        *(_of_burst(one, ties, usual, counted) for one in bursts),
    ]
    return Found(explained, tuple(_ranked(cases)))


def _with_teams(access: Access, facts: Facts) -> Access:
    member = facts.staff.get(access.viewer)
    if access.teams or member is None or not member.teams:
        return access
    return replace(access, teams=member.teams)


def _pair(access: Access) -> tuple[str, str]:
    return access.viewer, access.person


def _broadly(
    left: Sequence[Access],
    ties: Mapping[tuple[str, str], Mapping[str, float]],
    bursts: Sequence[Burst],
    facts: Facts,
) -> dict[str, Explanation]:
    """Care close by explains where nothing ties the two; of the views of a burst it explains none."""
    organisations = {team: one.organisation for one in left for team in one.teams}
    together = looked_together(left, {one.id for one in left})
    hurried = {one.id for burst in bursts for one in burst.run.accesses}
    found = {}
    for one in left:
        if one.id not in hurried:
            near = broad(one, facts, organisations, len(together.get(one.id, ())) > 1)
            found[one.id] = doubted(near) if ties[_pair(one)] else near
    return found


def _pairs(
    several: Sequence[Access],
    explained: Mapping[str, Explanation],
    ties: Mapping[tuple[str, str], Mapping[str, float]],
    facts: Facts,
    usual: Usual,
    weights: Weights,
) -> Iterator[Case]:
    gathered: dict[tuple[str, str], list[Access]] = defaultdict(list)
    for one in several:
        gathered[_pair(one)].append(one)
    for pair, views in gathered.items():
        made = Pair.of(views, ties[pair], explained)
        signals = tuple(_weighed(signals_of(made, facts, usual), weights))
        if signals:
            yield _case(made, signals)


def _weighed(signals: Iterable[tuple[Signal, float]], weights: Weights) -> Iterator[Signal]:
    for signal, chance in signals:
        added = weights[signal.name].of(chance)
        yield Signal(signal.name, signal.words, signal.number, added)


def _case(pair: Pair, signals: tuple[Signal, ...]) -> Case:
    score = sum(one.weight for one in signals)
    if not ALWAYS & {one.name for one in signals}:
        score *= FOR[pair.for_it]
    return _made(pair.left or pair.views, signals, score, pair.words)


def _of_burst(
    burst: Burst,
    ties: Mapping[tuple[str, str], Mapping[str, float]],
    usual: Usual,
    weights: Weights,
) -> Case:
    views = burst.run.accesses
    signals = tuple(_weighed(of_burst(burst, usual.nothing_of(views[0])), weights))
    return _made(views, signals, sum(one.weight for one in signals), "")


def _made(views: Sequence[Access], signals: tuple[Signal, ...], score: float, words: str) -> Case:
    ordered = tuple(sorted(signals, key=attrgetter("weight"), reverse=True))
    return Case(
        viewer=views[0].viewer,
        people=tuple(dict.fromkeys(one.person for one in views)),
        accesses=tuple(one.id for one in views),
        first=views[0].at,
        last=views[-1].at,
        score=score,
        signals=ordered,
        explained=words,
    )


def _ranked(cases: Iterable[Case]) -> Iterator[Case]:
    """Highest first. A pair that a burst of higher score holds is part of that case, not one of its own."""
    taken: set[str] = set()
    for case in sorted(cases, key=lambda one: (-one.score, one.first, one.viewer)):
        if taken.issuperset(case.accesses):
            continue
        taken.update(case.accesses)
        yield case
