"""What is looked at, what is known about it, and what comes of it. Ids are opaque; nothing here is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

HolderKind = Literal["user", "session", "team", "organisation"]
Strength = Literal["direct", "broad", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One view of one person's record by one member of staff."""

    id: str
    at: datetime  # with a zone; hours of the day are London's
    viewer: str
    person: str
    role: str = ""
    organisation: str = ""
    teams: tuple[str, ...] = ()
    session: str = ""
    declared: str = ""  # "emergency", "claimed", or nothing
    encounter: bool = False  # launched from a trusted record system with an open encounter (LR-12)
    sensitive: bool = False  # a sensitive section was shown
    documents: int = 0  # letters opened or taken out
    evidence: frozenset[str] = (
        frozenset()
    )  # ids of the care it was decided on, as written down then


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Why somebody may see a person, as a system of record says: LR-1 to LR-13, with its window."""

    person: str
    kind: str  # "LR-4"
    holder_kind: HolderKind
    holder: str  # member of staff, session, team or organisation
    starts: datetime
    ends: datetime | None = None  # none: still going on
    recorded: datetime | None = None  # when we learnt of it; none: before everything
    words: str = ""  # "outpatient appointment"
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """What an employer said. Everything but the id may be missing."""

    id: str
    family: str = ""
    person: str = ""  # their own record
    homes: frozenset[str] = frozenset()  # any value that is equal for one household
    near: frozenset[str] = frozenset()  # postcodes or streets
    phones: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()  # people they declared
    organisation: str = ""
    teams: tuple[str, ...] = ()  # for views that do not say which
    left: datetime | None = None  # no longer employed, or suspended, from then on
    shifts: tuple[tuple[datetime, datetime], ...] = ()  # on the roster; none: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person of the index, as far as it may tie them to a member of staff."""

    id: str
    family: str = ""
    homes: frozenset[str] = frozenset()
    former_homes: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()  # their own, next of kin's, emergency contact's
    relatives: frozenset[str] = frozenset()  # ids of people: next of kin, household
    works_for: frozenset[str] = frozenset()  # organisations, where they are staff themselves
    watched_by: frozenset[str] = frozenset()  # organisations that have them on their list
    protected: bool = False
    died: datetime | None = None
    number: int = 0  # anything that runs on from one person to the next, where records are browsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The platform's facts. `ties` is for what was compared elsewhere (as digests) and left only its kind."""

    care: Iterable[Care] = ()
    staff: Iterable[StaffMember] = ()
    people: Iterable[Somebody] = ()
    ties: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(viewer, person) → names of signals that hold of them: own, related, colleague, watched."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`direct` names the viewer or their team; `broad` their organisation, and only where nothing ties the two."""

    strength: Strength
    template: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason why a case was picked, with its number in its words."""

    name: str
    words: str
    number: float
    weight: float = 0.0  # what it added to the case


@dataclass(frozen=True, slots=True)
class Case:
    """One question for a privacy officer: one viewer and person, or one viewer and a run of people."""

    viewer: str
    people: tuple[str, ...]
    accesses: tuple[str, ...]
    first: datetime
    last: datetime
    score: float
    signals: tuple[Signal, ...]
    explained: str = ""  # words of what does explain it, where it was picked all the same

    @property
    def burst(self) -> bool:
        return len(self.people) > 1


@dataclass(frozen=True, slots=True)
class Found:
    explanations: Mapping[str, Explanation]  # by id of access
    cases: tuple[Case, ...]  # the most unusual first

    @property
    def explained(self) -> float:
        """The share of all views that something explains."""
        if not self.explanations:
            return 1.0
        return sum(e.strength != "none" for e in self.explanations.values()) / len(
            self.explanations
        )
