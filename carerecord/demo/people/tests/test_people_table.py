from datetime import date
from pathlib import Path

import pytest

from carerecord.demo.people.named import CASES
from carerecord.demo.people.table import named_cases

PAGE = Path(__file__).parents[4] / "docs/reference/named-cases.md"


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2028, 2, 29)])
def test_the_page_of_named_cases_is_what_the_region_holds(today):
    assert PAGE.read_text("utf-8") == named_cases(today)


def test_every_case_says_what_it_shows():
    assert [case.case for case in CASES if case.case and len(case.shows) < 30] == []
