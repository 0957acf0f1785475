"""A CSV file read row by row: each is read into R4, or what is wrong is named by its row and column. Pure.

Nothing that stood in the file is repeated in what is said of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_drop.translate import KINDS, STATUSES, resources
from carerecord.connectors.folder_feed import Part
from carerecord.connectors.pushed import own_id
from carerecord.contract import SourceSettings

NEEDED = ("nhs_number", "birth_date", "id", "kind", "title", "status", "said")
COLUMNS = (*NEEDED, "text", "starts", "ends", "worker", "phone")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST = 20_000  # characters of one cell
_NUMBER = re.compile(r"\d{10}")

Row = Mapping[str, str]


class _Wrong(ValueError):
    """The words say what is wrong in which column."""


def rows(raw: bytes, source: SourceSettings, zone: ZoneInfo) -> Iterator[Part]:
    """Every row of one file; a file that is wrong as a whole is one part."""
    try:
        headings, cells = _table(raw)
    except _Wrong as error:
        yield Part(raw, None, str(error))
        return
    for number, one in cells:
        alone = _written([headings, one])
        try:
            row = _row(headings, one)
            yield Part(alone, _pushed(row, source, zone))
        except _Wrong as error:
            yield Part(alone, None, f"row {number}{error}")


def _table(raw: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and each row with its place in the file, the first row being 1."""
    try:
        text = raw.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise _Wrong(f"byte {error.start} is not UTF-8") from None
    except csv.Error as error:
        raise _Wrong(f"it is no CSV: {error}") from None
    found = [(number, one) for number, one in enumerate(lines, 1) if any(one)]
    headings = [cell.strip().casefold() for cell in found[0][1]] if found else []
    if missing := [name for name in NEEDED if name not in headings]:
        raise _Wrong(f"row 1: the column {missing[0]} is missing")
    if unknown := [name for name in headings if name not in COLUMNS]:
        raise _Wrong(f"row 1: column {headings.index(unknown[0]) + 1} has a name nobody here knows")
    if len(set(headings)) < len(headings):
        raise _Wrong("row 1: a column stands there twice")
    return headings, found[1:]


def _written(lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def _row(headings: list[str], cells: list[str]) -> Row:
    if len(cells) != len(headings):
        raise _Wrong(f": it has {len(cells)} cells; there are {len(headings)} columns")
    row = {name: cell.strip() for name, cell in zip(headings, cells, strict=True)}
    for name, cell in row.items():
        if not cell and name in NEEDED:
            raise _Wrong(f", column {name}: it is empty")
        if len(cell) > _LONGEST:
            raise _Wrong(f", column {name}: it is too long")
    return row


def _pushed(row: Row, source: SourceSettings, zone: ZoneInfo) -> Pushed:
    number = row["nhs_number"].replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise _Wrong(", column nhs_number: it is not ten digits")
    for name, known in (("kind", KINDS), ("status", STATUSES)):
        if row[name] not in known:
            raise _Wrong(f", column {name}: it must be one of {', '.join(known)}")
    for name in ("birth_date", "starts", "ends"):
        if row.get(name) and not _is_day(row[name]):
            raise _Wrong(f", column {name}: it is no day, as 2026-11-21")
    said = _moment(row["said"], zone)
    kind, own = KINDS[row["kind"]], own_id(row["kind"], row["id"])
    gone = row["status"] == "removed"
    return Pushed(
        said=said,
        numbers=(number,),
        birth_date=row["birth_date"],
        resources=resources(row, number, own, source.name, gone=gone),
        removed=((kind, own),) if gone else (),
    )


def _is_day(sent: str) -> bool:
    try:
        return bool(_DAY.fullmatch(sent)) and bool(date.fromisoformat(sent))
    except ValueError:
        return False


def _moment(sent: str, zone: ZoneInfo) -> datetime:
    """A day is its beginning; a time without a zone is local."""
    try:
        at = datetime.fromisoformat(sent)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Wrong(", column said: it is no time, as 2026-11-21T09:12:00+00:00") from None
