"""What the tests of any part may use: an event loop, and a real database on each engine.

`tests/conftest.py` imports these fixtures by name. PostgreSQL is Debian's, started once, on a unix
socket in a temporary folder; each test has a schema of its own. Where its programs are missing the
tests run on SQLite alone, and the summary says so.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from carerecord.store import Database

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
POSTGRES_FOUND = (PROGRAMS / "initdb").exists()
# A British collation, as a real server has: it orders text unlike SQLite, which must not matter.
CLUSTER = [
    "-U",
    "carerecord",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale-provider=icu",
    "--icu-locale=en-GB",
]
ENGINES = ("sqlite", "postgres") if POSTGRES_FOUND else ("sqlite",)

_schemas = itertools.count(1)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not POSTGRES_FOUND:
        terminalreporter.write_line(f"PostgreSQL is not in {PROGRAMS}: tests ran on SQLite alone.")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A running PostgreSQL of our own, with every safety setting on."""
    folder = Path(tempfile.mkdtemp(prefix="carerecord-pg-"))
    folder.chmod(0o777)  # the server may run as another user than the tests
    try:
        _run("initdb", "-D", str(folder / "data"), *CLUSTER)
        _start(folder)
        try:
            yield f"postgresql://carerecord@/postgres?host={folder}"
        finally:
            _stop(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres_gone(url: str) -> Iterator[None]:
    """It is stopped as a crash stops it, and started again at the end.

    Starting again writes every file of every schema to the disk first: the one all tests share takes minutes.
    """
    folder = Path(str(conninfo_to_dict(url)["host"]))
    _stop(folder)
    try:
        yield
    finally:
        _start(folder)


def _start(folder: Path) -> None:
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=60"
    data, log = str(folder / "data"), str(folder / "log")
    _run("pg_ctl", "-D", data, "-l", log, "-w", "-o", settings, "start")


def _stop(folder: Path) -> None:
    _run("pg_ctl", "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root; as root, it is run as the user Debian made for it."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(  # noqa: S603 - our own programs and arguments
        [*as_user, str(PROGRAMS / program), *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


class Schemas:
    """Migrated schemas, lent to one test after another: migrating is most of what a short test takes.

    One comes back as it was lent or not at all: whatever a test wrote is taken out, past the triggers
    that keep a log append-only, and a schema it changed is dropped.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._free: list[str] = []
        self._as_made: tuple[Any, ...] = ()
        self._rows: dict[str, bytes] = {}  # of tables that migrations filled
        self._connection: psycopg.Connection[Any] | None = None

    def fresh(self) -> str:
        schema = f"test_{os.getpid()}_{next(_schemas)}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}".encode())
        return schema

    def url(self, schema: str) -> str:
        return f"{self._server}&options=-csearch_path%3D{schema}"

    def lend(self) -> str:
        if self._free:
            return self._free.pop()
        schema = self.fresh()
        Database.open(self.url(schema)).close()
        if not self._as_made:
            with psycopg.connect(self.url(schema)) as connection:
                self._as_made = _shape(connection, schema)
                self._rows = _filled(connection, self._as_made[0])
        return schema

    def give_back(self, schema: str) -> None:
        with contextlib.suppress(psycopg.errors.LockNotAvailable):  # still held: left as it is
            try:
                self._clean(schema)
            except psycopg.errors.AdminShutdown:  # a test ended every connection, ours too
                self._clean(schema)

    def _clean(self, schema: str) -> None:
        with self._connected() as connection:
            if _shape(connection, schema) != self._as_made:
                connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())
                return
            connection.execute(
                "SET LOCAL lock_timeout = '3s'; SET LOCAL synchronous_commit = off;"
                " SET LOCAL session_replication_role = replica"
            )
            emptied = [f"DELETE FROM {schema}.{table}" for table in _written(connection, schema)]  # noqa: S608 - our own tables
            connection.execute(";".join(emptied).encode())
            for table, rows in self._rows.items():
                with connection.cursor().copy(f"COPY {schema}.{table} FROM STDIN".encode()) as copy:
                    copy.write(rows)
        self._free.append(schema)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        """One connection for all: starting one takes as long as emptying a schema."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._server)
        with self._connection.transaction():
            yield self._connection


def _shape(connection: psycopg.Connection[Any], schema: str) -> tuple[Any, ...]:
    """Tables, and how many columns, indexes and triggers they have."""
    return tuple(
        connection.execute(
            "SELECT array_agg(relname::text ORDER BY relname) FILTER (WHERE relkind = 'r'), count(*),"
            " (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped AND attrelid = ANY(array_agg(c.oid))),"
            " (SELECT count(*) FROM pg_trigger"
            "  WHERE tgenabled <> 'D' AND tgrelid = ANY(array_agg(c.oid)))"
            " FROM pg_class c WHERE relnamespace = %s::regnamespace",
            (schema,),
        ).fetchone()
        or ()
    )


def _written(connection: psycopg.Connection[Any], schema: str) -> list[str]:
    """Tables that have, or had, a row: emptying them all takes longer than most tests."""
    written = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"
        " AND pg_relation_size(oid) > 0",
        (schema,),
    )
    return [name for (name,) in written]


def _filled(connection: psycopg.Connection[Any], tables: tuple[str, ...]) -> dict[str, bytes]:
    found = {}
    for table in tables:
        with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
            found[table] = b"".join(bytes(part) for part in copy)
    return {table: rows for table, rows in found.items() if rows}


@pytest.fixture(scope="session")
def schemas(postgres_url: str) -> Schemas:
    return Schemas(postgres_url)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every migration applied, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "region.db"
    Database.open(str(path)).close()
    return path


@pytest.fixture(params=ENGINES)
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a fresh database is, a file or a schema: empty, or migrated for whoever asks `db` or `migrated`."""
    migrated = not {"db", "migrated"}.isdisjoint(request.fixturenames)
    if request.param == "sqlite":
        path = tmp_path / "region.db"
        if migrated:
            shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield str(path)
        return
    schemas: Schemas = request.getfixturevalue("schemas")
    schema = schemas.lend() if migrated else schemas.fresh()
    yield schemas.url(schema)
    if migrated:
        schemas.give_back(schema)


@pytest.fixture
def migrated(db_url: str) -> str:
    """The same, of a database that was migrated: for what opens it by itself, more than once."""
    return db_url


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """A fresh database with every migration applied."""
    database = Database.open(db_url)
    try:
        yield database
    finally:
        database.close()
