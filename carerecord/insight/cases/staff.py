"""Whose record is whose own, and where staff have their e-mail: what other parts know of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from carerecord.access.ties import TiesStore
from carerecord.contract import Person, Viewer
from carerecord.identity import People


@dataclass(frozen=True, slots=True)
class KnownStaff:
    people: People
    ties: TiesStore
    emails: Callable[[str], Awaitable[str]]
    """By viewer id; empty where none is known."""

    async def email_of(self, viewer_id: str) -> str:
        return await self.emails(viewer_id)

    async def is_own(self, viewer: Viewer, person: Person) -> bool:
        """As the rule that keeps everybody from their own record finds it (OWN-1)."""
        before = await self.people.formerly(person)
        tied = await self.ties.between(viewer, person, formerly=before.ids, numbers=before.numbers)
        return tied.own_record
