"""What a witness remembers of a log, and what it can find wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from carerecord.audit.notes import Checkpoint, Note
from carerecord.audit.tree import EMPTY

AlarmKind = Literal["fork", "unproved", "older", "regrown", "unknown-key", "silent"]


@dataclass(frozen=True, slots=True)
class Known:
    """One log, as it was cosigned last."""

    origin: str
    size: int
    note: str  # "" for a log that another one said would follow, and that was never heard of
    heard_at: datetime
    grown_at: datetime
    closed: bool

    @property
    def checkpoint(self) -> Checkpoint:
        return (
            Checkpoint.of(Note.read(self.note)) if self.note else Checkpoint(self.origin, 0, EMPTY)
        )

    @property
    def root(self) -> bytes:
        return self.checkpoint.root


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something wrong with one log; `known` and `shown` are the signed checkpoints that say so."""

    kind: AlarmKind
    origin: str
    words: str
    known: str
    shown: str
    mark: str = ""  # what tells it from another of its kind and log

    @property
    def id(self) -> str:
        return sha256(f"{self.kind}\n{self.origin}\n{self.mark}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Kept:
    """An alarm as it was written down."""

    alarm_id: str
    at: datetime
    kind: AlarmKind
    origin: str
    words: str
    known: str
    shown: str
    over_at: datetime | None

    @property
    def line(self) -> str:
        at = self.at.isoformat(timespec="seconds")
        return f"{at} {self.alarm_id} {self.kind} {self.origin}: {self.words}"
