"""PPR: a problem was put on the person's list, or changed there: PRB read into an R4 Condition. Pure (HL7 2.3.1 chapter 12)."""

from __future__ import annotations

from carerecord.connectors.hl7v2.coded import concept, identifier, name_of
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.pushed import Names, own_id, without_empty
from carerecord.contract import Resource

EVENTS = frozenset({"PC1", "PC2", "PC3"})
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_STATUS = {
    "ACTIVE": "active",
    "INACTIVE": "inactive",
    "RESOLVED": "resolved",
    "A": "active",
    "I": "inactive",
}
_VERIFYING = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_VERIFICATION = {
    "CONFIRMED": "confirmed",
    "SUSPECTED": "provisional",
    "PROVISIONAL": "provisional",
    "DIFFERENTIAL": "differential",
    "RULED OUT": "refuted",
    "RULED-OUT": "refuted",
    "REFUTED": "refuted",
}
"""PRB-13, of which every hospital has its own (HL7 2.5.1, 12.4.2.13): another stands as it was sent."""


def problems(arrived: Arrived) -> Told:
    """PC3, and an action of DE, take it away."""
    made: list[Resource] = []
    removed: list[tuple[str, str]] = []
    names = Names()
    for prb in arrived.message.all("PRB"):
        own = own_id("problem", names.apart(prb.text(4) or name_of(prb, 3)))
        if arrived.message.event == "PC3" or prb.text(1) == "DE":
            removed.append(("Condition", own))
        else:
            made.append(_condition(own, prb, arrived))
    return Told(tuple(made), tuple(removed))


def _condition(own: str, prb: Segment, arrived: Arrived) -> Resource:
    zone, number = arrived.zone, identifier(prb, 4)
    resolved = date_time(prb.text(9), zone)
    status = _STATUS.get(prb.text(14).upper()) or ("resolved" if resolved else "")
    said, sure = prb.words(14, 2) or prb.words(14), prb.words(13, 2) or prb.words(13)
    known = _VERIFICATION.get(prb.text(13).upper()) or _VERIFICATION.get(sure.upper(), "")
    return without_empty({
        "resourceType": "Condition",
        "id": own,
        "identifier": [number] if number else [],
        "clinicalStatus": _state(_CLINICAL, status, said),
        "verificationStatus": _state(_VERIFYING, known, sure),
        "code": concept(prb, 3) or {"text": "Not named by the source"},
        "subject": arrived.subject,
        "onsetDateTime": date_time(prb.text(16), zone),
        "abatementDateTime": resolved,
        "recordedDate": date_time(prb.text(7), zone),
    })  # fmt: skip


def _state(system: str, code: str, words: str) -> Resource:
    """By its code where it is known, and as it was sent where it is not."""
    coding = [{"system": system, "code": code}] if code else []
    return without_empty({"coding": coding, "text": "" if code else words})
