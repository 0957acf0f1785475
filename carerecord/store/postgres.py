"""PostgreSQL: reads on a few asynchronous connections, writes on one that its own thread holds.

Refused when the server could lose a committed entry. Of all processes one writes at a time (an
advisory lock), as on SQLite: no deadlock is possible and a job means the same on both engines.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.rows import AsyncRowFactory, dict_row, tuple_row

from carerecord.store import migrate as migrating
from carerecord.store.database import Database, Row, Transaction
from carerecord.store.postgres_wire import (
    INTERPRETED,
    WAIT_SECONDS,
    plain,
    reached,
    translated,
    values,
)
from carerecord.store.postgres_writing import PostgresWriting
from carerecord.store.writer import Writer

MOST_READERS = 8  # connections of one process

T = TypeVar("T")


def open_postgres(url: str, migrations: Sequence[Path] | None = None) -> PostgresDatabase:
    """The database at `url`, migrated; one plain line when it cannot be used."""
    chosen = migrating.bundled() if migrations is None else migrations
    writing = PostgresWriting(url)
    try:
        writing.migrate(migrating.for_engine(chosen, "postgres"))
    except BaseException:
        writing.close()
        raise
    return PostgresDatabase(url, Writer(writing))


class PostgresDatabase(Database):
    """A handful of read connections, opened when first needed."""

    engine = "postgres"

    def __init__(self, url: str, writer: Writer) -> None:
        self._url = url
        self._writer = writer
        self.failed = writer.failed
        self.reader = partial(PostgresReader, url)
        self._idle: list[psycopg.AsyncConnection[Row]] = []
        self._free = asyncio.Semaphore(MOST_READERS)

    async def all(self, sql: str, /, **params: Any) -> list[Row]:
        return await self._asked(sql, params, dict_row)

    async def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        return await self._asked(sql, params, tuple_row)

    async def one(self, sql: str, /, **params: Any) -> Row | None:
        rows = await self.all(sql, **params)
        return rows[0] if rows else None

    async def write(self, job: Callable[[Transaction], T], *, within: float = 10.0) -> T:
        return await self._writer.write(job, within=within)

    def close(self) -> None:
        self._writer.close()
        self._forget_idle()

    async def _asked(
        self, sql: str, params: Mapping[str, Any], shape: AsyncRowFactory[T]
    ) -> list[T]:
        try:
            return await self._read(sql, params, shape)
        except psycopg.OperationalError:
            # The server may have been restarted since; a read can be asked again without harm.
            self._forget_idle()
        except psycopg.Error as error:
            raise plain(error) from None
        try:
            return await self._read(sql, params, shape)
        except psycopg.Error as error:
            raise plain(error) from None

    async def _read(
        self, sql: str, params: Mapping[str, Any], shape: AsyncRowFactory[T]
    ) -> list[T]:
        async with self._connection() as connection:
            cursor = connection.cursor(row_factory=shape)
            await cursor.execute(translated(sql), values(params))
            return await cursor.fetchall()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[psycopg.AsyncConnection[Row]]:
        async with self._free:
            connection = self._idle.pop() if self._idle else await self._connect()
            try:
                yield connection
            finally:
                if connection.info.transaction_status is psycopg.pq.TransactionStatus.IDLE:
                    self._idle.append(connection)
                else:
                    connection.pgconn.finish()

    async def _connect(self) -> psycopg.AsyncConnection[Row]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, row_factory=dict_row, connect_timeout=int(WAIT_SECONDS)
        )
        await connection.execute(INTERPRETED)
        return connection

    def _forget_idle(self) -> None:
        while self._idle:
            self._idle.pop().pgconn.finish()


class PostgresReader:
    """A connection of its own, for another thread or process."""

    def __init__(self, url: str) -> None:
        self._connection = reached(url, tuple_row)
        self._connection.execute("SET default_transaction_read_only = on")

    def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        try:
            cursor = self._connection.cursor(binary=True)  # a tenth faster to read
            return cursor.execute(translated(sql), values(params)).fetchall()
        except psycopg.Error as error:
            raise plain(error) from None

    def close(self) -> None:
        self._connection.close()
