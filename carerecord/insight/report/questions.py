"""“Question this access”: what a person asks about one look is a case of the organisation of who looked (PAT-4).

Its privacy officer works through it as through any other, and what they decide stands in the person's next report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from carerecord.contract import Viewer
from carerecord.insight import cases
from carerecord.insight.report.contract import NotInOrder
from carerecord.insight.report.reports import Reports, typed
from carerecord.store import Transaction


@dataclass(frozen=True, slots=True)
class Questions:
    reports: Reports

    async def ask(self, actor: Viewer, request_id: str, reference: str, words: str) -> None:
        """Open it for the organisation of who looked, with the day by which the person has an answer."""
        reports = self.reports
        await reports.must(actor)
        request = await reports.request(actor, request_id)
        look = await reports.look(request.person_id, reference)
        opens = await reports.cases.question(
            cases.Question(
                viewer=look.viewer,
                person_id=request.person_id,
                look=look.id,
                first=look.first,
                last=look.last,
                words=typed(words),
                answer_by=reports.today() + timedelta(days=reports.settings.reply_days),
            )
        )

        def along(tx: Transaction, entry_id: str) -> None:
            if not opens(tx):
                raise NotInOrder("The person asked about this look before; their question stands.")

        await reports.write(actor, request.person_id, request.id, "questioned", along)
