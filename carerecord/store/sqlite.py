"""The embedded engine: one file in WAL mode, every commit on the disk before it counts.

Reads run on the event loop's own thread: a few microseconds, less than handing them to another.
Several processes share the file; they queue for a lock file first, because SQLite's own back-off
leaves some of them waiting for seconds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import apsw

from carerecord.store import migrate as migrating
from carerecord.store.database import Database, Reader, Row, Transaction
from carerecord.store.errors import Conflict, StoreError, StoreUnavailable
from carerecord.store.over import Rows, row_by_row
from carerecord.store.writer import Writer

BUSY_SECONDS = 10.0  # waited for another process before a write is given up
READ_BUSY_SECONDS = 1.0  # readers wait only while a killed process's log is recovered

T = TypeVar("T")


def open_sqlite(
    path: Path, migrations: Sequence[Path] | None = None, *, create: bool = True
) -> SqliteDatabase:
    """The database in the file at `path`, migrated; one plain line when it cannot be used."""
    chosen = migrating.bundled() if migrations is None else migrations
    _refuse_folder_problems(path, create=create)
    try:
        _create_private(path)
        writing = SqliteWriting(path)
        with _closed_on_error(writing):
            writing.migrate(migrating.for_engine(chosen, "sqlite"))
            reading = _connect_reading(path)
    except StoreError:
        raise
    except (apsw.Error, OSError) as error:
        raise StoreUnavailable(f"{path} cannot be used: {_reason(error)}") from None
    return SqliteDatabase(reading, Writer(writing), partial(SqliteReader, path))


def _create_private(path: Path) -> None:
    """For its owner alone; SQLite gives the files beside it the same permissions."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _refuse_folder_problems(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreUnavailable(f"{path} cannot be used: it is a folder, not a database file")
    if not path.parent.is_dir():
        raise StoreUnavailable(f"{path} cannot be used: there is no folder {path.parent}")
    if not create and not path.exists():
        raise StoreUnavailable(f"{path} cannot be used: there is no such file")


@contextlib.contextmanager
def _closed_on_error(writing: SqliteWriting) -> Any:
    try:
        yield
    except BaseException:
        writing.close()
        raise


def _connect(path: Path, busy_seconds: float) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(int(busy_seconds * 1000))
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_reading(path: Path) -> apsw.Connection:
    connection = _connect(path, READ_BUSY_SECONDS)
    connection.execute("PRAGMA query_only = ON")
    return connection


def require_durable(connection: apsw.Connection) -> None:
    """Refuse a connection that could lose a committed entry when the power fails."""
    mode = connection.pragma("journal_mode")
    if mode != "wal":
        raise StoreUnavailable(f"the database is not safe: journal_mode is {mode}, not wal")
    level = connection.pragma("synchronous")
    if not isinstance(level, int) or level < 2:
        raise StoreUnavailable(f"the database is not safe: synchronous is {level}, not FULL (2)")


class SqliteDatabase(Database):
    """Reads on the caller's thread, writes on the writer's."""

    engine = "sqlite"

    def __init__(
        self, reading: apsw.Connection, writer: Writer, reader: Callable[[], Reader]
    ) -> None:
        self._reading = reading
        self._writer = writer
        self.failed = writer.failed
        self.reader = reader

    async def all(self, sql: str, /, **params: Any) -> list[Row]:
        try:
            return _read(self._reading.execute(sql, params))
        except apsw.Error as error:
            raise _plain(error) from None

    async def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        try:
            return self._reading.execute(sql, params).fetchall()
        except apsw.Error as error:
            raise _plain(error) from None

    async def one(self, sql: str, /, **params: Any) -> Row | None:
        try:
            return _first(self._reading, sql, params)
        except apsw.Error as error:
            raise _plain(error) from None

    async def write(self, job: Callable[[Transaction], T], *, within: float = 10.0) -> T:
        return await self._writer.write(job, within=within)

    def close(self) -> None:
        self._writer.close()
        self._reading.close()


