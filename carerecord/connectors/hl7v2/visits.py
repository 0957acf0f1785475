"""An ADT message: the visit it is about as an R4 Encounter, and what that means for who may look. Pure.

HL7 2.4 chapter 3, as HL7 UK's profile A.3 constrains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from carerecord.connectors.contract import Happening
from carerecord.connectors.hl7v2.coded import clinician
from carerecord.connectors.hl7v2.message import Message, MessageUnusable, Segment
from carerecord.connectors.hl7v2.times import moment
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import own_id
from carerecord.contract import Resource

Effect = Literal["started", "moved", "left", "changed", "ended", "planned", "cancelled", "person"]

EFFECTS: Mapping[str, Effect] = {
    "A01": "started", "A04": "started", "A13": "started",  # A13: the discharge is called off
    "A02": "moved", "A06": "moved", "A07": "moved", "A12": "moved",
    "A08": "changed", "A21": "left", "A22": "moved",
    "A03": "ended",
    "A05": "planned", "A14": "planned",
    "A11": "cancelled", "A23": "cancelled", "A27": "cancelled", "A38": "cancelled",
    "A28": "person", "A31": "person",
}  # fmt: skip
"""What each event does."""
_CLASSES = {
    "I": ("IMP", "inpatient encounter"),
    "E": ("EMER", "emergency"),
    "O": ("AMB", "ambulatory"),
    "P": ("PRENC", "pre-admission"),
}
_STATUS = {
    "started": "in-progress",
    "moved": "in-progress",
    "left": "onleave",
    "changed": "unknown",
    "ended": "finished",
    "planned": "planned",
}
_AMENDS = ("moved", "left", "changed")
"""Of a visit that goes on: sent after a discharge as well, they begin nothing again."""
_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_SEGMENTS_BEFORE_PV1 = frozenset({"MSH", "SFT", "EVN", "PID", "PD1", "ARV", "ROL", "NK1"})


def visit(arrived: Arrived) -> Told:
    """Raises `MessageUnusable`."""
    message = arrived.message
    effect = EFFECTS[message.event]
    pv1 = message.first("PV1")
    if effect == "person" or (pv1 is None and effect == "changed"):
        return Told()
    if pv1 is None:
        return Told() if effect == "started" else _unknown_visit()
    _in_order(message)
    made = _Made(arrived, pv1)
    if effect == "cancelled":
        return Told(removed=(("Encounter", made.id),), happenings=made.happenings("cancelled"))
    amends = frozenset({("Encounter", made.id)} if effect in _AMENDS else ())
    if effect in ("changed", "left"):
        return Told((made.encounter(effect),), amends=amends)
    happenings = made.happenings("ended" if effect == "ended" else "started")
    return Told((made.encounter(effect),), amends=amends, happenings=happenings)


def _unknown_visit() -> Told:
    raise MessageUnusable("PV1 is missing: which visit is meant is not said")


def _in_order(message: Message) -> None:
    """A line break that somebody typed into a name begins a segment where none may stand (security T13)."""
    for one in message.segments:
        if one.name == "PV1":
            return
        if one.name not in _SEGMENTS_BEFORE_PV1 and not one.name.startswith("Z"):
            raise MessageUnusable(f"{one.name} stands before PV1")


class _Made:
    """What PV1 says, put together once."""

    def __init__(self, arrived: Arrived, pv1: Segment) -> None:
        self.arrived = arrived
        self.message = arrived.message
        self.source = arrived.source
        self.pv1 = pv1
        self.zone = arrived.zone

    @property
    def number(self) -> str:
        """The visit number (PV1-19), else the account (PID-18); a hospital that sends neither has one stay at a time."""
        return self.pv1.text(19) or self.message.only("PID").text(18) or "stay"

    @property
    def id(self) -> str:
        return own_id("visit", self.number)

    @property
    def ward(self) -> str:
        return self.pv1.text(3)

    def at(self) -> datetime:
        """When what the message tells of happened: EVN-6, else EVN-2, else when it was said."""
        event = self.message.first("EVN")
        found = (moment(event, 6, self.zone) or moment(event, 2, self.zone)) if event else None
        return found or self.arrived.said

    def began(self) -> datetime | None:
        sent = moment(self.pv1, 44, self.zone)
        begins = self.message.event in ("A01", "A04")
        return sent or (self.at() if begins else None)

    def ended(self) -> datetime:
        return moment(self.pv1, 45, self.zone) or self.at()

    def encounter(self, effect: Effect) -> Resource:
        code, display = _CLASSES.get(self.pv1.text(2), ("IMP", "inpatient encounter"))
        began = self.began()
        period: dict[str, str | None] = {"start": _written(began)} if began else {}
        if effect == "ended":
            period["end"] = _written(self.ended())
        elif effect in ("started", "planned"):  # again, where a discharge was called off
            period["end"] = None
        found: dict[str, Any] = {
            "resourceType": "Encounter",
            "id": self.id,
            "identifier": [{"value": self.number}] if self.number != "stay" else None,
            "class": {"system": _ACT_CODE, "code": code, "display": display},
            "subject": self.arrived.subject,
            "status": _STATUS[effect],
            "location": self._locations(effect),
            "serviceProvider": {"display": self.source.name},
        }
        if period:
            found["period"] = period
        if reason := self._reason():
            found["reasonCode"] = [reason]
        if consultant := clinician(self.pv1, 9) or clinician(self.pv1, 7):
            found["participant"] = [{"individual": {"display": consultant}}]
        return {name: value for name, value in found.items() if value is not None}

    def _locations(self, effect: Effect) -> list[dict[str, Any]] | None:
        parts = [self.pv1.text(3, place) for place in (1, 2, 3)]
        words = ", ".join(part for part in parts if part)
        status = (
            "completed" if effect == "ended" else "planned" if effect == "planned" else "active"
        )
        return [{"location": {"display": words}, "status": status}] if words else None

    def _reason(self) -> dict[str, str]:
        pv2 = self.message.first("PV2")
        words = (pv2.text(3, 2) or pv2.text(3)) if pv2 else ""
        return {"text": words} if words else {}

    def happenings(self, event: Literal["started", "ended", "cancelled"]) -> tuple[Happening, ...]:
        """An outpatient's visit is evidence by its appointment, not by this.

        What ends or is called off does so as whatever it began: an A07 made an outpatient of who had been admitted.
        """
        kind = self.pv1.text(2)
        if event != "started":
            return self._over(event, "LR-2", "LR-3")
        if kind == "O":
            return self._over("ended", "LR-2", "LR-3") if self._turns else ()
        emergency = kind == "E"
        where = f", {self.ward}" if self.ward and not emergency else ""
        place = "in the emergency department of" if emergency else "admitted to"
        started = Happening(
            kind="LR-3" if emergency else "LR-2",
            event="started",
            occurrence=self.number,
            at=self._starts(),
            words=f"{place} {self.source.name}{where}",
            team=self.arrived.settings.teams.get(self.ward, ""),
        )
        was = self._over("ended", "LR-2" if emergency else "LR-3") if self._turns else ()
        return (started, *was)

    @property
    def _turns(self) -> bool:
        """From one kind of patient into another."""
        return self.message.event in ("A06", "A07")

    def _over(
        self, event: Literal["ended", "cancelled"], *kinds: Literal["LR-2", "LR-3"]
    ) -> tuple[Happening, ...]:
        at = self.ended() if event == "ended" else self.at()
        return tuple(
            Happening(kind=one, event=event, occurrence=self.number, at=at) for one in kinds
        )

    def _starts(self) -> datetime:
        planned = EFFECTS[self.message.event] == "planned"
        pv2 = self.message.first("PV2")
        expected = moment(pv2, 8, self.zone) if pv2 and planned else None
        return expected or moment(self.pv1, 44, self.zone) or self.at()


def _written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
