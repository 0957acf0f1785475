"""What is asked of access, the facts it reads, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from carerecord.contract import Level, Person, Viewer

Purpose = Literal["TREAT", "ETREAT", "BTG"]
Outcome = Literal["permit", "challenge", "deny"]
Objection = Literal["none", "restricted", "blocked"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One recorded reason why a viewer may be involved in a person's care (governance 3.3)."""

    id: str
    kind: str  # LR-1 … LR-18
    person_id: str
    holder_kind: Literal["user", "team", "organisation"]
    holder: str
    words: str  # completes "You may see this record because: …"
    starts: datetime
    ends: datetime | None = None
    strength: str = "S3"
    source: str = ""


@dataclass(frozen=True, slots=True)
class AccessRequest:
    viewer: Viewer
    person: Person
    at: datetime
    purpose: Purpose = "TREAT"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision reads; times and windows already worked out."""

    evidence: tuple[Evidence, ...] = ()  # in force now, strongest first
    objection: Objection = "none"
    own_record: bool = False
    emergency: Evidence | None = (
        None  # declared by this viewer for this person and still running (LR-16)
    )
    organisation_live: bool = True
    training_current: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    rule: str  # governance id, e.g. "LR-1", "OPT-2-blocked"
    words: str  # plain English, for the viewer


@dataclass(frozen=True, slots=True)
class Decision:
    """permit, challenge (evidence or an emergency declaration would help) or deny, with every reason."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    policies: tuple[str, ...] = ()  # @id of each policy that determined it
    policy_version: str = ""
    evidence: tuple[Evidence, ...] = ()
    levels: Mapping[str, Level] = field(
        default_factory=dict
    )  # section name -> how much; missing = none
    emergency_until: datetime | None = None
    may_declare_emergency: bool = False

    @property
    def allowed(self) -> bool:
        return self.outcome == "permit"
