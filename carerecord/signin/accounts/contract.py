"""What a local account is, its passkeys and invitations, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from carerecord.contract import Viewer
from carerecord.signin.contract import OfferedRole, SignInRefused

PROVIDER = "local"
"""Who vouches for the identity of an account, in a viewer and in the audit log."""

ASSURANCE = 2
"""A passkey that checked who holds it is two factors, a phishing-resistant one among them: AAL2."""

Why = Literal[
    "unreadable",  # not what a browser sends
    "challenge",  # replayed, too late, of another ceremony or from another browser
    "ceremony",  # signed for making where signing in was asked, or the other way about
    "origin",  # signed for another site, or inside another site's page
    "relying-party",  # signed for another name than ours
    "not-verified",  # the device did not check who held it
    "signature",  # the key does not match, or the device's data contradicts itself
    "unknown",  # no passkey of ours
    "revoked",
    "somebody-else",  # the device names another account than the passkey's
    "counter",  # it counts backwards: a copy of the passkey may be about
    "closed",  # the account
    "attestation",  # the device insists on saying what it is
    "known-already",  # this passkey was made before
    "invitation",  # used up, too late, or none
]


class PasskeyRefused(SignInRefused):
    """`why` is for the audit log; the message, for the page, is the same for most of them."""

    def __init__(self, why: Why, account: str = "") -> None:
        super().__init__("this passkey was not accepted")
        self.why: Why = why
        self.account = account


class AccountRefused(SignInRefused):
    """An account is not made, changed or invited; the message says why and what to do."""


class Diary(Protocol):
    """The audit log, as far as accounts write in it (`audit.Log`)."""

    async def append(self, kind: str, viewer: Viewer | None, *, body: Mapping[str, Any]) -> object:
        """Durable on return; raises when it is not."""


class Ending(Protocol):
    """The sessions, as far as accounts end them (`signin.Sessions`)."""

    async def end_of_provider(
        self, provider: str, subject: str, provider_session: str
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of one account. `id` is the credential id, base64url without padding."""

    id: str
    username: str
    public_key: bytes  # COSE
    sign_count: int
    transports: tuple[str, ...]
    backed_up: bool
    name: str
    made: datetime
    used: datetime | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What is asked for when an account is made."""

    username: str
    name: str
    roles: tuple[OfferedRole, ...]
    email: str = ""
    national_id: str = ""
    registration: str = ""  # "gmc_id|1234567"
    same_name: bool = False  # the one of that name at the same place is somebody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as the list shows it."""

    username: str
    name: str
    email: str
    national_id: str
    open: bool
    roles: tuple[OfferedRole, ...]
    passkeys: int  # in use
    invited_until: datetime | None  # an invitation nobody has used yet
    made: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-use link, shown once: the store keeps only the digest of its secret."""

    username: str
    url: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class Making:
    """What the page needs to let somebody make a passkey."""

    username: str
    name: str
    options: str  # JSON, PublicKeyCredentialCreationOptionsJSON (WebAuthn 3, 5.1.8)
