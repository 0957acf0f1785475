"""Values as HL7 v2 writes them inside XDS metadata: who, where, which person, when (ITI TF-3 4.2.3.1.7). Pure."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir.cda.systems import identifier_system
from carerecord.fhir.cda.times import fhir_time

_UTC = ZoneInfo("UTC")
_ESCAPES = {r"\T\ ".strip(): "&", r"\S\ ".strip(): "^", r"\R\ ".strip(): "~", r"\F\ ".strip(): "|"}
_ESCAPE = re.compile(r"\\[TSRF]\\")


def time_of(sent: str) -> str:
    """Times of XDS are in UTC; one that cannot be read is ""."""
    return fhir_time(sent, _UTC)


def components(value: str) -> list[str]:
    return [_ESCAPE.sub(lambda one: _ESCAPES[one[0]], part) for part in value.split("^")]


def part(values: list[str], number: int) -> str:
    """Counted from 1."""
    return values[number - 1].strip() if len(values) >= number else ""


def root_of(authority: str) -> str:
    """The OID of `name&OID&ISO`."""
    parts = authority.split("&")
    return parts[1].strip() if len(parts) > 1 else ""


def patient_id(value: str) -> tuple[str, str]:
    """The OID and the number of `number^^^&OID&ISO`."""
    raw = value.split("^")
    return root_of(part(raw, 4)), part(components(value), 1)


def identifier(value: str, authority: str) -> Resource:
    root = root_of(authority)
    return {"system": identifier_system(root), "value": value} if root else {"value": value}


def person(value: str) -> Resource:
    """An XCN as a Reference: a name to show, and the number with whose number it is."""
    raw, parts = value.split("^"), components(value)
    name = " ".join(filter(None, (part(parts, 6), part(parts, 3), part(parts, 4), part(parts, 2))))
    own = part(parts, 1)
    made: Resource = {"display": name or own} if name or own else {}
    return made | ({"identifier": identifier(own, part(raw, 9))} if own else {})


def organisation(value: str) -> Resource:
    """An XON as a Reference; its number may itself be an OID."""
    raw, parts = value.split("^"), components(value)
    name, own = part(parts, 1), part(parts, 10)
    made: Resource = {"display": name or own} if name or own else {}
    return made | ({"identifier": identifier(own, part(raw, 6))} if own else {})


def human_name(value: str) -> Resource:
    parts = components(value)
    given = [one for one in (part(parts, 2), part(parts, 3)) if one]
    made = {
        "family": part(parts, 1),
        "given": given,
        "prefix": [one for one in (part(parts, 5),) if one],
    }
    return {key: one for key, one in made.items() if one}


def address(value: str) -> Resource:
    parts = components(value)
    made = {
        "line": [one for one in (part(parts, 1), part(parts, 2)) if one],
        "city": part(parts, 3),
        "district": part(parts, 4),
        "postalCode": part(parts, 5),
        "country": part(parts, 6),
    }
    return {key: one for key, one in made.items() if one}
