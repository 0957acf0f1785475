"""Which sources one view asks, and what stands for those it does not ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from carerecord.access.contract import Closed, Decision, Terms
from carerecord.config import Fanout
from carerecord.connectors.contract import HoldsDocuments, Pointer, Source
from carerecord.contract import Answer, Query, Receipt, SourceSettings
from carerecord.federation import Breakers, ask_all, ask_document
from carerecord.viewing.contract import View
from carerecord.viewing.neighbouring import origin_of
from carerecord.viewing.withheld import closed_answer

EVERY_TYPE: tuple[str, ...] = ()
"""What a view asks for: no types named, so each connector asks for all it can, not only what a section draws."""


@dataclass(frozen=True, slots=True)
class Asking:
    sources: Sequence[Source]
    breakers: Breakers
    fanout: Fanout

    def offered(self, decision: Decision, terms: Terms) -> tuple[SourceSettings, ...]:
        """Sources that tell somebody when they are asked, of which this viewer may see something (SEN-12)."""
        settings = (source.settings for source in self.sources)
        return tuple(one for one in settings if one.notifies and _may_see(one, decision, terms))

    async def ask(self, view: View) -> list[Answer]:
        """Every source but those that may not be asked for this viewer; one answer for each."""
        closed = {**self._not_chosen(view), **view.terms.sources}
        query = query_of(view)
        open_to_ask = [source for source in self.sources if source.settings.id not in closed]
        within = self.fanout.within_seconds
        asked = await ask_all(
            open_to_ask, query, view.receipt, within=within, breakers=self.breakers
        )
        answers = {answer.source_id: answer for answer in asked}
        answers |= {source_id: closed_answer(source_id, why) for source_id, why in closed.items()}
        return [answers[source.settings.id] for source in self.sources]

    def why_not(self, view: View, source_id: str, pointer: Pointer) -> str | None:
        """Why a document is not asked for, "" when it is; None of a source that has no way to be asked."""
        source = self._named(source_id)
        return (
            source.why_not(query_of(view), pointer) if isinstance(source, HoldsDocuments) else None
        )

    async def document(
        self, view: View, answer: Answer, pointer: Pointer, receipt: Receipt
    ) -> Answer:
        """What comes of asking for one document that this answer points at."""
        return await ask_document(
            self._named(answer.source_id),
            query_of(view),
            pointer,
            receipt,
            answer.patients,
            within=self.fanout.within_seconds,
            breakers=self.breakers,
        )

    def _named(self, source_id: str) -> Source:
        return next(source for source in self.sources if source.settings.id == source_id)

    def _not_chosen(self, view: View) -> dict[str, Closed]:
        chosen = {one.id for one in view.chosen}
        settings = (source.settings for source in self.sources)
        return {one.id: _unasked(one) for one in settings if one.notifies and one.id not in chosen}


def query_of(view: View) -> Query:
    person, origin = view.person, origin_of(view.viewer, view.purpose, view.decision)
    return Query(person.nhs_number, person.birth_date, EVERY_TYPE, view.id, view.at, origin)


def chosen_of(
    offered: Sequence[SourceSettings], chosen: Collection[str]
) -> tuple[tuple[SourceSettings, ...], tuple[SourceSettings, ...]]:
    """Those that the viewer chose to ask, and those still offered."""
    return (
        tuple(one for one in offered if one.id in chosen),
        tuple(one for one in offered if one.id not in chosen),
    )


def _may_see(source: SourceSettings, decision: Decision, terms: Terms) -> bool:
    return source.id not in terms.sources and any(
        decision.levels.get(name, "none") != "none" and (source.id, name) not in terms.sections
        for name in source.sections
    )


def _unasked(source: SourceSettings) -> Closed:
    """As somebody's wish that it is not shown: it may hold something, and nobody has looked."""
    words = f"not asked unless you choose to; then {source.notifies}"
    return Closed("SEN-12", "withheld", words)
