"""People who could be taken for each other, and the characters that tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from carerecord.contract import Person


def any_alike(people: Sequence[Person]) -> bool:
    return any(
        alike(one, other) for number, one in enumerate(people) for other in people[number + 1 :]
    )


def alike(one: Person, other: Person) -> bool:
    """Two could be taken for each other: same family name, and birth dates that nearly agree."""
    if one.family.lower() != other.family.lower():
        return False
    if one.given[:1].lower() != other.given[:1].lower() and one.birth_date != other.birth_date:
        return False
    a, b = one.birth_date, other.birth_date
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2


def marked(words: str, others: Sequence[str]) -> Markup:
    """The words, with the characters that differ from any of the others in bold."""
    differ = set().union(*(differing(words, other) for other in others))
    runs = groupby(range(len(words)), key=differ.__contains__)
    made = Markup("")
    for bold, places in runs:
        run = escape("".join(words[place] for place in places))
        made += Markup("<b>%s</b>") % run if bold else run
    return made


def differing(words: str, other: str) -> set[int]:
    """Places in the words, in time that grows only with their length: a name may be very long."""
    a, b = [letter.lower() for letter in words], [letter.lower() for letter in other]
    start = _same(a, b)
    end = _same(a[start:][::-1], b[start:][::-1])
    middle, others = a[start : len(a) - end], b[start : len(b) - end]
    if len(middle) != len(others):
        return set(range(start, start + len(middle)))
    return {
        start + place for place, (x, y) in enumerate(zip(middle, others, strict=True)) if x != y
    }


def _same(a: Sequence[str], b: Sequence[str]) -> int:
    """How many letters they share from the start."""
    return next(
        (place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
        min(len(a), len(b)),
    )
