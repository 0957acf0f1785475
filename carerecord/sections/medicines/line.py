"""The medicine line: generic – brand – strength – form – dose – route – how often (ux 5)."""

from __future__ import annotations

import re
from collections.abc import Hashable

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, quantity_text, reference_id
from carerecord.sections.concepts import concept_key
from carerecord.sections.contract import Linked, Part
from carerecord.sections.medicines.dose import dose_parts
from carerecord.sections.words import NOT_NAMED, said, unnamed

_NAMES = ("medicationCodeableConcept", "medication", "medicationReference")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{2,}\b")


def medicine_line(resource: Resource, linked: Linked) -> tuple[Part, ...]:
    forbidden = (Part("Do not give", "negation"),) if resource.get("doNotPerform") is True else ()
    return (*forbidden, *product_parts(resource, linked), *dose_parts(resource))


def product_parts(resource: Resource, linked: Linked) -> tuple[Part, ...]:
    """The name as the source has it; strength and form where it sent the medicine as a resource."""
    product = _product(resource, linked)
    name = medicine_name(resource, linked)
    parts = [Part(generic_case(name), "generic")]
    strength, form = _strength(product), said(product.get("form"))
    parts += [Part(one) for one in (strength, form) if one and one.lower() not in name.lower()]
    return tuple(parts)


def medicine_name(resource: Resource, linked: Linked) -> str:
    named = said(resource.get("medicationCodeableConcept")) or said(resource.get("medication"))
    product = _product(resource, linked)
    display = said(as_dict(resource.get("medicationReference")).get("display"))
    return (
        named or said(product.get("code")) or _ingredients(product) or display or unnamed(resource)
    )


def generic_case(name: str) -> str:
    """“Ramipril 5mg capsules” is written in lower case; B12, XL and what follows a capital stay."""
    if name.startswith(NOT_NAMED):
        return name
    return _CAPITALISED.sub(lambda match: match[0].lower(), name)


def _product(resource: Resource, linked: Linked) -> Resource:
    return linked(resource.get("medicationReference")) or {}


def _ingredients(product: Resource) -> str:
    items = [as_dict(one) for one in as_list(product.get("ingredient"))]
    return ", ".join(filter(None, (said(one.get("itemCodeableConcept")) for one in items)))


def _strength(product: Resource) -> str:
    found = []
    for one in as_list(product.get("ingredient")):
        strength = as_dict(as_dict(one).get("strength"))
        upper, lower = (quantity_text(strength.get(k)) for k in ("numerator", "denominator"))
        found.append(f"{upper} per {lower}" if upper and lower not in ("", "1") else upper)
    return ", ".join(filter(None, found))


def heading(resource: Resource) -> Hashable | None:
    """Same product code, else same words; of a Medication elsewhere in the answer only its display is here."""
    for key in _NAMES:
        value = resource.get(key)
        if key == "medicationReference":
            value = _inside(resource, value).get("code") or as_dict(value).get("display")
        if value and (found := concept_key(value)):
            return found
    return None


def _inside(resource: Resource, reference: object) -> Resource:
    """The Medication that a resource holds itself and points at."""
    name = reference_id(reference)
    held = map(as_dict, as_list(resource.get("contained")))
    return next((one for one in held if name == f"#{one.get('id')}"), {})
