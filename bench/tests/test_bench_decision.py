"""What is measured of a decision is what a decision does."""

from __future__ import annotations

from bench.decision import TARGET, Cost, run


def test_asked_for_the_first_time_every_question_reaches_the_engine_and_later_none() -> None:
    bare, first, again, whole_first, whole = run(1)
    assert bare.calls == 1
    assert first.what == TARGET
    assert first.calls == whole_first.calls >= 3  # may they, what then, what comes of a source
    assert again.calls == whole.calls == 0
    assert all(one.p50 >= one.least > 0 for one in (bare, first, again, whole_first, whole))


def test_only_the_target_is_held_to_it() -> None:
    assert not Cost(TARGET, 0.61, 0.5, 3).met
    assert Cost(TARGET, 0.6, 0.5, 3).met
    assert Cost("else", 9.0, 9.0, 3).met