class SqliteReader:
    """A connection of its own, for another thread or process."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = _connect_reading(path)
        except apsw.Error as error:
            raise _plain(error) from None

    def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, params).fetchall()
        except apsw.Error as error:
            raise _plain(error) from None

    def close(self) -> None:
        self._connection.close()


class SqliteWriting:
    """The writer's side of one file."""

    def __init__(self, path: Path) -> None:
        # Beside the file, not on it: closing any handle of the file itself would drop SQLite's locks.
        self._queue = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._connection = _connect(path, BUSY_SECONDS)
            self._held = False
            self._start_wal()
        except BaseException:
            os.close(self._queue)
            raise
        self.transaction: Transaction = SqliteTransaction(self._connection)

    def _start_wal(self) -> None:
        """Changing to WAL is not covered by the busy timeout, so one process at a time does it."""
        with self._turn():
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            require_durable(self._connection)

    @contextlib.contextmanager
    def _turn(self) -> Any:
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def migrate(self, migrations: Sequence[migrating.Migration]) -> None:
        self.begin()
        try:
            migrating.apply(self, migrations)
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def script(self, statements: str) -> None:
        self._connection.execute(statements)

    def begin(self) -> None:
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        self._held = True
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        self._let_go()

    def rollback(self) -> None:
        if self._connection.in_transaction:
            with contextlib.suppress(apsw.Error):
                self._connection.execute("ROLLBACK")
        self._let_go()

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def savepoint(self) -> None:
        self._connection.execute("SAVEPOINT job")

    def release(self) -> None:
        self._connection.execute("RELEASE job")

    def undo(self) -> None:
        # A full disk ends the whole transaction, and then no job of it counts.
        if not self._connection.in_transaction:
            raise StoreUnavailable(f"the database cannot be used: {_FULL}")
        self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def plain(self, error: Exception) -> Exception:
        return _plain(error) if isinstance(error, apsw.Error) else error

    def close(self) -> None:
        self._connection.close()
        os.close(self._queue)


class SqliteTransaction:
    """Statements on the writer's connection."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.ends: dict[object, Callable[[Transaction], None]] = {}

    def run(self, sql: str, /, **params: Any) -> int:
        before = self._connection.total_changes()
        for _ in self._connection.execute(sql, params):
            pass
        return self._connection.total_changes() - before

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        self._connection.executemany(sql, rows)

    def over(self, sql: str, rows: Rows, /) -> list[Row]:
        if not rows:
            return []
        return _read(self._connection.executemany(row_by_row(sql, len(rows[0])), rows))

    def put(self, sql: str, rows: Rows, /) -> None:
        self.over(sql, rows)

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        return _read(self._connection.execute(sql, params))

    def one(self, sql: str, /, **params: Any) -> Row | None:
        return _first(self._connection, sql, params)


def _read(cursor: apsw.Cursor) -> list[Row]:
    names: tuple[str, ...] = ()
    rows: list[Row] = []
    for values in cursor:
        # The description is gone once the last row was read, so it is taken with the first.
        names = names or tuple(column[0] for column in cursor.get_description())
        rows.append(dict(zip(names, values, strict=True)))
    return rows


def _first(connection: apsw.Connection, sql: str, params: Mapping[str, Any]) -> Row | None:
    rows = _read(connection.execute(sql, params))
    return rows[0] if rows else None


_OPERATOR = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.CorruptError,
    apsw.FullError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.NotADBError,
    apsw.ReadOnlyError,
)


def _plain(error: apsw.Error) -> StoreError:
    """SQLite's messages name tables and columns, never values."""
    if isinstance(error, apsw.ConstraintError):
        return Conflict(f"the database refused a row: {error}")
    if isinstance(error, _OPERATOR):
        return StoreUnavailable(f"the database cannot be used: {_reason(error)}")
    return StoreError(f"the database did not accept a statement: {error}")


_FULL = "its disk is full. Make room on it; the server then goes on by itself"
_DISK = "the disk did not take or give what it should. Mend that; the server then goes on by itself"


def _reason(error: Exception) -> str:
    if isinstance(error, apsw.FullError):
        return _FULL
    if isinstance(error, apsw.IOError):
        return f"{_DISK} ({error})"
    if isinstance(error, apsw.NotADBError):
        return "it is not a database file"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)
