"""What changed in one clinical type alone: observations, problems, plans, immunisations, medicines."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.reading import as_dict, as_list, codings
from carerecord.fhir.stu3.kept import NotReadableError, keep
from carerecord.fhir.stu3.steps import change_status

_PATHOLOGY = ("http://snomed.info/sct", "394595002")  # as GP Connect marks what a laboratory made
_LABORATORY = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "laboratory",
        }
    ]
}
_MEMBERS = {"has-member": "hasMember", "derived-from": "derivedFrom"}
_TAKEN = ("y", "n", "unk", "na")


def related(observation: Resource) -> None:
    """Other observations, by how they are related; R4 has a place for two of the ways."""
    for one in as_list(observation.pop("related", None)):
        element = as_dict(one)
        kind, target = element.get("type"), element.get("target")
        name = _MEMBERS.get(kind) if isinstance(kind, str) else None
        if name and isinstance(target, dict) and element.keys() == {"type", "target"}:
            observation[name] = [*as_list(observation.get(name)), target]
        else:
            keep(observation, "related", one)


def laboratory(observation: Resource) -> None:
    """R4 knows a laboratory's results by a category of its own, which is added to the one that was sent."""
    categories = as_list(observation.get("category"))
    sent = {(one.system, one.code) for category in categories for one in codings(category)}
    if _PATHOLOGY in sent:
        observation["category"] = [*categories, _LABORATORY]


def abated(condition: Resource) -> None:
    """“It is over” without a date: words in R4."""
    over = condition.pop("abatementBoolean", None)
    if over is not None and not isinstance(over, bool):
        raise NotReadableError
    keep(condition, "abatementBoolean", over)
    if over and not any(name.startswith("abatement") for name in condition):
        condition["abatementString"] = "date not recorded"


def first_author(plan: Resource) -> None:
    """Several authors became one, and those who contributed."""
    if isinstance(plan.get("author"), list):
        first, *others = plan.pop("author") or [None]
        if first is not None:
            plan["author"] = first
        if others:
            plan["contributor"] = others


def not_taken(statement: Resource) -> None:
    """That it is not taken is a status in R4; what was said of it is kept."""
    taken = statement.pop("taken", None)
    if taken is not None and taken not in _TAKEN:
        raise NotReadableError
    keep(statement, "taken", taken)
    if taken == "n" and statement.get("status") != "entered-in-error":
        change_status(statement, "not-taken")


def repeats(request: Resource) -> None:
    """How often a repeat may be issued stands in an extension of GP Connect; R4 has an element."""
    for one in map(as_dict, as_list(request.get("extension"))):
        if str(one.get("url")).endswith("MedicationRepeatInformation-1"):
            for part in map(as_dict, as_list(one.get("extension"))):
                if part.get("url") == "numberOfRepeatPrescriptionsAllowed":
                    _allow(request, part)


def _allow(request: Resource, part: Resource) -> None:
    number = part.get("valuePositiveInt", part.get("valueUnsignedInt"))
    supply = request.setdefault("dispenseRequest", {})
    if isinstance(supply, dict) and number is not None:
        supply.setdefault("numberOfRepeatsAllowed", number)


def vaccinated(immunization: Resource) -> None:
    """By whom, why or why not, and under which protocol."""
    for one in as_list(immunization.pop("practitioner", None)):
        performer = dict(as_dict(one))
        if "role" in performer:
            performer["function"] = performer.pop("role")
        immunization["performer"] = [*as_list(immunization.get("performer")), performer]
    _explained(immunization)
    protocols = as_list(immunization.pop("vaccinationProtocol", None))
    if protocols:
        immunization["protocolApplied"] = [_protocol(immunization, one) for one in protocols]


def _explained(immunization: Resource) -> None:
    explanation = dict(as_dict(immunization.pop("explanation", None)))
    if reasons := as_list(explanation.pop("reason", None)):
        immunization["reasonCode"] = [*as_list(immunization.get("reasonCode")), *reasons]
    first, *others = as_list(explanation.pop("reasonNotGiven", None)) or [None]
    if first is not None:
        immunization["statusReason"] = first
    keep(immunization, "explanation.reasonNotGiven", others)
    for name, value in explanation.items():
        keep(immunization, f"explanation.{name}", value)


def _protocol(immunization: Resource, sent: object) -> Resource:
    protocol = dict(as_dict(sent))
    for old, new in (
        ("doseSequence", "doseNumberPositiveInt"),
        ("seriesDoses", "seriesDosesPositiveInt"),
    ):
        if old in protocol:
            protocol[new] = protocol.pop(old)
    for name in ("description", "doseStatus", "doseStatusReason"):
        keep(immunization, f"vaccinationProtocol.{name}", protocol.pop(name, None), protocol)
    return protocol
