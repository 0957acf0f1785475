"""Which of two columns a card stands in, where a screen is wide enough: the shorter, so that no column has a hole.

The order of the source is the order of reading, on a phone and aloud. On a screen a card begins beside or below the one before.
"""

from __future__ import annotations

import re

LETTERS = 56  # on a line of half a screen
OF_A_TEST = 20  # on one beside its value, its date and its trend
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
    """Of one page: cards are placed in their order."""

    def __init__(self) -> None:
        self._left = self._right = 0.0

    def right(self, card: str) -> bool:
        """Whether it stands in the right column; it is counted there from now on."""
        right = self._right < self._left
        if right:
            self._right += lines_of(card)
        else:
            self._left += lines_of(card)
        return right
