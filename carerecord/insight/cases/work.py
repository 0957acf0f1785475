"""A privacy officer's work: the queue, one case, what is decided. Their own organisation's only (ux S19).

Every reading and every decision is an audit entry, written before anything is given back; a decision and
its entry are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from carerecord.access.contract import Decision, Function
from carerecord.access.evidence.store import EvidenceStore
from carerecord.audit import KINDS, Entry, Log
from carerecord.audit.search import Sought, count_kinds, search
from carerecord.contract import Person, Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.insight.cases import intake
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
    Step,
    StepRefused,
)
from carerecord.insight.cases.deciding import check
from carerecord.insight.cases.store import CaseStore, days_to_close
from carerecord.onboarding import OnboardingRefused
from carerecord.store import Database, Transaction

WEEK, YEAR = timedelta(days=7), timedelta(days=366)
MONTH = timedelta(days=30)
LARGEST = 2**31 - 1  # number that a case can have
SHOWN = 100  # entries of one case on its page
BEFORE, AFTERWARDS = (
    timedelta(minutes=10),
    timedelta(hours=12),
)  # entries that belong to the views of a case


class Decides(Protocol):
    """The rules (`viewing.deciding.Decider`)."""

    async def may(self, viewer: Viewer, function: Function, at: datetime) -> Decision: ...


class Suspends(Protocol):
    """Who stops somebody everywhere, at once (`onboarding`)."""

    async def suspend(self, viewer_id: str, *, by: str, why: str) -> object: ...


@dataclass(frozen=True, slots=True)
class Listed:
    case: CaseFile
    person: Person | None


@dataclass(frozen=True, slots=True)
class Queue:
    cases: list[Listed]
    figures: Figures
    checked: Checked | None  # the whole log, last


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of the log, as an officer reads it."""

    at: datetime
    kind: str
    words: str  # completes “They …”
    sections: tuple[str, ...]  # that were shown, and of which something was there
    view_id: str
    seq: int


def key_of(case: CaseFile) -> str:
    """Names a case among those of every organisation."""
    return f"{case.organisation}/{case.number}"


