"""ORM and OML: a test or an image was asked for: ORC and OBR read into R4 ServiceRequests. Pure (HL7 2.5.1 chapter 4)."""

from __future__ import annotations

from collections.abc import Mapping

from carerecord.connectors.hl7v2.coded import clinician, concept, shown
from carerecord.connectors.hl7v2.message import MessageDoubtful, Segment
from carerecord.connectors.hl7v2.observing import observed
from carerecord.connectors.hl7v2.orders import Group, groups
from carerecord.connectors.hl7v2.referrals import PRIORITY
from carerecord.connectors.hl7v2.specimens import specimens_of
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived, Told
from carerecord.connectors.hl7v2.values import in_words
from carerecord.connectors.pushed import Names, own_id, without_empty
from carerecord.contract import Resource

_CONTROL: Mapping[str, str] = {
    "CA": "revoked", "OC": "revoked", "CR": "revoked", "DC": "revoked", "OD": "revoked",
    "DR": "revoked", "UA": "revoked", "HD": "on-hold", "OH": "on-hold", "HR": "on-hold",
}  # fmt: skip
"""ORC-1 (HL7 table 0119); what is not here leaves the order as ORC-5 says, or as open."""
_STATUS: Mapping[str, str] = {"CM": "completed", "CA": "revoked", "DC": "revoked", "HD": "on-hold"}
"""ORC-5 (HL7 table 0038)."""


def requested(arrived: Arrived) -> Told:
    """Raises `MessageDoubtful`: what is ordered otherwise than by OBR is not read."""
    found = [one for one in groups(arrived.message) if one.obr]
    if not found or any(one.name in ("RXO", "ODS") for one in arrived.message.segments):
        raise MessageDoubtful("what it orders is not read here")
    names = Names()
    return Told(tuple(one for group in found for one in _request(group, arrived, names)))


def _request(group: Group, arrived: Arrived, names: Names) -> list[Resource]:
    obr = group.obr or arrived.message.only("OBR")
    orc = group.orc or Segment("ORC", (), obr.delimiters)
    number = group.number(2) or group.number(3)
    if not number:
        raise MessageDoubtful("ORC and OBR have no order number")
    key = names.apart("\0".join((number, obr.words(4))))
    specimens = specimens_of(group, f"order\0{key}", arrived)
    identifiers = [group.identifier(place) for place in (2, 3)]
    request = without_empty({
        "resourceType": "ServiceRequest",
        "id": own_id("order", key),
        "identifier": [one for one in identifiers if one],
        "status": _CONTROL.get(orc.text(1)) or _STATUS.get(orc.text(5), "active"),
        "intent": "order",
        "priority": PRIORITY.get(obr.text(5) or obr.text(27, 6), ""),
        "code": concept(obr, 4) or {"text": "Not named by the source"},
        "subject": arrived.subject,
        "authoredOn": date_time(orc.text(9), arrived.zone) or date_time(obr.text(6), arrived.zone),
        "requester": next(iter(shown(clinician(orc, 12) or clinician(obr, 16))), {}),
        "reasonCode": [one for one in [concept(obr, 31)] if one],
        "specimen": [{"reference": f"Specimen/{one['id']}"} for one in specimens],
        "note": [{"text": words} for words in _notes(group) if words],
    })  # fmt: skip
    return [request, *specimens]


def _notes(group: Group) -> list[str]:
    """Comments, clinical information, and the questions that were answered with the order."""
    clinical = group.obr.lines(13) if group.obr else ""
    asked = [in_words(one.obx, one.lines) for one in observed(group.inside)]
    return ["\n".join(group.comments).strip("\n"), clinical, *asked]
