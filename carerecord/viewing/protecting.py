"""A source says that where the person is must not be shown: it holds for this view, and for the next (3.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from carerecord.contract import Person
from carerecord.store import StoreError
from carerecord.viewing import written
from carerecord.viewing.besides import Besides, Later
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.deciding import Decided, Decider
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.writing import ViewWriting


@dataclass(frozen=True, slots=True)
class Protections:
    decider: Decider
    teller: Teller
    views: ViewWriting

    async def anew(self, view: View, decided: Decided, face: str) -> View:
        """The view decided again, as of a protected person (SFL-2, SFL-3, SFL-6)."""
        if not view.receipt.spooled:
            await self._remember(decided.person, view.protecting)
        again = self.decider.again(decided, replace(decided.person, protected=True))
        body = {
            **written.decision(again, face),
            **written.neighbour(view.asked),
            "protecting": sorted(view.protecting),
        }
        told = self.teller.decided(Occasion.of(view, again.decision))
        later = Later(
            viewer=view.viewer, person=view.person, protecting=tuple(sorted(view.protecting))
        )
        await self.views.of_view("decided", view, body, Besides(at=view.at, told=told, later=later))
        return replace(view, person=again.person, decision=again.decision, terms=again.terms)

    async def _remember(self, person: Person, sources: Iterable[str]) -> None:
        """In an emergency that waits in the spool, this waits with it."""
        try:
            await self.decider.people.protect(person, sources)
        except StoreError as error:
            raise RecordUnavailable("that the person is protected could not be kept") from error
