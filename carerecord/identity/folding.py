"""Names and postcodes as they are compared: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´ʹ"))
_FULL_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_INWARD = 3  # characters, always


def fold(text: str) -> str:
    """“O’Brien-Núñez” is “obrien nunez”: lower case, words parted by one space."""
    lower = text.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", lower)
    kept = (c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def family_key(family: str) -> str:
    """“Smith-Jones”, “Smith Jones” and “SmithJones” are the same family name."""
    return fold(family).replace(" ", "")


def family_keys(family: str) -> dict[str, bool]:
    """Every key a family name is found by; true for the whole name, false for a part of it."""
    parts = {part: False for part in fold(family).split() if len(part) > 1}
    return parts | {family_key(family): True}


def fold_postcode(postcode: str) -> str:
    return "".join(c for c in postcode.upper() if c.isascii() and c.isalnum())


def is_full_postcode(folded: str) -> bool:
    return _FULL_POSTCODE.fullmatch(folded) is not None


def outward(folded: str) -> str:
    """“LS1” of “LS14AB”; empty when it is not a whole postcode."""
    return folded[:-_INWARD] if is_full_postcode(folded) else ""
