"""Encounters and appointments, with where and why."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir.cda.reading import Reading, affirmed, author_words, has_template
from carerecord.fhir.cda.systems import system_of
from carerecord.fhir.cda.values import identifiers
from carerecord.fhir.xml import Element

_INDICATION = ("2.16.840.1.113883.10.20.22.4.19",)
_ACT_CODE = "2.16.840.1.113883.5.4"
_STATUSES = {
    "completed": "finished",
    "active": "in-progress",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}


def encounter(statement: Element, reading: Reading) -> Resource | None:
    """None for one that is not said to have happened, and for one without words or date."""
    made = _encounter(statement, reading)
    return made if statement.get("moodCode") == "EVN" and made.keys() & {"type", "period"} else None


def beside(statement: Element, reading: Reading) -> list[str]:
    """What it says that an Encounter has no place for."""
    reasons = [one for one in affirmed(statement) if has_template(one, *_INDICATION)]
    return reading.also(statement, reasons)


def encompassing(statement: Element, reading: Reading) -> Resource:
    """The encounter that the whole document is about (its header)."""
    return _encounter(statement, reading)


def _encounter(statement: Element, reading: Reading) -> Resource:
    inner = affirmed(statement)
    reasons = [one for one in inner if has_template(one, *_INDICATION)]
    sent = statement.first("code")
    span = reading.span(statement.first("effectiveTime"))
    made: Resource = {
        "resourceType": "Encounter",
        "identifier": identifiers(statement.all("id")),
        "status": _status(statement, span),
        "class": _class(sent),
        "type": [code] if (code := reading.concept(sent)) else [],
        "period": span,
        "reasonCode": [reading.concept(one.first("value")) for one in reasons],
        "participant": [
            {"individual": {"display": words}}
            for one in (*statement.all("performer"), *statement.all("encounterParticipant"))
            if (words := author_words(one))
        ],
        **_places(statement, reading),
    }
    return {key: value for key, value in made.items() if value not in ([], {})}


def _status(statement: Element, span: dict[str, str]) -> str:
    said = _STATUSES.get(statement.first("statusCode").get("code"), "")
    return said or ("finished" if "end" in span else "unknown")


def _class(code: Element) -> Resource:
    """What kind of visit, where it was coded so; never guessed."""
    for one in (code, *code.all("translation")):
        if one.get("codeSystem") == _ACT_CODE:
            return {"system": system_of(_ACT_CODE), "code": one.get("code")}
    return {"system": system_of("2.16.840.1.113883.5.1008"), "code": "UNK", "display": "Not stated"}


def _places(statement: Element, reading: Reading) -> Resource:
    made: Resource = {}
    names = [
        name.words
        for one in statement.all("participant")
        if one.get("typeCode") == "LOC"
        for name in one.all("participantRole", "playingEntity", "name")
    ] + [one.words for one in statement.all("location", "healthCareFacility", "location", "name")]
    if found := [one for one in names if one]:
        made["location"] = [{"location": {"display": one}} for one in found]
    stay: Resource = {}
    if (code := reading.concept(statement.first("dischargeDispositionCode"))).get("coding"):
        stay["dischargeDisposition"] = code
    to = [
        name.words
        for one in statement.all("participant")
        if one.get("typeCode") == "DST"
        for name in one.all("participantRole", "playingEntity", "name")
    ]
    if to:
        stay["destination"] = {"display": ", ".join(to)}
    return made | ({"hospitalization": stay} if stay else {})


def appointment(statement: Element, patient: Resource, reading: Reading) -> Resource | None:
    """A visit that is meant: booked, asked for or proposed. None without a date or words."""
    mood = {
        "APT": "booked",
        "ARQ": "proposed",
        "INT": "proposed",
        "RQO": "proposed",
        "PRP": "proposed",
    }
    status = mood.get(statement.get("moodCode"))
    span = reading.span(statement.first("effectiveTime"))
    words = reading.called(statement.first("code"))
    if status is None or not (words or span):
        return None
    who = [words for one in statement.all("performer") if (words := author_words(one))]
    made: Resource = {
        "resourceType": "Appointment",
        "status": status,
        "participant": [
            {"actor": patient, "status": "needs-action"},
            *({"actor": {"display": one}, "status": "needs-action"} for one in who),
        ],
        **({"start": span["start"]} if "T" in span.get("start", "") else {}),
        **({"end": span["end"]} if "T" in span.get("end", "") else {}),
    }
    if code := reading.concept(statement.first("code")):
        made["serviceType"] = [code]
    notes = [*reading.also(statement), *_day(span, made)]
    if notes:
        made["comment"] = "; ".join(notes)
    return made


def _day(span: dict[str, str], made: Resource) -> list[str]:
    """R4 has no place for an appointment's day without its hour."""
    days = [span[name] for name in ("start", "end") if name in span and name not in made]
    return [f"On {' to '.join(days)}"] if days else []
