"""What waits in a spool, how much of it may, and what is wrong when it may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from carerecord.contract import Unavailable


class SpoolUnavailable(Unavailable):
    """The emergency spool cannot take an entry, so nothing may be shown; the message says why."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """One entry that waits: its columns, and what is to be kept with it, as plain data."""

    row: dict[str, str]
    besides: dict[str, Any]

    @property
    def id(self) -> str:
        return self.row["entry_id"]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.row["at"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A spool that has reached any of these takes nothing more until it was added to the log."""

    entries: int
    size: int  # bytes
    time: timedelta  # since its first entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The file as it was read: what is in its whole lines, in order."""

    entries: tuple[Spooled, ...] = ()
    size: int = 0  # bytes of whole lines; what stands behind them was never finished
    last: str = ""  # the digest of the last line
    digest: str = ""  # of all whole lines
    intact: bool = True  # every line is ours, and in its place
