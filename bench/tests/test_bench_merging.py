"""What is measured of merging is a merge of as many items as it says."""

from __future__ import annotations

import pytest

from bench.merging import TARGETS_MS, Cost, line, run
from bench.pace import Spent


def test_so_many_items_are_merged_and_some_share_an_entry() -> None:
    few, more = run(1, (60, 200))
    assert (few.items, more.items) == (60, 200)
    assert few.entries < 60
    assert more.entries < 200
    assert few.spent.p95 >= few.spent.p50 >= few.spent.least > 0
    assert few.spent.times_floor > 0


def costing(items: int, ms: float) -> Cost:
    return Cost(items, items, Spent(ms, ms, ms, 1.0, ms, ms))


def test_only_two_sizes_are_held_to_a_target() -> None:
    assert costing(1_000, TARGETS_MS[1_000]).met
    assert not costing(1_000, TARGETS_MS[1_000] + 1).met
    assert costing(100, 999.0).met


def test_the_line_is_the_one_the_costs_lie_on() -> None:
    assert line([costing(n, 2 + n / 50) for n in (100, 500, 900)]) == pytest.approx((20, 2))
