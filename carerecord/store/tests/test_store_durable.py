"""A database that could lose a committed entry is refused; one that comes back is used again."""

from __future__ import annotations

import asyncio

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
