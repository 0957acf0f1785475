"""The same behaviour on both engines: reads, durable writes, group commit, failures that stay alone."""

from __future__ import annotations

import asyncio
import pickle
from pathlib import Path

import pytest

from carerecord.store import Conflict, Database, StoreError, StoreUnavailable, Transaction

PUT = "INSERT INTO thing (id, name) VALUES (:id, :name)"
ALL = "SELECT id, name FROM thing ORDER BY id"


@pytest.fixture
async def things(db: Database) -> Database:
    await db.write(lambda tx: tx.run("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT)"))
    return db


def put(number: int, name: str | None = "x"):
    return lambda tx: tx.run(PUT, id=number, name=name)


async def test_what_was_written_is_read(things):
    assert await things.write(put(1, "Zoë")) == 1
    assert await things.write(put(2, None)) == 1
    assert await things.all(ALL) == [{"id": 1, "name": "Zoë"}, {"id": 2, "name": None}]
    assert await things.one(ALL) == {"id": 1, "name": "Zoë"}
    assert await things.one("SELECT id FROM thing WHERE id = :id", id=9) is None


async def test_a_quoted_colon_a_percent_sign_and_a_comment_are_not_parameters(things):
    await things.write(put(1, "100% :name"))
    statement = "SELECT name, ':id' AS quoted FROM thing -- :nothing 5%\n WHERE name LIKE '%:name' AND id=:id"
    assert await things.one(statement, id=1) == {"name": "100% :name", "quoted": ":id"}


async def test_bytes_and_truth_are_kept_the_same_on_both_engines(things):
    await things.write(lambda tx: tx.run("CREATE TABLE sealed (body BYTEA, fresh INTEGER)"))
    insert = "INSERT INTO sealed VALUES (:body, :fresh)"
    await things.write(lambda tx: tx.run(insert, body=b"\x00\xff", fresh=True))
    assert await things.one("SELECT * FROM sealed") == {"body": b"\x00\xff", "fresh": 1}


async def test_many_rows_are_one_job(things):
    await things.write(lambda tx: tx.many(PUT, ({"id": n, "name": str(n)} for n in range(500))))
    assert await things.one("SELECT count(*) AS n FROM thing") == {"n": 500}


PUT_ALL = (
    "INSERT INTO thing (id, name) VALUES :rows ON CONFLICT (id) DO UPDATE SET name = excluded.name"
)
FIND = """WITH wanted (id, name) AS (VALUES :rows)
SELECT thing.id, thing.name, '100%' AS sure FROM wanted
CROSS JOIN thing WHERE thing.id = wanted.id AND thing.name <> wanted.name"""


async def test_one_statement_over_many_rows(things):
    rows = [(n, f"Zoë {n}") for n in range(700)]
    assert await things.write(lambda tx: tx.over(PUT_ALL, rows)) == []
    assert await things.write(lambda tx: tx.over(PUT_ALL, [(2**40, "far"), (1, "new")])) == []
    found = await things.write(
        lambda tx: tx.over(FIND, [(1, "x"), (5, "Zoë 5"), (2**40, ""), (-1, "")])
    )
    assert sorted((one["id"], one["name"], one["sure"]) for one in found) == [
        (1, "new", "100%"),
        (2**40, "far", "100%"),
    ]
    assert await things.write(lambda tx: tx.over(FIND, [])) == []


ADD_ALL = "INSERT INTO thing (id, name) VALUES :rows"


async def test_what_is_put_is_there_for_the_next_statement_and_once_it_is_written(things):
    def job(tx: Transaction) -> int:
        tx.put(ADD_ALL, [(1, "a"), (2, "b")])
        tx.put(ADD_ALL, [])
        tx.put(PUT_ALL, [(2, "c")])
        changed = tx.run("UPDATE thing SET name = 'd' WHERE name = 'c'")
        tx.put(ADD_ALL, [(3, "e")])
        assert tx.over(FIND, [(3, "")])[0]["name"] == "e"
        tx.put(ADD_ALL, [(4, "f")])
        return changed

    assert await things.write(job) == 1
    found = await things.all("SELECT id, name FROM thing ORDER BY id")
    assert [(row["id"], row["name"]) for row in found] == [(1, "a"), (2, "d"), (3, "e"), (4, "f")]


@pytest.mark.parametrize("others", [0, 1, 20])
async def test_what_is_put_and_refused_is_refused_to_its_job_alone(things, others):
    await things.write(put(0))

    def refused(tx: Transaction) -> None:
        tx.put(ADD_ALL, [(100, "undone")])
        tx.put(ADD_ALL, [(0, "is there")])

    def forgotten(tx: Transaction) -> None:
        tx.put(ADD_ALL, [(101, "undone")])
        raise ValueError("second thoughts")

    jobs = [refused, *(put(n) for n in range(1, others + 1)), forgotten]
    told = await asyncio.gather(*map(things.write, jobs), return_exceptions=True)
    assert [type(one) for one in told if one != 1] == [Conflict, ValueError]
    with pytest.raises(ValueError, match="second"):
        await things.write(forgotten)
    await things.write(put(others + 1))
    assert [row["id"] for row in await things.all(ALL)] == list(range(others + 2))


async def test_a_statement_that_has_no_place_for_rows_is_refused(things):
    with pytest.raises(ValueError, match="VALUES :rows"):
        await things.write(lambda tx: tx.over(ALL, [(1, "x")]))


