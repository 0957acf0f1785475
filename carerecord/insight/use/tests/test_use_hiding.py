"""Whoever knows every total and every shown count can still take each hidden small one for 1, 2, 3 or 4."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.insight.use.contract import FEW, KEPT, Cell
from carerecord.insight.use.hiding import marked, small

COUNTS = st.integers(0, 4) | st.integers(5, 12) | st.integers(5, 5000)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=9), st.data())
def test_no_small_number_is_shown_or_can_be_worked_out(rows: list[tuple[int, ...]], data):
    also = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    totals = tuple(map(sum, zip(*rows, strict=True)))
    shown = marked(rows, totals, also)
    for column, counts, total in zip(
        zip(*shown, strict=True), zip(*rows, strict=True), totals, strict=True
    ):
        known = [cell for cell in column if isinstance(cell, int)]
        assert not any(small(one) for one in known)
        if small(total):
            continue  # it is hidden itself
        left = total - sum(known)
        few, kept = column.count(FEW), column.count(KEPT)
        for value in range(1, 5):
            assert not few or could_be(left - value, few - 1, kept), (column, counts)
        for count, cell in zip(counts, column, strict=True):
            assert not isinstance(cell, int) or cell == count
            assert cell != FEW or small(count)
        hidden = few + kept
        assert hidden != 1 or all(not isinstance(one, int) for one in column)


def could_be(left: int, few: int, kept: int) -> bool:
    """Some numbers of 1 to 4, and some that are nought or 5 and more, add up to what is left."""
    return any(few + 5 * many <= left and (many > 0 or left <= 4 * few) for many in range(kept + 1))


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ([100, 200], [100, 200]),
        ([100, 0], [100, 0]),
        ([3, 100, 9000], [FEW, KEPT, 9000]),
        ([1, 5, 9000], [FEW, KEPT, KEPT]),  # with 6 left of the total, each could be told
        ([3, 2, 9000], [FEW, FEW, 9000]),
        ([1, 1, 50], [FEW, FEW, KEPT]),  # 2 in two cells is 1 and 1
    ],
)
def test_what_is_hidden(counts: list[int], cells: list[Cell]):
    found = marked([(one,) for one in counts], (sum(counts),))
    assert [cell for (cell,) in found] == cells
