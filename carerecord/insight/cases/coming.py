"""New cases, each with an e-mail to its organisation's officers in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from carerecord.access.alerts import Alerts
from carerecord.access.evidence.store import EvidenceStore
from carerecord.insight.cases import intake, notifying
from carerecord.insight.cases.contract import CaseFile, Step
from carerecord.insight.cases.post import Post
from carerecord.insight.cases.store import CaseStore
from carerecord.insight.mail import Outbox
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "coming.sql")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes up for privacy officers."""

    db: Database
    evidence: EvidenceStore
    alerts: Alerts
    post: Post = field(default_factory=Post)
    now: Callable[[], datetime] = _now

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.db, self.now)

    async def alerts_of(self, organisation: str) -> int:
        """Every alert and notification of it that is not a case yet; how many cases.

        Each alert is met once, in the order they were told, whichever worker does it.
        """
        made = 0
        while True:
            row = await self.db.one(SQL.seen, organisation=organisation)
            before = row["number"] if row else 0
            found = await self.alerts.after(organisation, before)
            if not found:
                return made
            new = intake.of_alerts(found, self.now())
            cases = [await self.with_care(one) for one in new]
            last = found[-1].number
            put = partial(self._alerts, cases=cases, organisation=organisation, number=last)
            made += await self.db.write(put)

    async def put(self, cases: Sequence[CaseFile], *, post: bool) -> int:
        """How many of them are new; `post`: with an e-mail for each."""
        return await self.db.write(lambda tx: sum(self._one(tx, one, post) for one in cases))

    def open(self, tx: Transaction, case: CaseFile) -> bool:
        """Within what another part has begun, with its e-mail; False where it is open already."""
        return self._one(tx, case, True)

    def asked(self, tx: Transaction, case: CaseFile, to: str) -> None:
        """A member of staff is told that a question waits for them."""
        if to and self.post.server:
            self.outbox.put(tx, notifying.of_asked(case, to, self.post.address))

    def escalated(self, tx: Transaction, case: CaseFile, step: Step) -> None:
        lead = step == "escalated-lead"
        to = self.post.lead if lead else self.post.guardians.get(case.organisation, "")
        if to and self.post.server:
            self.outbox.put(tx, notifying.of_escalated(case, step, to, self.post.address))

    def _alerts(
        self, tx: Transaction, cases: Sequence[CaseFile], organisation: str, number: int
    ) -> int:
        tx.run(SQL.see, organisation=organisation, number=number)
        return sum(self._one(tx, case, True) for case in cases)

    def _one(self, tx: Transaction, case: CaseFile, post: bool) -> bool:
        number = CaseStore(self.db).put(tx, case)
        if number is None:
            return False
        if post and self.post.server:
            for to in self.post.officers.get(case.organisation, ()):
                told = notifying.of_new(replace(case, number=number), to, self.post.address)
                self.outbox.put(tx, told)
        return True

    async def with_care(self, case: CaseFile) -> CaseFile:
        """The case, with the facts of care around its time (ALR-5)."""
        if not case.person_id:
            return case
        held = await self.evidence.of_person(case.person_id)
        found = intake.around(held, case.first, case.last)
        return replace(case, around=tuple(dict.fromkeys((*case.around, *found))))
