"""Names and postcodes as they are compared: without case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´ʹ"))
_PLAIN = {
    n: None if n in _APOSTROPHES else chr(n).lower() if chr(n).isalnum() else " "
    for n in range(128)
}
_POSTCODE = {n: chr(n).upper() if chr(n).isalnum() else None for n in range(128)}
_FULL_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_INWARD = 3  # characters, always


def fold(text: str) -> str:
    """“O’Brien-Núñez” is “obrien nunez”: lower case, words parted by one space."""
    if text.isascii():  # nearly all are, and it comes to the same in a fifth of the time
        return " ".join(text.translate(_PLAIN).split())
    lower = text.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", lower)
    kept = (c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def family_key(family: str) -> str:
    """“Smith-Jones”, “Smith Jones” and “SmithJones” are the same family name."""
    return fold(family).replace(" ", "")


def family_keys(family: str) -> dict[str, bool]:
    """Every key a family name is found by; true for the whole name, false for a part of it."""
    folded = fold(family).split()
    parts = {part: False for part in folded if len(part) > 1}
    return parts | {"".join(folded): True}


def fold_postcode(postcode: str) -> str:
    if postcode.isascii():
        return postcode.translate(_POSTCODE)
    return "".join(c for c in postcode.upper() if c.isascii() and c.isalnum())


def is_full_postcode(folded: str) -> bool:
    return _FULL_POSTCODE.fullmatch(folded) is not None


def outward(folded: str) -> str:
    """“LS1” of “LS14AB”; empty when it is not a whole postcode."""
    return folded[:-_INWARD] if is_full_postcode(folded) else ""
