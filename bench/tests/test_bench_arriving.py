"""A page that waits comes in parts, in their order, and an ambulance is painted in a real browser."""

from __future__ import annotations

import pytest

from bench.arriving import FIRST_BYTES_MS, SLOW_SECONDS, Arrival, run


@pytest.mark.slow
def test_a_page_begins_is_drawn_and_ends_in_this_order() -> None:
    first, drawn, whole, painted = run(1, lambda _: None)
    assert 0 < first.p50 < drawn.p50 < 1000 * SLOW_SECONDS < whole.p50
    assert painted.p50 > 1000  # a round trip


def test_it_is_held_to_its_target_where_it_has_one() -> None:
    assert Arrival("", 1, FIRST_BYTES_MS, FIRST_BYTES_MS).met
    assert not Arrival("", 1, FIRST_BYTES_MS + 1, FIRST_BYTES_MS).met
    assert Arrival("", 1, FIRST_BYTES_MS + 1).met
