"""Detail that only some may see: therapy, third parties and forensic matters (SEN-10), safeguarding (SEN-11).

Told by codes, and by what an item calls itself: its title, type and category, never the words of its body, for
most letters have a heading “Safeguarding” and most histories a line on forensic matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from carerecord.access.withholding.labels import elements
from carerecord.access.withholding.restricted import GUARDED
from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, first_text
from carerecord.sections.matters import SAFEGUARDING

_THERAPY = re.compile(
    r"psychotherap|therapy (?:notes?|session|record)|psychological therap|counselling|forensic",
    re.IGNORECASE,
)
_THIRD_PARTY = re.compile(r"third[ -]party", re.IGNORECASE)
_NAMING = (
    "title", "type", "category", "code", "description", "serviceCategory", "serviceType", "topic",
    "questionnaire", "specialty",
)  # fmt: skip
_NAMES = frozenset({
    "class", "code", "description", "name", "questionnaire", "serviceType", "title", "type",
})  # fmt: skip
"""Of those what an item has a name by."""
_CONTACTS = frozenset({"CareTeam", "PractitionerRole", "RelatedPerson"})
"""Whom to call is shown to everybody (SEN-11)."""


def by_name(
    items: Sequence[tuple[int, Item]], section_of: Callable[[Resource], str] | None
) -> Iterator[tuple[int, str]]:
    """Position and rule of each of these (position, item) that calls itself guarded detail."""
    for at, item in items:
        if item.type in _CONTACTS:
            continue
        words = " ; ".join(_naming_words(item.resource))
        if SAFEGUARDING.search(words):
            yield at, "SEN-11"
        elif _THERAPY.search(words) or (
            _THIRD_PARTY.search(words)
            and section_of is not None
            and section_of(item.resource) == "mental_health"
        ):
            yield at, "SEN-10"


def closed_to(details: frozenset[str], rules: Iterable[str]) -> str | None:
    """The rule that withholds from somebody who may see these `details`; None where they may see all of it."""
    return min((rule for rule in rules if GUARDED[rule] not in details), default=None)


def is_named(resource: Resource) -> bool:
    """Else it is shown by the words of its narrative, and judged by them."""
    return not _NAMES.isdisjoint(resource)


def _naming_words(resource: Resource) -> Iterator[str]:
    if not is_named(resource):
        yield first_text(as_dict(resource.get("text")).get("div"))
    for key in _NAMING:
        value = resource.get(key)
        for one in value if isinstance(value, list) else (value,):
            yield from _texts(one)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for element in elements(value):
            yield from (element[k] for k in ("text", "display") if isinstance(element.get(k), str))
