"""Allergies and intolerances, and the statements that there are none of a kind (negationInd)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import Reading, affirmed, has_template, is_negated, is_withdrawn
from carerecord.fhir.cda.systems import SNOMED
from carerecord.fhir.xml import Element

_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_NONE = {
    "419199007": ("716186003", "No known allergy"),
    "420134006": ("716186003", "No known allergy"),
    "418038007": ("716186003", "No known allergy"),
    "416098002": ("409137002", "No known drug allergy"),
    "419511003": ("409137002", "No known drug allergy"),
    "414285001": ("429625007", "No known food allergy"),
    "426232007": ("428607008", "No known environmental allergy"),
}
_KINDS: dict[str, tuple[str, str]] = {
    "419199007": ("allergy", ""),
    "416098002": ("allergy", "medication"),
    "414285001": ("allergy", "food"),
    "419511003": ("", "medication"),
    "418471000": ("", "food"),
    "426232007": ("allergy", "environment"),
    "59037007": ("intolerance", "medication"),
    "235719002": ("intolerance", "food"),
}
_SEVERITIES = {
    "255604002": "mild",
    "6736007": "moderate",
    "24484000": "severe",
}
_STATUSES = {"55561003": "active", "73425007": "inactive", "413322009": "resolved"}
_CONCERNS = {
    "active": "active",
    "completed": "inactive",
    "suspended": "inactive",
    "aborted": "inactive",
}
_CRITICALITY = {"CRITH": "high", "CRITL": "low", "CRITU": "unable-to-assess"}


def allergy(observation: Element, concern: Element, reading: Reading) -> Resource | None:
    """None where it names neither a substance nor what kind of allergy there is not."""
    made: Resource = {"resourceType": "AllergyIntolerance"}
    words = ""
    kind = observation.first("value").get("code")
    substance = _substance(observation, reading)
    negated = is_negated(observation)
    if negated and not substance and kind in _NONE:
        code, display = _NONE[kind]
        made["code"] = {"coding": [{"system": SNOMED, "code": code, "display": display}]}
    elif substance or (substance := _named(observation, reading)):
        made["code"] = substance
        if negated:
            made["code"], words = reading.denied(substance)
            made["verificationStatus"] = _coding(_VERIFIED, "refuted")
    else:
        return None
    if is_withdrawn(observation, concern):
        made["verificationStatus"] = _coding(_VERIFIED, "entered-in-error")
    type_, category = _KINDS.get(kind, ("", ""))
    if type_ and not negated:
        made["type"] = type_
    if category and not negated:
        made["category"] = [category]
    return made | _rest(observation, concern, words, reading)


def _substance(observation: Element, reading: Reading) -> Resource:
    playing = observation.first("participant", "participantRole", "playingEntity")
    code = reading.concept(playing.first("code"))
    if playing.first("name").words:
        code.setdefault("text", playing.first("name").words)
    return code if code.get("coding") or code.get("text") else {}


def _named(observation: Element, reading: Reading) -> Resource:
    """Where no substance stands: the kind of allergy, or the words of the section."""
    code = reading.concept(observation.first("value"))
    words = reading.text(observation.first("text"))
    if words:
        code.setdefault("text", words)
    return code if code.get("coding") or code.get("text") else {}


def _rest(observation: Element, concern: Element, words: str, reading: Reading) -> Resource:
    inner = affirmed(observation)
    reactions = [one for one in inner if has_template(one, "2.16.840.1.113883.10.20.22.4.9")]
    status = [one for one in inner if has_template(one, "2.16.840.1.113883.10.20.22.4.28")]
    worst = [one for one in inner if one.first("code").get("code") == "SEV"]
    critical = [one for one in inner if one.first("value").get("code") in _CRITICALITY]
    made: Resource = {}
    if clinical := _clinical(observation, concern, status):
        made["clinicalStatus"] = _coding(_CLINICAL, clinical)
    if critical:
        made["criticality"] = _CRITICALITY[critical[0].first("value").get("code")]
    if reactions or worst:
        made["reaction"] = [_reaction(one, worst, reading) for one in reactions] or [
            _severe(worst, reading)
        ]
    found = reading.span(observation.first("effectiveTime"))
    if "start" in found:
        made["onsetDateTime"] = found["start"]
    for one in (observation, concern):
        if recorded := reading.recorded(one):
            made.setdefault("recordedDate", recorded)
        if author := reading.author(one):
            made.setdefault("recorder", author)
    ended = [f"Ended: {found['end']}"] if "end" in found else []
    return made | reading.notes(
        observation, [*reactions, *status, *worst, *critical], words, *ended
    )


def _clinical(observation: Element, concern: Element, status: list[Element]) -> str:
    """Nothing of what is said not to be there."""
    said = next((_STATUSES.get(one.first("value").get("code"), "") for one in status), "")
    held = _CONCERNS.get(concern.first("statusCode").get("code"), "")
    gone = is_negated(observation) or is_withdrawn(observation, concern)
    return "" if gone else said or held


def _reaction(reaction: Element, worst: list[Element], reading: Reading) -> Resource:
    inner = [one for one in affirmed(reaction) if one.first("code").get("code") == "SEV"]
    made: Resource = {
        "manifestation": [_manifestation(reaction, reading)],
        **_severe(inner or worst, reading),
    }
    if onset := reading.span(reaction.first("effectiveTime")).get("start"):
        made["onset"] = onset
    return made | reading.notes(reaction, inner)


def _manifestation(reaction: Element, reading: Reading) -> Resource:
    code = reading.concept(reaction.first("value"))
    if words := reading.text(reaction.first("text")):
        code.setdefault("text", words)
    return code or {"text": "not stated"}


def _severe(found: list[Element], reading: Reading) -> Resource:
    """R4 knows three severities; any other stays in words."""
    for one in found:
        value = one.first("value")
        if value.get("code") in _SEVERITIES:
            return {"severity": _SEVERITIES[value.get("code")]}
        return {"description": f"Severity: {reading.called(value)}"}
    return {}


def _coding(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}
