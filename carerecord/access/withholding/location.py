"""Where a protected person lives or is seen (the S-flag, governance 3.9), taken out of what is shown.

Removed: addresses, phone numbers, places, contacts, the registered practice and the narrative that
repeats them. Not yet removed: words inside documents and free text, and the names of organisations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource

PLACES = frozenset({"Location"})
"""Types that are a place and nothing else: withheld whole (SFL-2)."""

_ANYWHERE = frozenset({"address", "telecom", "location", "valueAddress", "valueContactPoint"})
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "Patient": frozenset({"contact", "generalPractitioner", "managingOrganization", "photo"}),
    "Person": frozenset({"managingOrganization"}),
    "Encounter": frozenset({"origin", "destination"}),
    "HealthcareService": frozenset({"coverageArea"}),
}
_NOTHING = object()


def hide_location(item: Item) -> Item:
    """The item without what says where; the very same item when it says nothing of the kind."""
    hidden = _OF_TYPE.get(item.type, frozenset()) | _ANYWHERE
    resource = _without(item.resource, hidden)
    if resource is item.resource:
        return item
    shown = resource if isinstance(resource, dict) else {}
    return replace(item, resource=shown, raw=encode_resource(shown))


def without_location(person: Person) -> Person:
    """The person as the index may show them: name, NHS number and date of birth stay (SFL-5)."""
    if not person.protected:
        return person
    return replace(
        person,
        address="",
        postcode="",
        phone="",
        gp_code="",
        gp_name="",
        gp_phone="",
        next_of_kin="",
    )


def _without(value: Any, hidden: frozenset[str]) -> Any:
    """A copy without the hidden parts; the value itself when there are none; or nothing at all."""
    if isinstance(value, dict):
        return _object_without(value, hidden)
    if isinstance(value, list):
        kept = [part for one in value if (part := _without(one, hidden)) is not _NOTHING]
        unchanged = len(kept) == len(value) and all(
            a is b for a, b in zip(kept, value, strict=True)
        )
        return value if unchanged else kept or _NOTHING
    return value


def _object_without(element: dict[str, Any], hidden: frozenset[str]) -> Any:
    if _is_place(element) or _is_extension_with(element, hidden):
        return _NOTHING
    kept: dict[str, Any] = {}
    changed = False
    for key, value in element.items():
        part = _NOTHING if key in hidden or _is_narrative(key, value) else _without(value, hidden)
        if part is _NOTHING:
            changed = True
            continue
        changed = changed or part is not value
        kept[key] = part
    return (kept or _NOTHING) if changed else element


def _is_place(element: dict[str, Any]) -> bool:
    """A reference to a place, however it is made."""
    reference = element.get("reference")
    named = isinstance(reference, str) and "Location/" in reference
    return named or ("resourceType" not in element and element.get("type") == "Location")


def _is_extension_with(element: dict[str, Any], hidden: frozenset[str]) -> bool:
    """An extension left without its value would be no extension."""
    return (
        "url" in element and "resourceType" not in element and not hidden.isdisjoint(element.keys())
    )


def _is_narrative(key: str, value: object) -> bool:
    return key == "text" and isinstance(value, dict) and "div" in value
