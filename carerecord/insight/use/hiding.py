"""Small numbers hidden, and enough beside them that no total less what is shown gives one away. Pure.

Two marks: “fewer than 5” is 1 to 4; “not shown” is any other count. Whoever knows every total and every count that is
shown can still take each hidden small number for 1, 2, 3 or 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carerecord.insight.use.contract import FEW, KEPT, Cell

LEAST = 5
Counts = tuple[int, ...]


def small(count: int) -> bool:
    return 0 < count < LEAST


def marked(rows: Sequence[Counts], totals: Counts, also: Iterable[int] = ()) -> list[list[Cell]]:
    """The rows as they may be shown beside their totals. `also`: rows that must be hidden whatever they say."""
    back = {place for place, row in enumerate(rows) if any(small(count) for count in row)}
    back |= set(also)
    spare = sorted(set(range(len(rows))) - back, key=lambda place: (rows[place], place))
    while back and spare and not _vague([rows[place] for place in sorted(back)]):
        back.add(spare.pop(0))
    alike = bool(back) and not _vague([rows[place] for place in sorted(back)])
    alike = alike and not all(small(total) for total in totals)
    return [
        [_mark(count, alike=alike) if place in back else count for count in row]
        for place, row in enumerate(rows)
    ]


def total(count: int) -> Cell:
    return FEW if small(count) else count


def _mark(count: int, *, alike: bool) -> Cell:
    """All of a table too small to keep a secret are marked alike."""
    return FEW if small(count) and not alike else KEPT


def _vague(rows: Sequence[Counts]) -> bool:
    return all(_column_is_vague(column) for column in zip(*rows, strict=True))


def _column_is_vague(counts: Counts) -> bool:
    """Each small one could be 1 and could be 4, the rest making up for it; one alone is found by subtraction."""
    if len(counts) < 2:
        return False
    few = [count for count in counts if small(count)]
    many = [count for count in counts if count >= LEAST]  # a nought makes up for nothing
    down = sum(count - 1 for count in few) + sum(count - LEAST for count in many)
    up = sum(LEAST - 1 - count for count in few)
    return all(
        down - (count - 1) >= LEAST - 1 - count
        and (bool(many) or up - (LEAST - 1 - count) >= count - 1)
        for count in few
    )
