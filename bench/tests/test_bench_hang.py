"""What is measured of a source that hangs is what the other openings took."""

from __future__ import annotations

from bench.hang import AT_ONCE, TARGET, Hang, run


def test_few_wait_for_it_and_the_others_are_measured() -> None:
    found = run(40)
    assert AT_ONCE <= found.waited <= 5 + AT_ONCE
    assert 0 < found.p50 <= found.p99
    assert 0 < found.well_p50 <= found.well_p99


def test_it_is_held_to_the_target() -> None:
    assert Hang(10, 5, 1.0, TARGET, 1.0, 1.0).met
    assert not Hang(10, 5, 1.0, TARGET + 0.1, 1.0, 1.0).met
