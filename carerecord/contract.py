"""The few types that many parts agree on. No behaviour beyond reading themselves; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Resource = dict[str, Any]
"""One FHIR R4 resource as a plain dict, as the source sent it."""

Level = Literal["full", "summary", "none"]
"""How much of one section a role may see (the role and class matrix)."""


class Unavailable(Exception):
    """Something that every page needs is not there now. The message, for an operator, says what to do."""


def cause_of(error: BaseException) -> str:
    """In the words of what was not there, where that is behind the error; these hold nothing of a record."""
    while isinstance(error.__cause__, Unavailable):
        error = error.__cause__
    return str(error)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member of staff looking, in the one role they selected (AUT-3)."""

    id: str
    name: str
    role: str  # a row of the role and class matrix, e.g. "doctor"
    role_name: str  # as shown, e.g. "Emergency doctor"
    organisation: str  # ODS code
    organisation_name: str
    teams: tuple[str, ...] = ()
    session: str = ""  # which sign-in; never the secret of the cookie
    role_id: str = ""  # the role profile at its issuer (CIS2 person_roleid), kept in the audit log
    registration: str = ""  # professional body and number, "gmc_id|1234567" (ROL-5)
    assurance: int = (
        0  # authenticator assurance level of this sign-in, 1 to 3; 0 = not known (AUT-1)
    )
    supervisor: str = ""  # id of the member of staff who supervises a student (ROL-4)
    provider: str = ""  # who vouched: "demo", an identity provider's id, "local", a launcher's id
    neighbour: str = (
        ""  # id of the neighbouring region that vouches for them, in this request alone
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the region's index knows, as verified; never read from a source's answer."""

    id: str  # opaque, stable for the region, never the NHS number
    nhs_number: str
    family: str
    given: str
    title: str = ""
    birth_date: str = ""  # a FHIR date, as precise as known
    gender: str = ""
    died: str = ""  # a FHIR date, empty while alive
    address: str = ""
    postcode: str = ""
    phone: str = ""
    gp_code: str = ""
    gp_name: str = ""
    gp_phone: str = ""
    next_of_kin: str = ""
    protected: bool = False  # location is not shown (SFL-1, the S-flag)
    death_status: Literal["", "informal", "formal", "removed"] = ""  # PDS notification (DEC-2)
    invalidated: bool = (
        False  # the number was withdrawn: not one person's identity any more (SEN-13)
    )
    death_known: str = field(default="", compare=False)
    """The day the index first knew of the death: given by the index, where no date of death may be."""


@dataclass(frozen=True, slots=True)
class Former:
    """A name that somebody had, or a postcode where they lived, until a day that may not be known."""

    given: str = ""
    family: str = ""
    postcode: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as the region's index has them, with what they were called and where they lived before."""

    person: Person
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a viewer and their organisation may use the record at this moment (governance 3.5)."""

    organisation_live: (
        bool  # every go-live gate is passed, and nobody suspended or closed it (ORG-1)
    )
    training_current: bool  # every module the role needs, in its current version (TRN-1 to TRN-3)
    suspended: bool  # this member of staff, everywhere (TRN-5)
    organisation_scope: (
        bool  # evidence that names no team counts for the whole organisation (LR-20)
    )
    shares: Mapping[str, frozenset[str]]
    """ODS code of a source's organisation → sections an agreement in force lets this viewer's organisation
    see of it (ORG-3); {"*"} = every section. An organisation that is not here shares nothing."""
    switched_off: frozenset[tuple[str, str]]
    """(source id, section or "*") that the source's organisation turned off for everyone or for this
    viewer's organisation (ORG-4)."""
    predecessors: frozenset[str] = frozenset()
    """ODS codes of organisations merged into the viewer's: an objection to one of them is one to it (ORG-5)."""
    neighbour: bool = False
    """Staff of a neighbouring region: only what that region vouches for opens a record to them (LR-15, T25)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an audit entry is durable. Only `audit` makes one; a source cannot be asked without."""

    seq: int
    entry_id: str
    spooled: bool = False  # it waits on this machine's disk to be added to the log (AUD-3)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who looks, for what and why: what a neighbouring region is told when it is asked (LR-15)."""

    viewer: Viewer
    purpose: str
    evidence: tuple[tuple[str, str, str], ...]  # (kind, id, strength) of each, strongest first


@dataclass(frozen=True, slots=True)
class Query:
    """What one view asks of every source."""

    nhs_number: str
    birth_date: str
    resource_types: tuple[str, ...]  # none named = every type
    view_id: str  # goes out as X-Correlation-ID
    at: datetime
    origin: Origin | None = None
    known: Identity | None = None  # what comes is checked against it; no source is told of it


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One resource from one source, unchanged. `raw` is R4 JSON: as it arrived, or as translated."""

    source_id: str
    resource: Resource
    raw: bytes
    behind: str = ""  # of a source that passes on what others said (a neighbour): which of them

    @property
    def said_by(self) -> tuple[str, str]:
        """Whose record it is: two of one recorder are two events."""
        return self.source_id, self.behind

    @property
    def type(self) -> str:
        value = self.resource.get("resourceType")
        return value if isinstance(value, str) else ""


FailureKind = Literal[
    "timeout",
    "refused",
    "reset",
    "error",
    "unreadable",
    "too-large",
    "wrong-person",
    "paused",
    "waiting",
    "overdue",
    "fault",
]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source did not (fully) answer. `words` complete "{source}: …" and name no person."""

    kind: FailureKind
    words: str


State = Literal["answered", "empty", "not-found", "withheld", "partial", "failed", "not-asked"]
"""The seven states of a source, for a person and for a section (features 5.3)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking one source: items, or a failure, or (partial) both."""

    source_id: str
    state: State
    items: tuple[Item, ...] = ()
    patients: tuple[Item, ...] = ()  # the source's own demographics of this person, subject-checked
    failure: Failure | None = None
    held_back: tuple[
        tuple[str, str], ...
    ] = ()  # (resource type, why) of each item not this person's
    unreadable: tuple[
        str, ...
    ] = ()  # one reason for each entry that could not be read as a resource
    warnings: tuple[str, ...] = ()  # the source's own words (OperationOutcome)
    remarks: tuple[str, ...] = ()  # and those that make nothing of its answer less whole
    seconds: float = 0.0
    fetched_at: datetime | None = None
    as_at: datetime | None = None  # of a copy: when its source last sent anything
    request_ids: tuple[str, ...] = ()
    contradicts: tuple[
        str, ...
    ] = ()  # of an answer about somebody else: the fields that say so (identity/crosscheck)
    words: str = ""  # state withheld or not-asked: why; completes "{source}: …"

    @property
    def received(self) -> int:
        """Every entry that came over the wire, whatever became of it."""
        return len(self.items) + len(self.patients) + len(self.held_back) + len(self.unreadable)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One `[[source]]` block of the configuration: everything but the protocol's own settings."""

    id: str
    name: str
    short: str  # the badge, e.g. "Northgate"
    kind: str  # gp, acute, mental-health, community, ambulance, social-care, care-plan, laboratory, pharmacy, child-health
    protocol: str  # a folder of connectors/
    organisation: str = ""  # ODS code
    phone: str = ""  # for urgent need when the source does not answer
    sections: tuple[str, ...] = ()  # names of the sections it shares
    within_seconds: float = 8.0
    most_at_once: int = 16
    sends_every_hours: float = (
        24.0  # one that pushes: silent for 1.5 times as long, its copy is old
    )
    notifies: str = ""  # who is told when it is asked, a clause: asked only when chosen (SEN-12)
    ask: Literal["always", "when-known"] = (
        "always"  # when-known: not where it said lately that it has no record of the person
    )
    options: dict[str, Any] = field(
        default_factory=dict
    )  # read by the connector into its own Settings
