"""Who a person used to be is not shown: former names, titles and NHS numbers, gender history (SEN-13, SEN-14).

For everybody alike, a maiden name included: a name that is left out for some would tell about them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from carerecord.contract import Item, Level, Resource
from carerecord.fhir import NHS_NUMBER, encode_resource

_FORMER = frozenset({"old", "maiden"})
_HISTORY = re.compile(r"recorded-?sex-?or-?gender|gender-?history|mothersMaidenName", re.IGNORECASE)
_IDENTITY = re.compile(r"gender-?identity|pronouns", re.IGNORECASE)
_BIRTH_SEX = re.compile(r"birth-?sex", re.IGNORECASE)


def without_history(item: Item, nhs_number: str, levels: Mapping[str, Level]) -> Item:
    """The item as its Patient is now; the very same item where it says nothing of before.

    Sex at birth stays for those whose role sees observations.
    """
    clinical = levels.get("observations", "none") != "none"
    shown = _current(item.resource, nhs_number, clinical)
    if shown is item.resource:
        return item
    return replace(item, resource=shown, raw=encode_resource(shown))


def _current(resource: Resource, nhs_number: str, clinical: bool) -> Resource:
    if resource.get("resourceType") == "Patient":
        return _patient_now(resource, nhs_number, clinical)
    contained = resource.get("contained")
    if not isinstance(contained, list):
        return resource
    now = [
        _current(one, nhs_number, clinical) if isinstance(one, dict) else one for one in contained
    ]
    unchanged = all(a is b for a, b in zip(now, contained, strict=True))
    return resource if unchanged else {**resource, "contained": now}


def _patient_now(patient: Resource, nhs_number: str, clinical: bool) -> Resource:
    changed = {
        key: kept
        for key, kept in (
            ("name", _kept(patient, "name", _is_current)),
            ("identifier", _kept(patient, "identifier", lambda one: _is_own(one, nhs_number))),
            ("extension", _kept(patient, "extension", lambda one: _is_of_now(one, clinical))),
        )
        if kept is not None
    }
    if not changed and "link" not in patient:
        return patient
    gone = {"link", "text", *(key for key, kept in changed.items() if not kept)}
    # The narrative goes too: it may say in words what was taken out.
    return {key: changed.get(key, value) for key, value in patient.items() if key not in gone}


def _kept(
    patient: Resource, key: str, keep: Callable[[Mapping[str, Any]], bool]
) -> list[Any] | None:
    """What is kept of a list of elements; None when that is all of it."""
    value = patient.get(key)
    listed = value if isinstance(value, list) else [value]
    kept = [one for one in listed if not isinstance(one, dict) or keep(one)]
    return kept if len(kept) < len(listed) else None


def _is_current(element: Mapping[str, Any]) -> bool:
    period = element.get("period")
    ended = isinstance(period, dict) and period.get("end")
    return element.get("use") not in _FORMER and not ended


def _is_own(identifier: Mapping[str, Any], nhs_number: str) -> bool:
    """Of NHS numbers only the one the person has now."""
    if identifier.get("system") != NHS_NUMBER:
        return _is_current(identifier)
    return str(identifier.get("value") or "").replace(" ", "") in ("", nhs_number)


def _is_of_now(extension: Mapping[str, Any], clinical: bool) -> bool:
    url = str(extension.get("url") or "")
    if _HISTORY.search(url):
        return False
    if _IDENTITY.search(url):
        return b'"end"' not in encode_resource(extension)
    return clinical or _BIRTH_SEX.search(url) is None
