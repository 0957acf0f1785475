"""A database that could lose a committed entry is refused; one that comes back is used again."""

from __future__ import annotations

import asyncio
import threading

import apsw
import psycopg
import pytest

from carerecord.conftest import POSTGRES_FOUND
from carerecord.store import Database, StoreUnavailable
from carerecord.store.sqlite import require_durable

if POSTGRES_FOUND:

    @pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
    def test_a_server_that_could_lose_a_commit_is_refused(postgres_url, setting):
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
            admin.execute("SELECT pg_reload_conf()")
            try:
                with pytest.raises(StoreUnavailable, match=f"not safe: {setting} is off"):
                    _open_until_refused(postgres_url)
            finally:
                admin.execute(f"ALTER SYSTEM RESET {setting}")
                admin.execute("SELECT pg_reload_conf()")

    def _open_until_refused(url: str) -> None:
        """The server takes a moment to hear of a changed setting."""
        for _ in range(50):
            Database.open(url, []).close()

    def test_a_role_that_could_lose_a_commit_is_refused(postgres_url):
        with pytest.raises(StoreUnavailable, match="synchronous_commit is off"):
            Database.open(f"{postgres_url}&options=-csynchronous_commit%3Doff", [])

    async def test_a_postgres_that_only_reads_is_unavailable_until_it_writes_again(postgres_url):
        """As after a failover: it answers, and takes nothing."""
        db = Database.open(postgres_url, [])
        await db.write(lambda tx: tx.run("CREATE TEMP TABLE blob (body BYTEA)"))
        await db.write(lambda tx: tx.run("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
        with pytest.raises(StoreUnavailable, match="only reads now"):
            await db.write(lambda tx: tx.run("CREATE TABLE other (body BYTEA)"))
        assert db.failed.is_set()
        await db.write(lambda tx: tx.run("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"))
        await db.write(lambda tx: tx.run("INSERT INTO blob VALUES (:b)", b=b"x"))
        db.close()

    async def test_connections_the_server_dropped_are_made_again(postgres_url):
        db = Database.open(f"{postgres_url}&application_name=dropped", [])
        assert await db.one("SELECT 1 AS n") == {"n": 1}
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            dropped = admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'dropped'"
            ).fetchall()
        assert len(dropped) == 2
        assert await db.one("SELECT 2 AS n") == {"n": 2}
        assert await db.write(lambda tx: tx.one("SELECT 3 AS n")) == {"n": 3}
        db.close()

    async def test_a_read_that_was_cancelled_does_not_spoil_its_connection(postgres_url):
        db = Database.open(postgres_url, [])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await db.all("SELECT pg_sleep(5)")
        assert [await db.one("SELECT 1 AS n") for _ in range(20)] == [{"n": 1}] * 20
        db.close()


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("PRAGMA synchronous = NORMAL", "synchronous is 1"),
        ("PRAGMA synchronous = OFF", "synchronous is 0"),
        ("PRAGMA journal_mode = DELETE", "journal_mode is delete"),
    ],
)
def test_a_file_that_could_lose_a_commit_is_refused(tmp_path, pragma, words):
    connection = apsw.Connection(str(tmp_path / "region.db"))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    require_durable(connection)
    connection.execute(pragma)
    with pytest.raises(StoreUnavailable, match=words):
        require_durable(connection)


def test_an_opened_file_is_in_wal_mode(tmp_path):
    Database.open(tmp_path / "region.db").close()
    assert apsw.Connection(str(tmp_path / "region.db")).pragma("journal_mode") == "wal"


async def test_a_full_disk_is_told_and_the_next_write_works(tmp_path):
    """A page limit stands in for the disk: the same error comes from the same place."""
    db = Database.open(tmp_path / "region.db", [])
    await db.write(lambda tx: tx.run("CREATE TABLE blob (body BYTEA)"))
    await db.write(lambda tx: tx.one("PRAGMA max_page_count = 10"))
    with pytest.raises(StoreUnavailable, match="full"):
        await db.write(lambda tx: tx.run("INSERT INTO blob VALUES (:b)", b=b"x" * 100_000))
    await db.write(lambda tx: tx.run("INSERT INTO blob VALUES (:b)", b=b"x"))
    assert await db.one("SELECT count(*) AS n FROM blob") == {"n": 1}
    db.close()


async def test_a_job_that_shared_a_transaction_with_a_full_disk_is_told_of_the_disk(tmp_path):
    """Not that its own statement was wrong: nothing of the transaction counts, and it may be tried again."""
    db = Database.open(tmp_path / "region.db", [])
    await db.write(lambda tx: tx.run("CREATE TABLE blob (body BYTEA)"))
    await db.write(lambda tx: tx.one("PRAGMA max_page_count = 10"))
    busy, go = threading.Event(), threading.Event()
    first = asyncio.create_task(db.write(lambda tx: (busy.set(), go.wait(5))))
    await asyncio.to_thread(busy.wait)
    jobs = [asyncio.create_task(db.write(_blob(size))) for size in (1, 100_000, 1)]
    await asyncio.sleep(0)
    go.set()
    await first
    told = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(one) for one in told] == [StoreUnavailable] * 3
    assert all("Make room" in str(one) for one in told)
    assert await db.one("SELECT count(*) AS n FROM blob") == {"n": 0}
    db.close()


def _blob(size):
    return lambda tx: tx.run("INSERT INTO blob VALUES (:b)", b=b"x" * size)


async def test_after_a_write_that_failed_the_check_writes_again(db):
    """A full disk can be read: that alone would not show that it is full, nor that there is room again."""

    def out_of_room(tx):
        raise StoreUnavailable("the database cannot be used: its disk is full")

    await db.check()
    with pytest.raises(StoreUnavailable):
        await db.write(out_of_room)
    await db.write(lambda tx: tx.one("SELECT 1"))
    assert db.failed.is_set(), "what writes nothing shows nothing"
    await db.check()
    assert not db.failed.is_set()


if POSTGRES_FOUND:

    async def test_a_server_without_room_says_so(postgres_url):
        db = Database.open(postgres_url, [])
        full = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'disk_full'; END $$"
        with pytest.raises(StoreUnavailable, match=r"disk of PostgreSQL is full. Make room"):
            await db.write(lambda tx: tx.run(full))
        db.close()
