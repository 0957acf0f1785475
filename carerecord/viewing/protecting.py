"""A source says that where the person is must not be shown: it holds for this view, and for the next (3.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from carerecord.store import StoreError
from carerecord.viewing import written
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.deciding import Decided, Decider
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Protections:
    decider: Decider
    teller: Teller
    writing: Writing

    async def anew(self, view: View, decided: Decided, face: str) -> View:
        """The view decided again, as of a protected person (SFL-2, SFL-3, SFL-6)."""
        try:
            await self.decider.people.protect(decided.person, view.protecting)
        except StoreError as error:
            raise RecordUnavailable("that the person is protected could not be kept") from error
        again = self.decider.again(decided, replace(decided.person, protected=True))
        body = {**written.decision(again, face), "protecting": sorted(view.protecting)}
        told = self.teller.decided(Occasion.of(view, again.decision))
        await self.writing.entry("decided", view.viewer, view.person.id, view.id, body, told)
        return replace(view, person=again.person, decision=again.decision, terms=again.terms)
