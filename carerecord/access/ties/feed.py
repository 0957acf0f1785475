"""An employer's file of staff, CSV with a title line. Refused whole when any of it is wrong.

Columns: `staff` (as they sign in, or their registration, “GMC 7000101”), and any of `nhs_number`, `family`, `address`, `postcode`, `phones` and
`relatives` (several, parted by “;”), `left` (“yes”). A refusal names row and column, never what was in them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from carerecord.access.ties.contract import FeedUnusable, StaffTies
from carerecord.access.ties.names import staff_name

COLUMNS = ("staff", "nhs_number", "family", "address", "postcode", "phones", "relatives", "left")
MOST_ROWS = 200_000
LONGEST = 500  # characters of one cell

ReadNumber = Callable[[str], str]
"""Ten digits of what was written as an NHS number; ValueError when it is none."""


def read_feed(content: bytes, number: ReadNumber) -> list[StaffTies]:
    """Every member of staff in a file, UTF-8. Raises FeedUnusable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedUnusable("the file is not UTF-8 text") from None
    try:
        return list(_members(csv.reader(io.StringIO(text, newline=""), strict=True), number))
    except csv.Error:
        raise FeedUnusable("the file is not CSV: a quote is left open or misplaced") from None


def _members(rows: Iterator[list[str]], number: ReadNumber) -> Iterator[StaffTies]:
    titles = _titles(next(rows, []))
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(seen) >= MOST_ROWS:
            raise FeedUnusable(f"more than {MOST_ROWS} rows")
        member = _member(line, _cells(line, titles, row), number)
        if (name := staff_name(member.staff_id)) in seen:
            raise _wrong(line, "staff", "named twice in this file")
        seen.add(name)
        yield member


def _titles(row: list[str]) -> list[str]:
    titles = [title.strip().lower() for title in row]
    if "staff" not in titles:
        raise FeedUnusable("row 1: there is no column “staff”")
    if len(set(titles)) < len(titles):
        raise FeedUnusable("row 1: two columns have one title")
    if unknown := [place for place, title in enumerate(titles, 1) if title not in COLUMNS]:
        raise FeedUnusable(f"row 1: column {unknown[0]} is none of {', '.join(COLUMNS)}")
    return titles


def _cells(line: int, titles: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(titles):
        raise FeedUnusable(f"row {line}: {len(row)} cells, not {len(titles)}")
    cells = {title: cell.strip() for title, cell in zip(titles, row, strict=True)}
    for title, cell in cells.items():
        if len(cell) > LONGEST:
            raise _wrong(line, title, f"longer than {LONGEST} characters")
        if not cell.replace("\r", " ").replace("\n", " ").isprintable():
            raise _wrong(line, title, "holds a character that cannot be printed")
    return cells


def _member(line: int, cells: dict[str, str], number: ReadNumber) -> StaffTies:
    if not cells["staff"]:
        raise _wrong(line, "staff", "empty")
    if cells.get("left", "").lower() not in ("", "yes", "no"):
        raise _wrong(line, "left", "neither “yes” nor “no”")
    own = cells.get("nhs_number", "")
    return StaffTies(
        staff_id=cells["staff"],
        nhs_number=_number(line, "nhs_number", own, number) if own else "",
        family=cells.get("family", ""),
        address=cells.get("address", ""),
        postcode=cells.get("postcode", ""),
        phones=_several(cells.get("phones", "")),
        relatives=tuple(
            _number(line, "relatives", one, number) for one in _several(cells.get("relatives", ""))
        ),
        left=cells.get("left", "").lower() == "yes",
    )


def _number(line: int, column: str, written: str, number: ReadNumber) -> str:
    try:
        return number(written)
    except ValueError:
        raise _wrong(line, column, "not an NHS number") from None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for one in cell.split(";") if (part := one.strip()))


def _wrong(line: int, column: str, why: str) -> FeedUnusable:
    return FeedUnusable(f"row {line}, column {column}: {why}")
