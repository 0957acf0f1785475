"""Medicines: taken, meant to be taken, not taken or refused (negationInd), and their doses as sent."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import Reading, affirmed, has_template, is_negated, material
from carerecord.fhir.cda.values import bounds, quantity, quantity_words
from carerecord.fhir.numbers import sent_number
from carerecord.fhir.xml import Element

REASON = ("2.16.840.1.113883.10.20.24.3.88", "2.16.840.1.113883.10.20.22.4.53")
"""Templates of why something was, or was not, done."""
_INDICATION = ("2.16.840.1.113883.10.20.22.4.19",)
_STATUSES = {
    "active": "active",
    "completed": "completed",
    "aborted": "stopped",
    "cancelled": "stopped",
    "suspended": "on-hold",
    "held": "on-hold",
    "nullified": "entered-in-error",
}
_UNITS = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})


def medicine(statement: Element, reading: Reading) -> Resource | None:
    """None where it names no medicine."""
    code = product(statement, reading)
    if not code:
        return None
    inner = affirmed(statement)
    reasons = [one for one in inner if has_template(one, *_INDICATION)]
    why = [one for one in inner if has_template(one, *REASON)]
    made: Resource = {
        "resourceType": "MedicationStatement",
        "status": _status(statement),
        "medicationCodeableConcept": code,
        **_when(statement, reading),
        **reading.notes(statement, [*reasons, *why], *_beside(statement, reading)),
    }
    if dosage := _dosage(statement, reading):
        made["dosage"] = [dosage]
    if reasons:
        made["reasonCode"] = [reading.concept(one.first("value")) for one in reasons]
    if why:
        made["statusReason"] = [reading.concept(one.first("value")) for one in why]
    if recorded := reading.recorded(statement):
        made["dateAsserted"] = recorded
    if author := reading.author(statement):
        made["informationSource"] = author
    return made


def product(statement: Element, reading: Reading) -> Resource:
    """What is given, by code or by name; empty where neither was sent."""
    found = material(statement)
    code = reading.concept(found.first("code"))
    if found.first("name").words:
        code.setdefault("text", found.first("name").words)
    if not code.get("coding") and not code.get("text"):
        words = reading.text(statement.first("text"))
        code = {**code, "text": words} if words else {}
    return code


def _status(statement: Element) -> str:
    """What is only meant is “intended” where it is not active: an active order is taken."""
    if is_negated(statement):
        return "not-taken"
    status = _STATUSES.get(statement.first("statusCode").get("code"), "unknown")
    meant = statement.get("moodCode") in ("RQO", "PRP", "PRMS")
    return "intended" if meant and status in ("active", "unknown") else status


def _times(statement: Element) -> tuple[list[Element], list[Element]]:
    """From when to when, and how often."""
    found = statement.all("effectiveTime")
    often = [one for one in found if one.get("type").rpartition(":")[2] in ("PIVL_TS", "EIVL_TS")]
    return [one for one in found if one not in often], often


def _when(statement: Element, reading: Reading) -> Resource:
    for one in _times(statement)[0]:
        if (span := reading.span(one)) and one.children:
            return {"effectivePeriod": span}
        if span:
            return {"effectiveDateTime": span["start"]}
    return {}


def _beside(statement: Element, reading: Reading) -> list[str]:
    """What no element of a dose holds: that it is an order, what it is mixed with, and amounts that are no number."""
    mixed = (one.first("participantRole") for one in statement.all("participant"))
    named = [
        f"{reading.called(role.first('code')) or 'With'}: "
        f"{role.first('playingEntity', 'name').words or reading.called(role.first('playingEntity', 'code'))}"
        for role in mixed
        if role.first("playingEntity")
    ]
    dose, most = statement.first("doseQuantity"), statement.first("maxDoseQuantity")
    odd = quantity_words(dose) if dose.get("value") and not quantity(dose) else ""
    batch = material(statement).first("lotNumberText").words
    meant = (
        "An order or plan, not a record of what was given"
        if statement.get("moodCode") != "EVN"
        else ""
    )
    return [
        meant,
        f"Dose as sent: {odd}" if odd else "",
        f"At most: {' / '.join(filter(None, map(quantity_words, most.children)))}" if most else "",
        *_unread_times(statement, reading),
        f"Batch: {batch}" if batch else "",
        *named,
    ]


def _unread_times(statement: Element, reading: Reading) -> list[str]:
    """What of “when” and “how often” no element holds: another unit, “an hour before”, several times put together."""
    spans, often = _times(statement)
    said: list[str] = []
    for one in often:
        period, offset = one.first("period"), one.first("offset")
        if "period" not in _timing([one]) and (words := _in_words(period)):
            said.append(f"How often, as sent: {words}")
        if words := _in_words(offset):
            said.append(f"{words} from {one.first('event').get('code') or 'the event'}")
    read = next((one for one in spans if reading.span(one)), None)
    for one in spans:
        words = "" if one is read else _in_words(one)
        said += [f"When, as sent: {words}"] if words else []
    return said


def _in_words(element: Element) -> str:
    """Every value in it, as sent."""
    parts = (quantity_words(one) for one in (element, *element.inside()))
    return " to ".join(dict.fromkeys(filter(None, parts)))


def _dosage(statement: Element, reading: Reading) -> Resource:
    made: Resource = {}
    if timing := _timing(_times(statement)[1]):
        made["timing"] = {"repeat": timing}
    for name, element in (("route", "routeCode"), ("site", "approachSiteCode")):
        code = reading.concept(statement.first(element))
        if code.get("coding") or code.get("text"):
            made[name] = code
    if amounts := _amounts(statement):
        made["doseAndRate"] = [amounts]
    needed = statement.first("precondition", "criterion")
    if needed:
        made |= _as_needed(needed, reading)
    return made


def _as_needed(criterion: Element, reading: Reading) -> Resource:
    code = reading.concept(criterion.first("value"))
    if words := reading.text(criterion.first("text")):
        code.setdefault("text", words)
    stated = code.get("coding") or code.get("text")
    return {"asNeededCodeableConcept": code} if stated else {"asNeededBoolean": True}


def _amounts(statement: Element) -> Resource:
    made: Resource = {}
    for name, element in (("dose", "doseQuantity"), ("rate", "rateQuantity")):
        sent = statement.first(element)
        if plain := quantity(sent):
            made[f"{name}Quantity"] = plain
        elif found := bounds(sent):
            made[f"{name}{found[0]}"] = found[1]
    return made


def _timing(often: list[Element]) -> Resource:
    """“Every 6 to 8 hours”, “at bedtime”."""
    made: Resource = {}
    for one in often:
        period = one.first("period")
        ends = [period.first("low"), period.first("high")] if period.first("low") else [period]
        for name, end in zip(("period", "periodMax"), ends, strict=False):
            number = sent_number(end.get("value"))
            if number is not None and end.get("unit") in _UNITS:
                made |= {name: number, "periodUnit": end.get("unit")}
        if "period" in made:
            made.setdefault("frequency", 1)
        if event := one.first("event").get("code"):
            made["when"] = [event]
    return made
