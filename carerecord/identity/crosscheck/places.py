"""Whether two addresses, or two practices, are written of one place. Pure."""

from __future__ import annotations

from carerecord.identity.crosscheck.stated import StatedPlace
from carerecord.identity.folding import fold, fold_postcode

_SHORT = {
    "apt": "flat", "apartment": "flat", "ave": "avenue", "av": "avenue", "cl": "close", "clo": "close",
    "cres": "crescent", "ct": "court", "dr": "drive", "gdns": "gardens", "gr": "grove", "hse": "house", "la": "lane",
    "ln": "lane", "pk": "park", "pl": "place", "rd": "road", "saint": "st", "sq": "square", "street": "st",
    "ter": "terrace", "terr": "terrace", "no": "", "the": "", "uk": "", "england": "", "wales": "", "cymru": "",
}  # fmt: skip
_OF_ANY_PRACTICE = frozenset(
    ["and", "centre", "clinic", "dr", "drs", "family", "general", "gp", "group", "health", "medical", "of", "partners", "partnership", "practice", "surgery", "the"]
)  # fmt: skip


def same_place(one: StatedPlace, other: StatedPlace) -> bool:
    """One postcode where both have one, and no house number against it; else each word of the shorter in the longer."""
    a, b = _words(one), _words(other)
    if one.postcode and other.postcode:
        return one.postcode == other.postcode and not _other_house(a, b)
    return (bool(a and b) and (a <= b or b <= a)) or not (a and b)


def same_practice(code: str, name: str, other_code: str, other_name: str) -> bool:
    """By code where both have one; by what is left of the name without the words that stand in every practice's."""
    if code and other_code:
        return code.strip().upper() == other_code.strip().upper()
    one, other = _own_words(name), _own_words(other_name)
    return not one or not other or bool(one & other)


def _other_house(one: frozenset[str], other: frozenset[str]) -> bool:
    a, b = ({word for word in words if word[0].isdigit()} for words in (one, other))
    return bool(a and b) and not (a <= b or b <= a)


def _words(place: StatedPlace) -> frozenset[str]:
    words = (_SHORT.get(word, word) for word in fold(place.text).split())
    folded = fold_postcode(place.postcode).lower()
    halves = {folded, folded[:-3], folded[-3:]} if folded else set()
    return frozenset(word for word in words if word and word not in halves)


def _own_words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _OF_ANY_PRACTICE
