"""What somebody typed to find, read: words, “phrases”, codes, and the other ways of saying them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carerecord.web.within.needles import APART, Needle, needle, tokens
from carerecord.web.within.synonyms import LONGEST_TERM, synonyms_of

LONGEST = 200  # characters
TOO_SHORT = "Type at least 2 letters or numbers"
TOO_LONG = f"Type fewer words: at most {LONGEST} letters and spaces"
_CHUNK = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|([^\s\"“”]+)")

Way = tuple[Needle, ...]
"""All of these, anywhere in one entry."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that has to be in an entry, in any of these ways."""

    ways: tuple[Way, ...]

    def is_in(self, text: str) -> bool:
        return any(all(one.is_in(text) for one in way) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Typed:
    """`words` as they were typed; a problem in words, or what every entry that is found must hold."""

    words: str
    problem: str = ""
    units: tuple[Unit, ...] = ()
    also: tuple[str, ...] = ()  # what was searched for besides, as it is written

    @classmethod
    def read(cls, words: str) -> Typed:
        words = words.replace(APART, " ").strip()
        if len(words) > LONGEST:
            return cls(words[:LONGEST], TOO_LONG)
        chunks = list(_chunks(words))
        if not any(len(part) > 1 for parts, _ in chunks for part in parts):
            return cls(words, TOO_SHORT)
        units, also = _units(chunks)
        return cls(words, units=units, also=also)

    def is_in(self, text: str) -> bool:
        return all(unit.is_in(text) for unit in self.units)

    @property
    def needles(self) -> list[Needle]:
        return [one for unit in self.units for way in unit.ways for one in way]

    @property
    def literals(self) -> tuple[str, ...]:
        """Where none of these is, nothing of what was typed is."""
        return tuple({one.literal for one in self.needles})


Chunk = tuple[tuple[str, ...], bool]
"""The tokens of one word or phrase, and whether it stood in quotation marks."""


def _chunks(words: str) -> Iterator[Chunk]:
    for found in _CHUNK.finditer(words):
        quoted = found.group(2) is None
        if parts := tokens(found.group(1) if quoted else found.group(2)):
            yield parts, quoted


def _units(chunks: list[Chunk]) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """Word by word; several that are one term together, such as heart attack, are one unit with its synonyms."""
    units: list[Unit] = []
    also: list[str] = []
    place = 0
    while place < len(chunks):
        taken, others = _longest_term(chunks, place)
        run = chunks[place : place + taken]
        own = tuple(needle(parts, whole=quoted) for parts, quoted in run)
        ways = (own, *((needle(tokens(one), whole=len(one) <= 3),) for one in others))
        units.append(Unit(ways))
        also += others
        place += taken
    return tuple(units), tuple(dict.fromkeys(also))


def _longest_term(chunks: list[Chunk], place: int) -> tuple[int, tuple[str, ...]]:
    """How many words from here make a term that has synonyms, and those; else the one word alone."""
    for taken in range(min(LONGEST_TERM, len(chunks) - place), 0, -1):
        run = chunks[place : place + taken]
        if taken > 1 and any(quoted for _, quoted in run):
            continue
        if others := synonyms_of(tuple(part for parts, _ in run for part in parts)):
            return taken, others
    return 1, ()
