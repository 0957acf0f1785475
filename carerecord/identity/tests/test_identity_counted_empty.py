"""PostgreSQL that counted a table while it was empty believes it empty, however full: no statement goes over all for each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from carerecord.conftest import POSTGRES_FOUND, Schemas
from carerecord.identity import People, nhs_number
from carerecord.identity.putting import Chunk, put
from carerecord.identity.tests.test_identity_people import MARGERY
from carerecord.store import Database, Transaction

pytestmark = pytest.mark.skipif(not POSTGRES_FOUND, reason="SQLite plans by its indexes")

MANY = 2000  # of which no table fits in the few pages that are faster read than their index
SECONDS = 120  # for one transaction with so many in it
TABLES = "person, person_name, person_protected, superseded_number, person_former, trace_person"
NUMBERS = [
    nine + digit
    for nine in (f"999{n:06}" for n in range(2 * MANY))
    if (digit := nhs_number.check_digit(nine))
]
CROWD = [replace(MARGERY, id=f"p-{n}", nhs_number=NUMBERS[n], given=f"G{n}") for n in range(MANY)]
READ = """
SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS rows_read FROM pg_stat_xact_user_tables
WHERE schemaname = current_schema()"""


@pytest.fixture
async def counted_empty(schemas: Schemas) -> AsyncIterator[Database]:
    """A database of PostgreSQL whose tables have pages but, by its statistics, no rows."""
    schema = schemas.lend()
    db = Database.open(schemas.url(schema))
    one = CROWD[0]
    await People(db).add([one])
    await People(db).protect(one, ["gp"])
    await People(db).supersede(NUMBERS[1], one.nhs_number)

    def emptied(tx: Transaction) -> None:
        for table in TABLES.split(", "):
            tx.run(f"DELETE FROM {table}")  # noqa: S608 - tables of ours

    await db.write(emptied)
    await db.write(lambda tx: tx.run(f"ANALYZE {TABLES}"))
    try:
        yield db
    finally:
        db.close()
        schemas.give_back(schema)


def read_by(chunk: Chunk, tx: Transaction) -> int:
    """How many rows of all tables were read to put these people."""
    before = tx.all(READ)[0]["rows_read"]
    put(tx, chunk)
    return int(tx.all(READ)[0]["rows_read"] - before)


async def test_adding_many_reads_each_a_few_times(counted_empty: Database):
    chunk = Chunk(CROWD, {}, [], "2026-11-22")
    assert await counted_empty.write(partial(read_by, chunk), within=SECONDS) < 10 * MANY


async def test_correcting_many_reads_each_a_few_times(counted_empty: Database):
    def put_twice(tx: Transaction) -> int:
        put(tx, Chunk(CROWD, {}, [], "2026-11-22"))
        moved = [replace(one, postcode="LS2 9JT") for one in CROWD]
        return read_by(Chunk(moved, {}, [one.id for one in CROWD], "2026-11-23"), tx)

    assert await counted_empty.write(put_twice, within=SECONDS) < 40 * MANY


async def test_looking_up_many_numbers_reads_each_a_few_times(counted_empty: Database):
    people = People(counted_empty)

    def look_up(tx: Transaction) -> tuple[int, int]:
        put(tx, Chunk(CROWD, {}, [], "2026-11-22"))
        before = tx.all(READ)[0]["rows_read"]
        found = people.by_numbers_within(tx, [one.nhs_number for one in CROWD])
        return len(found), tx.all(READ)[0]["rows_read"] - before

    found, rows_read = await counted_empty.write(look_up, within=SECONDS)
    assert found == MANY
    assert rows_read < 10 * MANY


async def test_all_that_a_search_and_a_trace_read_is_counted_after_many(counted_empty: Database):
    await People(counted_empty).add(CROWD)
    counted = await counted_empty.all(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relname IN ('person', 'person_name', 'match_key', 'trace_person') AND reltuples >= 1000"
    )
    assert {row["relname"] for row in counted} == {
        "person", "person_name", "match_key", "trace_person",
    }  # fmt: skip
