"""Precision, recall and F1 of the pairs that a matcher says are one person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quality.public.records import Dataset, Pair

Scored = Mapping[Pair, float]
"""What a matcher gives each pair that it looked at; more is likelier."""


@dataclass(frozen=True, slots=True)
class Score:
    said: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.said + self.true
        return 2 * self.right / both if both else 1.0


def score(data: Dataset, said: frozenset[Pair]) -> Score:
    return Score(len(said), len(said & data.truth), len(data.truth))


def above(scored: Scored, cut: float) -> frozenset[Pair]:
    return frozenset(pair for pair, value in scored.items() if value >= cut)


def best(data: Dataset, scored: Scored) -> Score:
    """At the cut-off that suits the truth best: what no matcher can know beforehand."""
    found = Score(0, 0, len(data.truth))
    right = 0
    ordered = sorted(scored.items(), key=lambda one: -one[1])
    for said, (pair, value) in enumerate(ordered, 1):
        right += pair in data.truth
        last_of_its_value = said == len(ordered) or ordered[said][1] != value
        if last_of_its_value and (now := Score(said, right, found.true)).f1 > found.f1:
            found = now
    return found
