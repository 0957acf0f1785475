"""May this viewer see this person now? Facts are gathered here, from every part that holds one, and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from carerecord.access import (
    AccessStore,
    Policies,
    decide,
    may,
    terms,
    with_emergency,
    without_guarded,
)
from carerecord.access.contract import (
    AccessRequest,
    Decision,
    Evidence,
    Facts,
    Function,
    Purpose,
    Terms,
)
from carerecord.access.evidence import EMERGENCY
from carerecord.contract import Person, SourceSettings, Standing, Viewer
from carerecord.identity import People
from carerecord.onboarding import Onboarding
from carerecord.regions import Asked, Regions, Signing
from carerecord.viewing.contract import IdentityUnknown
from carerecord.viewing.neighbouring import RULE, as_agreed, vouched


class Waiting(Protocol):
    """The spool: emergencies of a viewer's that are not evidence in the store yet."""

    async def declared_by(self, viewer: Viewer) -> Sequence[Evidence]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """One decision with everything it was made from."""

    request: AccessRequest
    facts: Facts
    decision: Decision
    terms: Terms  # of each source; of no meaning where the decision is not a permit

    @property
    def person(self) -> Person:
        return self.request.person


@dataclass(frozen=True, slots=True)
class Decider:
    """Gathers, then decides. Holds nothing from one question to the next."""

    people: People
    access: AccessStore
    onboarding: Onboarding
    policies: Policies
    sources: Sequence[SourceSettings]
    waiting: Waiting | None = None  # what viewers declared while the log could not be written
    signing: Signing = field(default_factory=lambda: Signing(Regions()))

    async def about(
        self, viewer: Viewer, person_id: str, at: datetime, said: Evidence | None = None
    ) -> Decided:
        """`said`: a declaration that is about to be kept, as if it were already. Raises `IdentityUnknown`."""
        request = AccessRequest(viewer, await self._person(person_id), at)
        facts = await self._facts(request)
        for one in [*await self._declared(viewer), *([said] if said else [])]:
            facts = _with(facts, one, request.person.id)
        if _needs_emergency(request, facts, self.policies):
            # An agreement may cover care and not emergencies (ORG-3).
            facts = replace(facts, standing=await self.standing(viewer, at, "BTG"))
            request = replace(request, purpose="BTG")
        return self._decided(request, facts)

    async def vouched(self, asked: Asked, person_id: str, at: datetime) -> Decided:
        """For staff of a neighbouring region: nothing counts but what that region vouches for (LR-15)."""
        request = AccessRequest(asked.viewer, await self._person(person_id), at, asked.purpose)
        facts = await self._facts(request)
        kind = self.access.evidence.kinds[RULE]
        evidence = vouched(asked, request.person, request, kind)
        return self._decided(request, replace(facts, evidence=(evidence,) if evidence else ()))

    async def _person(self, person_id: str) -> Person:
        person = await self.people.by_id(person_id)
        if person is None:
            raise IdentityUnknown
        return person

    async def _facts(self, request: AccessRequest) -> Facts:
        viewer, person, at = request.viewer, request.person, request.at
        standing = await self.standing(viewer, at, request.purpose)
        formerly = await self.people.formerly(person)
        return await self.access.facts_about(
            viewer, person, at, standing, formerly.ids, formerly.numbers
        )

    def again(self, decided: Decided, person: Person) -> Decided:
        """The same decision from the same facts, now that more is known of the person."""
        return self._decided(replace(decided.request, person=person), decided.facts)

    def _decided(self, request: AccessRequest, facts: Facts) -> Decided:
        decision = decide(request, facts, self.policies)
        if not decision.allowed:
            return Decided(request, facts, decision, Terms())
        of_sources = terms(request, facts, self.sources, self.policies, decision)
        of_sources = as_agreed(of_sources, request, decision, self.sources, self.signing)
        return Decided(request, facts, without_guarded(decision, of_sources), of_sources)

    async def to_declare(self, viewer: Viewer, person_id: str, at: datetime) -> Decided:
        """As `about`, knowing of an open record too whether an emergency may be declared."""
        decided = await self.about(viewer, person_id, at)
        return replace(decided, decision=with_emergency(decided.decision, self.policies))

    async def may(self, viewer: Viewer, function: Function, at: datetime) -> Decision:
        """A function that opens no record: finding a person, reviewing who looked, explaining."""
        return may(viewer, function, await self.standing(viewer, at), self.policies)

    async def _declared(self, viewer: Viewer) -> Sequence[Evidence]:
        return await self.waiting.declared_by(viewer) if self.waiting else ()

    async def standing(self, viewer: Viewer, at: datetime, purpose: Purpose = "TREAT") -> Standing:
        return await self.onboarding.standing(viewer, at, purpose=purpose)


def _with(facts: Facts, said: Evidence, person_id: str) -> Facts:
    """The facts as they are once this is kept: an emergency counts among the viewer's own (BTG-8)."""
    if said.id in {one.id for one in facts.evidence}:
        return facts
    one = int(said.kind == EMERGENCY)
    return replace(
        facts,
        evidence=(*facts.evidence, said) if said.person_id == person_id else facts.evidence,
        emergencies_in_shift=facts.emergencies_in_shift + one,
        emergencies_in_month=facts.emergencies_in_month + one,
    )


def _needs_emergency(request: AccessRequest, facts: Facts, policies: Policies) -> bool:
    """Whether an emergency was declared without which the record would not open: break-glass (ROL-6)."""
    others = tuple(one for one in facts.evidence if one.kind != EMERGENCY)
    if len(others) == len(facts.evidence):
        return False
    return not decide(request, replace(facts, evidence=others), policies).allowed
