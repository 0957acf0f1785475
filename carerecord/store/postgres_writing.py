"""PostgreSQL's side of the writer: one connection, and the statements of a transaction on it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from carerecord.store import migrate as migrating
from carerecord.store import over
from carerecord.store.database import Row, Transaction
from carerecord.store.over import Rows
from carerecord.store.postgres_wire import (
    WAIT_SECONDS,
    plain,
    reached,
    require_durable,
    translated,
    values,
)

_TURN = "SELECT pg_advisory_xact_lock(hashtext('carerecord ' || current_schema()))"


class PostgresWriting:
    """The writer's side: one connection, made again when the server dropped it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._saved = False  # a savepoint is left from the job before
        self._connection = self._connect()
        self.transaction = PostgresTransaction(self._connection)

    def _connect(self) -> psycopg.Connection[Row]:
        connection = reached(self._url, dict_row)
        try:
            require_durable(connection)
            connection.execute(f"SET lock_timeout = {int(WAIT_SECONDS * 1000)}")
            # A plan made while a table was small is kept while it grows: all would be read for one.
            connection.execute("SET enable_seqscan = off")
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
        self.transaction.later.clear()
        self._together("BEGIN", _TURN)

    def _together(self, *statements: str) -> None:
        """One message to the server: what a commit takes is mostly waiting for answers."""
        self._connection.execute("; ".join(statements).encode(), prepare=False)

    def commit(self) -> None:
        self.transaction.asked(b"COMMIT")

    def rollback(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self._connection.execute("ROLLBACK")

    def savepoint(self) -> None:
        self._together(*(["RELEASE SAVEPOINT job"] if self._saved else []), "SAVEPOINT job")

    def release(self) -> None:
        self.transaction.put_all()  # what is refused of a job's is refused to that job
        self._saved = True  # with the next savepoint, or by the commit

    def undo(self) -> None:
        self._saved = False
        self.transaction.later.clear()
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
        self.later: list[tuple[bytes, list[list[Any]]]] = []  # put, and not sent yet

    def run(self, sql: str, /, **params: Any) -> int:
        return max(self.asked(translated(sql), values(params)).rowcount, 0)

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        self.put_all()
        with self._connection.cursor() as cursor:
            cursor.executemany(translated(sql), [values(row) for row in rows])

    def over(self, sql: str, rows: Rows, /) -> list[Row]:
        if not rows:
            return []
        cursor = self.asked(*_over(sql, rows))
        return [] if cursor.rownumber is None else cursor.fetchall()

    def put(self, sql: str, rows: Rows, /) -> None:
        if rows:
            self.later.append(_over(sql, rows))

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        return self.asked(translated(sql), values(params)).fetchall()

    def one(self, sql: str, /, **params: Any) -> Row | None:
        return self.asked(translated(sql), values(params)).fetchone()

    def asked(self, sql: bytes, params: _Params = None) -> psycopg.Cursor[Row]:
        """What was put before it goes with it, and all is answered at once."""
        if not self.later:
            return self._connection.execute(sql, params)
        with self._connection.pipeline():
            self._send_put()
            return self._connection.execute(sql, params)

    def put_all(self) -> None:
        if self.later:
            with self._connection.pipeline():
                self._send_put()

    def _send_put(self) -> None:
        sent, self.later = self.later, []
        for statement, columns in sent:
            self._connection.execute(statement, columns)


_Params = Mapping[str, Any] | Sequence[list[Any]] | None


def _over(sql: str, rows: Rows) -> tuple[bytes, list[list[Any]]]:
    kinds, columns = over.columns(rows)
    return over.column_by_column(sql, kinds), columns
