"""The names of places a person could be found at: gathered from what sources say, and taken out of any words (SFL-2).

Nothing here knows whose they are: an answer about one person is scrubbed of every place that it or the index names,
and of whatever looks like a postcode, a telephone number or a named ward, clinic or school.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from carerecord.access.withholding.labels import elements
from carerecord.contract import Person, Resource

HIDDEN = "[place not shown]"
PLACE_TYPES = frozenset({"Location", "Organization", "HealthcareService"})
"""Types whose names say where: they are a place, or have one."""

_ADDRESS_PARTS = ("text", "line", "city", "district", "postalCode")
_ADDRESSES = frozenset({"address", "valueAddress"})
_NUMBERS = frozenset({"telecom", "valueContactPoint"})
_OF_PLACES = frozenset({
    *_ADDRESSES, *_NUMBERS, "assigner", "custodian", "generalPractitioner", "location", "serviceProvider",
})  # fmt: skip
_REFERENCES = tuple(f"{kind}/" for kind in sorted(PLACE_TYPES))
_COUNTRIES = frozenset({"england", "united kingdom", "great britain", "scotland", "wales"})
_BETWEEN = r"(?:[\s,.;]|&#?\w{1,8};|<[^<>]{0,80}>|\\[a-z]{2,5}\b)+"
"""What may stand between the words of an address: spacing, commas, and the mark-up of HTML, XML and RTF."""

_SENSITIVE = re.compile(
    r"\bHM ?(?:P|YOI|Prison)\b|\bprison\b|young offender|detention cent|immigration removal"
    r"|\basylum\b|\bbarracks\b|\barmy\b|royal air force|royal navy|\bRAF\b|ministry of defence"
    r"|secure training cent",
    re.IGNORECASE,
)
"""Prisons, armed forces, asylum accommodation (SEN-17)."""

_POSTCODE = (
    r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][ABD-HJLNP-UW-Z]{2}"
    r"|[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][abd-hjlnp-uw-z]{2})\b"
)
_PHONE = (
    r"(?<![\w.:/-])(?!\d\d-\d\d-\d{4})"
    r"(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:[ -]?\)?[ -]?\d){9,10}(?![\w:])"
)
_KINDS = (
    "Wards?|Clinics?|Hospitals?|Infirmary|Hospice|Schools?|Nursery|College|Academy|University|Health Centre"
    "|Medical Centre|Medical Practice|Medical Group|Surgery|Care Home|Nursing Home|Residential Home"
    "|Refuge|Hostel|Unit|Trust|Health Board"
)
_SPECIALTIES = (
    "General|Orthop|Vascular|Cardi|Thoracic|Breast|Colorectal|Oral|Paediatric|Trauma|Day|Hand|Neuro"
    "|Plastic|Maxillo|Bariatric|Upper|Intensive|Special|Critical|High|Stroke"
)
_NAMED = (
    rf"\b(?!(?:{_SPECIALTIES})\w*\s)(?:[A-Z][\w'’.-]*\s){{1,5}}(?:{_KINDS})\b|\bWard\s[A-Z0-9]\w*"
)
_PATTERNS = re.compile("|".join((_POSTCODE, _PHONE, _NAMED)))


def is_sensitive(words: str) -> bool:
    return _SENSITIVE.search(words) is not None


class Scrubber:
    """Takes names of places out of words. With `looks` also whatever looks like a place or a number to call."""

    def __init__(self, names: Iterable[str], *, looks: bool) -> None:
        self._looks = looks
        self._found: dict[tuple[str, bool], str] = {}  # a record says the same words many times
        exact: list[str] = []
        loose: list[str] = []
        for name in sorted({name.strip() for name in names}, key=len, reverse=True):
            words = re.findall(r"[\w'’&-]+", name)
            if len(name) < 4 or not words or name.lower() in _COUNTRIES:
                continue
            pattern = rf"(?<!\w){_BETWEEN.join(map(re.escape, words))}(?!\w)"
            plain_word = len(words) == 1 and words[0].isalpha()
            (exact if plain_word else loose).append(pattern)
            if plain_word:  # as HL7 v2 writes an address
                exact.append(pattern.replace(name, name.upper()))
        self._exact = re.compile("|".join(exact)) if exact else None
        self._loose = re.compile("|".join(loose), re.IGNORECASE) if loose else None

    def words(self, text: str, *, looks: bool = True) -> str:
        """The text without them; the very same text when there were none.

        One plain word (“Reading”) goes only where it is spelt as the place is, or in capitals.
        """
        found = self._found.get((text, looks))
        if found is None:
            found = self._found[text, looks] = self._without(text, looks=looks and self._looks)
        return found

    def _without(self, text: str, *, looks: bool) -> str:
        for pattern in (self._loose, self._exact):
            if pattern is not None:
                text = pattern.sub(HIDDEN, text)
        return _PATTERNS.sub(HIDDEN, text) if looks else text


def places_of_person(person: Person) -> Iterator[str]:
    """What the index knows of where somebody is: each line of the address, the postcode, numbers, the practice."""
    yield from _lines(person.address)
    yield from (person.postcode, person.phone, person.gp_name, person.gp_phone)


def places_in(resource: Resource) -> Iterator[str]:
    """Names, addresses and numbers of places that a resource gives in the elements that are for them."""
    for element in elements(resource):
        if element.get("resourceType") in PLACE_TYPES:
            yield from _strings(element.get("name"))
            yield from _strings(element.get("alias"))
        if is_place(element):
            yield from _strings(element.get("display"))
        if not _OF_PLACES.isdisjoint(element):
            for key, value in element.items():
                yield from _under(key, value)


def _under(key: str, value: Any) -> Iterator[str]:
    if key not in _OF_PLACES:
        return
    for one in value if isinstance(value, list) else (value,):
        if not isinstance(one, dict):
            continue
        if key in _ADDRESSES:
            for part in _ADDRESS_PARTS:
                for text in _strings(one.get(part)):
                    yield from _lines(text)
        elif key in _NUMBERS:
            yield from _strings(one.get("value"))
        else:
            yield from _strings(one.get("display"))


def is_place(element: Resource) -> bool:
    """A reference to a place or an organisation, however it is made."""
    if "resourceType" in element:
        return False
    name = element.get("reference")
    if isinstance(name, str) and any(kind in name for kind in _REFERENCES):
        return True
    if "identifier" not in element and "type" not in element:
        return False
    identifier = element.get("identifier")
    system = identifier.get("system") if isinstance(identifier, dict) else ""
    return element.get("type") in PLACE_TYPES or (isinstance(system, str) and is_ods(system))


def is_ods(system: str) -> bool:
    """A system of codes for organisations and their sites."""
    return "ods-" in system or "organization-code" in system or "organisation-code" in system


def _lines(text: str) -> Iterator[str]:
    """The whole, and each part: a letter may give one line of an address alone."""
    yield text
    yield from (part for part in re.split(r"[,\n;]", text) if part.strip())


def _strings(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, str):
            yield one
