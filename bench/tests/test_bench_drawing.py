"""What is measured of drawing is a whole Summary of as many resources as it says."""

from __future__ import annotations

from bench.drawing import TARGET_P50_MS, TARGET_P95_MS, Drawn, run
from bench.pace import Spent


def test_a_whole_page_of_so_many_is_drawn() -> None:
    few, more = run(1, 20), run(1, 120)
    assert (few.resources, more.resources) == (20, 120)
    assert 5_000 < few.bytes < more.bytes
    assert more.spent.p95 >= more.spent.p50 >= more.spent.least > 0
    assert more.spent.times_floor > 0


def costing(p50: float, p95: float) -> Drawn:
    return Drawn(1, 1, Spent(p50, p50, p95, 1.0, p50, p95))


def test_it_is_held_to_both_targets() -> None:
    assert costing(TARGET_P50_MS, TARGET_P95_MS).met
    assert not costing(TARGET_P50_MS + 1, TARGET_P95_MS).met
    assert not costing(TARGET_P50_MS, TARGET_P95_MS + 1).met
