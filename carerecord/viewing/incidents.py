"""What a view finds wrong with a source's answer, for that source to mend: written down before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.access.withholding import Finding
from carerecord.contract import Answer
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import View
from carerecord.viewing.writing import ViewWriting


@dataclass(frozen=True, slots=True)
class Incidents:
    views: ViewWriting

    async def wrong_person(self, view: View, asked: Sequence[Answer]) -> None:
        """A source that answered about somebody else is an incident to report to it (SRC-5, R4)."""
        for answer in asked:
            if answer.failure and answer.failure.kind == "wrong-person":
                body: dict[str, object] = {
                    "source": answer.source_id,
                    "held_back": len(answer.held_back),
                    "request_ids": list(answer.request_ids),
                }
                await self.views.of_view("incident", view, body, Besides(at=view.at))

    async def leaks(self, view: View, leaks: Sequence[Finding]) -> None:
        """Words of a withheld code in another item: told to the source's privacy officer (SEN-5)."""
        for one in leaks:
            body: dict[str, object] = {"source": one.source_id, "item": one.item, "rule": one.rule}
            await self.views.of_view("incident", view, body, Besides(at=view.at))
