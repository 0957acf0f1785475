"""PostgreSQL: reads on a few asynchronous connections, writes on one that its own thread holds.

Refused when the server could lose a committed entry. Of all processes one writes at a time (an
advisory lock), as on SQLite: no deadlock is possible and a job means the same on both engines.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import AsyncRowFactory, RowFactory, dict_row, tuple_row

from carerecord.store import migrate as migrating
from carerecord.store import over
from carerecord.store.database import Database, Row, Transaction
from carerecord.store.errors import Conflict, StoreError, StoreUnavailable
from carerecord.store.over import Rows
from carerecord.store.writer import Writer

MOST_READERS = 8  # connections of one process
WAIT_SECONDS = 10.0  # for a connection, and for the turn to write

T = TypeVar("T")

_TURN = "SELECT pg_advisory_xact_lock(hashtext('carerecord ' || current_schema()))"
_GOES_ON = "the server goes on by itself"
_SAFETY = ("fsync", "full_page_writes", "synchronous_commit")


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
        return await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, row_factory=dict_row, connect_timeout=int(WAIT_SECONDS)
        )

    def _forget_idle(self) -> None:
        while self._idle:
            self._idle.pop().pgconn.finish()


class PostgresReader:
    """A connection of its own, for another thread or process."""

    def __init__(self, url: str) -> None:
        self._connection = _reached(url, tuple_row)
        self._connection.execute("SET default_transaction_read_only = on")

    def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        try:
            cursor = self._connection.cursor(binary=True)  # a tenth faster to read
            return cursor.execute(translated(sql), values(params)).fetchall()
        except psycopg.Error as error:
            raise plain(error) from None

    def close(self) -> None:
        self._connection.close()


class PostgresWriting:
    """The writer's side: one connection, made again when the server dropped it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._saved = False  # a savepoint is left from the job before
        self._connection = self._connect()
        self.transaction: Transaction = PostgresTransaction(self._connection)

    def _connect(self) -> psycopg.Connection[Row]:
        connection = _reached(self._url, dict_row)
        try:
            require_durable(connection)
            connection.execute(f"SET lock_timeout = {int(WAIT_SECONDS * 1000)}")
        except BaseException:
            connection.close()
            raise
        return connection

    def migrate(self, migrations: Sequence[migrating.Migration]) -> None:
        try:
            self.begin()
            migrating.apply(self, migrations)
            self.commit()
        except psycopg.Error as error:
            raise plain(error) from None

    def script(self, statements: str) -> None:
        self._connection.execute(statements.encode())

    def begin(self) -> None:
        try:
            self._begin()
        except psycopg.OperationalError:
            if not self._connection.closed:
                raise
            self._connection = self._connect()  # nothing was written yet: safe to begin again
            self.transaction = PostgresTransaction(self._connection)
            self._begin()

    def _begin(self) -> None:
        self._saved = False
        self._together("BEGIN", _TURN)

    def _together(self, *statements: str) -> None:
        """One message to the server: what a commit takes is mostly waiting for answers."""
        self._connection.execute("; ".join(statements).encode(), prepare=False)

    def commit(self) -> None:
        self._together("COMMIT")

    def rollback(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self._connection.execute("ROLLBACK")

    def savepoint(self) -> None:
        self._together(*(["RELEASE SAVEPOINT job"] if self._saved else []), "SAVEPOINT job")

    def release(self) -> None:
        self._saved = True  # with the next savepoint, or by the commit

    def undo(self) -> None:
        self._saved = False
        self._together("ROLLBACK TO SAVEPOINT job", "RELEASE SAVEPOINT job")

    def plain(self, error: Exception) -> Exception:
        return plain(error) if isinstance(error, psycopg.Error) else error

    def close(self) -> None:
        self._connection.close()


class PostgresTransaction:
    """Statements on the writer's connection."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self.ends: dict[object, Callable[[Transaction], None]] = {}

    def run(self, sql: str, /, **params: Any) -> int:
        return max(self._connection.execute(translated(sql), values(params)).rowcount, 0)

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(translated(sql), [values(row) for row in rows])

    def over(self, sql: str, rows: Rows, /) -> list[Row]:
        if not rows:
            return []
        kinds, columns = over.columns(rows)
        cursor = self._connection.execute(over.column_by_column(sql, kinds), columns)
        return cursor.fetchall() if cursor.description else []

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        return self._connection.execute(translated(sql), values(params)).fetchall()

    def one(self, sql: str, /, **params: Any) -> Row | None:
        return self._connection.execute(translated(sql), values(params)).fetchone()


def _reached(url: str, shape: RowFactory[T]) -> psycopg.Connection[T]:
    try:
        return psycopg.Connection.connect(
            url, autocommit=True, row_factory=shape, connect_timeout=int(WAIT_SECONDS)
        )
    except psycopg.Error:
        raise StoreUnavailable(f"PostgreSQL does not answer at {_place(url)}: start it") from None


def require_durable(connection: psycopg.Connection[Row]) -> None:
    """Refuse a server, or a role, that could lose a committed entry when the power fails."""
    for name in _SAFETY:
        row = connection.execute("SELECT current_setting(%s) AS value", (name,)).fetchone()
        if row is None or row["value"] == "off":
            raise StoreUnavailable(f"PostgreSQL is not safe: {name} is off")


# A quoted text, a comment and a cast are left alone; only a real parameter is translated.
_TOKEN = re.compile(r"('(?:[^']|'')*')|(--[^\n]*)|(::)|:([a-z_][a-z0-9_]*)|(%)")


@lru_cache(maxsize=1024)
def translated(sql: str) -> bytes:
    """`:name` as psycopg spells it."""
    return _TOKEN.sub(_spelt, sql).encode()


def _spelt(match: re.Match[str]) -> str:
    if match[4]:
        return f"%({match[4]})s"
    if match[2]:
        return ""
    return match[0].replace("%", "%%")


def values(params: Mapping[str, Any]) -> dict[str, Any]:
    """True and false are 1 and 0 in the tables, as SQLite has it."""
    return {k: int(v) if isinstance(v, bool) else v for k, v in params.items()}


def plain(error: psycopg.Error) -> StoreError:
    """PostgreSQL's messages can hold values of a row (“Key (…)=(…) already exists”): never passed on."""
    if isinstance(error, psycopg.IntegrityError):
        constraint = error.diag.constraint_name or error.diag.table_name or error.sqlstate
        return Conflict(f"the database refused a row: {constraint}")
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return StoreUnavailable(f"the database was busy for {WAIT_SECONDS:g} seconds")
    if isinstance(error, psycopg.errors.DiskFull):
        return StoreUnavailable(f"the disk of PostgreSQL is full. Make room on it; {_GOES_ON}")
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return StoreUnavailable(f"PostgreSQL only reads now. Once it takes writes again {_GOES_ON}")
    if isinstance(error, psycopg.OperationalError):
        return StoreUnavailable(f"PostgreSQL stopped answering. Once it runs again {_GOES_ON}")
    if isinstance(error, psycopg.ProgrammingError):  # names of tables and columns only
        return StoreError(f"the database did not accept a statement: {error.diag.message_primary}")
    return StoreError(f"the database did not accept a statement: {error.sqlstate or 'bad value'}")


def _place(url: str) -> str:
    """Where, without the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "the address in store.url, which cannot be read"
    return f"{parts.get('host') or 'localhost'}:{parts.get('port') or 5432}"
