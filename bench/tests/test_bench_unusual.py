"""The benchmark of unusual access gives its figures beside the target."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from bench.unusual import run


def test_a_small_run_shows_its_figures_and_says_when_it_is_too_slow():
    scored = run.run(small=True)
    assert scored.figures.views > 10_000
    assert scored.times_floor > 0
    console = Console(record=True, width=140)
    run.show(replace(scored, seconds=1_000.0), console)
    words = console.export_text()
    assert "above" in words
    assert "recall" in words
    assert run.as_json(scored)["met"] is (scored.of_target <= 1)
