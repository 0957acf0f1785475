"""A table that a source sent as text: the names of its columns, then rows that are each read alone. Pure.

What is wrong is named by its row and column. Nothing that stood in the file is repeated in what is said of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from carerecord.connectors.contract import Pushed
from carerecord.connectors.folder_feed import Part

_LONGEST = 20_000  # characters of one cell

Row = Mapping[str, str]


class Wrong(ValueError):
    """The words say what is wrong in which column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Their names in small letters, in whatever order and case they stand in the file."""

    known: tuple[str, ...]
    needed: tuple[str, ...]  # in every file
    filled: tuple[str, ...]  # in every row
    parted_by: str = ","


def parts(raw: bytes, columns: Columns, read: Callable[[Row], Pushed]) -> Iterator[Part]:
    """Every row of one file; a file that is wrong as a whole is one part. `read` raises `Wrong`."""
    try:
        headings, cells = _table(raw, columns)
    except Wrong as error:
        yield Part(raw, None, str(error))
        return
    for number, one in cells:
        alone = _written([headings, one], columns)
        try:
            yield Part(alone, read(_row(headings, one, columns)))
        except Wrong as error:
            yield Part(alone, None, f"row {number}{error}")


def _table(raw: bytes, columns: Columns) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and each row with its place in the file, the first row being 1."""
    try:
        text = raw.decode("utf-8-sig")
        mark = columns.parted_by
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except UnicodeDecodeError as error:
        raise Wrong(f"byte {error.start} is not UTF-8") from None
    except csv.Error as error:
        raise Wrong(f"it is no CSV: {error}") from None
    found = [(number, one) for number, one in enumerate(lines, 1) if any(one)]
    headings = [cell.strip().casefold() for cell in found[0][1]] if found else []
    if missing := [name for name in columns.needed if name not in headings]:
        raise Wrong(f"row 1: the column {missing[0]} is missing")
    if unknown := [name for name in headings if name not in columns.known]:
        raise Wrong(f"row 1: column {headings.index(unknown[0]) + 1} has a name nobody here knows")
    if len(set(headings)) < len(headings):
        raise Wrong("row 1: a column stands there twice")
    return headings, found[1:]


def _written(lines: list[list[str]], columns: Columns) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=columns.parted_by).writerows(lines)
    return out.getvalue().encode()


def _row(headings: list[str], cells: list[str], columns: Columns) -> Row:
    if len(cells) != len(headings):
        raise Wrong(f": it has {len(cells)} cells; there are {len(headings)} columns")
    row = {name: cell.strip() for name, cell in zip(headings, cells, strict=True)}
    for name, cell in row.items():
        if not cell and name in columns.filled:
            raise Wrong(f", column {name}: it is empty")
        if len(cell) > _LONGEST:
            raise Wrong(f", column {name}: it is too long")
    return row
