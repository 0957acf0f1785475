"""Letters as they are compared: without case, accents and marks that are not seen; and the way back."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """The same, letter by letter, as the letters are folded one by one."""
    if text.isascii():
        return text.lower()
    return _BEYOND_ASCII.sub(lambda found: "".join(map(_letter, found.group())), text).lower()


def way_back(text: str) -> list[int] | None:
    """For each place in the folded text, and its end, the place in the text; None where they are the same."""
    if text.isascii():
        return None
    back: list[int] = []
    place = 0
    for found in _BEYOND_ASCII.finditer(text):
        back += range(place, found.start())
        for own, letter in enumerate(found.group(), found.start()):
            back += [own] * len(_letter(letter))
        place = found.end()
    return [*back, *range(place, len(text) + 1)]


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """“É” is “e”, “ß” is “ss”; a combining accent, a soft hyphen or a mark of direction is nothing."""
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(one for one in parts if not _unseen(one))


def _unseen(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or unicodedata.category(letter) == "Cf"
