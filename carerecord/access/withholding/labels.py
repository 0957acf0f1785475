"""What one item says about itself: a restricted code, a security label, a matter that is sensitive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from carerecord.access.withholding.restricted import LABELS, RestrictedCodes, concept_of
from carerecord.contract import Resource

WITHHELD_LABELS = frozenset(
    {"R", "V"}
)  # v3 Confidentiality, restricted and very restricted (SEN-7)
THIRD_PARTY = "third-party"
"""Our own label of what its source marked as somebody else's: never for the person's own eyes (SEN-15)."""
_HOLDING = (dict, list)
_CONFIDENTIALITY = ("confidentiality", "2.16.840.1.113883.5.25")
_THIRD_PARTY_CODES = frozenset({"thirdparty", "third-party", "third_party", "tpi"})


def elements(resource: Resource) -> Iterator[dict[str, Any]]:
    """Every JSON object in the resource, itself and what it contains included; no recursion limit."""
    waiting: list[dict[str, Any] | list[Any]] = [resource]
    while waiting:
        value = waiting.pop()
        within: Iterable[Any] = value
        if isinstance(value, dict):
            yield value
            within = value.values()
        # Most of what is in it is text: the whole of a record is gone through for every page.
        waiting += [one for one in within if isinstance(one, _HOLDING)]


def coded_rule(resource: Resource, codes: RestrictedCodes) -> str | None:
    """The strictest rule of any restricted code anywhere in it; SEN-1 before SEN-2."""
    rules = (codes.rule_of(element.get("code")) for element in elements(resource))
    return min((rule for rule in rules if rule), default=None)


def guarded_rules(resource: Resource, codes: RestrictedCodes) -> set[str]:
    """SEN-10, SEN-11: the guarded matters its codes belong to."""
    concepts = (concept_of(element.get("code")) for element in elements(resource))
    return {codes.guarded[concept] for concept in concepts if concept in codes.guarded}


def sensitivities(resource: Resource, codes: RestrictedCodes) -> frozenset[str]:
    """v3 ActCode labels by its codes, those its source gave it, R where withheld, and third-party (SEN-8, SEN-15)."""
    found: set[str] = set()
    for element in elements(resource):
        concept = concept_of(element.get("code"))
        found |= codes.labels.get(concept, frozenset())
        if concept in codes.rules:
            found.add("R")
        found |= {label for label in map(_own_label, _listed(element.get("security"))) if label}
    return frozenset(found)


def _own_label(coding: object) -> str:
    code = str(coding.get("code") or "").strip() if isinstance(coding, dict) else ""
    if code.lower() in _THIRD_PARTY_CODES:
        return THIRD_PARTY
    return code.upper() if code.upper() in LABELS else ""


def without_restricted(resource: Resource, codes: RestrictedCodes) -> Resource:
    """A Patient without each element, or entry of one, that holds a restricted code: who they are stays."""

    def kept(value: Any) -> bool:
        return not isinstance(value, dict) or coded_rule(value, codes) is None

    shown: Resource = {}
    for key, value in resource.items():
        part = [one for one in value if kept(one)] if isinstance(value, list) else value
        if kept(part) and (part or part == value):
            shown[key] = part
    return shown


def labelled(resource: Resource) -> bool:
    """Labelled restricted or very restricted, itself or anything in it (SEN-7)."""
    return any(
        _any_label(element.get("security"))
        or (element.get("resourceType") == "Composition" and _says(element.get("confidentiality")))
        or (element.get("resourceType") == "DocumentReference" and _any_label(_security(element)))
        for element in elements(resource)
    )


def _security(document: Mapping[str, Any]) -> list[Any]:
    concepts = _listed(document.get("securityLabel"))
    return [
        coding for one in concepts if isinstance(one, dict) for coding in _listed(one.get("coding"))
    ]


def _any_label(codings: object) -> bool:
    return any(
        isinstance(coding, dict) and _says(coding.get("code")) and _about_confidentiality(coding)
        for coding in _listed(codings)
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _says(code: object) -> bool:
    return isinstance(code, str) and code.strip().upper() in WITHHELD_LABELS


def _about_confidentiality(coding: Mapping[str, Any]) -> bool:
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
