"""Problems and diagnoses. What is said not to be there is said so (negationInd)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import (
    Reading,
    affirmed,
    has_template,
    is_negated,
    is_withdrawn,
    related,
)
from carerecord.fhir.cda.systems import SNOMED
from carerecord.fhir.xml import Element

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_STATUS_TEMPLATES = ("2.16.840.1.113883.10.20.22.4.6", "2.16.840.1.113883.10.20.1.50")
_STATUSES = {
    "55561003": "active",
    "73425007": "inactive",
    "255227004": "recurrence",
    "413322009": "resolved",
}
_DOUBTS = {"410516002": "refuted", "415684004": "differential"}  # ruled out, to be ruled out
_CONCERNS = {
    "active": "active",
    "completed": "inactive",
    "suspended": "inactive",
    "aborted": "inactive",
}
_ANY_PROBLEM = frozenset({"55607006", "64572001", "404684003"})
NO_PROBLEM = {"system": SNOMED, "code": "160245001", "display": "No current problems or disability"}


def condition(observation: Element, concern: Element, reading: Reading) -> Resource | None:
    """`concern`: the act it stands in, or the statement itself. None where it names no problem."""
    code = reading.concept(observation.first("value"))
    if not code.get("coding") and not code.get("text"):
        if not (words := reading.text(observation.first("text"))):
            return None
        code["text"] = words
    words = ""
    if is_negated(observation):
        code, words = reading.denied(code)
    inner = affirmed(observation)
    status = [one for one in inner if has_template(one, *_STATUS_TEMPLATES) and _status(one)]
    severity = [one for one in inner if one.first("code").get("code") == "SEV"]
    found = reading.span(observation.first("effectiveTime"))
    made: Resource = {
        "resourceType": "Condition",
        "code": code,
        **_doubt(observation, concern, status, found),
        **({"onsetDateTime": found["start"]} if "start" in found else {}),
        **_ended(observation, found),
        **reading.notes(
            observation, [*status, *severity], words, *_beside(observation, concern, reading)
        ),
    }
    if kind := reading.concept(observation.first("code")):
        made["category"] = [kind]
    if severity:
        made["severity"] = reading.concept(severity[0].first("value"))
    return made | _written(observation, concern, reading)


def _doubt(
    observation: Element, concern: Element, status: list[Element], found: dict[str, str]
) -> Resource:
    if is_withdrawn(observation, concern):
        return {"verificationStatus": _coding(_VERIFIED, "entered-in-error")}
    if is_negated(observation):
        if observation.first("value").get("code") in _ANY_PROBLEM:
            return {"code": {"coding": [NO_PROBLEM]}}
        return {"verificationStatus": _coding(_VERIFIED, "refuted")}
    said = next(map(_status, status), "")
    if said in _DOUBTS.values():
        return {"verificationStatus": _coding(_VERIFIED, said)}
    ended = "resolved" if _ended(observation, found) else ""
    held = (
        _CONCERNS.get(concern.first("statusCode").get("code"), "")
        if concern is not observation
        else ""
    )
    clinical = said or ended or held
    return {"clinicalStatus": _coding(_CLINICAL, clinical)} if clinical else {}


def _status(statement: Element) -> str:
    code = statement.first("value").get("code")
    return _STATUSES.get(code) or _DOUBTS.get(code, "")


def _ended(observation: Element, found: dict[str, str]) -> Resource:
    """“It ended, nobody knows when” is an end too."""
    if "end" in found:
        return {"abatementDateTime": found["end"]}
    unknown = observation.first("effectiveTime", "high").get("nullFlavor") == "UNK"
    return {"abatementString": "date not recorded"} if unknown else {}


def _beside(observation: Element, concern: Element, reading: Reading) -> list[str]:
    """What the concern says beside its problem."""
    if concern is observation:
        return []
    problems = [one for one in related(concern) if one.name == "observation"]
    return reading.also(concern, problems)


def _written(observation: Element, concern: Element, reading: Reading) -> Resource:
    made: Resource = {}
    for one in (observation, concern):
        if recorded := reading.recorded(one):
            made.setdefault("recordedDate", recorded)
        if author := reading.author(one):
            made.setdefault("recorder", author)
    return made


def _coding(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}
