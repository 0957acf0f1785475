"""What the person is told of who looked at their record, and what is kept of each time it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from carerecord.contract import Person, Viewer

What = Literal["found", "refused", "office", "replayed", "system"]
"""What is no look: a name in a search or a list, a record that stayed closed, work on who looked, the service."""

Why = Literal["sealed", "safeguarding"]
"""Why a look may be left out of a report (PAT-3): an investigation that is sealed, or somebody's safety."""


@dataclass(frozen=True, slots=True)
class Look:
    """One view: one member of staff, in one role and one session, opened the record."""

    id: str  # of its first audit entry
    viewer: Viewer
    first: datetime
    last: datetime
    sections: tuple[str, ...] = ()  # names, in reading order
    rules: tuple[str, ...] = ()  # of what opened it, "LR-3"
    declared: tuple[str, ...] = ()  # reasons the viewer gave, "LR-14 caring-now"
    emergency: bool = False
    taken: bool = False  # by a program, which may keep it
    entries: frozenset[str] = frozenset()  # every audit entry of it
    evidence: frozenset[str] = frozenset()  # ids of what opened it

    @property
    def reference(self) -> str:
        """What the person says on the telephone: “3F0A-91C2-77”."""
        short = self.id[:10].upper()
        return f"{short[:4]}-{short[4:8]}-{short[8:]}"


@dataclass(frozen=True, slots=True)
class Other:
    """What somebody did about the record that shows none of what is in it."""

    what: What
    viewer: Viewer | None
    first: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """What stands open about one person's looks, and what was agreed to leave out."""

    unproved: frozenset[str] = frozenset()  # ids of evidence that nothing has proved yet
    left_out: frozenset[str] = frozenset()  # looks, by id
    questions: Mapping[str, Question] = field(default_factory=dict)  # by look


@dataclass(frozen=True, slots=True)
class Question:
    """The person asked about one look; the organisation of who looked answers (PAT-4)."""

    look: str
    asked: date
    due: date
    answered: date | None = None
    decision: str = ""  # the step that completed its case
    reply: str = ""  # what the officer says of it


@dataclass(frozen=True, slots=True)
class Line:
    """One look, in plain words."""

    when: str
    until: str
    who: str
    role: str
    organisation: str
    why: tuple[str, ...]
    saw: str
    kept: str
    name: str
    emergency: bool
    checking: str  # why it stands first; empty: it is not being checked
    reference: str
    question: tuple[str, ...] = ()  # what the person asked, and what was answered


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page and the letter say. Made from every entry about the person, not from a page of them."""

    person: Person
    made: str
    told: str
    checked: tuple[Line, ...]
    months: tuple[Month, ...]  # newest first, looks in check apart
    others: tuple[tuple[str, tuple[str, ...]], ...]  # heading, lines
    left_out: int
    asked: tuple[str, ...] = ()  # what they asked of organisations, and what came of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request to be told, as the officer records it (PAT-7)."""

    received: date
    requester: str  # who asked: the person, or somebody for them
    purpose: str
    consulted: str = ""  # the professional who was asked
    refused: str = ""  # the code of why it was refused
    why: str = ""  # and in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """As it is kept."""

    id: str
    person_id: str
    organisation: str  # of the officer
    officer: str
    officer_name: str
    asked: Asked
    due: date
    responded: date | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One look that is left out of reports, when a second officer has agreed, until a day (PAT-3)."""

    id: str
    person_id: str
    look: str
    organisation: str
    why: Why
    words: str
    proposed_by: str
    until: date
    agreed_by: str = ""


REFUSALS = {
    "not-proved": "They did not prove who they are, or that they may ask for this person",
    "harm": "It would put somebody at serious risk",
    "repeated": "The same was asked and answered a short time ago",
}
"""Why a request may be refused; the words beside it say more."""


class Unknown(Exception):
    """No such person, request, look or question here."""


class NotInOrder(ValueError):
    """It cannot be recorded so; the message says what is missing."""


class AboutYourself(NotInOrder):
    """Another officer makes the report about this one, and decides on it."""
