"""What a view finds wrong with a source's answer, and what was not shared: written down before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.access.withholding import Finding
from carerecord.connectors.neighbour import PROTOCOL
from carerecord.contract import Answer, SourceSettings
from carerecord.identity import Contradictions
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import View
from carerecord.viewing.contradicting import Contradicting
from carerecord.viewing.writing import ViewWriting


@dataclass(frozen=True, slots=True)
class Incidents:
    views: ViewWriting
    sources: Sequence[SourceSettings]
    contradictions: Contradictions

    async def answers(self, view: View, asked: Sequence[Answer]) -> None:
        """A source that answered about somebody else is an incident to report to it (SRC-5, R4)."""
        contradicting = Contradicting(self.views, self.contradictions)
        for answer in asked:
            said: dict[str, object] = {
                "source": answer.source_id,
                "request_ids": list(answer.request_ids),
            }
            if answer.failure and answer.failure.kind == "wrong-person":
                said["held_back"] = len(answer.held_back)
                also = contradicting.held(view, answer) if answer.contradicts else None
                fields = {"fields": [*answer.contradicts]} if answer.contradicts else {}
                await self.views.of_view(
                    "incident", view, {**said, **fields}, Besides(at=view.at), also
                )
            if self._did_not_share(answer):
                said["state"] = answer.state
                await self.views.of_view("not-shared", view, said, Besides(at=view.at))
        await contradicting.shown(view, asked)

    async def leaks(self, view: View, leaks: Sequence[Finding]) -> None:
        """Words of a withheld code in another item: told to the source's privacy officer (SEN-5)."""
        for one in leaks:
            body: dict[str, object] = {"source": one.source_id, "item": one.item, "rule": one.rule}
            await self.views.of_view("incident", view, body, Besides(at=view.at))

    def _did_not_share(self, answer: Answer) -> bool:
        """A neighbouring region refused: it has its own entry of that, and we have ours (AUD-13)."""
        refused = answer.failure is not None and answer.failure.kind == "refused"
        neighbours = {one.id for one in self.sources if one.protocol == PROTOCOL}
        return answer.source_id in neighbours and (answer.state == "withheld" or refused)
