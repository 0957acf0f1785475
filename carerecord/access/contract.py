"""What is asked of access, the facts it reads, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from carerecord.contract import Level, Person, Standing, Viewer

Purpose = Literal["TREAT", "ETREAT", "BTG"]
"""v3 ActReason codes a record may be opened for (ROL-6)."""

Outcome = Literal["permit", "challenge", "deny"]

DeclarationKind = Literal["LR-14", "OWN-3", "DEC-1", "SFL-3", "LR-16"]
"""What a viewer may say for themselves about one person, in the order they are asked: how they are involved,
that they may be related, why the record of somebody who died, why a protected person's document, an emergency."""

Function = Literal["find", "review", "explain"]
"""What needs no person: finding one, seeing who looked (with alerts), asking why a record would open."""

HolderKind = Literal["user", "session", "team", "organisation"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One recorded reason why a viewer may see a person, or one declaration they made (governance 3.3)."""

    id: str
    kind: str  # LR-1 … LR-18, or a DeclarationKind
    person_id: str
    holder_kind: HolderKind
    holder: str  # viewer id, a session in one role, "ODS/team" or ODS code
    words: str  # completes "You may see this record because: …"
    starts: datetime
    ends: datetime | None = None
    strength: str = "S3"
    source: str = ""  # who said so: a source id, a launcher id, a file; a declaration's reason code
    notify_from: datetime | None = None
    """From then on each use is a notification: the days after a person left the practice (LR-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a person, or a controller for them, decided about sharing, in force now (OPT-2 to OPT-4)."""

    id: str
    state: Literal["restricted", "blocked"]
    scope: Literal["record", "source", "section", "organisation", "item"] = "record"
    target: str = (
        ""  # source id, section name, ODS code of a viewer's organisation, "source/Type/id"
    )
    decided: bool = True  # False: only asked for so far, and held as restricted meanwhile (OPT-3)


@dataclass(frozen=True, slots=True)
class AccessRequest:
    viewer: Viewer
    person: Person
    at: datetime
    purpose: Purpose = "TREAT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """How the viewer may know the person outside care; worked out without showing anybody why (OWN-6)."""

    own_record: bool  # OWN-1
    related: bool  # same address, same surname and postcode, next of kin, emergency contact (OWN-3)
    related_agreed: bool  # a named clinical lead agreed to it beforehand (OWN-3)
    colleague: bool  # the person works for the viewer's organisation (OWN-4)
    watched: bool  # on the viewer's organisation's list of people in the public eye (OWN-5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a decision reads; nothing has a default, so that a fact nobody gathered is an error."""

    evidence: tuple[Evidence, ...]  # that may be in force now, declarations included
    objections: tuple[Objection, ...]
    ties: Ties
    standing: Standing
    supervised: (
        bool  # the student's named supervisor has evidence of their own for this person (ROL-4)
    )
    emergencies_in_shift: int  # declared by this viewer in the last 12 hours (BTG-8)
    emergencies_in_month: int  # in the last 30 days
    must_sign_in_again: bool  # too many searches that found nobody of theirs (LR-26)


@dataclass(frozen=True, slots=True)
class Reason:
    rule: str  # governance id, e.g. "LR-1", "OPT-2-blocked"
    words: str  # plain English, for the viewer


@dataclass(frozen=True, slots=True)
class Obligation:
    """What has to happen if a decision is acted on."""

    rule: str
    kind: Literal["notification", "alert", "banner"]  # ALR-1's two levels; or words on the page
    words: str  # for the privacy officer; for a banner, for the viewer


@dataclass(frozen=True, slots=True)
class Closed:
    """Why something does not come through, as the page and the API say it."""

    rule: str
    state: Literal[
        "not-asked", "withheld"
    ]  # nobody agreed to share it; or somebody asked that it is not
    words: str  # completes "{source}: …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What of each source may come through to this viewer, worked out before any source is asked."""

    sources: Mapping[str, Closed] = field(default_factory=dict)  # source id: it is not asked at all
    sections: Mapping[tuple[str, str], Closed] = field(default_factory=dict)  # (source id, section)
    items: frozenset[str] = frozenset()  # "source/Type/id" the person objected to
    labelled: bool = False  # may see what its source labelled R or V (SEN-7: role and relationship)
    details: frozenset[str] = frozenset()
    """Sections whose guarded detail may be seen too: "mental_health" (SEN-10), "safeguarding" (SEN-11)."""
    documents: bool = True
    """Documents open; False for a protected person until SFL-3 was declared, which `Decision.offers` then has."""


@dataclass(frozen=True, slots=True)
class Decision:
    """permit (with obligations), challenge (a declaration would open it) or deny, with every reason."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    policies: tuple[str, ...] = ()  # @id of each policy that determined it
    policy_version: str = ""
    evidence: tuple[Evidence, ...] = ()
    levels: Mapping[str, Level] = field(
        default_factory=dict
    )  # section name -> how much; missing = none
    offers: tuple[DeclarationKind, ...] = ()
    """What, declared now in this order, would open it: with LR-14, LR-16 is the other way. On a permit:
    what would open a part of it, a protected person's documents (SFL-3) or what was restricted (LR-16)."""
    obligations: tuple[Obligation, ...] = ()  # on a denial too: an attempt on one's own record
    emergency_until: datetime | None = None
    emergency_too: bool = False
    """It is open, and an emergency may be declared all the same: filled by `with_emergency` alone."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the rules were asked, as they saw it: kept in the audit log, so that it can be asked again."""

    @property
    def allowed(self) -> bool:
        return self.outcome == "permit"

    @property
    def may_declare_emergency(self) -> bool:
        return self.emergency_too or "LR-16" in self.offers
