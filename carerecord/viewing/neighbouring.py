"""Neighbouring regions at the door: whom they ask about, what is agreed, and what is written down of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from carerecord.access.contract import (
    AccessRequest,
    Closed,
    Decision,
    Evidence,
    Purpose,
    Terms,
)
from carerecord.access.evidence.kinds import Kind
from carerecord.connectors.neighbour import PROTOCOL
from carerecord.contract import Origin, Person, SourceSettings, Viewer
from carerecord.identity import People
from carerecord.regions import Asked, AskRefused, Signing
from carerecord.sections import BY_NAME
from carerecord.viewing.contract import IdentityUnknown
from carerecord.viewing.writing import Writing

RULE = "LR-15"
WORDS = "the region you work in vouches for you"
NOT_AGREED = "ORG-3"
_EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Neighbouring:
    people: People
    writing: Writing

    async def identified(self, asked: Asked, nhs_number: str, birth_date: str) -> str:
        """The person's id. Raises `IdentityUnknown`, as for a number that is known with another birth date."""
        person = await self.people.known(nhs_number, birth_date)
        if person is None:
            await self._refused("person", asked.neighbour.id, said(asked))
            raise IdentityUnknown
        return person.id

    async def refused(self, why: AskRefused) -> None:
        """A request that opened nothing: whose certificate it was, and what was proven of it (AUD-13)."""
        check = {"check": why.words} if why.words else {}
        await self._refused(why.reason, why.neighbour, {**why.claimed, **check})

    async def _refused(self, reason: str, neighbour: str, more: dict[str, object]) -> None:
        body = {**more, "reason": reason, "neighbour": neighbour}
        await self.writing.entry("neighbour-refused", None, body=body)


def said(asked: Asked) -> dict[str, object]:
    """What the log keeps of who asked: their id there, where they work, why, and the view both logs name."""
    return {
        "user": asked.viewer.id,
        "organisation": asked.organisation,
        "evidence": [asked.said.kind, asked.said.id, asked.said.strength],
        "accepted": asked.accepted,
        "view": asked.view_id,
    }


def vouched(asked: Asked, person: Person, request: AccessRequest, kind: Kind) -> Evidence | None:
    """What the neighbour's word is worth here: this request, and no more than S2 (LR-15)."""
    if not asked.accepted:
        return None
    return Evidence(
        id=f"{asked.neighbour.id}:{asked.said.kind}:{asked.said.id}",
        kind=RULE,
        person_id=person.id,
        holder_kind="user",
        holder=asked.viewer.id,
        words=WORDS,
        starts=request.at,
        ends=request.at + (kind.open_for or timedelta(minutes=1)),
        strength=kind.strength_of(asked.said.strength),
        source=asked.neighbour.id,
    )


def origin_of(viewer: Viewer, purpose: Purpose, decision: Decision) -> Origin:
    """What a neighbour is told of why this record was opened."""
    evidence = tuple((one.kind, one.id, one.strength) for one in decision.evidence)
    return Origin(viewer, purpose, evidence)


def as_agreed(
    terms: Terms,
    request: AccessRequest,
    decision: Decision,
    sources: Sequence[SourceSettings],
    signing: Signing,
) -> Terms:
    """The terms, and nothing to or from a neighbour but what is agreed with it; they only ever narrow.

    For a neighbour's staff no neighbour is asked: nothing that came from one goes on to another (T34).
    """
    closed = _not_asked(request, decision, sources, signing)
    terms = replace(terms, sources={**closed, **terms.sources})
    if not request.viewer.neighbour:
        return terms
    neighbour = signing.regions.neighbours.get(request.viewer.neighbour)
    capped = neighbour.sections if neighbour else ()
    if _EVERYTHING in capped:
        return terms
    why = Closed(NOT_AGREED, "not-asked", "what it holds of this is not agreed to be shared")
    kept = {(one.id, name): why for one in sources for name in BY_NAME if name not in capped}
    return replace(terms, sections={**kept, **terms.sections})


def _not_asked(
    request: AccessRequest,
    decision: Decision,
    sources: Sequence[SourceSettings],
    signing: Signing,
) -> dict[str, Closed]:
    origin = origin_of(request.viewer, request.purpose, decision)
    found: dict[str, Closed] = {}
    for source in sources:
        if source.protocol != PROTOCOL:
            continue
        neighbour = signing.regions.neighbours.get(str(source.options.get("neighbour", "")))
        why = signing.not_asked(neighbour, origin, request.at) if neighbour else "is not known here"
        if why:
            found[source.id] = Closed(NOT_AGREED, "not-asked", why)
    return found
