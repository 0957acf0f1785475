"""Immunisations: given, and not given with the reason (negationInd)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.medicines import REASON, product
from carerecord.fhir.cda.reading import Reading, affirmed, has_template, is_negated, material
from carerecord.fhir.cda.values import quantity
from carerecord.fhir.xml import Element

_STATUSES = {"completed": "completed", "nullified": "entered-in-error"}


def immunisation(statement: Element, reading: Reading) -> Resource | None:
    """None where it names no vaccine, or is not said to be done: one that is planned must not read as given."""
    code = product(statement, reading)
    done = _STATUSES.get(statement.first("statusCode").get("code"), "")
    status = "not-done" if is_negated(statement) else done
    if not code or not status or statement.get("moodCode") != "EVN":
        return None
    inner = affirmed(statement)
    why = [one for one in inner if _is_reason(one, negated=status == "not-done")]
    made: Resource = {
        "resourceType": "Immunization",
        "status": status,
        "vaccineCode": code,
        **_when(statement, reading),
        **reading.notes(statement, why),
    }
    if why:
        made["statusReason"] = reading.concept(why[0].first("value") or why[0].first("code"))
    return made | _details(statement, reading)


def _is_reason(statement: Element, *, negated: bool) -> bool:
    return negated and has_template(statement, *REASON)


def _when(statement: Element, reading: Reading) -> Resource:
    start = reading.span(statement.first("effectiveTime")).get("start")
    return {"occurrenceDateTime": start} if start else {"occurrenceString": "date not recorded"}


def _details(statement: Element, reading: Reading) -> Resource:
    made: Resource = {}
    if batch := material(statement).first("lotNumberText").words:
        made["lotNumber"] = batch
    maker = statement.first("consumable", "manufacturedProduct", "manufacturerOrganization", "name")
    if maker.words:
        made["manufacturer"] = {"display": maker.words}
    if dose := quantity(statement.first("doseQuantity")):
        made["doseQuantity"] = dose
    for name, element in (("route", "routeCode"), ("site", "approachSiteCode")):
        if (code := reading.concept(statement.first(element))).get("coding"):
            made[name] = code
    if author := reading.author(statement, "performer", "author"):
        made["performer"] = [{"actor": author}]
    if recorded := reading.recorded(statement):
        made["recorded"] = recorded
    return made