def seen(entry: Entry) -> Seen:
    shown = entry.body.get("sections")
    sections = tuple(shown) if isinstance(shown, dict) else ()
    return Seen(entry.at, entry.kind, KINDS[entry.kind], sections, entry.view_id, entry.seq)


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
    now: Callable[[], datetime] = _now

    @property
    def store(self) -> CaseStore:
        return CaseStore(self.db)

    async def queue(self, actor: Viewer, wanted: Filters) -> Queue:
        """By seriousness, then by when it is due. Raises `NotForOfficers`."""
        await self._must(actor)
        await self.log.append("audit-read", actor, body={"what": "cases"})
        await self.coming.alerts_of(actor.organisation)  # what came up this minute
        cases = await self._cases(actor, wanted)
        people = {one.person_id: await self._person(one.person_id) for one in cases}
        figures = await self._figures(actor)
        listed = [Listed(one, people[one.person_id]) for one in cases]
        return Queue(listed, figures, await last_checked(self.db))

    async def open(self, actor: Viewer, number: int) -> OneCase:
        """Raises `NotForOfficers`, `CaseUnknown`."""
        await self._must(actor)
        case = await self._case(actor, number)
        body = {"what": "case", "case": case.reference}
        await self.log.append("audit-read", actor, person_id=case.person_id, body=body)
        held = await self.evidence.of_person(case.person_id) if case.person_id else []
        return OneCase(
            case=case,
            person=await self._person(case.person_id),
            done=await self.store.done(case),
            entries=await self._entries(case),
            around=intake.around(held, case.first, case.last),
            other_times=await self._other_times(case),
            other_records=await self._other_records(case),
        )

    async def decide(self, actor: Viewer, number: int, step: str, words: str) -> None:
        """Raises `NotForOfficers`, `CaseUnknown`, `StepRefused`."""
        await self._must(actor)
        case = await self._case(actor, number)
        taken = next((one for one in BY_OFFICERS if one == step), None)
        if taken is None:
            raise StepRefused("Choose what to do.")
        check(case, await self.store.done(case), taken, actor.id, words)
        if taken == "suspended":
            await self._suspend(case, actor)
        await self.take(case, taken, actor, words.strip())

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
    ) -> None:
        """The step, its entry and what goes with it, all or none. Raises `StepRefused` where another completed it meanwhile."""

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.step(tx, case, step, by, words, self.now())
            if also:
                also(tx)

        body = {"case": case.reference, "organisation": case.organisation, "step": step}
        await self.log.append(
            "case", by if by.id else None, person_id=case.person_id, body=body, along=along
        )

    async def question(self, entry_id: str, words: str) -> CaseFile | None:
        """The person asks about one view of their record (PAT-4); nothing where nobody looked."""
        entry = await self.log.by_id(entry_id)
        if entry is None or entry.viewer is None or not entry.person_id:
            return None
        case = intake.of_question(entry, entry.viewer, words, self.now())
        await self.db.write(lambda tx: self.store.put(tx, case))
        return case

    async def sealed_entries(self, person_id: str) -> frozenset[str]:
        """Of sealed cases: left out of the person's own report (ALR-9, PAT-3)."""
        return await self.store.sealed_entries(person_id)

    async def _suspend(self, case: CaseFile, actor: Viewer) -> None:
        try:
            why = f"review {case.reference}"
            await self.suspensions.suspend(case.viewer_id, by=actor.id, why=why)
        except OnboardingRefused as error:
            raise StepRefused(str(error)) from None

    async def _must(self, actor: Viewer) -> None:
        decision = await self.decider.may(actor, "review", self.now())
        if not decision.allowed:
            await self.log.append("refused", actor, body={"function": "review"})
            raise NotForOfficers

    async def _case(self, actor: Viewer, number: int) -> CaseFile:
        known = number <= LARGEST
        case = await self.store.case(actor.organisation, number) if known else None
        if case is None or case.viewer_id == actor.id:
            raise CaseUnknown
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

    async def _entries(self, case: CaseFile) -> list[Seen]:
        """What the viewer did with this record, from the first view of the case to half a day after the last."""
        sought = Sought(
            person_id=case.person_id,
            viewer_id=case.viewer_id,
            since=case.first - BEFORE,
            until=case.last + AFTERWARDS,
        )
        return [seen(one) for one in (await search(self.db, sought, limit=SHOWN))[::-1]]

    async def _other_times(self, case: CaseFile) -> list[datetime]:
        if not case.person_id:
            return []
        sought = Sought(
            person_id=case.person_id,
            viewer_id=case.viewer_id,
            kinds=("open",),
            since=case.first - YEAR,
            until=self.now() + MONTH,
        )
        found = await search(self.db, sought, limit=SHOWN)
        during = case.first - BEFORE, case.last + AFTERWARDS
        return [one.at for one in found[::-1] if not during[0] <= one.at <= during[1]]

    async def _other_records(self, case: CaseFile) -> int:
        sought = Sought(
            viewer_id=case.viewer_id,
            kinds=("open",),
            since=case.last - MONTH,
            until=case.last + AFTERWARDS,
        )
        found = await search(self.db, sought, limit=10_000)
        return len({one.person_id for one in found} - {case.person_id})

    async def _figures(self, actor: Viewer) -> Figures:
        now = self.now()
        tonight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        open_now = await self.store.cases(
            actor.organisation, actor.id, Filters(state="open"), limit=10_000
        )
        kinds = await count_kinds(self.db, actor.organisation, now - WEEK, now)
        ended = await self.store.ended(now - MONTH, actor.organisation)
        return Figures(
            to_review=len(open_now),
            due_today=sum(one.due < tonight for one in open_now),
            opened_records=kinds.get("open", 0),
            emergencies=kinds.get("emergency", 0),
            closed_by_rule=sum(one.step == "closed-by-rule" for one in ended),
            days_to_close=days_to_close(ended),
            waiting=sum(one.last_step == "asked" for one in open_now),
            completed=len(ended),
        )
