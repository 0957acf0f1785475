"""What R4 has no place for: kept in the extensions R4 names for elements of other versions (versions.html)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir.dates import is_date
from carerecord.fhir.reading import as_list

_OF_STU3 = "http://hl7.org/fhir/3.0/StructureDefinition/extension-"


class NotReadableError(ValueError):
    """An element that decides what a resource means is not what STU3 says it is."""


def keep(resource: Resource, element: str, value: object, holder: Resource | None = None) -> None:
    """Keep what stood at `element` of this STU3 resource, there or on a part of it."""
    url = f"{_OF_STU3}{resource.get('resourceType')}.{element}"
    add_extensions(resource if holder is None else holder, extensions_of(url, value))


def add_extensions(holder: Resource, extensions: Iterable[Resource]) -> None:
    added = list(extensions)
    if added:
        holder["extension"] = [*as_list(holder.get("extension")), *added]


def extensions_of(url: str, value: object) -> list[Resource]:
    """One for each value; an element with parts becomes an extension with parts."""
    return [_extension(url, one) for one in as_list(value)]


def _extension(url: str, value: Any) -> Resource:
    name = _value_name(value)
    if name:
        return {"url": url, name: value}
    if not isinstance(value, dict):
        raise NotReadableError
    parts = [part for key, inner in value.items() for part in _parts(key, inner)]
    return {"url": url, "extension": parts}


def _parts(key: str, value: object) -> list[Resource]:
    return as_list(value) if key == "extension" else extensions_of(key, value)


def _value_name(value: object) -> str:
    match value:
        case bool():
            return "valueBoolean"
        case int():
            return "valueInteger"
        case float():
            return "valueDecimal"
        case str():
            return "valueDateTime" if is_date(value) else "valueString"
        case dict():
            return next((name for name, fits in _SHAPES.items() if fits(value.keys())), "")
    return ""


_EVERY = frozenset({"id", "extension"})


def _has(needed: set[str], *others: str) -> Any:
    allowed = needed | set(others) | _EVERY
    return lambda keys: bool(keys & needed) and keys <= allowed


_SHAPES = {
    "valueReference": _has({"reference"}, "identifier", "display", "type"),
    "valueCodeableConcept": _has({"coding"}, "text"),
    "valuePeriod": _has({"start", "end"}),
    "valueCoding": _has({"code"}, "system", "version", "display", "userSelected"),
}
