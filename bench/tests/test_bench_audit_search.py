"""The benchmark of searching the audit log: every combination, at each size, by an index alone."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from bench import postgres
from bench.audit import searching


@pytest.mark.skipif(not postgres.installed(), reason="PostgreSQL is not installed")
def test_every_combination_is_searched_at_each_size_and_by_an_index() -> None:
    found = searching.run((2_000, 6_000), lambda words: None)
    assert len({one.by for one in found}) == 15
    assert {one.entries for one in found} == {2_000, 6_000}
    assert not [one for one in found if "seq scan" in one.walks]
    text = StringIO()
    searching.show(found, Console(file=text, width=140))
    assert "person + staff + organisation + time" in text.getvalue()
