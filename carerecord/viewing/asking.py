"""Which sources one view asks, and what stands for those it does not ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from carerecord.access.contract import Closed, Decision, Terms
from carerecord.config import Fanout
from carerecord.connectors.contract import HoldsDocuments, Pointer, Source, first_of
from carerecord.contract import Answer, Failure, Identity, Query, Receipt, SourceSettings
from carerecord.federation import (
    Breakers,
    Coming,
    Known,
    Locator,
    ask_document,
    begin_asking,
    have_come,
)
from carerecord.regions import Asked as AskedBy
from carerecord.viewing.contract import EVERY_UNKNOWN, NOTHING_KNOWN, View
from carerecord.viewing.deciding import Decided
from carerecord.viewing.late import Patience
from carerecord.viewing.neighbouring import origin_of
from carerecord.viewing.withheld import closed_answer

_log = structlog.get_logger("carerecord.viewing")
EVERY_TYPE: tuple[str, ...] = ()
"""What a view asks for: no types named, so each connector asks for all it can, not only what a section draws."""
NO_ANSWERS: Mapping[str, Answer] = {}
NOTHING: Mapping[str, Known] = {}
WAITING = "has not answered yet"
UNKNOWN = Closed("", "not-asked", NOTHING_KNOWN)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the viewer chose of the sources that are not asked by themselves."""

    told: tuple[SourceSettings, ...] = ()  # tell somebody when asked, and are (SEN-12)
    left: tuple[SourceSettings, ...] = ()  # the same, not chosen
    anyway: tuple[SourceSettings, ...] = ()  # asked whatever is known of them

    @property
    def ids(self) -> list[str]:
        return [one.id for one in (*self.told, *self.anyway)]


def begun(
    decided: Decided,
    choice: Choice,
    receipt: Receipt,
    view_id: str,
    at: datetime,
    asked: AskedBy | None,
) -> View:
    """The view before any source is asked: who looks, at whom, why, and what they chose."""
    request = decided.request
    return View(
        view_id,
        at,
        request.viewer,
        decided.person,
        decided.decision,
        receipt,
        request.purpose,
        decided.terms,
        chosen=choice.told,
        unasked=choice.left,
        anyway=choice.anyway,
        asked=asked,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One answer of each source, in their order; and those on their way that were waited for no longer."""

    answers: Sequence[Answer]
    late: Mapping[str, Coming]


@dataclass(frozen=True, slots=True)
class Asking:
    sources: Sequence[Source]
    breakers: Breakers
    fanout: Fanout
    locator: Locator | None = field(default=None)

    def choice(self, decision: Decision, terms: Terms, chosen: Collection[str]) -> Choice:
        """Of sources that tell somebody when they are asked, those this viewer may see something of (SEN-12)."""
        settings = [source.settings for source in self.sources]
        offered = [one for one in settings if one.notifies and _may_see(one, decision, terms)]
        when_known = [one for one in settings if one.ask == "when-known" and not one.notifies]
        return Choice(
            tuple(one for one in offered if one.id in chosen),
            tuple(one for one in offered if one.id not in chosen),
            tuple(one for one in when_known if {one.id, EVERY_UNKNOWN} & set(chosen)),
        )

    async def ask(
        self,
        view: View,
        kept: Mapping[str, Answer] = NO_ANSWERS,
        patience: Patience | None = None,
    ) -> Asked:
        """Every source but those that may not, or need not, be asked for this viewer; one answer for each.

        `kept`: of sources that answered a moment ago and are not asked again. `patience`: after which those that
        have not answered are asked on, and waited for no longer; without, all are waited for.
        """
        known = await self._known(view)
        left = {**self._unknown(view, known), **self._not_chosen(view)}
        closed = {i: why for i, why in left.items() if i not in kept} | dict(view.terms.sources)
        query = query_of(view)
        done = closed.keys() | kept.keys()
        open_to_ask = [source for source in self.sources if source.settings.id not in done]
        within = self.fanout.within_seconds
        asked = begin_asking(
            open_to_ask, query, view.receipt, within=within, breakers=self.breakers
        )
        if patience:
            patience.begun(
                view, {one.settings.id: one.settings.name for one in self.sources}, asked
            )
        came = await have_come(asked, patience.until if patience else None)
        self.learn(view, came.values(), known)
        late = {source_id: one for source_id, one in asked.items() if source_id not in came}
        for source_id in late:
            _log.info("source.waiting", source=source_id, view=view.id)
        answers = {**kept, **came, **{source_id: _waiting(source_id) for source_id in late}}
        answers |= {source_id: closed_answer(source_id, why) for source_id, why in closed.items()}
        return Asked([answers[source.settings.id] for source in self.sources], late)

    def why_not(self, view: View, source_id: str, pointer: Pointer) -> str | None:
        """Why a document is not asked for, "" when it is; None of a source that has no way to be asked."""
        source = first_of(self._named(source_id))
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

    async def _known(self, view: View) -> dict[str, Known]:
        if self.locator is None or not any(map(_when_known, self.sources)):
            return {}
        return await self.locator.known(view.person.id)

    def _unknown(self, view: View, known: Mapping[str, Known]) -> dict[str, Closed]:
        """Nobody in an emergency, and never where the person, or the viewer, belongs."""
        if view.purpose != "TREAT" or view.decision.emergency_until:
            return {}
        own = {one.id for one in view.anyway}
        at_home = {view.person.gp_code, view.viewer.organisation}
        return {
            one.id: UNKNOWN
            for one in (source.settings for source in self.sources if _when_known(source))
            if one.id in known
            and known[one.id].hushes(view.at, self.fanout.ask_again_days)
            and one.id not in own
            and one.organisation not in at_home
        }

    def learn(
        self, view: View, asked: Iterable[Answer], known: Mapping[str, Known] = NOTHING
    ) -> None:
        """What these say of whether they hold anything of the person."""
        when_known = {source.settings.id for source in self.sources if _when_known(source)}
        if self.locator is not None:
            learnt = [answer for answer in asked if answer.source_id in when_known]
            self.locator.learn(view.person.id, learnt, known, view.at)

    def _not_chosen(self, view: View) -> dict[str, Closed]:
        chosen = {one.id for one in view.chosen}
        settings = (source.settings for source in self.sources)
        return {one.id: _unasked(one) for one in settings if one.notifies and one.id not in chosen}


def query_of(view: View) -> Query:
    person, origin = view.person, origin_of(view.viewer, view.purpose, view.decision)
    known = Identity(person, view.former)
    return Query(person.nhs_number, person.birth_date, EVERY_TYPE, view.id, view.at, origin, known)


def _waiting(source_id: str) -> Answer:
    return Answer(source_id, "failed", failure=Failure("waiting", WAITING))


def _when_known(source: Source) -> bool:
    return source.settings.ask == "when-known"


def _may_see(source: SourceSettings, decision: Decision, terms: Terms) -> bool:
    return source.id not in terms.sources and any(
        decision.levels.get(name, "none") != "none" and (source.id, name) not in terms.sections
        for name in source.sections
    )


def _unasked(source: SourceSettings) -> Closed:
    """As somebody's wish that it is not shown: it may hold something, and nobody has looked."""
    words = f"not asked unless you choose to; then {source.notifies}"
    return Closed("SEN-12", "withheld", words)
