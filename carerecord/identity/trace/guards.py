"""What must hold beside the weight before nobody is asked: one line for each way in which a wrong link has come about. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.identity.trace.details import Traits
from carerecord.identity.trace.levels import Levels, agreeing_parts

Guard = Callable[[Traits, Traits, Levels], bool]
_GIVEN = frozenset({"exact", "nickname", "spelt", "typo", "swapped"})
_FAMILY = frozenset({"exact", "spelt", "near", "former", "part", "swapped"})
_HOME = frozenset({"exact", "former"})
_NEAR_GIVEN = frozenset({"nickname", "typo"})


def _given(asked: Traits, known: Traits, levels: Levels) -> bool:
    return levels.given in _GIVEN


def _born(asked: Traits, known: Traits, levels: Levels) -> bool:
    if levels.born == "exact":
        return True
    exact = levels.given in ("exact", "swapped") and levels.family in ("exact", "swapped")
    return levels.born in ("swapped", "slip") and exact and _at_home(levels)


def _family(asked: Traits, known: Traits, levels: Levels) -> bool:
    return levels.family in _FAMILY or (levels.family == "different" and levels.phone == "exact")


def _reached(asked: Traits, known: Traits, levels: Levels) -> bool:
    return _at_home(levels) or levels.practice == "exact"


def _january(asked: Traits, known: Traits, levels: Levels) -> bool:
    return _at_home(levels) or not (asked.estimated or known.estimated)


def _nothing_against(asked: Traits, known: Traits, levels: Levels) -> bool:
    return "different" not in (levels.gender, levels.middle, levels.number)


def _few_errors(asked: Traits, known: Traits, levels: Levels) -> bool:
    near = (
        levels.given in _NEAR_GIVEN,
        levels.family in ("near", "part", "different"),
        levels.postcode in ("near", "outward", "different"),
    )
    return sum(near) + _misspelt(levels) <= 1


def _misspelt(levels: Levels) -> bool:
    """Names that sound the same are one slip together, and none of somebody born that day who lives there."""
    spelt = "spelt" in (levels.given, levels.family)
    return spelt and not (levels.born == "exact" and _at_home(levels))


def _at_home(levels: Levels) -> bool:
    return levels.postcode in _HOME or levels.phone == "exact"


GUARDS: Mapping[str, Guard] = {
    "given name": _given,  # twins and babies
    "birth date": _born,  # parent and child with one name
    "family name": _family,  # changed names, neighbours
    "home": _reached,  # three in a thousand share name and birth date with somebody
    "1 January": _january,  # a date that many share
    "contradiction": _nothing_against,  # siblings; two first names alike
    "errors": _few_errors,  # they add up
}


def broken(asked: Traits, known: Traits, levels: Levels) -> tuple[str, ...]:
    """The guards that do not hold, by name."""
    return tuple(name for name, holds in GUARDS.items() if not holds(asked, known, levels))


def number_links(asked: Traits, known: Traits, levels: Levels) -> bool:
    """A number leads to its person where the birth date nearly agrees and nothing says otherwise."""
    if levels.number != "exact" or agreeing_parts(asked.born, known.born) < 2:
        return False
    return not says_otherwise(levels)


def says_otherwise(levels: Levels) -> bool:
    """Another given or middle name, or another gender where the given name is not the same: somebody else at home."""
    named_otherwise = levels.given in ("different", "middle") or levels.middle == "different"
    other_gender = levels.gender == "different" and levels.given not in ("exact", "swapped")
    return named_otherwise or other_gender
