"""Asking the organisations that hold something of a person: forwarded by one officer, answered by theirs (PAT-5, PAT-6).

Nothing of a record passes through here: each organisation answers the person itself, and what it says is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.access.notes import Note, Notes
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.insight.cases import Post
from carerecord.insight.mail import Message, Outbox
from carerecord.insight.report.contract import NotInOrder, Request, Unknown
from carerecord.insight.report.matter_store import MatterStore
from carerecord.insight.report.matters import (
    Holding,
    Kind,
    Matter,
    Said,
    Step,
    check_answer,
    check_note,
    holdings,
)
from carerecord.insight.report.reports import LONGEST, Reports, month_after, typed
from carerecord.sections import BY_NAME
from carerecord.store import Transaction


@dataclass(frozen=True, slots=True)
class Controllers:
    reports: Reports
    sources: Sequence[SourceSettings]
    store: MatterStore
    notes: Notes
    outbox: Outbox
    post: Post

    async def holding(self, actor: Viewer, request_id: str) -> list[Holding]:
        """Which organisations hold something of the person, as far as the log knows."""
        await self.reports.must(actor)
        request = await self.reports.request(actor, request_id)
        return holdings(self.sources, await self.reports.entries(request.person_id))

    async def of_request(self, actor: Viewer, request_id: str) -> list[Matter]:
        await self.reports.must(actor)
        await self.reports.request(actor, request_id)
        return await self.store.of_request(request_id)

    async def ask_copy(self, actor: Viewer, request_id: str, organisation: str, words: str) -> None:
        """Of one organisation, or without one of each that is known to hold something."""
        held = await self.holding(actor, request_id)
        to = [
            one
            for one in held
            if one.organisation == organisation or (not organisation and one.seen)
        ]
        before = await self.store.of_request(request_id)
        asked = {one.to_organisation for one in before if one.kind == "copy"}
        left = [one for one in to if one.organisation not in asked]
        if not left:
            raise NotInOrder("None that was not asked before is known to hold something.")
        request = await self.reports.request(actor, request_id)
        for one in left:
            await self._ask(actor, request, "copy", one.organisation, words.strip()[:LONGEST])

    async def ask_correction(
        self, actor: Viewer, request_id: str, source: str, section: str, words: str
    ) -> None:
        """Of the organisation that wrote it."""
        await self.reports.must(actor)
        request = await self.reports.request(actor, request_id)
        named = next((one for one in self.sources if one.id == source), None)
        if named is None or section not in named.sections or section not in BY_NAME:
            raise NotInOrder("Choose who wrote it, and a section that they share.")
        said = typed(words)
        await self._ask(actor, request, "correction", named.organisation, said, source, section)

    async def waiting(self, actor: Viewer) -> list[tuple[Matter, Person | None]]:
        """Asked of the actor's organisation and not answered; not what is about the actor."""
        reports = self.reports
        await reports.must(actor)
        await reports.writing.entry("audit-read", actor, body={"what": "person-matters"})
        found = await self.store.waiting(actor.organisation)
        listed = [(one, await reports.people.by_id(one.person_id)) for one in found]
        return [(m, one) for m, one in listed if not (one and await reports.is_own(actor, one))]

    async def answer(self, actor: Viewer, matter_id: str, step: str, words: str) -> None:
        """By an officer of the organisation that was asked, once."""
        reports = self.reports
        await reports.must(actor)
        matter = await self._matter(actor, matter_id)
        if matter.to_organisation != actor.organisation:
            raise Unknown
        taken = check_answer(matter, step, words)
        await self._take(actor, matter, taken, typed(words))

    async def note(self, actor: Viewer, matter_id: str, words: str) -> None:
        """What the person says beside what was not changed; without words, that it stands there no longer."""
        await self.reports.must(actor)
        matter = await self._matter(actor, matter_id)
        if matter.from_organisation != actor.organisation:
            raise Unknown
        check_note(matter)
        said = words.strip()
        if len(said) > LONGEST:
            raise NotInOrder(f"Write it in 1 to {LONGEST} characters.")
        if not said and matter.note is None:
            raise NotInOrder("There is no note to take away.")
        await self._take(actor, matter, "noted" if said else "note-removed", said)

    async def _matter(self, actor: Viewer, matter_id: str) -> Matter:
        matter = await self.store.matter(matter_id)
        person = await self.reports.people.by_id(matter.person_id) if matter else None
        if matter is None or person is None:
            raise Unknown
        await self.reports.another(actor, person)
        return matter

    async def _ask(
        self,
        actor: Viewer,
        request: Request,
        kind: Kind,
        organisation: str,
        words: str,
        source: str = "",
        section: str = "",
    ) -> None:
        reports, day = self.reports, self.reports.today()
        matter = Matter(
            id=secrets.token_hex(12),
            request_id=request.id,
            person_id=request.person_id,
            kind=kind,
            from_organisation=actor.organisation,
            to_organisation=organisation,
            officer=actor.id,
            officer_name=actor.name,
            source=source,
            section=section,
            words=words,
            asked=day,
            due=month_after(request.asked.received if kind == "copy" else day),
        )

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.ask(tx, matter, reports.now())
            for to in self.post.officers.get(organisation, ()) if self.post.server else ():
                self.outbox.put(tx, _message(matter, to, self.post.address))

        await reports.write(actor, request.person_id, request.id, f"{kind}-asked", along)

    async def _take(self, actor: Viewer, matter: Matter, step: Step, words: str) -> None:
        reports = self.reports
        said = Said(step, words, actor.id, actor.name, reports.now())

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.step(tx, matter, said)
            if step in ("noted", "note-removed"):
                note = Note(matter.source, matter.section, words, reports.today())
                self.notes.put(tx, matter.id, matter.person_id, note)

        await reports.write(
            actor, matter.person_id, matter.request_id, f"{matter.kind}-{step}", along
        )


def _message(matter: Matter, to: str, address: str) -> Message:
    """A reference, and nothing of anybody (ALR-3)."""
    reference = matter.id[:8].upper()
    return Message(
        to,
        f"A person asks your organisation: {reference}",
        f"Something is asked of your organisation, reference {reference}, due {matter.due:%d-%b-%Y}.\n"
        f"Sign in to see it: {address}/my-access\n",
    )
