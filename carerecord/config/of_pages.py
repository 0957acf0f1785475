"""Settings of what a record’s pages show and offer: the order of cards by role (ux 7), printing, the ambulance view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Order = Mapping[str, tuple[str, ...]]

ALWAYS = ("changes", "medicines", "plan", "results", "problems", "people")
"""Cards that stand on every summary."""
CARDS = (*ALWAYS, "documents", "contacts", "care-plans", "social", "about-me")
"""The others stand there for the roles that name them."""

_CRISIS = ("plan", "care-plans", "social", "contacts", "medicines")
_HOME = ("medicines", "documents", "care-plans", "contacts", "about-me")
ORDER: Order = {
    "GP": ("changes", "documents", "contacts", "medicines"),
    "pharmacist": ("medicines", "results", "problems", "changes"),
    "nurse": ("plan", "care-plans", "changes", "people", "contacts", "medicines"),
    "Emergency nurse": ALWAYS,
    "Psychiatrist": _CRISIS,
    "Mental health nurse": _CRISIS,
    "social-worker": ("social", "contacts", "people", "plan", "care-plans"),
    "care-home-nurse": _HOME,
    "care-home-manager": _HOME,
}
"""By a role of the matrix, or by the name of a role where that one reads in another order."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page of a record (`[summary]`)."""

    order: dict[str, tuple[str, ...]] = field(default_factory=dict)  # role → cards read first


@dataclass(frozen=True, slots=True)
class AmbulanceView:
    """The page of an ambulance crew, which stays readable without a signal (`[ambulance_view]`)."""

    hours: int = 4  # it closes after, or at the end of the job when that is sooner
    hidden_seconds: int = 60  # out of sight for so long, it blanks until somebody taps


@dataclass(frozen=True, slots=True)
class Printing:
    """Pages of a record on paper (`[printing]`)."""

    off_for: tuple[str, ...] = ("care-home-nurse", "care-home-manager")  # rows of the matrix
