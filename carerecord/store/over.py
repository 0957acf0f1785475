"""One statement over many rows, as each engine does that fastest. `VALUES :rows` in it stands for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

ROWS = "VALUES :rows"
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
    rows = f"SELECT * FROM unnest({columns})"  # noqa: S608 - types of ours
    return _with(sql.replace("%", "%%"), rows).encode()


def columns(rows: Rows) -> tuple[tuple[type, ...], list[list[Any]]]:
    return tuple(map(type, rows[0])), [list(one) for one in zip(*rows, strict=True)]


def _with(sql: str, rows: str) -> str:
    before, found, after = sql.partition(ROWS)
    if not found:
        raise ValueError(f"the statement has no “{ROWS}”")
    return before + rows + after
