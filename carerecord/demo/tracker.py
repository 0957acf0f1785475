"""What the tracker of the demo holds, told as medicines, as the Clinical Prescription Tracker sends it. Pure.

It keeps where each prescription is in a RequestGroup of its own; `connectors/prescriptions` says it on the medicine again,
which a test holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.connectors.prescriptions.translate import HISTORY, STATUSES
from carerecord.contract import Resource
from carerecord.demo.histories.writing.medicines import PHARMACY_CODE
from carerecord.fhir import as_dict, as_list

_PLACE = (
    "http://hl7.org/fhir/5.0/StructureDefinition/"
    "extension-RequestOrchestration.action.participant.typeReference"
)
_NAMES = {
    "0002": "With Dispenser",
    "0003": "With Dispenser - Active",
    "0006": "Dispensed",
}  # as the tracker has them


def as_tracked(held: Iterable[Resource]) -> list[Resource]:
    """A RequestGroup before each medicine that says where its prescription is; the rest as it is."""
    return [each for one in held for each in _told(one)]


def _told(one: Resource) -> list[Resource]:
    said = [each for each in as_list(one.get("extension")) if as_dict(each).get("url") == HISTORY]
    if one.get("resourceType") != "MedicationRequest" or not said:
        return [one]
    others = [each for each in as_list(one.get("extension")) if each not in said]
    bare = {key: value for key, value in one.items() if key != "extension"}
    return [_group(one, said[0]), {**bare, "extension": others} if others else bare]


def _group(medicine: Resource, history: Resource) -> Resource:
    parts = {as_dict(one).get("url"): as_dict(one) for one in as_list(history.get("extension"))}
    code = as_dict(as_dict(parts.get("status")).get("valueCoding")).get("code")
    state = {"system": STATUSES, "code": code, "display": _NAMES.get(str(code), "")}
    step: Resource = {
        "title": state["display"],
        "timingDateTime": as_dict(parts.get("statusDate")).get("valueDateTime"),
        "code": [{"coding": [state]}],
        "participant": [{"extension": [_at(PHARMACY_CODE)]}],
    }
    return {
        "resourceType": "RequestGroup",
        "id": f"{medicine['id']}-p",
        "identifier": [medicine["groupIdentifier"]],
        "status": medicine["status"],
        "intent": "reflex-order",
        "authoredOn": medicine["authoredOn"],
        "subject": medicine["subject"],
        "extension": [{"url": HISTORY, "extension": [{"url": "status", "valueCoding": state}]}],
        "action": [{"title": "Prescription status transitions", "action": [step]}],
    }


def _at(organisation: str) -> Resource:
    """The tracker names a place by its code alone."""
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    return {
        "url": _PLACE,
        "valueReference": {"identifier": {"system": system, "value": organisation}},
    }
