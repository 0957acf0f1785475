"""Those who must know of a view are told with the entry that says so, before any of it is shown (ALR-1, BTG-6).

An alert, the entry it rests on and the entry that it was raised are one transaction: none is lost while
another is kept, and none is there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Decision, Obligation
from carerecord.access.declarations import KINDS, REASONS
from carerecord.access.evidence.emergencies import Emergency
from carerecord.audit import Along, Log
from carerecord.contract import Person, Viewer
from carerecord.store import Transaction
from carerecord.viewing.contract import View


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is told of: one viewer and person, at one time."""

    viewer: Viewer
    person: Person
    at: datetime
    decision: Decision
    view_id: str = ""
    declared: str = ""  # the kind of declaration this comes of, if it comes of one
    words: str = ""  # what the viewer typed with it

    @classmethod
    def of(cls, view: View, decision: Decision) -> Occasion:
        return cls(view.viewer, view.person, view.at, decision, view.id)

    @property
    def key(self) -> str:
        """An emergency is one occasion from its declaration on; else it is a session, whatever the face."""
        declared = [one.id for one in self.decision.evidence if one.kind == "LR-16"]
        return declared[0] if declared else self.viewer.session or self.view_id


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told with an entry."""

    alerts: tuple[Alert, ...]
    view_id: str = ""
    rests_on: str = ""  # the id of another entry that it rests on; empty: on this one


@dataclass(frozen=True, slots=True)
class Teller:
    """Raises a notification or an alert once for each occasion, and writes down that it did."""

    alerts: Alerts
    log: Log

    def decided(self, occasion: Occasion) -> Telling:
        """What a decision obliges, to the viewer's own organisation; on a refusal too."""
        to = occasion.viewer.organisation
        return Telling(_obliged(occasion, occasion.decision.obligations, to), occasion.view_id)

    def launched(self, occasion: Occasion, launch_id: str) -> Along:
        """Of a launch that opens nothing: one more of its own, where the session was told of already (T10)."""
        refused = () if occasion.decision.allowed else occasion.decision.obligations
        alerts = _obliged(occasion, refused, occasion.viewer.organisation)

        def tell(tx: Transaction, entry_id: str) -> None:
            for one in alerts:
                if not self._tell(tx, replace(one, entry_id=entry_id)):
                    again = replace(one, occasion=f"{one.occasion}:{launch_id}", entry_id=entry_id)
                    self._tell(tx, again)

        return tell

    def shown(self, view: View) -> Telling:
        """In an emergency: to the organisation of each source that something was shown of."""
        occasion = Occasion.of(view, view.decision)
        emergency = [one for one in view.decision.obligations if one.rule == "LR-16"]
        alerts = [
            alert
            for to in sorted(_disclosing(view) - {view.viewer.organisation})
            for alert in _obliged(occasion, emergency, to)
        ]
        return Telling(tuple(alerts), view.id, rests_on=view.receipt.entry_id)

    def stopped(self, viewer: Viewer, emergency: Emergency, at: datetime) -> Along:
        """An emergency that its viewer ended before its time: for the list that has its alert (BTG-7)."""
        alert = Alert(
            kind="notification",
            rule="BTG-7",
            to=viewer.organisation,
            viewer=viewer,
            person_id=emergency.person_id,
            occasion=emergency.id,
            at=at,
            words="Ended their emergency access.",
        )
        told = Telling((alert,) if alert.to else ())
        return lambda tx, entry_id: self.tell(tx, entry_id, told)

    def searching(self, viewer: Viewer, at: datetime) -> Callable[[Transaction], None]:
        """Too many searches that found nobody of theirs (LR-26); about no person."""
        alert = Alert(
            kind="alert",
            rule="LR-26",
            to=viewer.organisation,
            viewer=viewer,
            person_id="",
            occasion=f"{viewer.session}:{at:%Y-%m-%dT%H}",
            at=at,
            words="More searches than usual found nobody this member of staff is linked to.",
        )

        def tell(tx: Transaction) -> None:
            self._tell(tx, alert)

        return tell

    def tell(self, tx: Transaction, entry_id: str, told: Telling) -> None:
        for one in told.alerts:
            self._tell(tx, replace(one, entry_id=told.rests_on or entry_id), told.view_id)

    def _tell(self, tx: Transaction, alert: Alert, view_id: str = "") -> bool:
        new = self.alerts.within(tx, alert)
        if new:
            body = {"rule": alert.rule, "to": alert.to}
            self.log.within(
                tx,
                alert.kind,
                alert.viewer,
                person_id=alert.person_id,
                view_id=view_id,
                body=body,
            )
        return new


def _obliged(occasion: Occasion, obligations: Iterable[Obligation], to: str) -> tuple[Alert, ...]:
    """Banners are for the viewer, and a viewer of no organisation has nobody to be told to."""
    return tuple(
        Alert(
            kind=one.kind,
            rule=one.rule,
            to=to,
            viewer=occasion.viewer,
            person_id=occasion.person.id,
            occasion=occasion.key,
            at=occasion.at,
            words=_with_reason(occasion, one),
        )
        for one in obligations
        if one.kind != "banner" and to
    )


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
    return {source.organisation for source in view.sources if view.answers[source.id].items}
