"""Business identifiers, and the NHS number under any of the systems it goes by."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.reading import as_dict, as_list, first_text

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"

_NHS_NUMBER_SYSTEMS = frozenset(
    {
        NHS_NUMBER,
        "http://fhir.nhs.uk/Id/nhs-number",
        "http://fhir.nhs.net/Id/nhs-number",
        "https://fhir.hl7.org.uk/Id/nhs-number",
        "urn:oid:2.16.840.1.113883.2.1.4.1",
        "2.16.840.1.113883.2.1.4.1",
    }
)


def nhs_numbers(element: object) -> tuple[str, ...]:
    """The NHS numbers an element with `identifier` goes by now; ones marked old are left out."""
    found = (as_dict(one) for one in as_list(as_dict(element).get("identifier")))
    return tuple(
        dict.fromkeys(
            _compact(one.get("value"))
            for one in found
            if first_text(one.get("system")).rstrip("/") in _NHS_NUMBER_SYSTEMS
            and one.get("use") != "old"
        )
    )


def _compact(value: object) -> str:
    return first_text(value).replace(" ", "").replace("-", "")


def identifier_value(resource: Resource, system: str) -> str:
    for one in as_list(as_dict(resource).get("identifier")):
        element = as_dict(one)
        if element.get("system") == system:
            return first_text(element.get("value"))
    return ""
