"""Elements that R4 was given later: STU3 says them in the extensions that R4 names for them (versions.html)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from carerecord.contract import Resource
from carerecord.fhir.reading import as_dict, as_list

OF_R4 = "http://hl7.org/fhir/4.0/StructureDefinition/extension-"


class Later(NamedTuple):
    element: str
    value: str  # what its extension holds it in
    several: bool = False


LATER: Mapping[str, tuple[Later, ...]] = {
    "Appointment": (Later("cancelationReason", "valueCodeableConcept"),),
    "CarePlan": (Later("created", "valueDateTime"),),
    "Condition": (Later("recorder", "valueReference"),),
    "DiagnosticReport": (Later("resultsInterpreter", "valueReference", several=True),),
    "Encounter": (Later("serviceType", "valueCodeableConcept"),),
}


def taken_in(resource: Resource) -> None:
    """Each where R4 has it. One that is not known here, or holds something else, stays an extension."""
    kind = str(resource.get("resourceType"))
    for one in LATER.get(kind, ()):
        url, sent = f"{OF_R4}{kind}.{one.element}", as_list(resource.get("extension"))
        found = [x for x in sent if as_dict(x).keys() == {"url", one.value} and x["url"] == url]
        if not found or one.element in resource or (len(found) > 1 and not one.several):
            continue
        values = [each[one.value] for each in found]
        resource[one.element] = values if one.several else values[0]
        resource["extension"] = [each for each in sent if each not in found]
        if not resource["extension"]:
            del resource["extension"]
