"""The words and figures of the page, and its chart. A hidden number is never drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from carerecord.insight.use import Cell, Table, Use
from carerecord.web.pages.use.chart import stacked

MEASURES = {
    "months": "views",
    "months-by-setting": "views",
    "settings": "views",
    "organisations": "views",
    "roles": "views",
    "launchers": "launched",
    "sections": "sections",
    "times": "times",
}
"""Each table, and where `docs/reference/measures.md` and the list on the page say how it is made."""
DEFINITIONS = (
    ("views", "View", "One member of staff opening one person’s record once in a session, counted on the day it began."),
    ("staff", "Staff, people", "How many different members of staff, or people, had a view in the month. The months are counted apart: nobody is followed from one to the next."),
    ("launched", "Launching system", "The record system the member of staff came from with this person, in the same session."),
    ("sections", "Section shown", "Views in which the section was sent to the screen, or to the program that asked."),
    ("times", "Time to the first content", "From the entry that the record was opened to the entry that its first content was sent. Half were quicker than the median; 1 in 20 was slower than the second figure. Given for 20 views or more."),
    ("missing", "A source missing", "Views in which one source or more did not answer, or answered in part."),
    ("hidden", "Small numbers", "1 to 4 is shown as “fewer than 5”. “not shown” hides a count so that a smaller one cannot be worked out from a total."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    figure: str
    words: str
    measure: str


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[tuple[str, str], ...]  # heading, figure


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    measure: str


@dataclass(frozen=True, slots=True)
class UsePage:
    month: str
    title: str
    until: str
    months: tuple[tuple[str, str], ...]
    tiles: tuple[Tile, ...]
    chart: Markup
    sheets: tuple[Sheet, ...]
    definitions: tuple[tuple[str, str, str], ...] = DEFINITIONS

    def sheet(self, name: str) -> Sheet:
        return next(one for one in self.sheets if one.name == name)


def page_of(use: Use) -> UsePage:
    over_time = use.table("months")
    named = {line.key: line.label for line in over_time.lines}
    return UsePage(
        month=use.month,
        title=named[use.month],
        until=use.until,
        months=tuple((one, named.get(one, one)) for one in use.months),
        tiles=_tiles(use),
        chart=stacked(use.table("months-by-setting")),
        sheets=tuple(_sheet(one) for one in use.tables),
    )


def _tiles(use: Use) -> tuple[Tile, ...]:
    by_month = {line.key: line.cells for line in use.table("months").lines}
    views, staff, people, missing = by_month[use.month]
    ago = by_month.get(_year_before(use.month), (None,))[0]
    timed = next((line.cells for line in use.table("times").lines if line.key == ""), (None, None))
    return (
        Tile(_said(views), f"records opened{_change(views, ago)}", "views"),
        Tile(_said(staff), "staff opened at least one", "staff"),
        Tile(_said(people), "people whose record was opened", "staff"),
        Tile(_seconds(timed[0]), f"median to first content; {_seconds(timed[1])} for 1 in 20", "times"),
        Tile(_share(missing, views), "of views had a source missing", "missing"),
    )  # fmt: skip


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def _change(now: Cell, ago: Cell) -> str:
    if not isinstance(now, int) or not isinstance(ago, int) or not ago:
        return ""
    change = (now - ago) * 100 / ago
    return f", {'up' if change >= 0 else 'down'} {abs(change):.1f}% on a year before"


def _share(part: Cell, whole: Cell) -> str:
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return f"{part * 100 / whole:.1f}%"
    return _said(part)


def _seconds(milliseconds: Cell) -> str:
    return f"{milliseconds / 1000:.1f} s" if isinstance(milliseconds, int) else _said(milliseconds)


def _said(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell or "no views"


def _sheet(table: Table) -> Sheet:
    return Sheet(
        table.name,
        table.title,
        table.head,
        table.columns,
        tuple(Row(line.label, _cells(table.columns, line.cells)) for line in table.lines),
        MEASURES[table.name],
    )


def _cells(columns: Sequence[str], cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
    return tuple((head, _said(cell)) for head, cell in zip(columns, cells, strict=True))
