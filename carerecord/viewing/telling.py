"""Those who must know of a view are told, durably, before any of it is shown (ALR-1, BTG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Decision, Obligation
from carerecord.access.declarations import KINDS, REASONS
from carerecord.contract import Person, Receipt, Viewer
from carerecord.store import StoreError
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is told of: one viewer and person, at one time, on one face."""

    viewer: Viewer
    person: Person
    at: datetime
    decision: Decision
    receipt: Receipt
    face: str
    view_id: str = ""
    declared: str = ""  # the kind of declaration this comes of, if it comes of one
    words: str = ""  # what the viewer typed with it

    @classmethod
    def of(cls, view: View, face: str) -> Occasion:
        return cls(view.viewer, view.person, view.at, view.decision, view.receipt, face, view.id)

    @property
    def key(self) -> str:
        """An emergency is one occasion from its declaration on; else it is a session of a face."""
        declared = [one.id for one in self.decision.evidence if one.kind == "LR-16"]
        return declared[0] if declared else f"{self.viewer.session}:{self.face}"


@dataclass(frozen=True, slots=True)
class Teller:
    """Raises a notification or an alert once for each occasion, and writes down that it did."""

    alerts: Alerts
    writing: Writing

    async def decided(self, occasion: Occasion) -> None:
        """What a decision obliges, to the viewer's own organisation; on a refusal too."""
        for one in occasion.decision.obligations:
            await self._tell(occasion, one, occasion.viewer.organisation)

    async def shown(self, view: View) -> None:
        """In an emergency: to the organisation of each source that something was shown of."""
        if view.decision.emergency_until is None:
            return
        occasion = Occasion.of(view, "")
        for to in sorted(_disclosing(view) - {view.viewer.organisation}):
            for one in view.decision.obligations:
                if one.rule == "LR-16":
                    await self._tell(occasion, one, to)

    async def searching(self, viewer: Viewer, at: datetime) -> None:
        """Too many searches that found nobody of theirs (LR-26); about no person."""
        words = "More searches than usual found nobody this member of staff is linked to."
        alert = Alert(
            kind="alert",
            rule="LR-26",
            to=viewer.organisation,
            viewer=viewer,
            person_id="",
            occasion=f"{viewer.session}:{at:%Y-%m-%dT%H}",
            at=at,
            words=words,
            entry_id="",
        )
        await self._add(alert)

    async def _tell(self, occasion: Occasion, one: Obligation, to: str) -> None:
        if one.kind == "banner" or not to:
            return
        alert = Alert(
            kind=one.kind,
            rule=one.rule,
            to=to,
            viewer=occasion.viewer,
            person_id=occasion.person.id,
            occasion=occasion.key,
            at=occasion.at,
            words=_with_reason(occasion, one),
            entry_id=occasion.receipt.entry_id,
        )
        await self._add(alert, occasion.view_id)

    async def _add(self, alert: Alert, view_id: str = "") -> None:
        try:
            new = await self.alerts.add(alert)
        except StoreError as error:
            raise RecordUnavailable("those who must know could not be told") from error
        if new:
            body: dict[str, object] = {"rule": alert.rule, "to": alert.to}
            await self.writing.entry(alert.kind, alert.viewer, alert.person_id, view_id, body)


def _with_reason(occasion: Occasion, one: Obligation) -> str:
    """What is told, with the reason the viewer gave for it (ALR-2)."""
    code = next((e.source for e in occasion.decision.evidence if e.kind == one.rule), "")
    reason = next(
        (r.words for kind in KINDS if kind == one.rule for r in REASONS[kind] if r.code == code), ""
    )
    told = f"{one.words} Reason given: {reason}." if reason else one.words
    typed = occasion.words if occasion.declared == one.rule else ""
    return f"{told} In their words: “{typed}”" if typed else told


def _disclosing(view: View) -> set[str]:
    return {
        source.organisation
        for source in view.sources
        if source.organisation and view.answers[source.id].items
    }
