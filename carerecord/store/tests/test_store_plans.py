"""What the writer looks up by a key it reads by that key, however PostgreSQL planned it while the table was small.

And no statement is compiled, which takes many times as long as to run one of ours.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from carerecord.conftest import POSTGRES_FOUND, Schemas
from carerecord.store import Database, Transaction

pytestmark = pytest.mark.skipif(not POSTGRES_FOUND, reason="SQLite plans by its indexes")

MANY = 20_000
LOOKED_UP = "SELECT name FROM grown WHERE id IN (VALUES :rows)"
READ = """
SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) AS rows_read FROM pg_stat_xact_user_tables
WHERE schemaname = current_schema() AND relname = 'grown'"""


@pytest.fixture
async def grown(schemas: Schemas) -> AsyncIterator[Database]:
    """A table of which rows were looked up while it had ten, and that has very many since."""
    schema = schemas.lend()
    db = Database.open(schemas.url(schema))

    def made(tx: Transaction) -> None:
        tx.run("CREATE TABLE grown (id BIGINT PRIMARY KEY, name TEXT)")
        tx.over("INSERT INTO grown (id, name) VALUES :rows", [(n, "x") for n in range(10)])

    await db.write(made)
    await db.write(lambda tx: tx.run("ANALYZE grown"))
    for _ in range(20):  # until its plan is kept
        await db.write(lambda tx: tx.over(LOOKED_UP, [(1,), (2,)]))
    rest = [(n, "x") for n in range(10, MANY)]
    await db.write(lambda tx: tx.over("INSERT INTO grown (id, name) VALUES :rows", rest))
    try:
        yield db
    finally:
        db.close()
        schemas.give_back(schema)


async def test_a_lookup_reads_what_it_looks_for_and_not_the_table(grown: Database):
    def look_up(tx: Transaction) -> tuple[int, int]:
        before = tx.all(READ)
        found = tx.over(LOOKED_UP, [(n,) for n in range(0, MANY, MANY // 50)])
        return len(found), tx.all(READ)[0]["rows_read"] - (before[0]["rows_read"] if before else 0)

    found, rows_read = await grown.write(look_up)
    assert found == 50
    assert rows_read == 50


COMPILES = "SELECT current_setting('jit') AS jit"


async def test_no_connection_compiles_what_it_is_asked(grown: Database):
    reader = grown.reader()
    try:
        assert await grown.one(COMPILES) == {"jit": "off"}
        assert await grown.write(lambda tx: tx.one(COMPILES)) == {"jit": "off"}
        assert list(reader.tuples(COMPILES)) == [("off",)]
    finally:
        reader.close()
