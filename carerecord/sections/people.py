"""Who wrote, did, or is called: name, role, organisation, phone, as the source recorded them."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, display_of, first_text, human_name
from carerecord.sections.contract import Linked
from carerecord.sections.words import joined, said


def who(reference: object, linked: Linked) -> str:
    """One person, team or organisation; the reference's own words when it leads nowhere."""
    if isinstance(reference, str):
        return reference
    found = linked(reference)
    named = _named(found, linked) if found else ""
    return named or display_of(reference) or _identified(reference)


def _named(found: Resource, linked: Linked) -> str:
    if found.get("resourceType") == "PractitionerRole":
        return joined(
            who(found.get("practitioner"), linked),
            said(found.get("code")),
            who(found.get("organization"), linked),
        )
    if found.get("resourceType") == "Patient":
        return "The person"
    return name_of(found)


def name_of(found: Resource) -> str:
    """A name is a string for organisations and places, a HumanName for people."""
    name = found.get("name")
    device = said([as_dict(one).get("name") for one in as_list(found.get("deviceName"))])
    return first_text(name, human_name(name), device)


def _identified(reference: object) -> str:
    """Only an organisation's or professional's code; never a person's number."""
    element = as_dict(reference)
    identifier = as_dict(element.get("identifier"))
    if "nhs-number" in first_text(identifier.get("system")) or element.get("type") == "Patient":
        return ""
    return first_text(identifier.get("value"))


def everyone(value: object, linked: Linked, *inner: str) -> str:
    """Several references; `inner` names the element that holds each (`actor`, `individual`)."""
    return joined(*(who(_inside(one, inner), linked) for one in as_list(value)), by="; ")


def _inside(value: object, inner: Iterable[str]) -> object:
    for key in inner:
        if key in as_dict(value):
            return as_dict(value)[key]
    return value


def written_by(resource: Resource, linked: Linked, *keys: str) -> str:
    """The first of these elements that leads to somebody."""
    return next(filter(None, (everyone(resource.get(key), linked, "actor") for key in keys)), "")


def phones(value: object) -> str:
    """Telephone numbers as recorded; e-mail only where there is no number."""
    points = [as_dict(one) for one in as_list(value)]
    numbers = [p for p in points if p.get("system") in ("phone", "sms", None)]
    return joined(*(first_text(p.get("value")) for p in numbers or points))
