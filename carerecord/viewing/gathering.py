"""From what was decided to the record: asked, checked, withheld, merged, accounted for."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from carerecord.access import AccessStore
from carerecord.access.withholding import Finding, RestrictedCodes
from carerecord.contract import Answer, SourceSettings
from carerecord.federation import Own
from carerecord.viewing.asking import Asked
from carerecord.viewing.assembling import assembled
from carerecord.viewing.contract import View, Wanted
from carerecord.viewing.deciding import Decided
from carerecord.viewing.fetching import Fetching
from carerecord.viewing.late import Late, Patience
from carerecord.viewing.protecting import Protections
from carerecord.viewing.reading import Reading, as_before

AT_ONCE = 2_000
"""So many items are made a record of in some 60 ms. Others are not to wait for more, nor the head of its page."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was decided of a view, and by which codes it is withheld."""

    decided: Decided
    face: str
    codes: RestrictedCodes


@dataclass(frozen=True, slots=True)
class Gathering:
    access: AccessStore
    fetching: Fetching
    reading: Reading
    protections: Protections

    async def record(
        self,
        view: View,
        opening: Opening,
        chosen: Collection[str],
        own: Own | None,
        reading: Wanted | None,
        patience: Patience | None,
    ) -> View:
        """All that the sources say; with `patience` what they have said by then, and what is late."""
        view, asked = await self.fetching.answers(view, own, chosen, patience)
        record = await self._made(view, opening, asked.answers, reading)
        return replace(record, late=self._late(view, opening, asked, patience))

    def _late(
        self, view: View, opening: Opening, asked: Asked, patience: Patience | None
    ) -> Late | None:
        if not asked.late or patience is None:
            return None
        by = view.fetched.reused if view.fetched and view.fetched.reused else view.id
        again = partial(self._again, view, opening)
        return Late(asked.late, asked.answers, patience.own, by, again)

    async def _again(
        self, view: View, opening: Opening, answers: Sequence[Answer], new: Collection[str]
    ) -> View:
        return await self._made(view, opening, answers, new=new)

    async def _made(
        self,
        view: View,
        opening: Opening,
        answers: Sequence[Answer],
        reading: Wanted | None = None,
        new: Collection[str] | None = None,
    ) -> View:
        """`new`: ids of the sources whose answers were not looked at before; None: all."""
        settings = [source.settings for source in self.fetching.asking.sources]
        person, codes = view.person, opening.codes
        notes, doubts = (
            await self.access.notes.about(person.id),
            await self.access.doubts.about(person.id),
        )
        view = replace(view, notes=notes, doubts=doubts)
        record, leaks = await _assembled(view, settings, answers, codes)
        if record.protecting and not opening.decided.person.protected:
            view = await self.protections.anew(record, opening.decided, opening.face)
            record, leaks = await _assembled(view, settings, answers, codes)
        if reading and (read := await self.reading.fetched(record, answers, reading)):
            view = replace(view, unread=read.why)
            whole, leaks = await _assembled(view, settings, read.answers, codes)
            record = as_before(whole, record)
        found = [one for one in leaks if new is None or one.source_id in new]
        await self.fetching.incidents.leaks(record, found)
        return record


async def _assembled(
    view: View,
    sources: Sequence[SourceSettings],
    answers: Sequence[Answer],
    codes: RestrictedCodes,
) -> tuple[View, tuple[Finding, ...]]:
    if sum(answer.received for answer in answers) <= AT_ONCE:
        return assembled(view, sources, answers, codes)
    return await asyncio.to_thread(assembled, view, sources, answers, codes)
