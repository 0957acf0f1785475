"""Our own keys, weights and guards over the records of a public data set: each is asked for among the others.

What these data have not (gender, practice, telephone, number) is missing, never made up. A home is told in two fields
that stand in for a British postcode: see `home`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from carerecord.identity.trace.deciding import Known, Traced, decide
from carerecord.identity.trace.details import Traits, born_of, name_of
from carerecord.identity.trace.keys import asked_keys, keys_of
from carerecord.identity.trace.weights import Rarity
from quality.public.records import Dataset, Pair, Record, pair

_LETTERS = "ABCDEFGHIJ"


def traits(record: Record) -> Traits:
    return Traits(
        name=name_of(record.given, record.family),
        born=born_of(record.born),
        postcode=home(record.postcode, record.house),
        phone=record.contact.strip().lower(),
    )


def home(postcode: str, house: str) -> str:
    """An Australian postcode is a town, as our outward part; the number of the house tells as much as our inward part.

    “4011” and “69” become “EA11 0GJ”, so that one wrong digit is one wrong letter. Without a house there is no whole one.
    """
    if not (len(postcode) == 4 and postcode.isdigit() and house.isdigit()):
        return ""
    first, second, *rest = list(postcode)
    hundreds, tens, ones = list(f"{int(house) % 1000:03}")
    letters = (_LETTERS[int(one)] for one in (first, second, tens, ones))
    a, b, c, d = letters
    return f"{a}{b}{''.join(rest)}{hundreds}{c}{d}"


def weighed(data: Dataset) -> dict[Pair, tuple[float, bool]]:
    """Of each two that share a key: the bits, and whether nobody would be asked."""
    known = {record.id: traits(record) for record in data.records}
    names = _Names(list(known.values()))
    found: dict[Pair, tuple[float, bool]] = {}
    for one, other in _sharing(data, known):
        asked = known[one]
        decided = decide(asked, [Known(other, known[other])], names.rarity(asked))
        bits, certain = _told(decided)
        before = found.get(pair(one, other), (bits, False))
        found[pair(one, other)] = max(before[0], bits), before[1] or certain
    return found


def _told(decided: Traced) -> tuple[float, bool]:
    bits = decided.people[0].bits if decided.people else -99.0
    return bits, decided.outcome == "linked"


def _sharing(data: Dataset, known: Mapping[str, Traits]) -> Iterator[tuple[str, str]]:
    by_key: dict[int, list[str]] = {}
    for id, one in known.items():
        for key in keys_of(one):
            by_key.setdefault(key, []).append(id)
    for id, one in known.items():
        others = dict.fromkeys(other for key in asked_keys(one) for other in by_key.get(key, ()))
        yield from ((id, other) for other in others if other != id and data.asked(id, other))


class _Names:
    """How many are called so, of the records themselves."""

    def __init__(self, known: Sequence[Traits]) -> None:
        self._given = Counter(one.name.given for one in known)
        self._family = Counter(one.name.family for one in known)
        self._people = len(known)

    def rarity(self, one: Traits) -> Rarity:
        return Rarity(self._given[one.name.given], self._family[one.name.family], self._people)
