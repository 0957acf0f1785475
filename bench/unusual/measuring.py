"""How well the planted views are found: what is explained, and what reviewing one case in a thousand views finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.unusual.planting import Incident
from bench.unusual.simulating import Simulated
from carerecord.insight.unusual import Case, Found


@dataclass(frozen=True, slots=True)
class Figures:
    views: int
    planted: int
    explained: float  # of the legitimate
    explained_planted: float
    cases: int
    precision: float
    recall: float  # of incidents
    by_kind: dict[str, float]

    @property
    def kinds_found(self) -> int:
        return sum(share >= 0.5 for share in self.by_kind.values())


def measured(simulated: Simulated, found: Found) -> Figures:
    planted = {one for incident in simulated.incidents for one in incident.accesses}
    legitimate = [one.id for one in simulated.accesses if one.id not in planted]
    cases = found.cases[: max(1, round(len(simulated.accesses) / 1000))]
    hit = {one for case in cases for one in case.accesses} & planted
    return Figures(
        views=len(simulated.accesses),
        planted=len(planted),
        explained=_explained(found, legitimate),
        explained_planted=_explained(found, sorted(planted)),
        cases=len(cases),
        precision=sum(_is_right(case, planted) for case in cases) / len(cases),
        recall=sum(not hit.isdisjoint(one.accesses) for one in simulated.incidents)
        / len(simulated.incidents),
        by_kind=_by_kind(simulated.incidents, hit),
    )


def _explained(found: Found, ids: Sequence[str]) -> float:
    return sum(found.explanations[one].strength != "none" for one in ids) / len(ids)


def _is_right(case: Case, planted: set[str]) -> bool:
    """At least half of what the officer reads is what they look for."""
    return sum(one in planted for one in case.accesses) * 2 >= len(case.accesses)


def _by_kind(incidents: Sequence[Incident], hit: set[str]) -> dict[str, float]:
    every = Counter(one.kind for one in incidents)
    right = Counter(one.kind for one in incidents if not hit.isdisjoint(one.accesses))
    return {kind: right[kind] / many for kind, many in every.items()}
