"""Who lives in the invented region, who works there, and why they may look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from carerecord.contract import Person

HolderKind = Literal["user", "team", "organisation"]
ObjectionState = Literal["restricted", "blocked"]


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody of the region, with what their history is told from."""

    index: int
    person: Person
    case: str = ""  # key of a named case, empty for everyone else
    household: str = ""
    home: tuple[str, str] = (
        "",
        "",
    )  # address and postcode as sources hold them, also when protected
    origin: str = ""  # tradition the name comes from
    practice: str = ""  # source id of the GP system; empty when registered nowhere
    hospital: str = ""  # source id of the acute trust this person usually goes to
    stories: tuple[str, ...] = ()  # names in lives.LIVES, in the order they are told
    sources: tuple[str, ...] = ()  # source ids that know this person
    care_home: bool = False
    staff: str = ""  # username of the member of staff this person is
    watched_by: str = ""  # ODS code of the organisation whose watch list they are on
    former_number: str = ""  # NHS number this person had before, when replaced


@dataclass(frozen=True, slots=True)
class InventedStaff:
    username: str  # "a.okafor"
    name: str  # "Dr A Okafor"
    role: str  # key of the role and class matrix
    role_name: str  # as shown, "Emergency doctor"
    organisation: str  # ODS code
    organisation_name: str
    teams: tuple[str, ...] = ()
    supervisor: str = ""  # username of who supervises a student
    registration: str = ""  # professional body and number, "gmc_id|7000101"
    cares_for: tuple[str, ...] = ()  # NHS numbers this person has evidence for, today


@dataclass(frozen=True, slots=True)
class InventedEvidence:
    """One recorded reason to be involved in a person's care (governance 3.3)."""

    kind: str  # LR-1 … LR-13
    nhs_number: str
    holder_kind: HolderKind
    holder: str  # username, team, or ODS code
    words: str  # completes "You may see this record because: …"
    starts: datetime
    ends: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class InventedRegion:
    people: tuple[InventedPerson, ...]
    staff: tuple[InventedStaff, ...]
    evidence: tuple[InventedEvidence, ...]
    objections: dict[str, ObjectionState] = field(default_factory=dict)  # by NHS number
    superseded: dict[str, str] = field(default_factory=dict)  # old number -> number in use
