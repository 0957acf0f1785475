"""A caseload or a list of residents as CSV, read and checked whole before anything is done with it. Pure.

What is wrong is named by row and column, as a spreadsheet counts them, and never repeats what stood there:
a list of residents is about people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from carerecord.access.evidence.signals import FIRST_YEAR, LAST_YEAR

ListKind = Literal["LR-6", "LR-7"]

REQUIRED = ("nhs_number", "birth_date", "starts")
COLUMNS: Mapping[ListKind, tuple[str, ...]] = {
    "LR-6": (*REQUIRED, "team", "staff", "ends", "source_id"),
    "LR-7": (*REQUIRED, "ends", "source_id"),
}
MOST_ROWS = 100_000
MOST_BYTES = 64 * 1024 * 1024
LONGEST = 100  # characters of a team, a member of staff, an id
_LONDON = ZoneInfo("Europe/London")
_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of the file, and what would be right. Row 1 is the line of headings."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One row, checked by itself."""

    row: int
    nhs_number: str
    birth_date: str
    starts: datetime
    ends: datetime | None = None
    team: str = ""
    staff: str = ""
    source_id: str = ""


class _Wrong(ValueError):
    """One cell, or the file from a row on, cannot be used; the message says what would be right."""

    def __init__(self, words: str, row: int = 1) -> None:
        super().__init__(words)
        self.row = row


def read_list(
    data: bytes, kind: ListKind, read_number: Callable[[str], str]
) -> tuple[list[Listed], list[Problem]]:
    """The rows, and everything that is wrong. `read_number` raises ValueError for no NHS number."""
    listed: list[Listed] = []
    problems: list[Problem] = []
    try:
        rows = _rows(_text(data))
        headings = _headings(next(rows, (1, []))[1], kind)
        for row, cells in rows:
            if row > MOST_ROWS + 1:
                raise _Wrong(f"a list may have at most {MOST_ROWS:,} rows; send it in parts", row)
            _read_row(row, cells, headings, read_number, listed, problems)
    except _Wrong as wrong:
        problems.append(Problem(wrong.row, "", str(wrong)))
    return listed, problems + _twice(listed)


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _Wrong("the file is larger than 64 MiB")
    if name := _ENCODINGS.get(data[:2]):
        raise _Wrong(f"the file is {name}; save it as “CSV UTF-8”")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _Wrong(f"line {row} is not UTF-8; save the file as “CSV UTF-8”") from None
    if "\0" in text:
        raise _Wrong("the file holds NUL characters; save it as “CSV UTF-8”")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells; rows without anything in them are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for cells in reader:
            row += 1
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield row, stripped
    except csv.Error:
        words = "the quotes in this row do not match, or a cell is far too long"
        raise _Wrong(words, row + 1) from None


def _headings(cells: list[str], kind: ListKind) -> list[str]:
    known = COLUMNS[kind]
    headings = [cell.lower() for cell in cells]
    if not headings:
        raise _Wrong(f"the file is empty; its first row names the columns: {', '.join(known)}")
    if len(headings) == 1 and any(mark in headings[0] for mark in ";\t|"):
        raise _Wrong("the columns are not separated by commas; save it as “CSV UTF-8”")
    for place, heading in enumerate(headings, 1):
        if heading not in known:
            raise _Wrong(f"heading {place} is no column of this list; known: {', '.join(known)}")
        if headings.count(heading) > 1:
            raise _Wrong(f"two columns are called {heading}")
    if missing := [name for name in REQUIRED if name not in headings]:
        raise _Wrong(f"the column {missing[0]} is missing")
    return headings


def _read_row(
    row: int,
    cells: list[str],
    headings: list[str],
    read_number: Callable[[str], str],
    listed: list[Listed],
    problems: list[Problem],
) -> None:
    if len(cells) != len(headings):
        words = f"this row has {len(cells)} cells; there are {len(headings)} columns"
        problems.append(Problem(row, "", words))
        return
    said = dict(zip(headings, cells, strict=True))
    found: dict[str, object] = {}
    readers: dict[str, Callable[[str], object]] = {
        "nhs_number": read_number,
        "birth_date": _birth_date,
        "starts": _starts,
        "ends": _ends,
    }
    wrong = False
    for column, value in said.items():
        try:
            found[column] = readers.get(column, _name)(value)
        except ValueError as error:
            problems.append(Problem(row, column, str(error)))
            wrong = True
    if wrong:
        return
    if problem := _contradiction(row, found):
        problems.append(problem)
        return
    listed.append(Listed(row, **found))  # type: ignore[arg-type]  # each reader gives its field's type


def _contradiction(row: int, found: Mapping[str, object]) -> Problem | None:
    starts, ends = found["starts"], found.get("ends")
    if isinstance(starts, datetime) and isinstance(ends, datetime) and ends <= starts:
        return Problem(row, "ends", "it ends before it starts")
    if found.get("team") and found.get("staff"):
        return Problem(row, "staff", "name a team or a member of staff, not both")
    return None


def _birth_date(value: str) -> str:
    return _day(value).isoformat()


def _day(value: str) -> date:
    try:
        if len(value) == 10 and value[4] == value[7] == "-":
            day = date.fromisoformat(value)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    except ValueError:
        pass
    raise _Wrong("write a date as year-month-day, 2026-11-21")


def _starts(value: str) -> datetime:
    """A day begins at its first moment, in London."""
    return _moment(value) if "T" in value else _midnight(_day(value))


def _ends(value: str) -> datetime | None:
    """A day is included: it ends when the next one begins."""
    if not value:
        return None
    return _moment(value) if "T" in value else _midnight(_day(value) + timedelta(days=1))


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _Wrong("write a time with its zone, 2026-11-21T09:12:00+00:00")
    return moment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _LONDON)


def _name(value: str) -> str:
    if len(value) > LONGEST or not value.isprintable():
        raise _Wrong(f"use at most {LONGEST} printable characters")
    return value


def _twice(listed: list[Listed]) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for one in listed:
        key = (one.nhs_number, one.team, one.staff, one.source_id)
        before = first.setdefault(key, one.row)
        if before != one.row:
            problems.append(Problem(one.row, "nhs_number", f"the same as row {before}"))
    return problems
