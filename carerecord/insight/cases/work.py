"""A privacy officer's work: the queue, one case, what is decided. Their own organisation's only (ux S19).

Every reading and every decision is an audit entry, written before anything is given back; a decision and
its entry are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from carerecord.access.contract import Decision, Function
from carerecord.access.evidence.store import EvidenceStore
from carerecord.audit import Along, Log
from carerecord.contract import Person, Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.insight.cases import intake, seeing
from carerecord.insight.cases.checked import Checked, last_checked
from carerecord.insight.cases.coming import Coming
from carerecord.insight.cases.contract import (
    BY_OFFICERS,
    CaseFile,
    CaseUnknown,
    Done,
    Figures,
    Filters,
    NotForOfficers,
    Question,
    Step,
    StepRefused,
)
from carerecord.insight.cases.deciding import ENDING, check
from carerecord.insight.cases.limits import SHOWN, Kept, kept
from carerecord.insight.cases.seeing import Seen
from carerecord.insight.cases.store import CaseStore
from carerecord.onboarding import OnboardingRefused
from carerecord.store import Database, Transaction

LARGEST = 2**31 - 1  # number that a case can have


class Decides(Protocol):
    """The rules (`viewing.deciding.Decider`)."""

    async def may(self, viewer: Viewer, function: Function, at: datetime) -> Decision: ...


class Suspends(Protocol):
    """Who stops somebody everywhere, at once (`onboarding`)."""

    async def suspend(self, viewer_id: str, *, by: str, why: str) -> object: ...


class Staff(Protocol):
    """Whose record is whose own, and where staff have their e-mail."""

    async def is_own(self, viewer: Viewer, person: Person) -> bool: ...
    async def email_of(self, viewer_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Listed:
    case: CaseFile
    person: Person | None


@dataclass(frozen=True, slots=True)
class Queue:
    cases: list[Listed]
    figures: Figures
    checked: Checked | None  # the whole log, last


def key_of(case: CaseFile) -> str:
    """Names a case among those of every organisation."""
    return f"{case.organisation}/{case.number}"


@dataclass(frozen=True, slots=True)
class OneCase:
    """Everything an officer decides by."""

    case: CaseFile
    person: Person | None
    done: list[Done]
    entries: list[Seen]  # to the second, oldest first
    around: tuple[str, ...]  # care from a week before to a week after, as known now
    other_times: list[datetime]  # that the same viewer opened this record, in the year
    other_records: int  # that the viewer opened in 30 days


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Cases:
    db: Database
    log: Log
    people: People
    evidence: EvidenceStore
    coming: Coming
    decider: Decides
    suspensions: Suspends
    staff: Staff
    now: Callable[[], datetime] = _now

    @property
    def store(self) -> CaseStore:
        return CaseStore(self.db)

    async def must(self, actor: Viewer) -> None:
        """For what is only a privacy officer's, elsewhere. Raises `NotForOfficers`."""
        decision = await self.decider.may(actor, "review", self.now())
        if not decision.allowed:
            await self.log.append("refused", actor, body={"function": "review"})
            raise NotForOfficers

    async def queue(self, actor: Viewer, wanted: Filters) -> Queue:
        """By seriousness, then by when it is due. Raises `NotForOfficers`."""
        await self.must(actor)
        await self.log.append("audit-read", actor, body={"what": "cases"})
        await self.coming.alerts_of(actor.organisation)  # what came up this minute
        cases = await self._cases(actor, wanted)
        people = {one.person_id: await self._person(one.person_id) for one in cases}
        own = {id for id, one in people.items() if one and await self.staff.is_own(actor, one)}
        figures = await seeing.figures_of(self.db, actor.organisation, actor.id, self.now())
        listed = [Listed(one, people[one.person_id]) for one in cases if one.person_id not in own]
        return Queue(listed, figures, await last_checked(self.db))

    async def open(self, actor: Viewer, number: int) -> OneCase:
        """Raises `NotForOfficers`, `CaseUnknown`."""
        await self.must(actor)
        case = await self._case(actor, number)
        body = {"what": "case", "case": case.reference}
        await self.log.append("audit-read", actor, person_id=case.person_id, body=body)
        held = await self.evidence.of_person(case.person_id) if case.person_id else []
        return OneCase(
            case=case,
            person=await self._person(case.person_id),
            done=await self.store.done(case),
            entries=await seeing.entries_of(self.db, case),
            around=intake.around(held, case.first, case.last),
            other_times=await seeing.other_times(self.db, case, self.now()),
            other_records=await seeing.other_records(self.db, case),
        )

    async def one(self, actor: Viewer, number: int) -> CaseFile:
        """For what goes on from a case. Raises `NotForOfficers`, `CaseUnknown`."""
        await self.must(actor)
        return await self._case(actor, number)

    async def decide(
        self, actor: Viewer, number: int, step: str, words: str, told: str = ""
    ) -> None:
        """`told`: to the person, where they had asked. Raises `NotForOfficers`, `CaseUnknown`, `StepRefused`."""
        await self.must(actor)
        case = await self._case(actor, number)
        taken = next((one for one in BY_OFFICERS if one == step), None)
        if taken is None:
            raise StepRefused("Choose what to do.")
        check(case, await self.store.done(case), taken, actor.id, words, told)
        if taken == "suspended":
            await self._suspend(case, actor)
        also = None
        if taken == "asked":
            to = await self.staff.email_of(case.viewer_id)
            also = partial(self.coming.asked, case=case, to=to)
        said = told.strip() if case.asked and taken in ENDING else ""
        await self.take(case, taken, actor, words.strip(), also, told=said)

    async def times(self, actor: Viewer) -> list[Kept]:
        """Of the actor's organisation, a year by month and level (ALR-8). Raises `NotForOfficers`."""
        await self.must(actor)
        await self.log.append("audit-read", actor, body={"what": "case-times"})
        now = self.now()
        return kept(await self.store.times(actor.organisation, now - SHOWN), now)

    async def asked_of(self, viewer: Viewer) -> list[Listed]:
        """What this member of staff is asked about their own views; that they were shown it is written down."""
        found = await self.store.asked_of(viewer.id)
        for case in found:
            body = {"what": "question", "case": case.reference}
            await self.log.append("audit-read", viewer, person_id=case.person_id, body=body)
        return [Listed(case, await self._person(case.person_id)) for case in found]

    async def asked(self, viewer: Viewer) -> int:
        """How many questions wait for this member of staff."""
        return len(await self.store.asked_of(viewer.id))

    async def answer(self, viewer: Viewer, reference: str, words: str) -> None:
        """By them alone, once. Raises `CaseUnknown`, `StepRefused`."""
        found = await self.store.asked_of(viewer.id)
        case = next((one for one in found if key_of(one) == reference), None)
        if case is None:
            raise CaseUnknown
        if not words.strip():
            raise StepRefused("Say how you were involved, in a few words.")
        await self.take(case, "answered", viewer, words.strip())

    async def take(
        self,
        case: CaseFile,
        step: Step,
        by: Viewer,
        words: str,
        also: Callable[[Transaction], None] | None = None,
        *,
        told: str = "",
    ) -> None:
        """The step, its entry and what goes with it, all or none. Raises `StepRefused` where another completed it meanwhile."""

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.step(tx, case, step, by, words, self.now(), told)
            if also:
                also(tx)

        await self.write(case, step, by, along=along)

    async def write(
        self,
        case: CaseFile,
        step: str,
        by: Viewer,
        *,
        person_id: str = "",
        along: Along | None = None,
    ) -> None:
        """The entry of a step, with what goes with it. `person_id`: of a case of several people, whom it touched."""
        body = {"case": case.reference, "organisation": case.organisation, "step": step}
        about = person_id or case.person_id
        actor = by if by.id else None
        await self.log.append("case", actor, person_id=about, body=body, along=along)

    async def question(self, asked: Question) -> Callable[[Transaction], bool]:
        """The person asks about one look (PAT-4): what opens its case, for the transaction of its entry.

        False comes of that where the person asked about this look before.
        """
        case = await self.coming.with_care(intake.of_question(asked, self.now()))
        return partial(self.coming.open, case=case)

    async def questions_about(self, person_id: str) -> list[tuple[CaseFile, Done | None]]:
        """What this person asked, and the decision they are told of, once there is one."""
        found = await self.store.questions_about(person_id)
        return [(one, await self._decision(one)) for one in found]

    async def _decision(self, case: CaseFile) -> Done | None:
        done = await self.store.done(case)
        return next((one for one in done if one.step in ENDING), None)

    async def sealed_entries(self, person_id: str) -> frozenset[str]:
        """Of sealed cases: left out of the person's own report (ALR-9, PAT-3)."""
        return await self.store.sealed_entries(person_id)

    async def _suspend(self, case: CaseFile, actor: Viewer) -> None:
        try:
            why = f"review {case.reference}"
            await self.suspensions.suspend(case.viewer_id, by=actor.id, why=why)
        except OnboardingRefused as error:
            raise StepRefused(str(error)) from None

    async def _case(self, actor: Viewer, number: int) -> CaseFile:
        known = number <= LARGEST
        case = await self.store.case(actor.organisation, number) if known else None
        if case is None or case.viewer_id == actor.id:
            raise CaseUnknown
        person = await self._person(case.person_id)
        if person and await self.staff.is_own(actor, person):
            raise CaseUnknown  # another officer's, as their own views are
        return case

    async def _cases(self, actor: Viewer, wanted: Filters) -> list[CaseFile]:
        if wanted.nhs_number:
            person = await self._numbered(wanted.nhs_number)
            if person is None:
                return []
            wanted = replace(wanted, person_id=person.id)
        return await self.store.cases(actor.organisation, actor.id, wanted)

    async def _numbered(self, typed: str) -> Person | None:
        try:
            return (await self.people.by_number(nhs_number.read(typed))).person
        except NotAnNHSNumber:
            return None

    async def _person(self, person_id: str) -> Person | None:
        return await self.people.by_id(person_id) if person_id else None