async def test_a_job_that_fails_undoes_only_itself(things):
    def half_done(tx: Transaction) -> None:
        tx.run(PUT, id=50, name="undone")
        raise ValueError("second thoughts")

    jobs = [put(n) for n in range(20)] + [half_done, put(3)] + [put(n) for n in range(20, 40)]
    told = await asyncio.gather(*map(things.write, jobs), return_exceptions=True)
    assert [type(one) for one in told if one != 1] == [ValueError, Conflict]
    assert [row["id"] for row in await things.all(ALL)] == list(range(40))


async def test_a_conflict_names_no_value(things):
    secret = "999 000 0018 Kaur"
    await things.write(lambda tx: tx.run("CREATE UNIQUE INDEX one_name ON thing (name)"))
    await things.write(put(1, secret))
    with pytest.raises(Conflict) as told:
        await things.write(put(2, secret))
    assert secret not in repr(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None


async def test_a_statement_the_database_does_not_know_is_an_error_of_ours(things):
    with pytest.raises(StoreError):
        await things.all("SELECT nothing FROM nowhere")
    with pytest.raises(StoreError):
        await things.write(lambda tx: tx.run("SELECT nothing FROM nowhere"))
    assert await things.write(put(1)) == 1


async def test_a_read_does_not_write(things):
    if things.engine == "sqlite":
        with pytest.raises(StoreError):
            await things.all(PUT, id=1, name="x")
    assert await things.all(ALL) == []


async def test_a_missing_parameter_is_refused_not_read_as_nothing(things):
    with pytest.raises((StoreError, KeyError)):
        await things.all("SELECT * FROM thing WHERE id = :id")


async def test_a_closed_database_refuses_and_what_waited_was_written(db_url):
    db = Database.open(db_url)
    await db.write(lambda tx: tx.run("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT)"))
    waiting = [asyncio.create_task(db.write(put(n))) for n in range(10)]
    await asyncio.sleep(0)
    db.close()
    assert await asyncio.gather(*waiting) == [1] * 10
    with pytest.raises(StoreUnavailable, match="closed"):
        await db.write(put(11))
    again = Database.open(db_url)
    assert len(await again.all(ALL)) == 10
    again.close()


async def test_several_processes_may_write_to_one_database(db_url, worker):
    db = Database.open(db_url)
    await db.write(lambda tx: tx.run("CREATE TABLE tally (n BIGINT)"))
    await db.write(lambda tx: tx.run("INSERT INTO tally VALUES (0)"))
    others = [worker(db_url, times=60) for _ in range(3)]
    for other in others:
        assert other.wait(timeout=30) == 0
    assert await db.one("SELECT n FROM tally") == {"n": 180}
    db.close()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param("nowhere/region.db", "there is no folder", id="no-folder"),
        pytest.param(".", "is a folder", id="a-folder"),
        pytest.param("notes.txt", "not a database", id="another-file"),
        pytest.param("/proc/region.db", "/proc/region.db cannot be used", id="not-writable"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_plain_line(tmp_path, place, words):
    (tmp_path / "notes.txt").write_text("shopping\n" * 400)
    with pytest.raises(StoreUnavailable, match=words) as told:
        Database.open(tmp_path / place)
    assert "\n" not in str(told.value)


def test_a_missing_file_is_made_only_when_asked(tmp_path: Path):
    with pytest.raises(StoreUnavailable, match="no such file"):
        Database.open(tmp_path / "region.db", create=False)
    Database.open(tmp_path / "region.db").close()
    Database.open(tmp_path / "region.db", create=False).close()


def test_a_server_that_is_not_there_is_one_plain_line_without_the_password(tmp_path):
    with pytest.raises(StoreUnavailable, match="does not answer") as told:
        Database.open(f"postgresql://someone:hunter2@/region?host={tmp_path}")
    assert "hunter2" not in str(told.value)
    assert "\n" not in str(told.value)


async def test_rows_are_read_as_values_alone(things):
    await things.write(lambda tx: tx.run("INSERT INTO thing (id, name) VALUES (71, 'seven')"))
    statement = "SELECT name, id FROM thing WHERE id = :id"
    assert await things.tuples(statement, id=71) == [("seven", 71)]
    assert await things.tuples(statement, id=72) == []
    with pytest.raises(StoreError):
        await things.tuples("SELECT nothing FROM thing")


async def test_what_is_left_for_the_end_is_written_with_the_rest(things):
    def job(tx):
        tx.ends["last"] = lambda later: later.run("INSERT INTO thing (id, name) VALUES (82, 'end')")
        return tx.run("INSERT INTO thing (id, name) VALUES (81, 'job')")

    assert await things.write(job) == 1
    assert await things.tuples("SELECT id FROM thing WHERE id > 80 ORDER BY id") == [(81,), (82,)]


async def test_a_reader_is_a_connection_of_its_own_that_only_reads(things):
    """Sent to another process as it is, to go through very many rows there."""
    await things.write(lambda tx: tx.run("INSERT INTO thing (id, name) VALUES (1, 'A1')"))
    reader = pickle.loads(pickle.dumps(things.reader))()  # noqa: S301 - what this test has just pickled
    assert reader.tuples("SELECT name FROM thing WHERE name = :name", name="A1") == [("A1",)]
    with pytest.raises(StoreError):
        reader.tuples("INSERT INTO thing (id, name) VALUES (2, 'B2') RETURNING name")
    with pytest.raises(StoreError):
        reader.tuples("SELECT nothing FROM nowhere")
    reader.close()
