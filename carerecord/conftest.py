"""What the tests of any part may use: an event loop, and a real database on each engine.

`tests/conftest.py` imports these fixtures by name. PostgreSQL is Debian's, started once, on a unix
socket in a temporary folder; each test has a schema of its own. Where its programs are missing the
tests run on SQLite alone, and the summary says so.
"""

from __future__ import annotations

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
    """A running PostgreSQL of our own, with every safety setting on."""
    folder = Path(tempfile.mkdtemp(prefix="carerecord-pg-"))
    folder.chmod(0o777)  # the server may run as another user than the tests
    try:
        _run("initdb", "-D", str(folder / "data"), *CLUSTER)
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=60"
        )
        log = str(folder / "log")
        _run("pg_ctl", "-D", str(folder / "data"), "-l", log, "-w", "-o", settings, "start")
        try:
            yield f"postgresql://carerecord@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


@pytest.fixture(params=ENGINES)
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a fresh, empty database is: a new file, or a new schema."""
    if request.param == "sqlite":
        return str(tmp_path / "region.db")
    server: str = request.getfixturevalue("postgres_url")
    schema = f"test_{os.getpid()}_{next(_schemas)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{server}&options=-csearch_path%3D{schema}"


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """A fresh database with every migration applied."""
    database = Database.open(db_url)
    try:
        yield database
    finally:
        database.close()
