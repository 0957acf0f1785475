"""A clinician reads the rules that are carried out: the page is written from them."""

from __future__ import annotations

from pathlib import Path

from merging_rules import rules_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "merging-rules.md"


def test_the_page_of_merging_rules_is_what_the_sections_declare() -> None:
    assert PAGE.read_text("utf-8") == rules_page()
