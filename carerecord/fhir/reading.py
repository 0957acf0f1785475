"""Words, codes and quantities out of R4 elements, exactly as sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Coding(NamedTuple):
    system: str
    code: str
    display: str


def as_dict(value: object) -> dict[str, Any]:
    """The element when it is one, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The elements of a list; one element where a source forgot the list; nothing where there is nothing."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def first_text(*values: object) -> str:
    """The first that is words."""
    for value in values:
        if isinstance(value, str) and value.strip():
            return value
    return ""


def codings(concept: object) -> tuple[Coding, ...]:
    """Each coding that has a code or a display, in the source's order. Also takes a bare Coding."""
    element = as_dict(concept)
    found = as_list(element.get("coding")) or ([element] if "code" in element else [])
    read = (
        Coding(*(first_text(as_dict(one).get(key)) for key in ("system", "code", "display")))
        for one in found
    )
    return tuple(coding for coding in read if coding.code or coding.display)


def text_of(concept: object) -> str:
    """The author's own words, else the first display, else the first code. Also takes a list or a string."""
    if isinstance(concept, str):
        return concept
    for one in as_list(concept):
        element = as_dict(one)
        found = codings(element)
        text = first_text(
            element.get("text"), *(c.display for c in found), *(c.code for c in found)
        )
        if text:
            return text
    return ""


def code_text(resource: object, key: str = "code") -> str:
    return text_of(as_dict(resource).get(key))


def period(value: object) -> tuple[str, str]:
    """Start and end, "" where open."""
    element = as_dict(value)
    return first_text(element.get("start")), first_text(element.get("end"))


def display_of(reference: object) -> str:
    return first_text(as_dict(reference).get("display"))


def quantity_text(value: object) -> str:
    """Comparator, value and unit as sent: "<0.50 mmol/L". No unit is ever added."""
    element = as_dict(value)
    amount = element.get("value")
    if isinstance(amount, bool) or not isinstance(amount, int | float | str):
        return ""
    shown = amount if isinstance(amount, str) else str(amount)
    unit = first_text(element.get("unit"), element.get("code"))
    return f"{first_text(element.get('comparator'))}{shown}{_joint(unit)}{unit}"


def _joint(unit: str) -> str:
    return "" if not unit or unit == "%" else " "


def human_name(value: object) -> str:
    """One name as a person would write it; of several the official or usual one, else the first."""
    names = [as_dict(one) for one in as_list(value) if isinstance(one, dict)]
    names.sort(key=lambda name: _USES.get(first_text(name.get("use")), 2))
    for name in names:
        parts = [
            *_texts(name.get("prefix")),
            *_texts(name.get("given")),
            *_texts(name.get("family")),
        ]
        if text := first_text(name.get("text"), " ".join(parts)):
            return text
    return ""


_USES = {"official": 0, "usual": 1, "old": 3, "maiden": 3}


def address_text(value: object) -> str:
    """One address on one line; of several the first that is not old."""
    found = [as_dict(one) for one in as_list(value)]
    found.sort(key=lambda address: address.get("use") == "old")
    for address in found:
        keys = ("line", "city", "district", "state", "postalCode", "country")
        parts = [text for key in keys for text in _texts(address.get(key))]
        if text := first_text(address.get("text"), ", ".join(parts)):
            return text
    return ""


def _texts(value: object) -> Iterable[str]:
    return (one.strip() for one in as_list(value) if isinstance(one, str) and one.strip())
