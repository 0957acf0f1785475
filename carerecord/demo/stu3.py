"""What a practice of the demo holds, told in R4, as GP Connect sends it: STU3. Pure.

It says in STU3 what the histories say in R4, and no more; `fhir/stu3` reads all of it back, which a test holds.
A type that is not here is sent as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, codings, decode_resource, encode_resource
from carerecord.fhir.stu3 import LATER, OF_R4

Step = Callable[[Resource], None]

_GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-"
_UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"


def stu3_of(raw: bytes) -> bytes:
    resource = decode_resource(raw)
    kind = str(resource["resourceType"])
    resource.get("meta", {}).pop("profile", None)  # of UK Core, which is R4
    for one in LATER.get(kind, ()):
        values = as_list(resource.pop(one.element, None))
        url = f"{OF_R4}{kind}.{one.element}"
        _extend(resource, [{"url": url, one.value: value} for value in values])
    for step in _STEPS.get(kind, ()):
        step(resource)
    return encode_resource(resource).replace(b'"ServiceRequest/', b'"ReferralRequest/')


def _extend(resource: Resource, extensions: list[Resource]) -> None:
    if extensions:
        resource["extension"] = [*as_list(resource.get("extension")), *extensions]


def _renamed(new: str, old: str) -> Step:
    def step(resource: Resource) -> None:
        if new in resource:
            resource[old] = resource.pop(new)

    return step


def _single(new: str, old: str = "") -> Step:
    """Several in R4, of which the histories have one."""

    def step(resource: Resource) -> None:
        if new in resource:
            (resource[old or new],) = resource.pop(new)

    return step


def _code(element: str) -> Step:
    """A code alone; what it is called is in the standard."""

    def step(resource: Resource) -> None:
        if element in resource:
            (coding,) = codings(resource[element])
            resource[element] = coding.code

    return step


def _within(element: str, *steps: Step) -> Step:
    def step(resource: Resource) -> None:
        for part in as_list(resource.get(element)):
            for one in steps:
                one(part)

    return step


def _between(element: str, name: str) -> Step:
    """An element between, which R4 left out."""

    def step(resource: Resource) -> None:
        if isinstance(who := resource.get(element), list):
            resource[element] = [{name: one} for one in who]
        elif who is not None:
            resource[element] = {name: who}

    return step


def _amounts(dosage: Resource) -> None:
    (amounts,) = dosage.pop("doseAndRate", None) or ({},)
    dosage.update(amounts)


def _extension(element: str, name: str, value: str, part: str = "") -> Step:
    """Where GP Connect has an extension of its own for it."""

    def step(resource: Resource) -> None:
        if element in resource:
            held: Resource = {value: resource.pop(element)}
            inner = {"extension": [{"url": part, **held}]} if part else held
            _extend(resource, [{"url": f"{_GPC}{name}-1", **inner}])

    return step


def _last_issue(statement: Resource) -> None:
    for one in map(as_dict, as_list(statement.get("extension"))):
        if one["url"].startswith(_UK_CORE):
            one["url"] = f"{_GPC}{one['url'].removeprefix(_UK_CORE)}-1"
    statement["taken"] = "unk"  # a practice does not know


def _given(immunization: Resource) -> None:
    if reason := immunization.pop("statusReason", None):
        immunization["explanation"] = {"reasonNotGiven": [reason]}
    immunization["notGiven"] = immunization["status"] == "not-done"
    if immunization["notGiven"]:
        immunization["status"] = "completed"


def _referral(request: Resource) -> None:
    request["resourceType"] = "ReferralRequest"
    if "code" in request:
        request["serviceRequested"] = [request.pop("code")]


_IN_CONTEXT = _renamed("encounter", "context")
_DOSES = _within("dosageInstruction", _amounts)
_STATED = (
    _code("clinicalStatus"),
    _code("verificationStatus"),
    _renamed("recordedDate", "assertedDate"),
)
_STEPS: Mapping[str, tuple[Step, ...]] = {
    "AllergyIntolerance": _STATED,
    "CarePlan": (lambda plan: plan.update(author=as_list(plan.get("author"))),),
    "CareTeam": (_within("participant", _single("role")),),
    "Condition": (*_STATED, _IN_CONTEXT),
    "DiagnosticReport": (_single("category"), _between("performer", "actor"), _IN_CONTEXT),
    "DocumentReference": (
        _single("category", "class"),
        _renamed("date", "indexed"),
        _within("context", _single("encounter")),
    ),
    "Encounter": (_renamed("reasonCode", "reason"),),
    "Flag": (_single("category"),),
    "Immunization": (
        _given,
        _renamed("occurrenceDateTime", "date"),
        _renamed("performer", "practitioner"),
        _extension("recorded", "DateRecorded", "valueDateTime"),
        _renamed("protocolApplied", "vaccinationProtocol"),
        _within("vaccinationProtocol", _renamed("doseNumberPositiveInt", "doseSequence")),
        _within("vaccinationProtocol", _renamed("seriesDosesPositiveInt", "seriesDoses")),
    ),
    "MedicationRequest": (
        _IN_CONTEXT,
        _between("requester", "agent"),
        _single("category"),
        _DOSES,
        _extension("courseOfTherapyType", "PrescriptionType", "valueCodeableConcept"),
        _extension(
            "statusReason", "MedicationStatusReason", "valueCodeableConcept", "statusReason"
        ),
    ),
    "MedicationStatement": (
        _renamed("statusReason", "reasonNotTaken"),
        _within("dosage", _amounts),
        _last_issue,
    ),
    "Observation": (
        _IN_CONTEXT,
        _single("interpretation"),
        _within("component", _single("interpretation")),
    ),
    "Procedure": (_IN_CONTEXT, _within("performer", _renamed("function", "role"))),
    "RelatedPerson": (_single("relationship"),),
    "ServiceRequest": (
        _IN_CONTEXT,
        _between("requester", "agent"),
        _single("category", "type"),
        _renamed("performer", "recipient"),
        _referral,
    ),
}
