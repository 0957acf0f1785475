"""The reference page says what the cases say."""

from __future__ import annotations

from pathlib import Path

from acceptance_table import CASES, acceptance_page

PAGE = Path(__file__).parents[3] / "docs/reference/acceptance-cases.md"


def test_the_page_of_acceptance_cases_is_what_the_tests_hold() -> None:
    assert PAGE.read_text("utf-8") == acceptance_page()


def test_every_case_of_governance_is_there_with_more_than_one_try() -> None:
    assert [case.number for case in CASES] == [f"T{n}" for n in range(1, 31)]
    ids = [(case.number, one.words) for case in CASES for one in case.tries]
    assert len(ids) == len(set(ids))
    assert [case.number for case in CASES if len(case.tries) < 2] == []
