"""The queue of what sources contradict, kept by what each view finds: beside its incident, and closed by a good answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from carerecord.audit import Along
from carerecord.contract import Answer, Identity
from carerecord.identity import Contradiction, Contradictions
from carerecord.identity.crosscheck import differences
from carerecord.store import StoreError, Transaction
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.writing import ViewWriting

_log = structlog.get_logger("carerecord.viewing")
DOUBTFUL = ("name", "gender")
"""Fields that make nobody else of a person, and are looked at where they differ together."""


@dataclass(frozen=True, slots=True)
class Contradicting:
    views: ViewWriting
    queue: Contradictions

    def held(self, view: View, answer: Answer) -> Along:
        """What is written with the incident."""

        def within(tx: Transaction, _: str) -> None:
            fields = answer.contradicts
            self.queue.say_within(tx, view.person.id, answer.source_id, fields, held=True)

        return within

    async def shown(self, view: View, answers: Sequence[Answer]) -> None:
        """Of answers that are not held. Where it cannot be kept now it waits for the next view, and the record does not."""
        said = [one for one in answers if one.patients and not one.contradicts]
        if not said or view.receipt.spooled:
            return
        try:
            before = await self.queue.about(view.person.id)
            for answer in said:
                await self._one(view, answer, before.get(answer.source_id))
        except (StoreError, RecordUnavailable) as error:
            _log.warning("contradiction.not-kept", view=view.id, error=type(error).__name__)

    async def _one(self, view: View, answer: Answer, before: Contradiction | None) -> None:
        fields = _doubtful(view, answer)
        if fields and not (before and before.says(fields, held=False)):
            await self._kept(view, answer.source_id, "contradicts", fields)
        elif not fields and before and before.step != "agrees":
            await self._kept(view, answer.source_id, "agrees", ())

    async def _kept(self, view: View, source: str, step: str, fields: Sequence[str]) -> None:
        def within(tx: Transaction, _: str) -> None:
            if fields:
                self.queue.say_within(tx, view.person.id, source, fields, held=False)
            else:
                self.queue.agree_within(tx, view.person.id, source)

        body: dict[str, object] = {"source": source, "step": step, "fields": [*fields]}
        await self.views.of_view("number-doubt", view, body, Besides(at=view.at), within)


def _doubtful(view: View, answer: Answer) -> tuple[str, ...]:
    """A given name that is another and not a known one, where the gender is too: the person's own history, or their twin."""
    known = Identity(view.person, view.former)
    for patient in answer.patients:
        found = {one.field: one.how for one in differences(answer.source_id, known, patient.resource)}  # fmt: skip
        if "gender" in found and found.get("name") in ("given", "both"):
            return DOUBTFUL
    return ()
