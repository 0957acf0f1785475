"""What is known of copies from outside, and how holding them can fail.

EdgeError            who must act
├── EdgeSealBroken   the operator: the region's key is not the one that sealed them, or the table was altered
└── EdgeChanged      whoever destroys: more has come in since it was counted
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class EdgeError(Exception):
    """The copies held for a source could not be used."""

    def __str__(self) -> str:
        return (type(self).__doc__ or "").strip()


class EdgeSealBroken(EdgeError):
    """The key of this source's copies cannot be opened with the region's key (region.key_file)."""


class EdgeChanged(EdgeError):
    """More came in while the copies were counted: stop the feed of this source first. Nothing was destroyed."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One resource as it was sent."""

    raw: bytes  # R4 JSON; empty where what is kept cannot be opened
    said: datetime  # by the source
    received: datetime  # here


@dataclass(frozen=True, slots=True)
class Held:
    """How much is held for one source; nothing of anybody."""

    people: int
    items: int
    removed: int  # called off, or taken out: kept only as “not before”
    oldest: datetime | None  # by when it was said
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is destroyed, how much, when; and which key, by the SHA-256 of how it was kept."""

    source_id: str
    held: Held
    key_sha256: str
    at: datetime
