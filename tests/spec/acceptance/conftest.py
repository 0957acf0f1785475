"""Lets the acceptance cases share their region, and gives each try a region of its own, on each engine."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from acceptance_region import filled
from acceptance_world import World

from carerecord.conftest import ENGINES

_copies = itertools.count(1)


@pytest.fixture(scope="session", params=ENGINES)
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Each call gives the address of a new store in which the region is in order.

    Filled once for each engine, then copied: a store made anew for every try would take minutes.
    """
    if request.param == "sqlite":
        return _files(tmp_path_factory.mktemp("acceptance"))
    return _databases(request.getfixturevalue("postgres_url"))


def _files(folder: Path) -> Callable[[], str]:
    template = folder / "template.db"
    asyncio.run(filled(str(template)))

    def copy() -> str:
        made = folder / f"{next(_copies)}.db"
        shutil.copy(template, made)
        return str(made)

    return copy


def _databases(server: str) -> Callable[[], str]:
    template = f"acceptance_{next(_copies)}"
    _run(server, f"CREATE DATABASE {template}")
    asyncio.run(filled(_named(server, template)))

    def copy() -> str:
        made = f"acceptance_{next(_copies)}"
        _run(server, f"CREATE DATABASE {made} TEMPLATE {template}")
        return _named(server, made)

    return copy


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
async def world(fresh: Callable[[], str], tmp_path: Path) -> AsyncIterator[World]:
    made = World(fresh(), tmp_path)
    try:
        yield made
    finally:
        await made.close()
