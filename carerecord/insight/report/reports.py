"""The report of who looked at a person's record: asked for, made from every entry, written down each time.

For privacy officers, on behalf of the person: nobody of the public signs in here yet.
"""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from carerecord.access.alerts import Alert, Alerts
from carerecord.audit import Along, Entry, Log
from carerecord.config import PersonReports
from carerecord.contract import Person, Receipt, Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.insight.report.answers import PersonCases, told_of
from carerecord.insight.report.contract import (
    REFUSALS,
    AboutYourself,
    Asked,
    Exclusion,
    Look,
    Matters,
    NotInOrder,
    Report,
    Request,
    Unknown,
)
from carerecord.insight.report.lines import report
from carerecord.insight.report.looks import looks_of, others_of
from carerecord.insight.report.store import Kept
from carerecord.insight.report.times import LONDON
from carerecord.store import Transaction

KIND = "person-report"
PAGE = 1000  # entries read at once
HELD = (
    "A look of this person is part of a review that is sealed. Its organisation unseals it, or two of its "
    "officers leave the look out; there is no report until then."
)
LONGEST = 500  # characters of anything that is typed


class Writing(Protocol):
    """What writes an entry down before anything is answered (`viewing.writing.Writing`)."""

    async def entry(
        self,
        kind: str,
        viewer: Viewer | None,
        person_id: str = "",
        body: Mapping[str, object] | None = None,
        along: Along | None = None,
    ) -> Receipt: ...


