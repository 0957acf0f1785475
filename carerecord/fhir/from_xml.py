"""FHIR's XML as the dicts its JSON gives (xml.html, json.html). A list is one where FHIR has lists under that name."""

from __future__ import annotations

from html import escape
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir.numbers import sent_number
from carerecord.fhir.xml import Element

FHIR = "http://hl7.org/fhir"
_LISTS = frozenset(
    """extension modifierExtension contained entry coding given prefix suffix line telecom note participant
    performer dosage dosageInstruction reaction manifestation reasonCode reasonReference component referenceRange
    result section author profile security tag answer addresses activity supportingInfo relatesTo content
    securityLabel contact communication generalPractitioner link qualification specialty diagnosis evidence
    basedOn partOf photo attester interpretation hasMember derivedFrom doseAndRate additionalInstruction""".split()  # noqa: SIM905 (read as words)
)
_LISTS_OF: dict[str, frozenset[str]] = {
    "address": frozenset({"Patient", "Practitioner", "Person", "RelatedPerson", "Organization"}),
    "name": frozenset({"Patient", "Practitioner", "Person", "RelatedPerson"}),
    "type": frozenset({"Encounter", "Organization", "Location", "HealthcareService"}),
    "location": frozenset({"Encounter"}),
    "event": frozenset({"Composition", "timing"}),
    "item": frozenset({"Questionnaire", "QuestionnaireResponse", "item", "answer"}),
    "category": frozenset(
        {"AllergyIntolerance", "CarePlan", "Condition", "Observation", "Goal", "DocumentReference"}
    ),
}
_ONE_IDENTIFIER = frozenset({"Bundle", "Composition", "QuestionnaireResponse"})
_WORDS = frozenset({"text", "display", "valueString", "title", "description", "comment", "family"})
_NUMBERS = frozenset(
    """valueDecimal valueInteger valuePositiveInt valueUnsignedInt period periodMax frequency count sequence
    rank size total numberOfRepeatsAllowed doseSequence seriesDoses""".split()  # noqa: SIM905 (read as words)
)
_OF_QUANTITIES = frozenset({"unit", "code", "comparator"})


def resource_of(root: Element) -> Resource:
    """A resource from its element. Depth is bounded by the reader of the XML."""
    return {"resourceType": root.name, **_members(root)}


def _members(parent: Element) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in ("id", "url"):
        if name in parent.attributes:
            made[name] = parent.attributes[name]
    for name in dict.fromkeys(one.name for one in parent.children):
        same = parent.all(name)
        found = [_value(one, parent) for one in same]
        many = len(found) > 1 or _is_list(name, parent)
        values = [value for value in found if value is not None]
        if values:
            made[name] = values if many else values[0]
        made |= _extended(name, same, many)
    return made


def _is_list(name: str, parent: Element) -> bool:
    if name == "identifier":
        return parent.name[:1].isupper() and parent.name not in _ONE_IDENTIFIER
    return name in _LISTS or parent.name in _LISTS_OF.get(name, ())


def _value(element: Element, parent: Element) -> Any:
    if element.name == "div":
        return _markup(element)
    if element.name in ("resource", "contained"):
        return next((resource_of(one) for one in element.children), None)
    if "value" in element.attributes:
        return _primitive(element.name, element.attributes["value"], parent)
    return _members(element) or None


def _primitive(name: str, sent: str, parent: Element) -> Any:
    if sent in ("true", "false") and name not in _WORDS:
        return sent == "true"
    of_quantity = name == "value" and any(one.name in _OF_QUANTITIES for one in parent.children)
    if name in _NUMBERS or of_quantity:
        number = sent_number(sent)
        return sent if number is None else number
    return sent


def _extended(name: str, same: list[Element], many: bool) -> dict[str, Any]:
    """What is said of a primitive stands under its name with a line before it (json.html, primitive)."""
    beside = [_members(one) if "value" in one.attributes else {} for one in same]
    if not any(beside):
        return {}
    return {f"_{name}": [one or None for one in beside] if many else beside[0]}


def _markup(element: Element) -> str:
    """A narrative, as it stood."""
    inner = "".join(
        escape(one, quote=False) if isinstance(one, str) else _markup(one)
        for one in element.content
    )
    said = "".join(f' {key}="{escape(value)}"' for key, value in element.attributes.items())
    space = f' xmlns="{element.space}"' if element.name == "div" else ""
    return f"<{element.name}{space}{said}>{inner}</{element.name}>"
