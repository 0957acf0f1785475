"""What is measured of drawing is a whole Summary of as many resources as it says."""

from __future__ import annotations

from bench.drawing import TARGET_P50_MS, TARGET_P95_MS, Drawn, run


def test_a_whole_page_of_so_many_is_drawn() -> None:
    few, more = run(1, 20), run(1, 120)
    assert (few.resources, more.resources) == (20, 120)
    assert 5_000 < few.bytes < more.bytes
    assert more.p95 >= more.p50 > 0


def test_it_is_held_to_both_targets() -> None:
    assert Drawn(1, 1, TARGET_P50_MS, TARGET_P95_MS).met
    assert not Drawn(1, 1, TARGET_P50_MS + 1, TARGET_P95_MS).met
    assert not Drawn(1, 1, TARGET_P50_MS, TARGET_P95_MS + 1).met