@dataclass(frozen=True, slots=True)
class Made:
    """One making of a report; none of it where the request was refused."""

    request: Request
    person: Person
    report: Report | None
    looks: tuple[Look, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    held: tuple[Look, ...] = ()
    """Looks of a sealed review that two officers have not left out: no report until that is decided."""


@dataclass(frozen=True, slots=True)
class Reports:
    log: Log
    people: People
    alerts: Alerts
    writing: Writing
    kept: Kept
    settings: PersonReports
    must: Callable[[Viewer], Awaitable[None]]
    """Raises unless this is a privacy officer who may work; it is written down that somebody else tried."""
    unproved: Callable[[str], Awaitable[frozenset[str]]]
    """Of a person: ids of what opened their record and nothing has proved yet (LR-24)."""
    is_own: Callable[[Viewer, Person], Awaitable[bool]]
    """Whether a member of staff is this person."""
    cases: PersonCases
    matters: Callable[[str], Awaitable[Sequence[str]]]
    """Of a person: what they asked of organisations, as it is told to them."""
    now: Callable[[], datetime]

    def today(self) -> date:
        return self.now().astimezone(LONDON).date()

    async def receive(self, actor: Viewer, number: str, asked: Asked) -> Request:
        """Record that a report was asked for, or was asked for and refused (PAT-7)."""
        await self.must(actor)
        check(asked, self.today())
        person = await self._numbered(number)
        await self.another(actor, person)
        request = Request(
            id=secrets.token_hex(12),
            person_id=person.id,
            organisation=actor.organisation,
            officer=actor.id,
            officer_name=actor.name,
            asked=asked,
            due=month_after(asked.received),
            responded=self.today() if asked.refused else None,
        )

        def along(tx: Transaction, entry_id: str) -> None:
            self.kept.add(tx, request, self.now())
            if asked.refused:
                self.alerts.within(tx, _refusal(request, actor, self.now(), entry_id))

        what = "refused" if asked.refused else "received"
        await self.write(actor, person.id, request.id, what, along)
        return request

    async def requests(self, actor: Viewer) -> list[tuple[Request, Person | None]]:
        """Those of the actor's own organisation; those without an answer first."""
        await self.must(actor)
        await self.writing.entry("audit-read", actor, body={"what": "person-reports"})
        found = await self.kept.requests(actor.organisation)
        listed = [(one, await self.people.by_id(one.person_id)) for one in found]
        return [(r, one) for r, one in listed if not (one and await self.is_own(actor, one))]

    async def make(self, actor: Viewer, request_id: str, form: str) -> Made:
        """The report, after it is written down that it was made, and in which form."""
        await self.must(actor)
        request = await self.request(actor, request_id)
        await self.write(actor, request.person_id, request.id, form)
        return await self._made(request)

    async def for_command(self, person: Person, form: str) -> Report:
        """For whoever administers the machine."""
        body = {"command": "audit report", "form": form}
        await self.writing.entry(KIND, None, person.id, body=body)
        looks = looks_of(await self.entries(person.id))
        if await self._held(person.id, looks, await self._exclusions(person.id)):
            raise NotInOrder(HELD)
        return await self._report(person)

    async def respond(self, actor: Viewer, request_id: str) -> None:
        """The person has their answer."""
        await self.must(actor)
        request = await self.request(actor, request_id)
        day = self.today()

        def along(tx: Transaction, entry_id: str) -> None:
            self.kept.respond(tx, request.id, day)

        await self.write(actor, request.person_id, request.id, "answered", along)

    async def request(self, actor: Viewer, request_id: str) -> Request:
        found = await self.kept.request(request_id, actor.organisation)
        if found is None:
            raise Unknown
        if person := await self.people.by_id(found.person_id):
            await self.another(actor, person)
        return found

    async def another(self, actor: Viewer, person: Person) -> None:
        """An officer who is the person does none of it; that they tried is written down."""
        if await self.is_own(actor, person):
            await self.writing.entry("refused", actor, body={"function": KIND})
            raise AboutYourself("This is about you: another privacy officer has to do it.")

    async def _report(self, person: Person) -> Report:
        entries = await self.entries(person.id)
        exclusions = await self._exclusions(person.id)
        questions = [told_of(*one) for one in await self.cases.questions_about(person.id)]
        matters = Matters(
            unproved=await self.unproved(person.id),
            left_out=_agreed(exclusions),
            questions={one.look: one for one in questions},
        )
        looks, others = looks_of(entries), others_of(entries)
        asked = tuple(await self.matters(person.id))
        told = report(person, looks, others, matters, self._name_told, self.now())
        return replace(told, asked=asked)

    async def _exclusions(self, person_id: str) -> tuple[Exclusion, ...]:
        return tuple(await self.kept.exclusions(person_id, self.today()))

    async def _held(
        self, person_id: str, looks: tuple[Look, ...], exclusions: tuple[Exclusion, ...]
    ) -> tuple[Look, ...]:
        sealed, left_out = await self.cases.sealed_entries(person_id), _agreed(exclusions)
        return tuple(one for one in looks if one.entries & sealed and one.id not in left_out)

    async def entries(self, person_id: str, page: int = PAGE) -> list[Entry]:
        """Every one, read a page at a time."""
        found = read = await self.log.about(person_id, limit=page)
        while len(read) == page:
            read = await self.log.about(person_id, before=read[-1].place, limit=page)
            found = found + read
        return found

    async def look(self, person_id: str, reference: str) -> Look:
        """By the number that stands beside it in the report."""
        typed = reference.replace(" ", "").replace("-", "").upper()
        for one in looks_of(await self.entries(person_id)):
            if one.reference.replace("-", "") == typed:
                return one
        raise NotInOrder("There is no look with this number in the report.")

    async def write(
        self, actor: Viewer, person_id: str, request_id: str, form: str, along: Along | None = None
    ) -> None:
        body = {"request": request_id, "form": form}
        await self.writing.entry(KIND, actor, person_id, body=body, along=along)

    async def _made(self, request: Request) -> Made:
        person = await self.people.by_id(request.person_id)
        if person is None:
            raise Unknown
        if request.asked.refused:
            return Made(request, person, None)
        looks = looks_of(await self.entries(person.id))
        exclusions = await self._exclusions(person.id)
        held = await self._held(person.id, looks, exclusions)
        made = None if held else await self._report(person)
        return Made(request, person, made, looks, exclusions, held)

    async def _numbered(self, number: str) -> Person:
        try:
            found = await self.people.by_number(nhs_number.read(number))
        except NotAnNHSNumber:
            raise Unknown from None
        if found.person is None:
            raise Unknown
        return found.person

    def _name_told(self, organisation: str) -> bool:
        return organisation in self.settings.names_of or "*" in self.settings.names_of


def _agreed(exclusions: tuple[Exclusion, ...]) -> frozenset[str]:
    return frozenset(one.look for one in exclusions if one.agreed_by)


def check(asked: Asked, today: date) -> None:
    """Raises `NotInOrder`, saying what is missing."""
    if asked.received > today:
        raise NotInOrder("The day it was received cannot lie ahead.")
    if not asked.requester.strip():
        raise NotInOrder("Say who asked: the person, or who asked for them.")
    if asked.refused and (asked.refused not in REFUSALS or not asked.why.strip()):
        raise NotInOrder("A refusal needs a reason, and why in a few words.")
    given = (asked.requester, asked.purpose, asked.consulted, asked.why)
    if max(len(one) for one in given) > LONGEST:
        raise NotInOrder(f"Use at most {LONGEST} characters.")


def typed(words: str) -> str:
    """Something somebody has to say. Raises `NotInOrder`."""
    said = words.strip()
    if not 0 < len(said) <= LONGEST:
        raise NotInOrder(f"Write it in 1 to {LONGEST} characters.")
    return said


def month_after(day: date) -> date:
    """The same day of the next month, or its last: how long the law gives (PAT-2)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _refusal(request: Request, actor: Viewer, at: datetime, entry_id: str) -> Alert:
    """A refused request is told to the organisation's privacy officers: another looks at it."""
    return Alert(
        kind="alert",
        rule="PAT-3",
        to=request.organisation,
        viewer=actor,
        person_id=request.person_id,
        occasion=request.id,
        at=at,
        words=f"Refused to tell a person who looked: {REFUSALS[request.asked.refused]}. "
        f"In their words: “{request.asked.why.strip()}”",
        entry_id=entry_id,
    )
