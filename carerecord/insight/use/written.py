"""Figures as CSV and JSON: the same words for what is hidden as on the page."""

from __future__ import annotations

import csv
import io
from typing import Any

from carerecord.insight.use.contract import Cell, Table, Use

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet reads a text that begins so as something to work out."""


def as_csv(table: Table) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([table.head, *table.columns])
    for line in table.lines:
        label = f"'{line.label}" if line.label.startswith(FORMULA) else line.label
        lines.writerow([label, *("" if cell is None else cell for cell in line.cells)])
    return text.getvalue()


def as_json(use: Use) -> dict[str, Any]:
    tables = {
        one.name: [_line(one, line.key, line.cells) for line in one.lines] for one in use.tables
    }
    return {"month": use.month, "until": use.until, **tables}


def _line(table: Table, key: str, cells: tuple[Cell, ...]) -> dict[str, Any]:
    return {"key": key, **dict(zip(table.columns, cells, strict=True))}
