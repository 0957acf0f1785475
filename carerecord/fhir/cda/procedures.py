"""Procedures: done, under way, refused (negationInd) or without success."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.medicines import REASON
from carerecord.fhir.cda.reading import Reading, affirmed, has_template, is_negated
from carerecord.fhir.xml import Element

_STATUSES = {
    "completed": "completed",
    "active": "in-progress",
    "aborted": "stopped",
    "cancelled": "not-done",
    "suspended": "on-hold",
    "nullified": "entered-in-error",
}
_FAILED = frozenset({"103709008", "385671000"})  # failed attempt, unsuccessful
_INDICATION = ("2.16.840.1.113883.10.20.22.4.19",)


def procedure(statement: Element, reading: Reading) -> Resource | None:
    """None where it names nothing, or is only planned: that is told in words."""
    code = reading.concept(statement.first("code"))
    if statement.get("moodCode") != "EVN" or not (code.get("coding") or code.get("text")):
        return None
    inner = affirmed(statement)
    failed = [one for one in inner if one.first("code").get("code") in _FAILED]
    why = [one for one in inner if has_template(one, *REASON)]
    reasons = [one for one in inner if has_template(one, *_INDICATION)]
    value = [
        f"Value: {words}" for one in statement.all("value") if (words := reading.value_words(one))
    ]
    made: Resource = {
        "resourceType": "Procedure",
        "status": _status(statement),
        "code": code,
        **reading.timed("performed", statement.first("effectiveTime")),
        **_where(statement, reading),
        **reading.notes(statement, [*failed, *why, *reasons], *value, *_said_of(failed, reading)),
    }
    if failed:
        made["outcome"] = reading.concept(failed[0].first("code"))
    if why:
        made["statusReason"] = reading.concept(why[0].first("value"))
    if reasons:
        made["reasonCode"] = [reading.concept(one.first("value")) for one in reasons]
    if author := reading.author(statement, "performer", "author"):
        made["performer"] = [{"actor": author}]
    return made


def _status(statement: Element) -> str:
    if is_negated(statement):
        return "not-done"
    return _STATUSES.get(statement.first("statusCode").get("code"), "unknown")


def _said_of(failed: list[Element], reading: Reading) -> list[str]:
    return [reading.text(one.first("text")) for one in failed]


def _where(statement: Element, reading: Reading) -> Resource:
    sites = [reading.concept(one) for one in statement.all("targetSiteCode")]
    places = [
        name.words
        for one in statement.all("participant")
        if one.get("typeCode") == "LOC"
        for name in one.all("participantRole", "playingEntity", "name")
    ]
    made: Resource = {}
    if found := [one for one in sites if one.get("coding") or one.get("text")]:
        made["bodySite"] = found
    if places:
        made["location"] = {"display": ", ".join(places)}
    return made
