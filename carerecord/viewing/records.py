"""The one door. Anything that happens on a view is a line of `open`, in order."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from carerecord.access import AccessStore, Policies, decide
from carerecord.access.contract import AccessRequest, Decision, Purpose
from carerecord.access.emergency import check as complete_declaration
from carerecord.audit import AuditUnavailable, Log
from carerecord.config import Fanout
from carerecord.connectors.contract import Source
from carerecord.contract import Answer, Item, Person, Query, Receipt, Viewer
from carerecord.federation import Breakers, ask_all
from carerecord.identity import People
from carerecord.merge.account import DoesNotAddUp, account, must_add_up
from carerecord.merge.contract import Line
from carerecord.merge.merge import merge
from carerecord.viewing import written
from carerecord.viewing.contract import (
    Criteria,
    IdentityUnknown,
    Matches,
    RecordUnavailable,
    Released,
    SignIn,
    View,
)
from carerecord.viewing.finding import find, people_today
from carerecord.viewing.ledger import states
from carerecord.viewing.withheld import without_withheld

EVERY_TYPE: tuple[str, ...] = ()
"""What a view asks for: no types named, so each connector asks for all it can, not only what a section draws."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Records:
    """Opens records. Every face holds one of these and no other way to a person's data."""

    people: People
    access: AccessStore
    policies: Policies
    log: Log
    sources: Sequence[Source]
    breakers: Breakers
    fanout: Fanout
    now: Callable[[], datetime] = _now

    async def open(self, viewer: Viewer, person_id: str, *, face: str = "web") -> View:
        at, view_id = self.now(), secrets.token_hex(12)
        person, decision = await self._decided(viewer, person_id, at)
        receipt = await self._write(
            "open" if decision.allowed else "refused",
            viewer,
            person,
            view_id,
            written.decision(decision, face),
        )
        view = View(view_id, at, viewer, person, decision, receipt)
        if not decision.allowed:
            return view
        asked = await self._ask(person, view_id, at, receipt)
        await self._incidents(view, asked)
        return self._merged(view, asked)

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], *, content_type: str
    ) -> Released:
        """Leave to send `body`, once the entry that says so is durable (I1)."""
        digest = hashlib.sha256(body).hexdigest()
        what = written.shown(view, sections, digest, len(body), content_type)
        receipt = await self._write("shown", view.viewer, view.person, view.id, what)
        return Released(body, receipt)

    async def find(self, viewer: Viewer, criteria: Criteria) -> Matches:
        """People who fit, each one written down (AUD-7); no clinical content."""
        try:
            return await find(self.people, self.log, viewer, criteria)
        except AuditUnavailable as error:
            raise RecordUnavailable("the search could not be written down") from error

    async def people_today(self, viewer: Viewer) -> list[tuple[Person, str]]:
        """The people this viewer is expected to see today, with why, in words."""
        return await people_today(self.people, self.access, viewer, self.now())

    async def signed(self, kind: SignIn, viewer: Viewer | None) -> None:
        """Somebody signed in or out, or was not let in; written down before they are answered."""
        try:
            await self.log.append(kind, viewer, body={})
        except AuditUnavailable as error:
            raise RecordUnavailable("the sign-in could not be written down") from error

    async def decide(self, viewer: Viewer, person_id: str) -> tuple[Person, Decision]:
        """Only the decision, written down: for the pages that explain a refusal."""
        person, decision = await self._decided(viewer, person_id, self.now())
        await self._write("decided", viewer, person, "", written.decision(decision, "web"))
        return person, decision

    async def declare_emergency(
        self, viewer: Viewer, person_id: str, reason: str, words: str
    ) -> Decision:
        """Break-glass (BTG-1 to BTG-4): written down first, then in force for this viewer and person.

        Raises `EmergencyNotDeclared` when the declaration is not complete; nothing is written then.
        """
        complete_declaration(reason, words)
        person, decision = await self._decided(viewer, person_id, self.now())
        if not decision.may_declare_emergency:
            await self._write(
                "refused", viewer, person, "", written.decision(decision, "emergency")
            )
            return decision
        await self._write(
            "emergency", viewer, person, "", {"reason": reason, "words": words, "purpose": "BTG"}
        )
        await self.access.declare_emergency(viewer, person_id, reason, words, self.now())
        return (await self._decided(viewer, person_id, self.now()))[1]

    async def _decided(
        self, viewer: Viewer, person_id: str, at: datetime
    ) -> tuple[Person, Decision]:
        person = await self.people.by_id(person_id)
        if person is None:
            raise IdentityUnknown
        facts = await self.access.facts_about(viewer, person, at)
        kinds = {evidence.kind for evidence in facts.evidence}
        purpose: Purpose = "BTG" if kinds == {"LR-16"} else "TREAT"
        return person, decide(AccessRequest(viewer, person, at, purpose), facts, self.policies)

    async def _ask(
        self, person: Person, view_id: str, at: datetime, receipt: Receipt
    ) -> list[Answer]:
        query = Query(person.nhs_number, person.birth_date, EVERY_TYPE, view_id, at)
        return await ask_all(
            self.sources,
            query,
            receipt,
            within=self.fanout.within_seconds,
            breakers=self.breakers,
        )

    def _merged(self, view: View, asked: Sequence[Answer]) -> View:
        levels = view.decision.levels
        kept: list[Answer] = []
        withheld: dict[str, list[Item]] = {}
        for answer in asked:
            visible, gone = without_withheld(answer, view.person, levels)
            kept.append(visible)
            withheld[answer.source_id] = gone
        sources = tuple(source.settings for source in self.sources)
        merged = merge(kept, source_order=[source.id for source in sources])
        lines = account(kept, withheld, merged)
        _must_add_up(lines, asked)
        answers = {answer.source_id: answer for answer in kept}
        return replace(
            view,
            sources=sources,
            answers=answers,
            records={n: r for n, r in merged.records.items() if levels.get(n, "none") != "none"},
            states=states(sources, answers, merged.records, levels),
            account=lines,
        )

    async def _incidents(self, view: View, asked: Sequence[Answer]) -> None:
        """A source that answered about somebody else is an incident to report to it (SRC-5, R4)."""
        for answer in asked:
            if answer.failure and answer.failure.kind == "wrong-person":
                body: dict[str, object] = {
                    "source": answer.source_id,
                    "held_back": len(answer.held_back),
                    "request_ids": list(answer.request_ids),
                }
                await self._write("incident", view.viewer, view.person, view.id, body)

    async def _write(
        self, kind: str, viewer: Viewer, person: Person, view_id: str, body: dict[str, object]
    ) -> Receipt:
        try:
            return await self.log.append(
                kind, viewer, person_id=person.id, view_id=view_id, body=body
            )
        except AuditUnavailable as error:
            raise RecordUnavailable("the view could not be written down") from error


def _must_add_up(lines: Sequence[Line], asked: Sequence[Answer]) -> None:
    """Nothing is shown of a record that lost or doubled an item on its way here (I5)."""
    try:
        must_add_up(lines)
    except DoesNotAddUp as error:
        raise RecordUnavailable(f"the account does not add up: {error}") from error
    if sum(line.received for line in lines) != sum(answer.received for answer in asked):
        raise RecordUnavailable("the account does not cover all that was received")
