"""A viewer who comes from their own record system, with a person open there (AUT-2, LR-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.evidence.held import session_name
from carerecord.access.evidence.signals import Signal
from carerecord.contract import Person, Viewer
from carerecord.identity import People, nhs_number
from carerecord.viewing.contract import IdentityUnknown, TraceState
from carerecord.viewing.deciding import Decider
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.tracing import Tracer
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Launches:
    people: People
    access: AccessStore
    decider: Decider
    teller: Teller
    writing: Writing
    tracer: Tracer

    async def launched(
        self,
        viewer: Viewer,
        nhs_number: str,
        birth_date: str,
        *,
        launcher: str,
        encounter: str,
        launch_id: str,
        at: datetime,
    ) -> str:
        """The person's id, once the launch is written down and stands as evidence for this session.

        Raises `IdentityUnknown` when the region does not know the number, or knows it with another
        date of birth: what was launched is then not the person whose record would open.
        """
        traced = await self._traced(viewer, nhs_number)
        person = await self.people.known(nhs_number, birth_date)
        body: dict[str, object] = {
            "launcher": launcher,
            "encounter": encounter,
            "launch": launch_id,
            "found": person is not None,
        }
        if traced:
            body["national"] = traced
        if person is None:
            await self.writing.entry("launch", viewer, body=body)
            raise IdentityUnknown
        decision = (await self.decider.about(viewer, person.id, at)).decision
        told = self.teller.launched(Occasion(viewer, person, at, decision), launch_id)
        await self.writing.entry("launch", viewer, person.id, body=body, along=told)
        if encounter:  # a person open there without one is a person, and no reason to look (LR-12)
            await self.access.receive([_signal(viewer, person, launcher, launch_id, at)])
        return person.id

    async def _traced(self, viewer: Viewer, typed: str) -> TraceState:
        try:
            return await self.tracer.number(viewer, nhs_number.read(typed))
        except nhs_number.NotAnNHSNumber:
            return ""

    async def refused(self, launcher: str, reason: str) -> None:
        """A launch that opened nothing, by whose system as far as that is proven, and why (AUT-2)."""
        body: dict[str, object] = {"launcher": launcher, "reason": reason}
        await self.writing.entry("launch-refused", None, body=body)


def _signal(viewer: Viewer, person: Person, launcher: str, launch_id: str, at: datetime) -> Signal:
    """Evidence for this session in this role alone, until a feed proves it (N5)."""
    return Signal(
        kind="LR-12",
        event="started",
        source=launcher,
        source_id=launch_id,
        at=at,
        said=at,
        person_id=person.id,
        holder_kind="session",
        holder=session_name(viewer),
        words="you came from their record in your own system",
    )
