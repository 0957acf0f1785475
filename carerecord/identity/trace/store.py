"""A trace against the region's index: one statement for those who share a key, and then their weighing."""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.contract import Person
from carerecord.identity.trace.deciding import Known, Traced, decide
from carerecord.identity.trace.details import Traits, traits_of
from carerecord.identity.trace.filling import SQL
from carerecord.identity.trace.keys import asked_keys
from carerecord.identity.trace.rows import MOST_FORMER, formerly, traits_in
from carerecord.identity.trace.weights import Rarity
from carerecord.store import Database, Row

MOST_KEYS = 46  # of one question; those that say most. With 50 parameters in all psycopg takes the statement apart once only


async def trace(db: Database, asked: Person) -> Traced:
    """Whom these details mean; what is not known of them is left empty, and their id counts for nothing."""
    return await trace_traits(db, traits_of(asked))


async def trace_traits(db: Database, asked: Traits) -> Traced:
    keys = asked_keys(asked)[:MOST_KEYS]
    if not keys:
        return Traced("none")
    padded = (*keys, *keys[-1:] * (MOST_KEYS - len(keys)))
    named = {"given": asked.name.given, "family": asked.name.family, "most": MOST_FORMER}
    rows = await db.all(
        SQL.candidates, **named, **{f"k{place}": key for place, key in enumerate(padded)}
    )
    if not rows:
        return Traced("none")
    one = rows[0]
    rarity = Rarity(one["called_given"], one["called_family"], one["everybody"])
    return decide(asked, _known(rows), rarity)


def _known(rows: Sequence[Row]) -> list[Known]:
    each: dict[str, list[Row]] = {}
    for row in rows:
        each.setdefault(row["id"], []).append(row)
    return [Known(id, traits_in(some[0], formerly(some))) for id, some in each.items()]
