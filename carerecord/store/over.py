"""One statement over many rows, as each engine does that fastest. `VALUES :rows` in it stands for all of them.

What is looked for by one column is written `IN (VALUES :rows)`. PostgreSQL is given that as one array for one table:
never as a join, which it would plan by how many rows it believes there are, and it believes none of a table that was
counted while it was empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

ROWS = "VALUES :rows"
AMONG = f"IN ({ROWS})"
_TYPES = {bytes: "bytea", int: "bigint", str: "text"}

Rows = Sequence[tuple[Any, ...]]
"""Of one length; in each place values of one type, none of them nothing."""


@lru_cache(maxsize=256)
def row_by_row(sql: str, width: int) -> str:
    """As a statement that is run for one row after another."""
    return _with(sql, f"VALUES ({', '.join('?' * width)})")


@lru_cache(maxsize=256)
def column_by_column(sql: str, kinds: tuple[type, ...]) -> bytes:
    """As a statement of PostgreSQL, each of whose parameters is a whole column."""
    columns = ", ".join(f"%b::{_TYPES[one]}[]" for one in kinds)
    statement = sql.replace("%", "%%")
    if len(kinds) == 1 and AMONG in statement:
        return statement.replace(AMONG, f"= ANY ({columns})").encode()
    rows = f"SELECT * FROM unnest({columns})"  # noqa: S608 - types of ours
    return _with(statement, rows).encode()


def columns(rows: Rows) -> tuple[tuple[type, ...], list[list[Any]]]:
    return tuple(map(type, rows[0])), [list(one) for one in zip(*rows, strict=True)]


def _with(sql: str, rows: str) -> str:
    before, found, after = sql.partition(ROWS)
    if not found:
        raise ValueError(f"the statement has no “{ROWS}”")
    return before + rows + after
