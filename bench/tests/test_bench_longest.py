"""Every page of a very long record is opened, and held to its budgets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.longest import LIST_BYTES, USEFUL_MS, Opened, run
from carerecord.web.frame import PAGES


@pytest.mark.slow
def test_every_page_is_opened_and_comes_in_parts() -> None:
    found = run(1, lambda _: None)
    assert found.resources >= 10_000
    assert [one.page for one in found.pages] == ["summary", *PAGES]
    assert all(0 < one.first_p95 < one.drawn_p95 for one in found.pages)
    assert all(0 < one.bytes <= one.most_bytes for one in found.pages)


def test_a_page_is_held_to_each_of_its_budgets() -> None:
    page = Opened("results", LIST_BYTES, LIST_BYTES, 300, 900, USEFUL_MS)
    assert page.met
    assert not replace(page, bytes=LIST_BYTES + 1).met
    assert not replace(page, first_p95=301).met
    assert not replace(page, drawn_p95=USEFUL_MS + 1).met
