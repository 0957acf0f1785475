"""What each signal counts for: a file set by hand, moved by how the organisation's own cases ended."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path

FILE = Path(__file__).with_name("weights.toml")
LEAST, MOST = 0.5, 2.0
"""Cases never make a signal count less than half, or more than twice, what the file says."""
FEW = 4
EXPLAINED = 0.15
"""What is left of a case that care explains directly: a nurse may live near the people she treats."""
BROADLY = 0.5  # what is left where care was close by


@dataclass(frozen=True, slots=True)
class Weight:
    weight: float
    most: float

    def of(self, chance: float) -> float:
        """What a signal adds that is seen by chance as often as this."""
        return self.weight * min(self.most, max(0.0, -log(max(chance, 1e-9))))


Weights = Mapping[str, Weight]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case ended: its signals, and whether it was upheld (referred, or access suspended)."""

    signals: tuple[str, ...]
    upheld: bool


@cache
def package_weights() -> Weights:
    """What the file says."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Weight(**values) for name, values in said.items()}


def learnt(weights: Weights, outcomes: Iterable[Outcome]) -> Weights:
    """Each weight times (share upheld of the cases with the signal) / (share upheld of all cases).

    As if FEW more cases with the signal had ended as cases usually do, and never less than half or more than
    twice what the file says. With no case ended, what the file says.
    """
    ended = list(outcomes)
    upheld = Counter(name for one in ended if one.upheld for name in one.signals)
    all_of = Counter(name for one in ended for name in one.signals)
    usual = (sum(one.upheld for one in ended) + 1) / (len(ended) + 2)
    factors = {
        name: min(MOST, max(LEAST, (upheld[name] / usual + FEW) / (many + FEW)))
        for name, many in all_of.items()
    }
    return {
        name: replace(one, weight=one.weight * factors.get(name, 1.0))
        for name, one in weights.items()
    }
