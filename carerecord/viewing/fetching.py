"""What the sources say for one view: asked now, or for the page before it and kept for this session.

Only the answers are kept. What may be seen of them is decided, withheld and written down anew for each page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from carerecord.audit import Along
from carerecord.contract import Answer
from carerecord.federation import Fetched, FetchedSets, Own, Reader
from carerecord.viewing.asking import Asked, Asking
from carerecord.viewing.contract import EVERY_MISSING, EVERYTHING, Keep, View
from carerecord.viewing.incidents import Incidents
from carerecord.viewing.late import Late, Patience


@dataclass(frozen=True, slots=True)
class Fetching:
    asking: Asking
    incidents: Incidents
    sets: FetchedSets

    async def answers(
        self,
        view: View,
        own: Own | None,
        chosen: Collection[str],
        patience: Patience | None = None,
    ) -> tuple[View, Asked]:
        """One of each source. `chosen`: of sources that are to be asked now, whatever is kept of them."""
        reader = _reader(view)
        found = await self.sets.of(own, reader) if own else None
        kept = _of_use(found, view, chosen) if found else {}
        view = replace(
            view,
            chosen=(*view.chosen, *(one for one in view.unasked if one.id in kept)),
            unasked=tuple(one for one in view.unasked if one.id not in kept),
        )
        asked = await self.asking.ask(view, kept, patience)
        fresh = [one for one in asked.answers if one is not kept.get(one.source_id)]
        await self.incidents.answers(view, fresh)
        if own is None or view.receipt.spooled:
            return view, asked
        reused = found.view if found and kept else ""
        sealing = None
        if any(one.fetched_at for one in fresh):
            sealed = self._sealed(own, reader, reused or view.id, asked.answers)
            sealing = asyncio.ensure_future(sealed)
        return replace(view, fetched=Keep(own, reader, reused, sealing)), asked

    async def along(self, view: View) -> Along | None:
        """What is written with the entry that says this view is shown."""
        keep = view.fetched
        if keep is None:
            return None
        sealed = await keep.sealing if keep.sealing else None
        return lambda tx, _: self.sets.keep(tx, keep.own, keep.reader.person_id, sealed)

    async def along_late(self, view: View, late: Late, answers: Sequence[Answer]) -> Along:
        """What is written with the entry that says what came after the page was drawn."""
        reader = _reader(view)
        sealed = await self._sealed(late.own, reader, late.asked_by, answers)
        return lambda tx, _: self.sets.keep(tx, late.own, reader.person_id, sealed)

    async def _sealed(
        self, own: Own, reader: Reader, asked_by: str, answers: Sequence[Answer]
    ) -> bytes:
        asked = {one.source_id: one for one in answers if one.fetched_at}
        return await self.sets.sealed(own, reader, Fetched(asked_by, asked))


def _reader(view: View) -> Reader:
    viewer, person = view.viewer, view.person
    return Reader(
        viewer.id,
        viewer.role_id,
        viewer.organisation,
        view.purpose,
        person.id,
        person.nhs_number,
        person.birth_date,
    )


def _of_use(found: Fetched, view: View, chosen: Collection[str]) -> Mapping[str, Answer]:
    """Nothing of a source that is closed to this viewer by now."""
    if EVERYTHING in chosen:
        return {}
    again = {*chosen, *view.terms.sources}
    return {
        source_id: answer
        for source_id, answer in found.answers.items()
        if source_id not in again and not (EVERY_MISSING in chosen and _is_missing(answer))
    }


def _is_missing(answer: Answer) -> bool:
    return answer.state in ("failed", "partial")
