"""What an organisation, an agreement, training and a change to any of them are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

EVERYTHING = "*"
"""In place of a section: every section. In place of a consumer: every organisation."""

EVERY_SECTION = frozenset({EVERYTHING})

Purpose = Literal["TREAT", "ETREAT", "BTG"]
PURPOSES: tuple[Purpose, ...] = ("TREAT", "ETREAT", "BTG")
"""v3 ActReason codes an agreement may cover: those a record may be opened for (ROL-6)."""

KINDS = (
    "gp",
    "acute",
    "mental-health",
    "community",
    "ambulance",
    "social-care",
    "care-home",
    "pharmacy",
    "neighbour",
    "other",
)
"""What an organisation is; a care home's staff need more training (TRN-1). A neighbour is another region."""
NEIGHBOUR = "neighbour"

DSPT = ("standards not met", "approaching standards", "standards met", "standards exceeded")
"""Outcomes of the Data Security and Protection Toolkit; the last two pass the gate."""

OrganisationState = Literal["preparing", "live", "suspended", "closed"]
Audience = Literal["everyone", "care-home"]


class OnboardingRefused(Exception):
    """A change was refused and nothing was written; the message says why and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation and what it has shown of its gates (ORG-1); empty text = not shown."""

    code: str  # ODS
    name: str
    kind: str = "other"  # one of KINDS
    state: OrganisationState = "preparing"
    been_live: bool = False  # it passed every gate once: from then on it may share
    successor: str = ""  # ODS code of the organisation it was merged into (ORG-6)
    dspt: str = ""  # one of DSPT
    dpia: str = ""  # reference
    caldicott_guardian: str = ""  # name
    dpo: str = ""  # data protection officer: name
    clinical_safety: str = ""  # who signed it off, or the reference
    conformance: str = ""  # reference of its connectors' conformance pass
    privacy_officers: frozenset[str] = frozenset()  # by the id they sign in with


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What one organisation of an agreement gives and gets."""

    organisation: str  # ODS code
    sections_out: frozenset[str] = frozenset()  # of its own sources, for others to see
    sections_in: frozenset[str] = frozenset()  # of others' sources, that its staff may see
    purposes: frozenset[str] = frozenset({"TREAT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A data sharing agreement, from the start of the day `starts` to the end of the day `ends`, in London."""

    id: str
    parties: tuple[Party, ...]
    starts: date
    ends: date
    review: date
    signatory: str
    organisation_scope: bool = False  # evidence that names no team counts (LR-20)
    ended: datetime | None = None  # ended early, at this moment


@dataclass(frozen=True, slots=True)
class Training:
    """One record of training passed or failed (TRN-4)."""

    viewer_id: str
    module: str
    version: int
    score: int  # 0 to 100
    day: date
    organisation: str  # ODS code it was done for
    delivered_by: str


@dataclass(frozen=True, slots=True)
class Module:
    """One version of something staff must have passed (TRN-1)."""

    module: str
    version: int
    audience: Audience
    comply_by: int  # microseconds: when the version before stops counting (TRN-3)


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: for the change log, and for the audit log to keep (AUD-1)."""

    number: int
    at: datetime
    by: str
    what: str  # "organisation live", "source disable", …
    about: str  # ODS code, agreement id, source id, viewer id, file name
    why: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something that stops soon (ORG-3, TRN-2)."""

    kind: Literal["agreement", "review", "training"]
    about: str  # agreement id, or viewer id
    words: str
    ends: datetime
    within_days: int  # the nearest of the days it is warned of
