"""What is said of each check, and whom a source may be tried with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from carerecord.connectors.knocking import Knocked
from carerecord.contract import Answer, SourceSettings
from carerecord.identity import NotAnNHSNumber, nhs_number
from carerecord.merge.contract import SectionRecord

Mark = Literal["pass", "warn", "fail", "not tried"]
INVENTED = "999"
"""NHS numbers that begin so are given to nobody: they are for tests."""
NOBODY = "9999999980"
"""A number of the test range that no source should know."""


class NotATestPerson(Exception):
    """A source is tried with invented people alone."""


@dataclass(frozen=True, slots=True)
class Check:
    number: int
    title: str
    mark: Mark
    happened: str
    do: str = ""  # what to do about it; empty where nothing is to be done


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """What came of trying one source; pure checks are made of it."""

    source: SourceSettings
    now: datetime
    problem: str = ""  # with its settings; nothing else was tried
    knocked: Knocked | None = None  # none: it is not reached over a wire
    answer: Answer | None = None  # about the test person; none: nobody was named
    nobody: Answer | None = None  # about somebody it should not know


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    source: SourceSettings
    checks: tuple[Check, ...]
    records: Mapping[str, SectionRecord] = field(default_factory=dict)
    """What it sent of the test person, by section."""

    @property
    def mark(self) -> Mark:
        """The worst."""
        marks = {one.mark for one in self.checks}
        return next((mark for mark in _WORST_FIRST if mark in marks), "pass")


_WORST_FIRST: tuple[Mark, ...] = ("fail", "warn")


def invented_number(typed: str) -> str:
    """Raises `NotATestPerson`, which repeats nothing that was typed."""
    try:
        number = nhs_number.read(typed)
    except NotAnNHSNumber:
        raise NotATestPerson("this is not an NHS number") from None
    if not number.startswith(INVENTED):
        raise NotATestPerson(f"only invented people, whose NHS numbers begin with {INVENTED}")
    return number
