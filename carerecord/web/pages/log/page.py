"""What a privacy officer typed, as criteria; and one line for each entry found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carerecord.viewing.contract import LogCriteria, LoggedEntry, words_of
from carerecord.web import formats
from carerecord.web.messages import say

TO_THE_SECOND = "%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Asked:
    """As typed, so that it can be shown again."""

    nhs_number: str = ""
    staff: str = ""
    since: str = ""
    until: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    when: str
    who: str
    username: str
    what: str
    whose: str
    number: str
    view: str  # by which the whole view is shown


def read_asked(form: Mapping[str, str]) -> Asked:
    names = ("nhs_number", "staff", "since", "until", "before")
    return Asked(**{name: form.get(name, "").strip() for name in names})


def criteria(asked: Asked) -> LogCriteria:
    """Both days count. Raises `ValueError` for what is no date."""
    given: dict[str, Any] = {}
    if asked.since:
        given["since"] = _midnight(asked.since)
    if asked.until:
        given["until"] = _midnight(asked.until) + timedelta(days=1)
    if asked.before:
        given["before"] = int(asked.before)
    return LogCriteria(asked.nhs_number, asked.staff, **given)


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), formats.LONDON)


def oldest(found: Sequence[LoggedEntry]) -> int:
    """Where the page below begins."""
    return found[-1].entry.place if found else 0


def lines(found: Iterable[LoggedEntry]) -> list[Line]:
    return [_line(one) for one in found]


def _line(one: LoggedEntry) -> Line:
    entry, person = one.entry, one.person
    return Line(
        when=f"{formats.local_day(entry.at)} {formats.time_of(entry.at, TO_THE_SECOND)}",
        who=entry.viewer.name if entry.viewer else "",
        username=entry.viewer.id if entry.viewer else "",
        what=words_of(entry),
        whose=formats.name(person) if person else say("review.nobody"),
        number=formats.number_mark(person.nhs_number) if person else "",
        view=entry.view_id,
    )
