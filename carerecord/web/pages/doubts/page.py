"""One line for each doubt: whose entry, what is said of it, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.access.doubts import WHAT, Doubt
from carerecord.config import Settings
from carerecord.contract import Person
from carerecord.sections import BY_NAME
from carerecord.web import formats
from carerecord.web.messages import say


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    whose: str
    number: str
    when: str
    item: str  # where to find it at the source
    what: str
    words: str
    by: str
    state: str
    open: bool


def lines(found: Sequence[tuple[Doubt, Person | None]], settings: Settings) -> list[Line]:
    names = {one.id: one.name for one in settings.source}
    return [_line(doubt, person, names.get(doubt.source, doubt.source)) for doubt, person in found]


def _line(doubt: Doubt, person: Person | None, source: str) -> Line:
    last = doubt.last
    section = BY_NAME[doubt.section].title if doubt.section in BY_NAME else doubt.section
    own = doubt.item.partition("/")[2]
    state = last.step if last else "seen"
    at = last.at if last else doubt.at
    return Line(
        id=doubt.id,
        whose=formats.name(person) if person else "Not known any more",
        number=formats.number_mark(person.nhs_number) if person else "",
        when=f"{formats.local_day(doubt.at)} {formats.time_of(doubt.at)}",
        item=f"{section}, {source}: {own}",
        what=WHAT.get(doubt.what, doubt.what),
        words=doubt.words,
        by=f"{doubt.asked_by_name}, {doubt.asked_by_organisation}",
        state=""
        if doubt.open
        else say(f"doubt.{state}", day=formats.local_day(at), words=last.words if last else ""),
        open=doubt.open,
    )
