"""Where a search goes on: made here for one viewer and one search, and refused in every other hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.viewing.cursors import Cursors, NotACursor
from carerecord.viewing.tests.door_region import OFFICER

CURSORS = Cursors(bytes(32))
PLACE = 123_456_789
MADE = CURSORS.made(OFFICER, "type=rest", PLACE)


def test_a_cursor_says_its_place_and_is_the_same_in_every_release() -> None:
    assert CURSORS.place(OFFICER, "type=rest", MADE) == PLACE
    assert MADE == "AAAAAAdbzRU3462VGMdqwVYtfrxxil7Y"


@pytest.mark.parametrize(
    "viewer",
    [
        replace(OFFICER, id="other"),
        replace(OFFICER, organisation="RNG02"),
        replace(OFFICER, role="doctor"),
    ],
)
def test_it_is_no_other_viewers(viewer) -> None:
    with pytest.raises(NotACursor):
        CURSORS.place(viewer, "type=rest", MADE)


@pytest.mark.parametrize(
    ("cursors", "search", "cursor"),
    [
        (CURSORS, "type=other", MADE),
        (Cursors(bytes(31) + b"1"), "type=rest", MADE),
        (CURSORS, "type=rest", MADE[:-4]),
        (CURSORS, "type=rest", MADE[:-1]),
        (CURSORS, "type=rest", "B" + MADE[1:]),
        (CURSORS, "type=rest", "é" + MADE[1:]),
        (CURSORS, "type=rest", ""),
    ],
)
def test_it_is_for_one_search_of_one_region_and_whole(
    cursors: Cursors, search: str, cursor: str
) -> None:
    with pytest.raises(NotACursor):
        cursors.place(OFFICER, search, cursor)
