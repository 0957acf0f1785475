"""What one item says about itself that withholds it: a restricted code, or a security label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carerecord.access.withholding.restricted import RestrictedCodes
from carerecord.contract import Resource

WITHHELD_LABELS = frozenset(
    {"R", "V"}
)  # v3 Confidentiality, restricted and very restricted (SEN-7)
_CONFIDENTIALITY = ("confidentiality", "2.16.840.1.113883.5.25")


def elements(resource: Resource) -> Iterator[dict[str, Any]]:
    """Every JSON object in the resource, itself and what it contains included; no recursion limit."""
    waiting: list[object] = [resource]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def coded_rule(resource: Resource, codes: RestrictedCodes) -> str | None:
    """The strictest rule of any restricted code anywhere in it; SEN-1 before SEN-2."""
    rules = (codes.rule_of(element.get("code")) for element in elements(resource))
    return min((rule for rule in rules if rule), default=None)


def labelled(resource: Resource) -> bool:
    """Labelled restricted or very restricted, itself or anything in it (SEN-7)."""
    if resource.get("resourceType") == "Composition" and _says(resource.get("confidentiality")):
        return True
    return any(
        _any_label(element.get("security"))
        or (element.get("resourceType") == "DocumentReference" and _any_label(_security(element)))
        for element in elements(resource)
    )


def _security(document: dict[str, Any]) -> list[Any]:
    concepts = document.get("securityLabel")
    listed = concepts if isinstance(concepts, list) else [concepts]
    return [coding for one in listed if isinstance(one, dict) for coding in one.get("coding") or ()]


def _any_label(codings: object) -> bool:
    listed = codings if isinstance(codings, list) else [codings]
    return any(
        isinstance(coding, dict) and _says(coding.get("code")) and _about_confidentiality(coding)
        for coding in listed
    )


def _says(code: object) -> bool:
    return isinstance(code, str) and code.strip().upper() in WITHHELD_LABELS


def _about_confidentiality(coding: dict[str, Any]) -> bool:
    """A label whose system is missing is taken at its word."""
    system = str(coding.get("system") or _CONFIDENTIALITY[0]).lower()
    return any(name in system for name in _CONFIDENTIALITY)


def concept_texts(resource: Resource, codes: RestrictedCodes) -> set[str]:
    """The words beside each restricted code: the concept's text and displays, for SEN-6."""
    texts: set[str] = set()
    for element in elements(resource):
        if codes.rule_of(element.get("code")):
            texts.add(plain(element.get("display")))
        coding = element.get("coding")
        for one in coding if isinstance(coding, list) else ():
            if isinstance(one, dict) and codes.rule_of(one.get("code")):
                texts.add(plain(element.get("text")))
    return {text for text in texts if len(text) > 3}


def plain(text: object) -> str:
    """For comparing words: case and spacing do not count."""
    return " ".join(text.casefold().split()) if isinstance(text, str) else ""
