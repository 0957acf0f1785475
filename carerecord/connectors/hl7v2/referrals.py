"""REF: a referral was made, changed or called off: RF1 and PRD read into an R4 ServiceRequest. Pure.

HL7 2.5.1 chapter 11. Whoever sends or receives it may look until it is closed (LR-5). Results in it are read as results.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from carerecord.connectors.contract import Happening
from carerecord.connectors.hl7v2.coded import concept, identifier, shown
from carerecord.connectors.hl7v2.message import MessageUnusable, Segment
from carerecord.connectors.hl7v2.results import reported
from carerecord.connectors.hl7v2.times import date_time, moment
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import own_id, without_empty
from carerecord.contract import Resource

EVENTS = frozenset({"I12", "I13", "I14", "I15"})
_STATUS = {"A": "active", "P": "active", "R": "revoked", "E": "completed"}
"""RF1-1 (HL7 table 0283)."""
_EVENT: Mapping[str, Literal["started", "ended", "cancelled"]] = {
    "active": "started", "revoked": "cancelled", "completed": "ended", "unknown": "started",
}  # fmt: skip
PRIORITY = {"A": "asap", "R": "routine", "S": "stat", "U": "urgent"}


def referral(arrived: Arrived) -> Told:
    """Raises `MessageUnusable` or `MessageDoubtful`."""
    rf1 = arrived.message.only("RF1")
    number = rf1.text(6) or rf1.text(11)
    if not number:
        raise MessageUnusable("RF1-6 and RF1-11 are empty: which referral is meant is not said")
    called_off = arrived.message.event == "I14"
    status = "revoked" if called_off else _STATUS.get(rf1.text(1), "unknown")
    event = _EVENT[status]
    happening = Happening(
        kind="LR-5",
        event=event,
        occurrence=number,
        at=moment(rf1, 7, arrived.zone) or arrived.said if event == "started" else arrived.said,
        words=f"referred to or by {arrived.source.name}" if event == "started" else "",
    )
    made = (
        _request(own_id("referral", number), status, rf1, arrived),
        *reported(arrived).resources,
    )
    says_state = called_off or rf1.text(1) in _STATUS or arrived.message.event == "I12"
    amends = frozenset() if says_state else frozenset({("ServiceRequest", made[0]["id"])})
    return Told(made, amends=amends, happenings=(happening,))


def _request(own: str, status: str, rf1: Segment, arrived: Arrived) -> Resource:
    message = arrived.message
    kind = concept(rf1, 3)
    numbers = [identifier(rf1, place) for place in (6, 11)]
    reasons = [concept(one, 3) or {"text": one.words(4)} for one in message.all("DG1")]
    return without_empty({
        "resourceType": "ServiceRequest",
        "id": own,
        "identifier": [one for one in numbers if one],
        "status": status,
        "intent": "order",
        "priority": PRIORITY.get(rf1.text(2), ""),
        "category": [kind] if kind else [],
        "code": {"text": rf1.words(3, 2) or "Referral"},
        "subject": arrived.subject,
        "authoredOn": date_time(rf1.text(7), arrived.zone) or date_time(rf1.text(9), arrived.zone),
        "requester": next(iter(shown(_provider("RP", arrived))), {}),
        "performer": shown(_provider("RT", arrived)),
        "reasonCode": [*(one for one in [concept(rf1, 10)] if one), *reasons],
        "note": [{"text": words} for one in message.all("NTE") if (words := one.lines(3))],
    })  # fmt: skip


def _provider(role: str, arrived: Arrived) -> str:
    for prd in arrived.message.all("PRD"):
        if prd.text(1) == role:
            name = " ".join(filter(None, (prd.text(2, place) for place in (5, 2, 1))))
            return ", ".join(filter(None, (name, prd.text(4, 9) or prd.text(4))))
    return ""
