"""Where a protected person lives or is seen (the S-flag, governance 3.9), taken out of everything that is shown.

Whole elements go where they are for a place: addresses, numbers, locations, organisations, contacts, the
registered practice, the narrative that repeats them. Every other string loses the places it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from carerecord.access.withholding.attachments import as_data, text_inside
from carerecord.access.withholding.places import (
    HIDDEN,
    PLACE_TYPES,
    Scrubber,
    is_ods,
    is_place,
    is_sensitive,
)
from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource

PLACES = PLACE_TYPES
"""Types that are a place or have one and are nothing else: withheld whole (SFL-2)."""

_ANYWHERE = frozenset({
    "address", "assigner", "facilityType", "location", "practiceSetting", "serviceProvider",
    "telecom", "valueAddress", "valueContactPoint",
})  # fmt: skip
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "Patient": frozenset({"contact", "generalPractitioner", "managingOrganization", "photo"}),
    "Person": frozenset({"managingOrganization"}),
    "Encounter": frozenset({"origin", "destination"}),
    "Composition": frozenset({"custodian"}),
    "DocumentReference": frozenset({"custodian"}),
}
_CODES = frozenset({
    "code", "contentType", "id", "language", "reference", "resourceType", "status", "system",
    "unit", "url", "use", "versionId",
})  # fmt: skip
"""Strings that are no words."""
_OF_A_SITE = frozenset({"identifier", "source", "valueIdentifier"})
_NOTHING = object()
_DISPLAY: Mapping[str, object] = {"display": HIDDEN}
_INSTEAD: Mapping[str, Mapping[str, object]] = {
    "address": {"text": HIDDEN},
    "telecom": {"value": HIDDEN},
    "facilityType": {"text": HIDDEN},
    "practiceSetting": {"text": HIDDEN},
    **dict.fromkeys(
        ("custodian", "destination", "generalPractitioner", "location", "managingOrganization", "origin",
         "serviceProvider"),
        _DISPLAY,
    ),
}  # fmt: skip
"""What stands where a page would else say that none was recorded; everything else goes without a trace."""


class Scrubbing(Protocol):
    """Takes something out of words; the very same text where there is none of it."""

    def words(self, text: str, *, looks: bool = True) -> str: ...


@dataclass(frozen=True, slots=True)
class Hiding:
    """How places are hidden: which names go, and whether what documents hold goes with them (SFL-3)."""

    scrubber: Scrubbing
    documents: bool = False


def hide_location(item: Item, hiding: Hiding | None = None) -> Item:
    """The item without what says where; the very same item when it says nothing of the kind."""
    hiding = hiding or Hiding(Scrubber((), looks=True))
    hidden = _OF_TYPE.get(item.type, frozenset()) | _ANYWHERE
    resource = _Without(hidden, hiding).of(item.resource)
    if resource is item.resource:
        return item
    shown = resource if isinstance(resource, dict) else {}
    return replace(item, resource=shown, raw=encode_resource(shown))


def scrub(item: Item, hiding: Hiding) -> Item:
    """The item with the names of places taken out of its words, and nothing else."""
    resource = _Without(frozenset(), hiding, elements=False).of(item.resource)
    if resource is item.resource:
        return item
    return replace(item, resource=resource, raw=encode_resource(resource))


def without_location(person: Person) -> Person:
    """The person as the index may show them: name, NHS number and date of birth stay (SFL-5).

    Somebody whose address or practice is a prison, a barracks or the like is shown the same way (SEN-17).
    """
    where = f"{person.address} ; {person.gp_name}"
    if not person.protected and not is_sensitive(where):
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
        protected=True,
    )


class _Without:
    """A copy without the hidden parts; the value itself when there are none; or nothing at all."""

    def __init__(self, hidden: frozenset[str], hiding: Hiding, *, elements: bool = True) -> None:
        self._hidden = hidden
        self._hiding = hiding
        self._elements = elements  # whole elements that are for a place leave too

    def of(self, value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            return value if key in _CODES else self._words(value, looks=True)
        if isinstance(value, dict):
            return self._element(value)
        if isinstance(value, list):
            kept = [part for one in value if (part := self.of(one, key)) is not _NOTHING]
            same = len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True))
            return value if same else kept or _NOTHING
        return value

    def _words(self, text: str, *, looks: bool) -> str:
        scrubbed = self._hiding.scrubber.words(text, looks=looks)
        return text if scrubbed == text else scrubbed

    def _element(self, element: dict[str, Any]) -> Any:
        if self._elements and _is_extension_with(element, self._hidden):
            return _NOTHING
        if self._elements and is_place(element):
            return {**_DISPLAY}
        kept: dict[str, Any] = {}
        changed = False
        for key, value in element.items():
            part = self._member(element, key, value)
            if part is _NOTHING:
                changed = True
                continue
            changed = changed or part is not value
            kept[key] = part
        if not changed:
            return element
        if kept.get("data") != element.get("data"):
            kept.pop("hash", None)
            kept.pop("size", None)
        return kept or _NOTHING

    def _member(self, element: dict[str, Any], key: str, value: Any) -> Any:
        if key in self._hidden:
            return _instead(key, value)
        if self._elements and key in _OF_A_SITE and _is_of_a_site(element, key, value):
            return _NOTHING
        if self._elements and key == "text" and isinstance(value, dict) and "div" in value:
            return self._narrative(element, value)
        if key == "data" and isinstance(value, str):
            return self._data(element, value)
        if key == "url" and self._hiding.documents and "contentType" in element:
            return _NOTHING
        if isinstance(value, str) and _is_named_by_code(element, key):
            return self._words(value, looks=False)
        return self.of(value, key)

    def _narrative(self, element: dict[str, Any], narrative: dict[str, Any]) -> Any:
        """Of a resource it repeats what was taken out; of a document's section it is the document."""
        if "resourceType" in element or self._hiding.documents:
            return _NOTHING
        return self._element(narrative)

    def _data(self, attachment: dict[str, Any], data: str) -> Any:
        if self._hiding.documents:
            return _NOTHING
        text = text_inside(attachment, data)
        scrubbed = self._hiding.scrubber.words(text)
        return data if scrubbed == text else as_data(attachment, scrubbed)


def _instead(key: str, value: Any) -> Any:
    """Of the same shape, and the same for whatever place it was."""
    if key not in _INSTEAD or not value:
        return _NOTHING
    if isinstance(value, list):
        return [_instead(key, value[0])]
    if key == "location" and isinstance(value, dict) and "location" in value:  # of a visit
        return {"location": {**_DISPLAY}}
    return {**_INSTEAD[key]}


def _is_of_a_site(element: dict[str, Any], key: str, value: Any) -> bool:
    """An organisation's code, or the address of the system an item came from."""
    if key == "source":
        return isinstance(value, str)
    if key in ("identifier", "valueIdentifier") and isinstance(value, dict):
        return is_ods(str(value.get("system") or ""))
    return False


def _is_named_by_code(element: dict[str, Any], key: str) -> bool:
    """The display of a code, the value of an identifier: only known places are looked for in those."""
    return (key == "display" and "code" in element) or (key == "value" and "system" in element)


def _is_extension_with(element: dict[str, Any], hidden: frozenset[str]) -> bool:
    """An extension left without its value would be no extension."""
    return (
        "url" in element and "resourceType" not in element and not hidden.isdisjoint(element.keys())
    )
