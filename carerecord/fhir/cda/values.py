"""Codes, quantities, names and addresses of CDA in R4, as sent: no unit converted, no value made up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir.cda.systems import UCUM, identifier_system, system_of
from carerecord.fhir.numbers import sent_number
from carerecord.fhir.xml import Element

NULL_FLAVOR = "http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation"
_ABSENT = {
    "UNK": "unknown",
    "ASKU": "asked-unknown",
    "NAV": "temp-unknown",
    "NASK": "not-asked",
    "MSK": "masked",
    "NA": "not-applicable",
    "NINF": "negative-infinity",
    "PINF": "positive-infinity",
}


def codings(element: Element) -> list[Resource]:
    """Its own code, then its translations."""
    return [
        _without_empty(
            system=system_of(one.get("codeSystem")),
            code=one.get("code"),
            display=one.get("displayName"),
        )
        for one in (element, *element.all("translation"))
        if one.get("code") or one.get("displayName")
    ]


def concept(element: Element, words: str = "") -> Resource:
    """A CodeableConcept; `words` are its original text. Empty where nothing was sent at all."""
    made: Resource = {}
    if flavor := element.get("nullFlavor"):
        made["extension"] = [{"url": NULL_FLAVOR, "valueCode": flavor}]
    if coded := codings(element):
        made["coding"] = coded
    if words:
        made["text"] = words
    return made


def absent(flavor: str) -> Resource:
    """Why a value is missing, as R4 says it; the flavour itself beside it."""
    code = _ABSENT.get(flavor, "unknown")
    system = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
    sent = [{"url": NULL_FLAVOR, "valueCode": flavor}] if flavor else []
    return {**({"extension": sent} if sent else {}), "coding": [{"system": system, "code": code}]}


def quantity(element: Element, comparator: str = "") -> Resource | None:
    """None for what is no number: its words are shown instead."""
    number = sent_number(element.get("value"))
    if number is None:
        return None
    made: Resource = {"comparator": comparator} if comparator else {}
    made["value"] = number
    if (unit := element.get("unit")) not in ("", "1"):  # “1” is the unit of what has none
        made |= {"unit": unit, "system": UCUM, "code": unit}
    others = [translated for one in element.all("translation") if (translated := _other(one))]
    if others:
        made["extension"] = [{"url": TRANSLATION, "valueQuantity": one} for one in others]
    return made


def _other(element: Element) -> Resource | None:
    number = sent_number(element.get("value"))
    if number is None:
        return None
    unit = element.first("originalText").words or element.get("displayName") or element.get("code")
    return _without_empty(value=number, unit=unit)


def bounds(element: Element) -> tuple[str, Resource] | None:
    """An interval as the R4 value it is: a Quantity with a comparator where one end is open, else a Range."""
    low, high = (element.first(end) for end in ("low", "high"))
    low_value, high_value = quantity(low), quantity(high)
    if low_value and high_value:
        return "Range", {"low": low_value, "high": high_value}
    if low_value:
        return "Quantity", {"comparator": _comparator(">", low), **low_value}
    if high_value:
        return "Quantity", {"comparator": _comparator("<", high), **high_value}
    return None


def _comparator(sign: str, end: Element) -> str:
    return sign if end.get("inclusive") == "false" else f"{sign}="


def quantity_words(element: Element) -> str:
    """As it was sent, also where it is no number FHIR could hold."""
    unit = element.get("unit")
    return " ".join(part for part in (element.get("value"), "" if unit == "1" else unit) if part)


def identifiers(elements: Iterable[Element]) -> list[Resource]:
    return [
        {"system": identifier_system(one.get("root")), "value": one.get("extension")}
        if one.get("extension")
        else {"system": "urn:ietf:rfc:3986", "value": universal(one.get("root"))}
        for one in elements
        if one.get("root") and not one.get("nullFlavor")
    ]


def universal(root: str) -> str:
    return f"urn:oid:{root}" if root.replace(".", "").isdigit() else f"urn:uuid:{root.lower()}"


def name(element: Element) -> Resource:
    parts: dict[str, Any] = {
        "prefix": [one.words for one in element.all("prefix")],
        "given": [one.words for one in element.all("given")],
        "family": " ".join(one.words for one in element.all("family")),
        "suffix": [one.words for one in element.all("suffix")],
    }
    made = _without_empty(**parts)
    return made or _without_empty(text=element.words)


def address(element: Element) -> Resource:
    lines = [one.words for one in element.all("streetAddressLine")]
    return _without_empty(
        line=[one for one in lines if one],
        city=element.first("city").words,
        district=element.first("county").words,
        state=element.first("state").words,
        postalCode=element.first("postalCode").words,
        country=element.first("country").words,
    )


def _without_empty(**elements: Any) -> Resource:
    return {key: value for key, value in elements.items() if value not in ("", [], None)}
