"""A file of training records (CSV, as learning systems export it): read whole, or refused with row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from carerecord.onboarding.contract import Module, OnboardingRefused, Training
from carerecord.onboarding.training import problem_of

COLUMNS = ("viewer", "organisation", "module", "version", "score", "date", "delivered_by")
MOST_ROWS = 50_000  # in one file: they are written in one transaction
_SHOWN = 5  # problems named in the message


def read_training(content: bytes, modules: Sequence[Module], today: date) -> list[Training]:
    """Every record of the file. Raises OnboardingRefused naming rows as a spreadsheet numbers them."""
    rows = _rows(content)
    known = {(one.module, one.version) for one in modules}
    records: list[Training] = []
    problems: list[str] = []
    for number, row in rows:
        read = _read(row, known, today)
        if isinstance(read, Training):
            records.append(read)
        else:
            problems.append(f"row {number}, column {read[0]}: {read[1]}")
    if problems:
        more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise OnboardingRefused(f"{'; '.join(problems[:_SHOWN])}{more}. Nothing was recorded.")
    if not records:
        raise OnboardingRefused("the file has no records.")
    return records


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        table = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    except UnicodeDecodeError:
        raise OnboardingRefused("the file is not text in UTF-8.") from None
    except csv.Error as error:
        raise OnboardingRefused(f"the file cannot be read as CSV: {error}.") from None
    header = [name.strip().lower() for name in table[0][1]] if table else []
    if sorted(header) != sorted(COLUMNS):
        raise OnboardingRefused(f"row 1 must name these columns: {', '.join(COLUMNS)}.")
    if len(table) - 1 > MOST_ROWS:
        raise OnboardingRefused(f"more than {MOST_ROWS} records: split the file.")
    for number, line in table[1:]:
        if len(line) != len(header):
            raise OnboardingRefused(f"row {number} has {len(line)} columns, not {len(header)}.")
        yield number, dict(zip(header, (value.strip() for value in line), strict=True))


def _read(
    row: dict[str, str], known: set[tuple[str, int]], today: date
) -> Training | tuple[str, str]:
    for column, value in row.items():
        if not value.isprintable():
            return column, "holds a character that cannot be printed"
    for column in ("version", "score"):
        if not (row[column].isascii() and row[column].isdigit() and len(row[column]) < 6):
            return column, f"“{row[column]}” is not a whole number"
    day = _day(row["date"])
    if day is None:
        return "date", f"“{row['date']}” is not a day written YYYY-MM-DD"
    record = Training(
        row["viewer"],
        row["module"],
        int(row["version"]),
        int(row["score"]),
        day,
        row["organisation"],
        row["delivered_by"],
    )
    return problem_of(record, known, today) or record


def _day(text: str) -> date | None:
    """Only YYYY-MM-DD: the other ways ISO 8601 writes a day are more likely a mistake."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
