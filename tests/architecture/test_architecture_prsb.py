"""The table of the PRSB Core Information Standard names every one of its sections, and only sections that we have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carerecord.sections import BY_NAME

PAGE = Path(__file__).parents[2] / "docs/reference/prsb.md"
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.read_text("utf-8").splitlines()
    if re.match(r"\| \d", line)
]
CARE_HOME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 23, 24, 25, 27, 29, 30, 31, 34, 35, 36, 37, 38}  # fmt: skip
LOCAL_AUTHORITY = {1, 5, 6, 7, 8, 9, 11, 20, 21, 27, 32}
_NAMED = re.compile(r"`([a-z_-]+)`")


def test_each_of_the_38_sections_stands_in_the_table_once() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 39))
    assert len({row[1] for row in ROWS}) == 38


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_sections_that_exist_and_the_page_of_one_of_them(row: list[str]) -> None:
    sections = _NAMED.findall(row[3])
    assert sections
    assert set(sections) <= BY_NAME.keys()
    (page,) = _NAMED.findall(row[4])
    assert page in {BY_NAME[name].page for name in sections}
    assert row[5]


@pytest.mark.parametrize(
    ("view", "numbers"), [("care home", CARE_HOME), ("local authority", LOCAL_AUTHORITY)]
)
def test_each_view_of_the_standard_has_its_sections(view: str, numbers: set[int]) -> None:
    assert {int(row[0]) for row in ROWS if view in row[2]} == numbers


def test_no_section_of_ours_is_without_a_place_in_the_standard() -> None:
    assert {name for row in ROWS for name in _NAMED.findall(row[3])} == BY_NAME.keys()
