"""Who somebody is as an issuer says it, the roles they may select, and the state of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carerecord.contract import Viewer


@dataclass(frozen=True, slots=True)
class OfferedRole:
    """One role somebody holds at one organisation; one of these is selected for a session (AUT-3)."""

    id: str  # as its issuer names the role profile: CIS2 person_roleid
    role: str  # a row of the role and class matrix
    role_name: str  # as shown
    organisation: str  # ODS code
    organisation_name: str
    teams: tuple[str, ...] = ()
    supervisor: str = ""  # id of the member of staff who supervises a student in this role (ROL-4)


@dataclass(frozen=True, slots=True)
class Identity:
    """A named member of staff as an identity provider, a launcher or a local account vouches for them."""

    id: str  # stays the same for the person: viewer id, holder of evidence, key of their training
    name: str
    provider: str
    assurance: int  # 1 to 3
    roles: tuple[OfferedRole, ...]
    subject: str = ""  # the provider's own `sub`, for its back-channel logout
    provider_session: str = ""  # its `sid`
    registration: str = ""  # "gmc_id|1234567"
    email: str = ""


SessionState = Literal["none", "choose-role", "locked", "open"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session's cookie stands for now. `viewer` is there only when `state` is open."""

    state: SessionState
    viewer: Viewer | None = None
    identity: Identity | None = None  # absent when there is no session
    launcher: str = ""  # id of the launcher it was started from: its frame ancestors apply
    idle_seconds: int = 0  # since it was last used
    session: str = ""  # its id in the audit log; never the secret of the cookie
    role_id: str = ""  # the role that is selected, also while locked
    return_to: str = ""  # the page of ours a locked session goes back to
    check_due: bool = False  # its identity provider is to be asked again what this person may do
    unchecked_since: int = 0  # seconds since 1970: its last word, where it should be newer
    not_vouched: bool = False  # locked since its provider could not be asked for too long


class SignInRefused(Exception):
    """Nobody was signed in; the message says why, and helps nobody to try again."""
