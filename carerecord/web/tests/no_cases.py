"""A privacy officer's work with nothing to do, for pages that only need it there."""

from __future__ import annotations

from carerecord.contract import Viewer
from carerecord.insight.cases import (
    CaseUnknown,
    Figures,
    Filters,
    Kept,
    Listed,
    NotForOfficers,
    OneCase,
    Queue,
)


class NoCases:
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
