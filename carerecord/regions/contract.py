"""What a neighbour's request says once it is proven, and the reasons for which one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from carerecord.access.contract import Purpose
from carerecord.config import Neighbour
from carerecord.contract import Viewer

REGISTERED = "neighbour+jwt"
"""`typ` of an assertion: a token of one kind is no token of another."""
LONGEST_SECONDS = 60
"""An assertion lasts no longer."""

RefusalReason = Literal[
    "certificate",  # no neighbour may ask with it
    "token",  # not signed by whose certificate it is, for us, for now and for this certificate
    "body",  # signed for another question
    "hops",  # asked on behalf of somebody else again (T34)
    "over",  # what was agreed has ended
    "name",  # no named member of staff
    "organisation",  # not one that neighbour may speak for (T35)
    "role",  # no role that was agreed
    "purpose",  # no purpose that was agreed
    "view",  # names no view of theirs
    "used",  # brought before
]


@dataclass(frozen=True, slots=True)
class Vouched:
    """The reason to look that the neighbour gives, as it names it (LR-15)."""

    kind: str  # "LR-3"
    id: str  # there
    strength: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One proven request: who looks, from where, for what, and why."""

    neighbour: Neighbour
    viewer: Viewer
    purpose: Purpose
    said: Vouched
    accepted: bool  # that kind of evidence is taken on this neighbour's word
    organisation: str  # ODS code of where they work, in their own region
    view_id: str  # of the view there: what both logs have in common


class AskRefused(Exception):
    """This request opens nothing. What is said of it is for the log; none of it is sent."""

    def __init__(
        self,
        reason: RefusalReason,
        neighbour: str = "",
        words: str = "",
        claimed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason: RefusalReason = reason
        self.neighbour = neighbour  # whose certificate it is
        self.words = words  # which check of the token failed
        self.claimed = claimed or {}  # who asked, from where and for what: proven to be its word
