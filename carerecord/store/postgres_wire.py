"""How PostgreSQL is reached and asked, and what its refusals mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import RowFactory

from carerecord.store.database import Row
from carerecord.store.errors import Conflict, StoreError, StoreUnavailable

WAIT_SECONDS = 10.0  # for a connection, and for the turn to write

T = TypeVar("T")

# Every statement here is short: to compile one takes the server many times as long as to run it.
INTERPRETED = "SET jit = off"

_GOES_ON = "the server goes on by itself"
_SAFETY = ("fsync", "full_page_writes", "synchronous_commit")


def reached(url: str, shape: RowFactory[T]) -> psycopg.Connection[T]:
    try:
        connection = psycopg.Connection.connect(
            url, autocommit=True, row_factory=shape, connect_timeout=int(WAIT_SECONDS)
        )
        connection.execute(INTERPRETED)
    except psycopg.Error:
        raise StoreUnavailable(f"PostgreSQL does not answer at {_place(url)}: start it") from None
    return connection


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
