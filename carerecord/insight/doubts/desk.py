"""Both ends of a doubt: who raises it, and the officers of the organisation that holds the item.

Every step is an audit entry, and what it writes is in the same transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.access.doubts import ENDING, WHAT, Doubt, Doubts, Step, Taken
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.insight.cases import Cases
from carerecord.insight.mail import Message
from carerecord.store import Transaction

LONGEST = 1000  # characters of what is typed
NOT_HERE = "This source takes no such message here. Phone it."
MEANWHILE = "Somebody answered meanwhile. Read it first."


class DoubtRefused(Exception):
    """What is missing, in words for whoever typed it."""


@dataclass(frozen=True, slots=True)
class About:
    """The item that looks wrong, as it stands in the record that is open."""

    view_id: str
    person_id: str
    source: SourceSettings
    item: str  # "source/Type/id"
    section: str


@dataclass(frozen=True, slots=True)
class DoubtDesk:
    cases: Cases

    @property
    def store(self) -> Doubts:
        return Doubts(self.cases.db)

    async def put(
        self, viewer: Viewer, about: About, what: str, words: str, known: Sequence[Doubt]
    ) -> None:
        """Tell who holds it. `known`: of this person. Raises `DoubtRefused`."""
        words = words.strip()[:LONGEST]
        if not about.source.organisation:
            raise DoubtRefused(NOT_HERE)
        if what not in WHAT:
            raise DoubtRefused("Choose what looks wrong.")
        if what in ("other", "detail", "incomplete") and not words:
            raise DoubtRefused("Say in a few words what looks wrong.")
        if any(one.item == about.item and one.open for one in known):
            raise DoubtRefused("This was queried before and waits for an answer.")
        doubt = Doubt(
            id=secrets.token_hex(6),
            person_id=about.person_id,
            source=about.source.id,
            item=about.item,
            section=about.section,
            organisation=about.source.organisation,
            what=what,
            words=words,
            asked_by=viewer.id,
            asked_by_name=viewer.name,
            asked_by_organisation=viewer.organisation,
            at=self.cases.now(),
        )

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.put(tx, doubt)
            self._tell(tx, doubt)

        row = {"person_id": about.person_id, "view_id": about.view_id}
        body = {**_body(doubt), "what": what}
        await self.cases.log.append("doubted", viewer, **row, body=body, along=along)

    async def waiting(self, actor: Viewer) -> list[tuple[Doubt, Person | None]]:
        """Of the actor's organisation, newest first; now they are seen. Raises `NotForOfficers`."""
        await self.cases.must(actor)
        found = await self.store.of_organisation(actor.organisation)
        people = {one.person_id: await self.cases.people.by_id(one.person_id) for one in found}
        body = {"what": "doubts", "number": len(found)}
        await self.cases.log.append("audit-read", actor, body=body)
        for one in found:
            if not one.steps:
                await self._take(actor, one, "seen", "")
        return [(one, people[one.person_id]) for one in found]

    async def answer(self, actor: Viewer, doubt_id: str, step: str, words: str) -> None:
        """Raises `NotForOfficers`, `DoubtRefused`."""
        await self.cases.must(actor)
        found = await self.store.of_organisation(actor.organisation)
        doubt = next((one for one in found if one.id == doubt_id and one.open), None)
        if doubt is None:
            raise DoubtRefused(MEANWHILE)
        taken = next((one for one in ENDING if one == step), None)
        if taken is None:
            raise DoubtRefused("Choose what was done.")
        if not words.strip():
            raise DoubtRefused("Say in a few words what was found.")
        if not await self._take(actor, doubt, taken, words.strip()[:LONGEST]):
            raise DoubtRefused(MEANWHILE)

    async def _take(self, actor: Viewer, doubt: Doubt, step: Step, words: str) -> bool:
        taken = Taken(step, words, actor.id, actor.name, self.cases.now())
        done: list[bool] = []

        def along(tx: Transaction, entry_id: str) -> None:
            done.append(self.store.take(tx, doubt, taken))

        body = {**_body(doubt), "step": step}
        row = {"person_id": doubt.person_id}
        await self.cases.log.append("doubt-step", actor, **row, body=body, along=along)
        return done[-1]

    def _tell(self, tx: Transaction, doubt: Doubt) -> None:
        """A reference and nothing of anybody (ALR-3)."""
        post = self.cases.coming.post
        if post.server is None:
            return
        for to in post.officers.get(doubt.organisation, ()) or filter(None, (post.lead,)):
            subject = f"Something in a record looks wrong: {doubt.id}"
            body = (
                f"A member of staff says that an entry your organisation holds looks wrong, reference {doubt.id}.\n"
                f"Sign in to read it and to answer: {post.address}/review/doubts\n"
            )
            self.cases.coming.outbox.put(tx, Message(to, subject, body))


def _body(doubt: Doubt) -> dict[str, object]:
    return {
        "doubt": doubt.id,
        "item": doubt.item,
        "section": doubt.section,
        "organisation": doubt.organisation,
    }
