"""A privacy officer's work on a breach. Every reading and every step is an audit entry, written before anything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.contract import Viewer
from carerecord.insight.breaches.affected import affected
from carerecord.insight.breaches.contract import BY_OFFICERS, Affected, Breach, Done, Opened, Step
from carerecord.insight.breaches.deciding import by_time, check
from carerecord.insight.breaches.notifying import messages
from carerecord.insight.breaches.store import BreachStore, Days, done_by
from carerecord.insight.cases import BY_RULE, CaseFile, Cases, CaseUnknown, StepRefused
from carerecord.store import Transaction

TOLD: frozenset[Step] = frozenset({"found", "reminded", "overdue"})
"""Steps that somebody has an e-mail of."""


@dataclass(frozen=True, slots=True)
class Breaches:
    cases: Cases

    @property
    def store(self) -> BreachStore:
        return BreachStore(self.cases.db)

    async def open(self, actor: Viewer, number: int) -> Opened:
        """Raises `NotForOfficers`, `CaseUnknown`."""
        case = await self.cases.one(actor, number)
        body = {"what": "breach", "case": case.reference}
        await self.cases.log.append("audit-read", actor, person_id=case.person_id, body=body)
        return await self._opened(case)

    async def take(
        self,
        actor: Viewer,
        number: int,
        step: str,
        words: str,
        effects: str = "",
        days: Days = (None, None),
    ) -> None:
        """`days`: of every record the same member of staff opened. Raises as `open` does, and `StepRefused`."""
        case = await self.cases.one(actor, number)
        breach = await self.store.of(case.organisation, case.number)
        taken = next((one for one in BY_OFFICERS if one == step), None)
        if taken is None:
            raise StepRefused("Choose what to record.")
        check(breach, taken, words, effects)
        if taken == "found":
            _check_days(days)
        done = done_by(taken, actor, self.cases.now(), words, effects)
        await self._write(case, breach, done, actor, days if taken == "found" else (None, None))

    async def letter(self, actor: Viewer, number: int, key: str) -> tuple[Opened, Affected]:
        """To one of them, once it is written what they are told; that it was made is of their own log."""
        opened = await self._opened(await self.cases.one(actor, number))
        to = next((one for one in opened.affected if one.key == key), None)
        if to is None or to.person is None or not (opened.breach and opened.breach.letter):
            raise CaseUnknown
        await self.cases.write(opened.case, "breach-letter-made", actor, person_id=to.person_id)
        return opened, to

    async def waiting(self, actor: Viewer) -> list[tuple[CaseFile, Breach]]:
        """Of the actor's organisation, not ended; never of their own views."""
        found = []
        for breach in await self.store.open(actor.organisation):
            try:
                found.append((await self.cases.one(actor, breach.case_number), breach))
            except CaseUnknown:
                continue
        return found

    async def remind(self) -> int:
        """What time does by itself: e-mails a day before the 72 hours are over, and then; how many."""
        made = 0
        for breach in await self.store.open():
            case = await self.cases.store.case(breach.organisation, breach.case_number)
            step = by_time(breach, self.cases.now())
            if case and step:
                await self._write(case, breach, done_by(step, BY_RULE, self.cases.now()), BY_RULE)
                made += 1
        return made

    async def _opened(self, case: CaseFile) -> Opened:
        breach = await self.store.of(case.organisation, case.number)
        person = await self.cases.people.by_id(case.person_id) if case.person_id else None
        if breach is None:
            return Opened(case, person, None)
        touched = await affected(self.cases.db, self.cases.people, case, breach)
        return Opened(case, person, breach, tuple(touched))

    async def _write(
        self,
        case: CaseFile,
        breach: Breach | None,
        done: Done,
        by: Viewer,
        days: Days = (None, None),
    ) -> None:
        post, outbox = self.cases.coming.post, self.cases.coming.outbox
        after = (
            replace(breach, done=(*breach.done, done))
            if breach
            else Breach(case.organisation, case.number, *days, (done,))
        )

        def along(tx: Transaction, entry_id: str) -> None:
            self.store.step(tx, case, breach, done, days)
            if done.step in TOLD and post.server:
                for one in messages(case, after, done.step, post):
                    outbox.put(tx, one)

        await self.cases.write(case, f"breach-{done.step}", by, along=along)


def _check_days(days: tuple[datetime | None, datetime | None]) -> None:
    since, until = days
    if (since is None) != (until is None) or (since and until and since >= until):
        raise StepRefused("Give both days, the first before the last, or neither.")
