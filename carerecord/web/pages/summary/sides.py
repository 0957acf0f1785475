"""Which of two columns a card stands in, where a screen is wide enough: beside the one before, unless that leaves a hole.

The order of the source is the order of reading, on a phone and aloud. On a screen a card begins beside or below the one before.
"""

from __future__ import annotations

import re

LETTERS = 56  # on a line of half a screen
OF_A_TEST = 20  # on one beside its value, its date and its trend
HOLE = 5  # lines that may stay empty at most
PADDED = 0.5  # of a line, above and below a row
_TAG = re.compile("<[^>]*>")
_ROW, _TEST, _BELOW = "\x01", "\x02", "\x03"
_BEGINS = {
    **dict.fromkeys(("<li", "<dt", "<p>", "<p ", "<h2", "<h3", "<footer"), _ROW),
    "<tr": _TEST,
    **dict.fromkeys(("</div><span", "</div><p"), _BELOW),
}
_SPLIT = re.compile(f"([{_ROW}{_TEST}{_BELOW}])")


def lines_of(card: str) -> float:
    """About how many lines this HTML takes."""
    for begins, kind in _BEGINS.items():
        card = card.replace(begins, kind + begins)
    parts = _SPLIT.split(_TAG.sub("", card))
    lines = 0.0
    for kind, words in zip(parts[1::2], parts[2::2], strict=True):
        across = OF_A_TEST if kind == _TEST else LETTERS
        lines += max(1, -(-len(words) // across)) + (0 if kind == _BELOW else PADDED)
    return lines


class Sides:
    """Of one page: cards are placed in their order, the first at the left."""

    def __init__(self) -> None:
        self._heights = [0.0, 0.0]  # left and right, in lines
        self._last = 1

    def right(self, card: str) -> bool:
        """Whether it stands in the right column; it is counted there from now on."""
        beside, same = 1 - self._last, self._last
        side = beside if self._heights[beside] <= self._heights[same] + HOLE else same
        self._heights[side] += lines_of(card)
        self._last = side
        return side == 1
