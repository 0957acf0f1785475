"""Rows of the index as people to be compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carerecord.contract import Former, Person
from carerecord.identity.trace.details import Traits, name_of, postcode_of, traits_of
from carerecord.store import Row

_SAME = ("id", "family", "given", "birth_date", "gender", "postcode", "phone", "gp_code")
MOST_FORMER = 12  # names and places of one person; the latest


def formerly(rows: Iterable[Row]) -> list[Former]:
    """Of one person's rows, each with one former name or home, or with none."""
    return [
        Former(row["former_given"], row["former_family"], row["former_postcode"])
        for row in rows
        if row["former_given"] is not None
    ]


def traits_in(row: Row, former: Sequence[Former] = ()) -> Traits:
    person = Person(
        **{name: row[name] for name in _SAME},
        nhs_number=row["nhs_number"] or "",
        protected=bool(row["protected"] or row["protecting"]),
        invalidated=bool(row["invalidated"]),
    )
    return traits_with(person, former, closed=row.get("replaced_by") is not None)


def traits_with(person: Person, former: Sequence[Former], *, closed: bool = False) -> Traits:
    """A family name that changed alone was carried with the same given name, and the other way round."""
    names = (
        name_of(one.given or person.given, one.family or person.family)
        for one in former
        if not one.postcode
    )
    places = (postcode_of(one.postcode) for one in former)
    return traits_of(
        person,
        former=tuple(names),
        former_postcodes=tuple(filter(None, places)),
        closed=closed,
    )


def latest(former: Iterable[Former]) -> list[Former]:
    """As the index gives them: the last first."""
    ordered = sorted(former, key=lambda one: (one.given, one.family, one.postcode))
    return sorted(ordered, key=lambda one: one.until, reverse=True)[:MOST_FORMER]
