"""The benchmark of use: what it makes is what the figures count, and it says how long each took."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from bench.use import run as use


def test_a_small_run_answers_and_counts_what_was_made():
    found = use.run(months=2, views=500)
    assert found.views == 1000
    assert found.counted == 500
    text = StringIO()
    use.show(found, Console(file=text, width=140))
    assert "1,000" in text.getvalue()
    assert {one.name for one in found.figures} >= {"months", "organisations", "times"}
