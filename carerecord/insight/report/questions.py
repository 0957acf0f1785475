"""“Question this access”: what a person asks about one look, and the answer they get (PAT-4).

The organisation of who looked is told by an alert of its own, which its privacy officer works through as any
other; the answer to the person is kept here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from carerecord.access.alerts import Alert
from carerecord.contract import Person, Viewer
from carerecord.insight.report.contract import Look, NotInOrder, Question, Unknown
from carerecord.insight.report.reports import LONGEST, Reports
from carerecord.store import Transaction


@dataclass(frozen=True, slots=True)
class Questions:
    reports: Reports

    async def ask(self, actor: Viewer, request_id: str, reference: str, words: str) -> None:
        """Record it for the organisation of who looked, with the day by which the person has an answer."""
        reports = self.reports
        await reports.must(actor)
        request = await reports.request(actor, request_id)
        look = await reports.look(request.person_id, reference)
        said = _said(words)
        question = self._question(request.person_id, look, said)
        alert = self._alert(question, look)

        def along(tx: Transaction, entry_id: str) -> None:
            if not reports.kept.ask(tx, question, reports.now()):
                raise NotInOrder("The person asked about this look before; their question stands.")
            reports.alerts.within(tx, alert)

        await reports.write(actor, request.person_id, request.id, "questioned", along)

    async def waiting(self, actor: Viewer) -> list[tuple[Question, Person | None]]:
        """Those of the actor's own organisation without an answer, the one due first on top."""
        reports = self.reports
        await reports.must(actor)
        await reports.writing.entry("audit-read", actor, body={"what": "person-questions"})
        found = await reports.kept.questions_of(actor.organisation)
        return [(one, await reports.people.by_id(one.person_id)) for one in found]

    async def answer(self, actor: Viewer, question_id: str, reply: str) -> None:
        """What the person is told, in their next report and by letter."""
        reports = self.reports
        waiting = {one.id: one for one, _ in await self.waiting(actor)}
        question = waiting.get(question_id)
        if question is None:
            raise Unknown
        said, day = _said(reply), reports.today()

        def along(tx: Transaction, entry_id: str) -> None:
            if not reports.kept.answer(tx, question.id, actor.organisation, said, day):
                raise Unknown

        await reports.write(actor, question.person_id, question.id, "question-answered", along)

    def _question(self, person_id: str, look: Look, words: str) -> Question:
        day = self.reports.today()
        return Question(
            id=secrets.token_hex(12),
            person_id=person_id,
            look=look.id,
            organisation=look.viewer.organisation,
            asked=day,
            words=words,
            due=day + timedelta(days=self.reports.settings.reply_days),
        )

    def _alert(self, question: Question, look: Look) -> Alert:
        return Alert(
            kind="alert",
            rule="PAT-4",
            to=question.organisation,
            viewer=look.viewer,
            person_id=question.person_id,
            occasion=question.id,
            at=self.reports.now(),
            words=f"The person asks about this look, and gets an answer by {question.due}: "
            f"“{question.words}”",
            entry_id=look.id,
        )


def _said(words: str) -> str:
    said = words.strip()
    if not 0 < len(said) <= LONGEST:
        raise NotInOrder(f"Write it in 1 to {LONGEST} characters.")
    return said
