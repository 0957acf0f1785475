"""Asking the national index who somebody is, before the region's own people answer. Written down first, as every question.

Where it does not answer the region's own index goes on, and the page says so in words.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import dataclass

import structlog

from carerecord.connectors.contract import SourceError
from carerecord.connectors.pds import NationalIndex, Traced
from carerecord.connectors.pds.pace import IndexBusy
from carerecord.contract import Viewer
from carerecord.identity import People, Verified
from carerecord.identity.verified import Known, fits
from carerecord.store import StoreError
from carerecord.viewing.contract import Criteria, RecordUnavailable, TraceState
from carerecord.viewing.writing import Writing

_log = structlog.get_logger("carerecord.viewing")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Tracer:
    people: People
    verified: Verified
    writing: Writing
    national: NationalIndex | None = None

    async def number(self, viewer: Viewer, number: str) -> TraceState:
        """Whose this number is, as the index has it from now on. Asked once in a day."""
        if self.national is None:
            return ""
        if lately := await self.verified.lately(number):
            return lately
        known = (await self.people.by_number(number)).person
        body = {"by": "number"}
        receipt = await self.writing.entry("traced", viewer, known.id if known else "", body)
        answer = await self._answer(self.national.by_number(number, receipt))
        return await self._kept(number, answer) if isinstance(answer, Traced) else answer

    async def details(self, viewer: Viewer, criteria: Criteria) -> tuple[TraceState, str]:
        """The NHS number of the one person whom these details fit, if there is one."""
        if self.national is None or not _DAY.fullmatch(criteria.birth_date):
            return "", ""
        given = [name for name in criteria.__dataclass_fields__ if getattr(criteria, name)]
        body = {"by": "details", "given": given}
        receipt = await self.writing.entry("traced", viewer, body=body)
        asked = self.national.by_details(
            criteria.family,
            criteria.given,
            criteria.birth_date,
            criteria.gender,
            criteria.postcode,
            receipt,
        )
        answer = await self._answer(asked)
        if not isinstance(answer, Traced):
            return answer, ""
        person = answer.person
        if person is None:
            return ("unsure" if answer.outcome == "unsure" else "nobody"), ""
        if not fits(person, criteria.family, criteria.given, criteria.birth_date):
            return "unsure", ""
        return await self._kept(person.nhs_number, answer), person.nhs_number

    async def opening(self, viewer: Viewer, person_id: str) -> None:
        """Nobody's record opens on what was said of them longer ago than a day (SFL-8), if the index answers."""
        if self.national is None:
            return
        person = await self.people.by_id(person_id)
        if person is None or not person.nhs_number:
            return
        try:
            await self.number(viewer, person.nhs_number)
        except RecordUnavailable:
            _log.warning("trace.skipped")  # the view itself says what cannot be written down

    async def _answer(self, asked: Awaitable[Traced]) -> Traced | TraceState:
        try:
            return await asked
        except SourceError as error:
            state: TraceState = "busy" if isinstance(error, IndexBusy) else "failed"
            _log.warning("trace.failed", kind=error.kind, state=state)
            return state

    async def _kept(self, number: str, answer: Traced) -> Known:
        try:
            if answer.person is not None:
                return await self.verified.found(number, answer.person)
            if answer.outcome == "withdrawn":
                return await self.verified.withdrawn(number)
            return await self.verified.unknown(number)
        except StoreError as error:
            raise RecordUnavailable("what the national index said could not be kept") from error
