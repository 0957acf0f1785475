"""Planted views are found among ordinary ones: security R22, on seeds nobody tuned to.

The region and its assumptions: docs/explanation/unusual-access.md.
"""

from __future__ import annotations

import pytest

from bench.unusual.measuring import Figures, measured
from bench.unusual.simulating import simulate
from carerecord.insight.unusual import find

SEEDS = (50_211, 50_212, 50_213, 50_214, 50_215)


def figures(seed: int, *size: int) -> Figures:
    simulated = simulate(seed, *size)
    return measured(simulated, find(simulated.accesses, simulated.known))


def test_a_small_region_meets_the_bars():
    found = figures(SEEDS[0], 8_000, 110)
    assert found.explained >= 0.95
    assert found.explained_planted <= 0.10
    assert found.precision >= 0.50
    assert found.recall >= 0.65


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_whole_region_meets_the_bars(seed: int):
    found = figures(seed)
    print(
        f"seed {seed}: {found.views:,} views, precision {found.precision:.2f}, "
        f"recall {found.recall:.2f}, {found.kinds_found} of {len(found.by_kind)} kinds"
    )
    assert found.views >= 50_000
    assert found.explained >= 0.95
    assert found.explained_planted <= 0.10
    assert found.precision >= 0.50
    assert found.recall >= 0.65
    assert found.kinds_found >= 5
