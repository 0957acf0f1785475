"""What starting a sign-in gives, and how one stops before anybody is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carerecord.signin.contract import Identity

Stop = Literal[
    "not-finished",  # nothing more is said: whoever meddled learns nothing
    "down",
    "shared",
    "assurance",
    "no-organisation",
    "no-role",
]


@dataclass(frozen=True, slots=True)
class Started:
    """Where the browser goes, and the secret it keeps until it is back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who a provider says came back, and what it takes to ask it again: only `oidc` can read that."""

    identity: Identity
    grant: bytes


class Stopped(Exception):
    """Nobody is signed in. `stop` is for the page; the message, for the audit log, says which check failed.

    Neither quotes anything that a browser or a provider sent.
    """

    def __init__(self, stop: Stop, reason: str) -> None:
        super().__init__(reason)
        self.stop: Stop = stop
        self.reason = reason


class TakenBack(Stopped):
    """The provider gives nothing any more for what it had given: a code, a refresh or an access token."""


class Withdrawn(Exception):
    """The provider no longer vouches for somebody; the message, for the audit log, says what is missing."""
