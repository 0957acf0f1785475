"""What is measured stands beside the floor of the same moment."""

from __future__ import annotations

import gc

import pytest

from bench.pace import of, spent


def test_the_ratio_is_of_each_moment_not_of_the_whole() -> None:
    """Twice as slow a processor for the second half: the work takes four times the floor in both."""
    found = of([(20, 5), (28.8, 6), (22, 5.5), (44, 11), (48, 12)])
    assert (found.least, found.p50, found.p95) == (20, 28.8, 48)
    assert found.times_floor == pytest.approx(4)
    assert (found.even_p50, found.even_p95) == (pytest.approx(20), pytest.approx(24))


def test_each_is_done_as_often_as_was_asked_and_the_collector_is_as_before() -> None:
    asked: list[str] = []
    before = gc.get_threshold()
    spent(lambda: asked.append("work"), lambda: asked.append("floor"), 3)
    assert asked == ["work", "floor"] * 3
    assert gc.get_threshold() == before
