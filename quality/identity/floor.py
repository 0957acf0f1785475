"""The floor of filling: the same rows put into tables without keys or indexes, by the driver, nothing worked out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import psycopg

from carerecord.store import Database
from quality.identity.tracing import Filled

TABLES = ("person", "person_name", "person_former", "trace_person", "match_key")
SAMPLED = 100_000  # people, whose share of each table is written
AT_ONCE = 100_000  # rows in one transaction

Table = Sequence[tuple[Any, ...]]


async def floor(db: Database, filled: Filled, place: str) -> float:
    """People a second. `place`: the folder of a new file, or the server."""
    share = min(1.0, SAMPLED / filled.people)
    tables = []
    for name in TABLES:
        count = (await db.tuples(f"SELECT count(*) FROM {name}"))[0][0]  # noqa: S608 - names of ours
        most = f"SELECT * FROM {name} LIMIT {int(count * share)}"  # noqa: S608 - names of ours
        tables.append(await db.tuples(most))
    started = time.perf_counter()
    if db.engine == "sqlite":
        _sqlite(Path(place) / "floor.db", tables)
    else:
        _postgres(place, tables)
    return filled.people * share / (time.perf_counter() - started)


def _sqlite(path: Path, tables: Sequence[Table]) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    for place, rows in enumerate(filter(None, tables)):
        columns = ", ".join(f"c{n}" for n in range(len(rows[0])))
        connection.execute(f"CREATE TABLE floor_{place} ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        for some in _some(rows):
            with connection:
                connection.executemany(f"INSERT INTO floor_{place} VALUES ({marks})", some)  # noqa: S608 - names of ours
    connection.close()


def _postgres(url: str, tables: Sequence[Table]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for place, rows in enumerate(filter(None, tables)):
            kinds = ("bigint" if isinstance(one, int) else "text" for one in rows[0])
            columns = ", ".join(f"c{n} {kind}" for n, kind in enumerate(kinds))
            connection.execute(f"CREATE TABLE floor_{place} ({columns})".encode())
            for some in _some(rows):
                with connection.cursor().copy(f"COPY floor_{place} FROM STDIN".encode()) as copy:
                    for row in some:
                        copy.write_row(row)


def _some(rows: Table) -> Iterator[Table]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
