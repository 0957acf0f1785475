"""Results, vital signs and whatever else was observed: value, unit, comparator, range and flag as sent."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import Reading, affirmed, is_negated
from carerecord.fhir.cda.systems import SNOMED, system_of
from carerecord.fhir.cda.values import absent, bounds, quantity, quantity_words
from carerecord.fhir.xml import Element

STATUSES = {
    "completed": "final",
    "active": "preliminary",
    "held": "registered",
    "suspended": "registered",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}
_UNITS = (SNOMED, "246514001")


def observation(statement: Element, category: str, reading: Reading) -> Resource | None:
    """None where it names nothing, is planned, or is negated: R4 has no place for that, and words have."""
    code = reading.concept(statement.first("code"))
    named = code.get("coding") or code.get("text")
    if not named or is_negated(statement) or statement.get("moodCode") != "EVN":
        return None
    inner = affirmed(statement)
    units = [one for one in inner if _is_unit(one)]
    values = [_value(one, units, reading) for one in statement.all("value")]
    made: Resource = {
        "resourceType": "Observation",
        "status": STATUSES.get(statement.first("statusCode").get("code"), "unknown"),
        "category": [_category(category)] if category else [],
        "code": code,
        **reading.timed("effective", statement.first("effectiveTime")),
        **(values[0] if values else {}),
        **_flags(statement, reading),
        **reading.notes(statement, units, *_beside(statement, units, reading)),
    }
    if author := reading.author(statement):
        made["performer"] = [author]
    return {key: value for key, value in made.items() if value != []}


def _category(code: str) -> Resource:
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    display = code.replace("-", " ").capitalize()
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _is_unit(statement: Element) -> bool:
    code = statement.first("code")
    return (system_of(code.get("codeSystem")), code.get("code")) == _UNITS


def _unit(statement: Element, reading: Reading) -> str:
    value = statement.first("value")
    return value.get("code") or reading.value_words(value)


def _value(value: Element, units: list[Element], reading: Reading) -> Resource:
    kind = value.get("type").rpartition(":")[2]
    if value.get("nullFlavor") and not value.children:
        return {"dataAbsentReason": absent(value.get("nullFlavor"))}
    if kind in ("CD", "CE", "CV", "CO", "CS"):
        code = reading.concept(value)
        return {"valueCodeableConcept": code} if code else {}
    if kind == "BL" and value.get("value") in ("true", "false"):
        return {"valueBoolean": value.get("value") == "true"}
    if kind in ("TS", "IVL_TS"):
        return reading.timed("value", value)
    if kind == "PQ" and (plain := quantity(value)):
        return {"valueQuantity": plain}
    if kind.startswith("IVL") and (found := bounds(value)):
        return {f"value{found[0]}": found[1]}
    words = reading.value_words(value)
    unit = next((_unit(one, reading) for one in units), "")
    return {"valueString": f"{words} ({unit})" if unit else words} if words else {}


def _flags(statement: Element, reading: Reading) -> Resource:
    made: Resource = {
        "interpretation": [reading.concept(one) for one in statement.all("interpretationCode")],
        "referenceRange": [
            found
            for one in statement.all("referenceRange", "observationRange")
            if (found := _range(one, reading))
        ],
    }
    method = reading.concept(statement.first("methodCode"))
    site = reading.concept(statement.first("targetSiteCode"))
    if method.get("coding") or method.get("text"):
        made["method"] = method
    if site.get("coding") or site.get("text"):
        made["bodySite"] = site
    return made


def _range(sent: Element, reading: Reading) -> Resource:
    """As R4 has it where it is a range; any other, and what is said beside it, in words."""
    value = sent.first("value")
    low, high = (quantity(value.first(end)) for end in ("low", "high"))
    made: Resource = {}
    if low:
        made["low"] = low
    if high:
        made["high"] = high
    words = [reading.text(sent.first("text")), "" if made else reading.value_words(value)]
    if said := ": ".join(filter(None, words)):
        made["text"] = said
    return made


def _beside(statement: Element, units: list[Element], reading: Reading) -> list[str]:
    """Other values, other units, ends that are left out, and the specimen."""
    first, others = statement.first("value"), statement.all("value")[1:]
    translated = [
        f"Also sent as {quantity_words(one)} {reading.called(one)}".strip()
        for one in first.all("translation")
        if first.get("type").rpartition(":")[2] == "PQ"
    ]
    original = [
        f"Unit as the laboratory wrote it: {words}"
        for one in units
        if (words := one.first("value", "originalText").words)
    ]
    specimen = statement.first("specimen", "specimenRole", "specimenPlayingEntity", "code")
    what = reading.called(specimen)
    return [
        *(f"Also: {words}" for one in others if (words := reading.value_words(one))),
        *translated,
        *original,
        *_exclusive(first),
        f"Specimen: {what}" if what else "",
    ]


def _exclusive(value: Element) -> list[str]:
    """R4's Range holds both its ends; where one was left out it is said."""
    ends = [one for one in value.children if one.name in ("low", "high")]
    both = len([one for one in ends if one.get("value")]) == 2
    return [
        f"{quantity_words(one)} itself is not included"
        for one in ends
        if both and one.get("inclusive") == "false"
    ]


def report(organizer: Element, members: list[str], reading: Reading) -> Resource | None:
    """The heading that several results were sent under. None where it has no name."""
    code = reading.concept(organizer.first("code"))
    if not (code.get("coding") or code.get("text")):
        return None
    made: Resource = {
        "resourceType": "DiagnosticReport",
        "status": STATUSES.get(organizer.first("statusCode").get("code"), "unknown"),
        "code": code,
        **reading.timed("effective", organizer.first("effectiveTime")),
        "result": [{"reference": f"Observation/{one}"} for one in members],
    }
    if author := reading.author(organizer):
        made["performer"] = [author]
    return made
