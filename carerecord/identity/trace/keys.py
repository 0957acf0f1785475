"""The exact keys a person is found by: each some details together, as one 64-bit number. Pure.

Two who share a key are compared; nothing else is. A change here needs a migration that empties `match_key` and
`trace_person`: the next start builds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from carerecord.identity.trace.details import Name, Traits
from carerecord.identity.trace.nicknames import formal
from carerecord.identity.trace.sounds import sound


def keys_of(traits: Traits) -> tuple[int, ...]:
    """Those of somebody in the index."""
    return _numbers(traits, [_day(traits)])


def asked_keys(traits: Traits) -> tuple[int, ...]:
    """Those of somebody looked for: day and month may have changed places. Those that say most come first."""
    return _numbers(traits, dict.fromkeys((_day(traits), _swapped(traits))))


def _numbers(traits: Traits, dates: Iterable[str]) -> tuple[int, ...]:
    keys = dict.fromkeys(_keys(traits, tuple(filter(None, dates))))
    return tuple(map(_number, keys))


def _keys(traits: Traits, dates: Sequence[str]) -> Iterator[str]:
    pairs = list(dict.fromkeys(_pairs((traits.name, *traits.former))))
    givens = [given for given in dict.fromkeys(given for given, _ in pairs) if given]
    families = [family for family in dict.fromkeys(family for _, family in pairs) if family]
    if traits.number:
        yield f"n|{traits.number}"
    if traits.phone:
        yield f"t|{traits.phone}"
    for date in dates:
        yield from (f"d|{date}|{name}" for name in (*givens, *families))
    yield from _placed(traits, dates, givens, families)
    yield from _named(traits, dates, pairs)


def _placed(
    traits: Traits, dates: Sequence[str], givens: Sequence[str], families: Sequence[str]
) -> Iterator[str]:
    year = traits.born[0]
    for postcode in filter(None, (traits.postcode, *traits.former_postcodes)):
        yield from (f"pg|{postcode}|{name}" for name in givens)
        yield from (f"pd|{postcode}|{date}" for date in dates)
        yield from (f"pf|{postcode}|{name}|{year}" for name in families if year)


def _named(traits: Traits, dates: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Both names, free of their order: the two are swapped in many systems."""
    for both in ("|".join(sorted(pair)) for pair in pairs if all(pair)):
        if traits.born[0]:
            yield f"y|{traits.born[0]}|{both}"
        yield from (f"m|{date[4:]}|{both}" for date in dates)


def _pairs(names: Iterable[Name]) -> Iterator[tuple[str, str]]:
    """Each given name with each family name of the same time, by sound."""
    for name in names:
        families = _sounds(name.family, name.family_parts)
        for given in _sounds(name.given, (*name.given_parts, *sorted(formal(name.given)))):
            yield from ((given, family) for family in families)


@lru_cache(maxsize=65536)
def _sounds(name: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sound(one) if one else "" for one in (name, *others))


def _day(traits: Traits) -> str:
    return "".join(traits.born) if all(traits.born) else ""


def _swapped(traits: Traits) -> str:
    year, month, day = traits.born
    return f"{year}{day}{month}" if year and day and day <= "12" else ""


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
