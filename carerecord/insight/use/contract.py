"""A view as it is counted, a table of counts with the small ones hidden, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Mark = Literal["fewer than 5", "not shown"]
FEW: Mark = "fewer than 5"
KEPT: Mark = "not shown"
"""In place of a count that would let a smaller one be worked out."""
Cell = int | Mark | None
"""None: nothing to say, such as the time of no view."""


class UseUnusable(Exception):
    """Figures of use cannot be written or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """One member of staff opening one person's record once in a session."""

    staff: str
    person: str
    at: datetime  # of the first opening, in London
    organisation: str  # ODS code
    role: str
    launcher: str  # id of the launching system; "" = not launched
    face: str
    emergency: bool
    sections: tuple[str, ...]
    response_ms: int | None  # from the first opening to its first content; None = none was shown
    missing: tuple[str, ...]  # ids of sources that failed or answered in part


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as the figures name it."""

    name: str
    kind: str  # of `onboarding.contract.KINDS`


Places = Mapping[str, Place]
"""By ODS code."""


@dataclass(frozen=True, slots=True)
class Line:
    key: str  # what a program knows it by
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one month beside those of the year before, or one line for each month."""

    name: str  # in addresses and file names
    title: str
    head: str  # of the first column
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """Everything that is said of one month; every small number is hidden already."""

    month: str  # "2026-11"
    until: str  # the last day that is counted, "2026-11-19"
    months: tuple[str, ...]  # that there are figures of, newest first
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        return next(one for one in self.tables if one.name == name)
