"""One way of saying something, as it is looked for in folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.web.within.folding import folded

WORD_START = 3  # letters from which on the start of a word is enough
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
APART = "\0"  # between two texts that are searched as one: no phrase goes across
_GAP = r"(?:[^\w\0]|_)*"  # between two words of one phrase


@dataclass(frozen=True, slots=True)
class Needle:
    literal: str  # where this is not, the pattern need not be asked
    pattern: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        return self.literal in text and self.pattern.search(text) is not None

    def places(self, text: str) -> list[tuple[int, int]]:
        return (
            [found.span() for found in self.pattern.finditer(text)] if self.literal in text else []
        )


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers in it, folded: “5mg” is two."""
    return tuple(_TOKEN.findall(folded(text)))


def needle(parts: Sequence[str], *, whole: bool) -> Needle:
    """The tokens one after another. Numbers match whole; so do words, if `whole`, or if they are short."""
    first, last = re.escape(parts[0]), parts[-1]
    open_ended = not whole and not last[0].isdigit() and len(last) >= WORD_START
    words = _GAP.join([first + _not_inside(parts[0]), *map(re.escape, parts[1:])])
    pattern = words if open_ended else words + _after(last)
    return Needle(max(parts, key=len), re.compile(pattern))


def _not_inside(first: str) -> str:
    """That nothing of its kind stands before it; asked behind it, for a pattern that begins plainly is quick."""
    own = re.escape(first)
    return rf"(?<!\d{own})(?<!\d\.{own})" if first[0].isdigit() else rf"(?<![^\W\d_]{own})"


def _after(last: str) -> str:
    return r"(?!\d|\.\d)" if last[0].isdigit() else r"(?![^\W\d_])"
