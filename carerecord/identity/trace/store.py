"""A trace against the region's index: one statement for those who share a key, and then their weighing."""

from __future__ import annotations

from carerecord.contract import Person
from carerecord.identity.trace.deciding import Known, Traced, decide
from carerecord.identity.trace.details import Traits, traits_of
from carerecord.identity.trace.filling import SQL
from carerecord.identity.trace.keys import asked_keys
from carerecord.identity.trace.rows import MOST_FORMER, traits_in
from carerecord.identity.trace.weights import Rarity
from carerecord.store import Database

MOST_KEYS = 48  # of one question; those that say most


async def trace(db: Database, asked: Person) -> Traced:
    """Whom these details mean; what is not known of them is left empty, and their id counts for nothing."""
    return await trace_traits(db, traits_of(asked))


async def trace_traits(db: Database, asked: Traits) -> Traced:
    keys = asked_keys(asked)[:MOST_KEYS]
    if not keys:
        return Traced("none")
    padded = (*keys, *keys[-1:] * (MOST_KEYS - len(keys)))
    rows = await db.all(SQL.candidates, **{f"k{place}": key for place, key in enumerate(padded)})
    if not rows:
        return Traced("none")
    known = []
    for row in rows:
        former = (
            await db.all(SQL.former, person_id=row["id"], most=MOST_FORMER)
            if row["formers"]
            else ()
        )
        known.append(Known(row["id"], traits_in(row, former)))
    return decide(asked, known, await _rarity(db, asked))


async def _rarity(db: Database, asked: Traits) -> Rarity:
    name = asked.name
    rows = await db.all(SQL.counts, given=name.given, family=name.family)
    counts = {(row["name"], row["kind"]): row["people"] for row in rows}
    return Rarity(
        counts.get((name.given, "given"), 0),
        counts.get((name.family, "family"), 0),
        counts.get(("", "everybody"), 0),
    )
