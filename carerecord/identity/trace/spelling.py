"""One name in the spellings it has where another script is written in ours: Nadeem and Nadim, Maryam and Mariam. Pure.

All of them are right, and each clerk has another; so it is with long vowels and doubled letters of any tongue. What is equal
here is one name told twice, and no slip. The list is short, because two names that it made one could be two people’s: a name
that ends otherwise (Mary, Marie), has other consonants or is very short stays another.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 4  # letters; Lee and Li, Zhou and Zhu are names of their own
_AS_ONE = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q(?!u)"), "k"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee|ie(?=[^aeiouy])|(?<=[^aeiouy])y(?=.)|(?<=.)y(?=[^aeiouy])"), "i"),
    (re.compile(r"ei"), "ai"),
    (re.compile(r"(.)\1"), r"\1"),
)


def same_spelling(one: str, other: str) -> bool:
    """Of two folded names in one word."""
    return min(len(one), len(other)) >= SHORTEST and _common(one) == _common(other)


@lru_cache(maxsize=65536)
def _common(name: str) -> str:
    """What all spellings of a name have in common."""
    for written, one in _AS_ONE:
        name = written.sub(one, name)
    return name
