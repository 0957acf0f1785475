"""VXU: a vaccine was given, or was not: RXA and RXR read into R4 Immunizations. Pure (HL7 2.5.1 chapter 4A)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carerecord.connectors.hl7v2.coded import clinician, concept, shown
from carerecord.connectors.hl7v2.message import Message, MessageDoubtful, Segment
from carerecord.connectors.hl7v2.observing import Observed
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.values import in_words, unit
from carerecord.connectors.pushed import NUMBER, Names, own_id, without_empty
from carerecord.contract import Resource
from carerecord.fhir import Sent

_STATUS = {
    "": "completed",
    "CP": "completed",
    "PA": "completed",
    "RE": "not-done",
    "NA": "not-done",
}
"""RXA-20 (HL7 table 0322)."""
_NONE_GIVEN = "998"
Given = tuple[Segment, list[Segment]]
"""RXA, with the ORC before it and what follows it."""


def vaccination(arrived: Arrived) -> Told:
    """Raises `MessageDoubtful`."""
    made: list[Resource] = []
    removed: list[tuple[str, str]] = []
    names = Names()
    for rxa, around in _given(arrived.message):
        if rxa.text(5) == _NONE_GIVEN or not concept(rxa, 5):
            raise MessageDoubtful("RXA-5 names no vaccine")
        if rxa.text(20) not in _STATUS or rxa.sent(20) == '""':
            raise MessageDoubtful("RXA-20 does not say whether it was given")
        if concept(rxa, 18) and _STATUS[rxa.text(20)] != "not-done":
            raise MessageDoubtful("RXA-18 says why it was refused, and RXA-20 not that it was")
        own = own_id("vaccination", names.apart(_number(rxa, around)))
        if rxa.text(21) == "D":
            removed.append(("Immunization", own))
        else:
            made.append(_immunization(own, rxa, around, arrived))
    return Told(tuple(made), tuple(removed))


def _given(message: Message) -> Iterator[Given]:
    order: list[Segment] = []
    found: list[Given] = []
    for one in message.segments:
        if one.name == "ORC":
            order = [one]
        elif one.name == "RXA":
            found.append((one, [*order]))
            order = []
        elif found and one.name in ("RXR", "OBX", "NTE") and not order:
            found[-1][1].append(one)
    return iter(found)


def _first(name: str, around: list[Segment], like: Segment) -> Segment:
    """An empty one where there is none."""
    return next((one for one in around if one.name == name), Segment(name, (), like.delimiters))


def _number(rxa: Segment, around: list[Segment]) -> str:
    """The filler's order number; without one, what was given and when."""
    orc = _first("ORC", around, rxa)
    filler = "\0".join(orc.text(3, place) for place in (1, 2)).strip("\0")
    return filler or "\0".join((rxa.text(5), rxa.text(5, 3), rxa.text(3), rxa.text(2)))


def _immunization(own: str, rxa: Segment, around: list[Segment], arrived: Arrived) -> Resource:
    rxr, status = _first("RXR", around, rxa), _STATUS[rxa.text(20)]
    record = rxa.text(9)
    return without_empty({
        "resourceType": "Immunization",
        "id": own,
        "status": status,
        "statusReason": concept(rxa, 18) if status == "not-done" else {},
        "vaccineCode": concept(rxa, 5),
        "patient": arrived.subject,
        **_when(rxa, arrived),
        "primarySource": {"00": True, "01": False}.get(record),
        "location": next(iter(shown(rxa.text(11, 4) or rxa.text(11))), {}),
        "manufacturer": next(iter(shown(rxa.words(17, 2) or rxa.words(17))), {}),
        "lotNumber": rxa.words(15),
        "expirationDate": date_time(rxa.text(16), arrived.zone)[:10],
        "site": concept(rxr, 2),
        "route": concept(rxr, 1),
        **_dose(rxa),
        "isSubpotent": rxa.text(20) == "PA" or None,
        "performer": [{"actor": one} for one in shown(clinician(rxa, 10))],
        "reasonCode": [one for one in [concept(rxa, 19)] if one],
        "note": [{"text": words} for one in around if (words := _note(one))],
    })  # fmt: skip


def _when(rxa: Segment, arrived: Arrived) -> dict[str, str]:
    at = date_time(rxa.text(3), arrived.zone)
    return {"occurrenceDateTime": at} if at else {"occurrenceString": rxa.text(3) or "Not recorded"}


def _dose(rxa: Segment) -> dict[str, Any]:
    """RXA-6 and RXA-7; 999 stands for an amount that is not known."""
    amount = rxa.text(6)
    if not NUMBER.fullmatch(amount) or amount == "999":
        return {}
    return {"doseQuantity": {"value": Sent(amount), **unit(rxa, 7)}}


def _note(one: Segment) -> str:
    if one.name == "NTE":
        return one.lines(3)
    stands = one.name == "OBX" and Observed(one).stands
    return in_words(one, [one.lines(5)]) if stands else ""
