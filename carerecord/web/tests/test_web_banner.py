"""How the banner says that somebody has died (DEC-2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from carerecord.web.tests.harness import MARGERY, WebRegion, view_of


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("", "Died 03-Mar-2026 Age"),
        ("informal", "Died 03-Mar-2026 (informal notice) Age"),
        ("formal", "Died 03-Mar-2026 (formal notice) Age"),
    ],
)
def test_how_a_death_was_told_stands_beside_its_day(
    region: WebRegion, told: Literal["", "informal", "formal"], words: str
) -> None:
    person = replace(MARGERY, died="2026-03-03", death_status=told)
    assert words in region.holds(view_of(person=person)).page().words
