"""A privacy officer's work with nothing to do, for pages that only need it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from carerecord.access.doubts import Doubt
from carerecord.contract import Person, Viewer
from carerecord.insight.breaches import Affected, Breach, Opened
from carerecord.insight.cases import (
    CaseFile,
    CaseUnknown,
    Figures,
    Filters,
    Kept,
    Listed,
    NotForOfficers,
    OneCase,
    Queue,
)
from carerecord.insight.doubts import About, DoubtRefused


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class NoCases:
    now: Callable[[], datetime] = _now

    async def queue(self, actor: Viewer, wanted: Filters) -> Queue:
        if actor.role != "privacy-officer":
            raise NotForOfficers
        return Queue([], Figures(0, 0, 0, 0, 0, None, 0, 0), None)

    async def times(self, actor: Viewer) -> list[Kept]:
        if actor.role != "privacy-officer":
            raise NotForOfficers
        return []

    async def asked(self, viewer: Viewer) -> int:
        return 0

    async def asked_of(self, viewer: Viewer) -> list[Listed]:
        return []

    async def answer(self, viewer: Viewer, reference: str, words: str) -> None:
        raise CaseUnknown

    async def open(self, actor: Viewer, number: int) -> OneCase:
        raise CaseUnknown

    async def decide(
        self, actor: Viewer, number: int, step: str, words: str, told: str = ""
    ) -> None:
        raise CaseUnknown


class NoBreaches:
    async def open(self, actor: Viewer, number: int) -> Opened:
        raise CaseUnknown

    async def take(
        self,
        actor: Viewer,
        number: int,
        step: str,
        words: str,
        effects: str = "",
        days: tuple[datetime | None, datetime | None] = (None, None),
    ) -> None:
        raise CaseUnknown

    async def letter(self, actor: Viewer, number: int, key: str) -> tuple[Opened, Affected]:
        raise CaseUnknown

    async def waiting(self, actor: Viewer) -> list[tuple[CaseFile, Breach]]:
        return []


@dataclass
class NoDoubts:
    """Keeps what it is told; a test says what waits."""

    put_here: list[tuple[About, str, str]] = field(default_factory=list)
    answered: list[tuple[str, str, str]] = field(default_factory=list)
    found: list[tuple[Doubt, Person | None]] = field(default_factory=list)
    refuses: str = ""

    async def put(
        self, viewer: Viewer, about: About, what: str, words: str, known: Sequence[Doubt]
    ) -> None:
        self._refuse()
        self.put_here.append((about, what, words))

    async def waiting(self, actor: Viewer) -> Sequence[tuple[Doubt, Person | None]]:
        if actor.role != "privacy-officer":
            raise NotForOfficers
        return self.found

    async def answer(self, actor: Viewer, doubt_id: str, step: str, words: str) -> None:
        await self.waiting(actor)
        self._refuse()
        self.answered.append((doubt_id, step, words))

    def _refuse(self) -> None:
        if self.refuses:
            raise DoubtRefused(self.refuses)
