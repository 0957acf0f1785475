"""Codes: which were sent, and what makes two things the same thing for a heading (merging 3.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, codings, text_of

SNOMED = "http://snomed.info/sct"
DMD = "https://dmd.nhs.uk"
LOINC = "http://loinc.org"

_ALIASES = {
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.96": SNOMED,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.2.1.6.15": DMD,
    "https://dmd.nhs.uk/": DMD,
}
PREFERRED = (DMD, SNOMED, LOINC)


def system_of(sent: str) -> str:
    """The address of a code system, however it was written."""
    return _ALIASES.get(sent, sent)


def codes(value: object) -> frozenset[str]:
    """Every code of an element, lower case; a bare string counts as its own code."""
    found: set[str] = set()
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, dict):
            coding = one.get("coding", one if "code" in one else None)
            for each in coding if isinstance(coding, list) else (coding,):
                if isinstance(each, dict) and isinstance(code := each.get("code"), str):
                    found.add(code.lower())
        elif isinstance(one, str):
            found.add(one.lower())
    return frozenset(found)


def snomed_codes(value: object) -> frozenset[str]:
    return frozenset(
        coding.code
        for one in as_list(value)
        for coding in codings(one)
        if coding.code and system_of(coding.system) == SNOMED
    )


def concept_key(value: object) -> Hashable | None:
    """The codes in the first system present, else the words. None: nothing to go by.

    For headings only, which put rows side by side and never hide one.
    """
    if usual := _usual(value):
        return usual
    by_system: dict[str, set[str]] = {}
    for one in as_list(value):
        for coding in codings(one):
            if coding.code:
                system = system_of(coding.system)
                by_system.setdefault(system, set()).add(coding.code)
    for system in (*PREFERRED, *sorted(by_system)):
        if system in by_system:
            return system, frozenset(by_system[system])
    words = plain_words(text_of(value))
    return ("words", words) if words else None


def _usual(value: object) -> Hashable | None:
    """Of one code with its system: most are sent so."""
    coding = value.get("coding") if isinstance(value, dict) else None
    if isinstance(coding, list) and len(coding) == 1 and isinstance(coding[0], dict):
        system, code = coding[0].get("system"), coding[0].get("code")
        if isinstance(system, str) and isinstance(code, str) and system.strip() and code.strip():
            return system_of(system), frozenset((code,))
    return None


def plain_words(text: str) -> str:
    """Without case, spacing and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def by_concept(*keys: str) -> Callable[[Resource], Hashable | None]:
    """A merge key that reads the first of these elements that names anything."""

    def key(resource: Resource) -> Hashable | None:
        return next((k for k in map(concept_key, map(resource.get, keys)) if k), None)

    return key


def status_is(resource: Resource, *statuses: str) -> bool:
    return resource.get("status") in statuses


def in_error(resource: Resource) -> bool:
    """Entered in error, wherever the type says so."""
    return resource.get("status") == "entered-in-error" or (
        "verificationStatus" in resource
        and "entered-in-error" in codes(resource["verificationStatus"])
    )


def not_in_error(resource: Resource) -> bool:
    return not in_error(resource)


def label_codes(resource: Resource) -> frozenset[str]:
    """Security labels, e.g. R (restricted) or PSY."""
    security = as_dict(resource.get("meta")).get("security")
    return codes(security) if security else frozenset()
