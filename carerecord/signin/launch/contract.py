"""What a launch says once it is proven, and the reasons for which one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carerecord.signin.contract import Identity

RefusalReason = Literal[
    "issuer",  # nobody registered says so (T32)
    "token",  # not signed as agreed, too old, or not readable
    "used",  # brought before
    "state",  # not begun in this browser, begun too long ago, or brought before
    "exchange",  # the launching system gave no tokens for its code
    "name",  # no named member of staff (AUT-10)
    "organisation",  # staff of another organisation than the launcher's own (T35)
    "role",  # no role agreed with the launcher, or more than one
    "number",  # no NHS number that may be relied on, or no birth date
    "mismatch",  # the address says another person or encounter than what was signed (T6)
    "person",  # unknown here, or the birth date disagrees
    "session",  # no session could be opened for them
]


@dataclass(frozen=True, slots=True)
class LaunchContext:
    """One proven launch: who looks, at whom, in which encounter."""

    launcher: str  # its id
    identity: Identity  # with exactly one role, at the launcher's own organisation
    nhs_number: str
    birth_date: str  # a FHIR date
    encounter: str  # as the launching system names it; empty when it named none
    launch_id: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A launch under way: where the browser goes next, and the secret that binds it to this browser."""

    address: str
    browser: str


class LaunchRefused(Exception):
    """This launch opens nothing; `reason` is for the audit log and is never shown."""

    def __init__(self, reason: RefusalReason, launcher: str = "") -> None:
        super().__init__(reason)
        self.reason: RefusalReason = reason
        self.launcher = launcher
