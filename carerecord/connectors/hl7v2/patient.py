"""Who a message is about: PID read into an R4 Patient. Pure; every value as sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carerecord.connectors.hl7v2.message import Message, Segment
from carerecord.connectors.hl7v2.settings import Settings
from carerecord.connectors.hl7v2.times import date_time, day
from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER

_GENDER = {"M": "male", "F": "female", "O": "other", "A": "other", "N": "other", "U": "unknown"}
_USE = {"L": "official", "D": "usual", "M": "maiden", "A": "anonymous", "N": "nickname"}
_PHONE = {
    "CP": ("phone", "mobile"),
    "PH": ("phone", None),
    "FX": ("fax", None),
    "Internet": ("email", None),
}


def numbers(segment: Segment, field: int, settings: Settings) -> tuple[str, ...]:
    """Every NHS number of PID-3 or MRG-1, once, without spaces; which repetition is one differs by hospital."""
    found = [
        segment.text(field, of=one).replace(" ", "")
        for one in segment.repetitions(field)
        if segment.text(field, 4, of=one) in settings.number_authorities
        or segment.text(field, 5, of=one) in settings.number_types
    ]
    return tuple(dict.fromkeys(one for one in found if one))


def patient(message: Message, settings: Settings, number: str) -> Resource:
    """What PID says. An empty field is left out, one that is to be deleted is None."""
    pid = message.only("PID")
    elements: dict[str, Any] = {
        "name": _of(pid, 5, [_name(pid, one) for one in pid.repetitions(5)]),
        "birthDate": _of(pid, 7, day(pid, 7)),
        "gender": _of(pid, 8, _GENDER.get(pid.text(8), "unknown") if pid.text(8) else ""),
        "address": _of(pid, 11, [_address(pid, one) for one in pid.repetitions(11)]),
        "telecom": _of(pid, 13, [*_telecoms(pid, 13, "home"), *_telecoms(pid, 14, "work")]),
        **_death(pid, settings),
    }
    return {
        "resourceType": "Patient",
        "id": settings.local_id(pid, 3) or "patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        **{name: value for name, value in elements.items() if value not in ("", [])},
    }


def _death(pid: Segment, settings: Settings) -> dict[str, Any]:
    """When (PID-29), else whether (PID-30); one takes the place of the other."""
    sent, said = pid.text(29), pid.text(30)
    if said == "N":
        return {"deceasedDateTime": None, "deceasedBoolean": False}
    if died := date_time(sent, settings.local_zone):
        return {"deceasedDateTime": died, "deceasedBoolean": None}
    no_longer = {"deceasedDateTime": None} if pid.is_deleted(29) else {}
    if said == "Y" or sent:
        return {**no_longer, "deceasedBoolean": True}
    gone = {"deceasedDateTime": None, "deceasedBoolean": None}
    return gone if pid.is_deleted(30) else no_longer


def _of(pid: Segment, field: int, value: Any) -> Any:
    return None if pid.is_deleted(field) else value


def _name(pid: Segment, sent: str) -> dict[str, Any]:
    given = [pid.text(5, place, of=sent) for place in (2, 3)]
    name: dict[str, Any] = {
        "use": _USE.get(pid.text(5, 7, of=sent), ""),
        "family": pid.text(5, 1, of=sent),
        "given": [one for one in given if one],
        "suffix": [one for one in [pid.text(5, 4, of=sent)] if one],
        "prefix": [one for one in [pid.text(5, 5, of=sent)] if one],
    }
    return {key: value for key, value in name.items() if value}


def _address(pid: Segment, sent: str) -> dict[str, Any]:
    lines = [pid.text(11, place, of=sent) for place in (1, 2)]
    address: dict[str, Any] = {
        "line": [one for one in lines if one],
        "city": pid.text(11, 3, of=sent),
        "district": pid.text(11, 4, of=sent),
        "postalCode": pid.text(11, 5, of=sent),
    }
    return {key: value for key, value in address.items() if value}


def _telecoms(pid: Segment, field: int, use: str) -> Iterator[dict[str, str]]:
    for one in pid.repetitions(field):
        system, own_use = _PHONE.get(pid.text(field, 3, of=one), ("phone", None))
        value = pid.text(field, 4 if system == "email" else 1, of=one) or pid.text(field, of=one)
        if value:
            yield {"system": system, "value": value, "use": own_use or use}
