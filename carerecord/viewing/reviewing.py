"""What a privacy officer may ask: who would see what and why, and what they were told of (governance 3.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Function
from carerecord.access.evidence.emergencies import Emergency
from carerecord.access.evidence.held import EMERGENCY
from carerecord.contract import Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.viewing.contract import (
    MOST_TOLD,
    Explanation,
    IdentityUnknown,
    NotForThisRole,
    Told,
)
from carerecord.viewing.deciding import Decider
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Reviews:
    people: People
    decider: Decider
    alerts: Alerts
    writing: Writing

    async def explain(
        self, actor: Viewer | None, viewer: Viewer, person_id: str, at: datetime
    ) -> Explanation:
        """What `viewer` would see of this person now, and which rule says so. Nothing is asked of a source.

        `actor` is who wants to know: a privacy officer of the viewer's organisation, or nobody for the
        command line of the machine. Raises `NotForThisRole`, `IdentityUnknown`.
        """
        if actor is not None:
            await self._must("explain", actor, viewer.organisation, at)
        decided = await self.decider.about(viewer, person_id, at)
        body: dict[str, object] = {"as": viewer.id, "outcome": decided.decision.outcome}
        await self.writing.entry("explained", actor, person_id, body=body)
        return Explanation(viewer, decided.person, decided.decision, decided.terms)

    async def explain_by_number(
        self, actor: Viewer, viewer: Viewer | None, number: str, at: datetime
    ) -> Explanation:
        """The same of the person with this NHS number. Raises `NotForThisRole`, `IdentityUnknown`."""
        await self._must("explain", actor, actor.organisation, at)
        try:
            found = await self.people.by_number(nhs_number.read(number))
        except NotAnNHSNumber:
            raise IdentityUnknown from None
        if viewer is None or viewer.organisation != actor.organisation or found.person is None:
            raise IdentityUnknown
        return await self.explain(actor, viewer, found.person.id, at)

    async def may_explain(self, actor: Viewer, at: datetime) -> bool:
        return (await self.decider.may(actor, "explain", at)).allowed

    async def must_review(self, actor: Viewer, at: datetime) -> None:
        """Raises `NotForThisRole` unless this is a privacy officer who may work."""
        await self._must("review", actor, actor.organisation, at)

    async def told(self, actor: Viewer, at: datetime, limit: int = MOST_TOLD) -> list[Told]:
        """Notifications and alerts of the actor's own organisation, newest first."""
        await self._must("review", actor, actor.organisation, at)
        await self.writing.entry("audit-read", actor, body={"what": "alerts"})
        alerts = await self.alerts.of_organisation(actor.organisation, limit=limit)
        people = {one.person_id: await self.people.by_id(one.person_id) for one in alerts}
        return [Told(one, people[one.person_id], await self._emergency(one)) for one in alerts]

    async def _emergency(self, alert: Alert) -> Emergency | None:
        if alert.rule != EMERGENCY:
            return None
        return await self.decider.access.emergencies.by_id(alert.person_id, alert.occasion)

    async def _must(
        self, function: Function, actor: Viewer, organisation: str, at: datetime
    ) -> None:
        decision = await self.decider.may(actor, function, at)
        if not decision.allowed or actor.organisation != organisation:
            await self.writing.entry("refused", actor, body={"function": function})
            raise NotForThisRole
