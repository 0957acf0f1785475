"""What is measured of merging is a merge of as many items as it says."""

from __future__ import annotations

import pytest

from bench.merging import TARGETS_MS, Cost, line, run


def test_so_many_items_are_merged_and_some_share_an_entry() -> None:
    few, more = run(1, (60, 200))
    assert (few.items, more.items) == (60, 200)
    assert few.entries < 60
    assert more.entries < 200
    assert few.p95 >= few.p50 > 0


def test_only_two_sizes_are_held_to_a_target() -> None:
    assert Cost(1_000, 1, 1.0, TARGETS_MS[1_000]).met
    assert not Cost(1_000, 1, 1.0, TARGETS_MS[1_000] + 1).met
    assert Cost(100, 1, 1.0, 999.0).met


def test_the_line_is_the_one_the_costs_lie_on() -> None:
    assert line([Cost(n, n, 2 + n / 50, 0.0) for n in (100, 500, 900)]) == pytest.approx((20, 2))
