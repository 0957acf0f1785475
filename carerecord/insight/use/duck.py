"""DuckDB over the daily files: it writes them and reads them. The only code that knows it.

It comes with the extra `use`, and is loaded when a file is first written or read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from carerecord.insight.use.contract import UseUnusable
from carerecord.store import sql

SQL = sql(__file__, "duck.sql")
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
}

Row = dict[str, Any]


class Duck:
    def __init__(self, connection: Any, error: type[Exception]) -> None:
        self._connection, self._error = connection, error

    def rows(self, statement: str, files: Sequence[Path]) -> list[Row]:
        if not files:
            return []
        found = self._run(statement, {"files": [str(one) for one in files]})
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def write(self, rows: Iterable[Mapping[str, object]], before: Sequence[Path], to: Path) -> None:
        """`rows` as the Parquet file `to`, each marked as first of the month or not. The same rows, the same bytes."""
        beside = to.with_suffix(".rows")
        try:
            with beside.open("w", encoding="utf-8") as lines:
                lines.writelines(json.dumps(row) + "\n" for row in rows)
            self._run(SQL.clear)
            self._run(SQL.take, {"rows": str(beside)})
            if before:
                self._run(SQL.before, {"files": [str(one) for one in before]})
            else:
                self._run(SQL.nobody_before)
            self._run(SQL.give)
            target = str(to).replace("'", "''")
            self._run(f"COPY given TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        finally:
            beside.unlink(missing_ok=True)

    def _run(self, statement: str, params: Mapping[str, object] | None = None) -> Any:
        try:
            return self._connection.execute(statement, params)
        except self._error as error:
            raise UseUnusable(f"a file of use cannot be written or read: {error}") from error


@contextmanager
def duck() -> Iterator[Duck]:
    """Raises `UseUnusable` where it is not installed."""
    try:
        import duckdb
    except ImportError:
        raise UseUnusable(
            "DuckDB is not installed: install carerecord with its extra “use”."
        ) from None
    with duckdb.connect(config=SETTINGS) as connection:
        yield Duck(connection, duckdb.Error)
