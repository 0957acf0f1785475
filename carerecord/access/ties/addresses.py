"""Which home an address is, as far as two ways of writing it agree.

A key is never made of too little: without a whole, real postcode there is none, and without a house number
or name there is none. Two people with one key live, most likely, behind one door.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_POSTCODE = re.compile(r"\b(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})\b")
_NOWHERE = "ZZ99"  # pseudo postcodes: no fixed abode, not known, abroad
_NO_HOME = ("no fixed", "not known", "unknown", "homeless", "nfa", "address withheld")
_UNITS = frozenset({"flat", "apartment", "apt", "unit", "room", "studio", "maisonette", "suite"})
_SPOKEN_OF = frozenset({"the", "no", "number"})  # written by some and left out by others
_PART = re.compile(r"[0-9]+|[a-z]+")
_APOSTROPHE = re.compile(r"['’‘`]")
_ASCII = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes or other punctuation; words parted by one space."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text)).casefold()
    if plain.isascii():  # nearly all are, and this is several times quicker
        return " ".join(plain.translate(_ASCII).split())
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def postcode_of(postcode: str, address: str) -> str:
    """“LS14AB”, from the field or, failing that, from the address itself; empty when there is no real one."""
    alone = re.sub(r"[^A-Z0-9]", "", postcode.upper())
    found = _POSTCODE.fullmatch(alone) or _POSTCODE.search(address.upper())
    whole = found[0].replace(" ", "") if found else ""
    return "" if whole.startswith(_NOWHERE) else whole


def home_keys(address: str, postcode: str) -> frozenset[str]:
    """Every key this home can be known by; two addresses are one home when any of them agree."""
    where = postcode_of(postcode, address)
    bare = _POSTCODE.sub(" ", address.upper())
    if not where or fold(bare).startswith(_NO_HOME):
        return frozenset()
    return frozenset(f"{where} {house}" for house in _houses(bare))


def _houses(address: str) -> Iterator[str]:
    lines = [fold(line) for line in re.split(r"[,;\n]", address)]
    first = next((line for line in lines if line), "")
    parted = [[word for word in line.split() if word not in _SPOKEN_OF] for line in lines]
    words = [word for line in parted for word in line]
    numbered = [word for word in words if word[0].isdigit()]
    units = [after for line in parted for word, after in pairwise(line) if _is_unit(word, after)]
    if set(numbered) - set(units):  # a house number, and what flat of it
        yield "n " + " ".join(sorted({p for w in (*numbered, *units) for p in _PART.findall(w)}))
    elif units:  # a flat of a named house
        named = [word for word in words if word not in _UNITS and word not in units]
        if named:
            yield f"f {' '.join(units)} {''.join(named[:2])}"
    elif words:  # a named house, with the commas and without
        yield "w " + "".join(words[:2])
        yield "w " + "".join(word for word in first.split() if word not in _SPOKEN_OF)


def _is_unit(word: str, after: str) -> bool:
    """“Flat 3”, and the letter of “12 A”."""
    return word in _UNITS or (word[0].isdigit() and len(after) == 1 and after.isalpha())
