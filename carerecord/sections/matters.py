"""Which plans and statements are about mental health or social care, and so seen by fewer people.

Told by the source's own category, title and labels; a code list belongs to the region, not here.
"""

from __future__ import annotations

import re
from typing import Literal

from carerecord.contract import Resource
from carerecord.sections.concepts import label_codes
from carerecord.sections.words import said

_SAYS_SO = (
    "category",
    "title",
    "code",
    "type",
    "serviceCategory",
    "serviceType",
    "description",
    "questionnaire",
)
_LEGAL_STATUS = re.compile(r"mental health act|legal status|\bsection \d+|\bdols\b", re.I)
_MENTAL_HEALTH = re.compile(
    r"mental[ -]health|\bcrisis\b|psychiatr|psycholog|" + _LEGAL_STATUS.pattern, re.I
)
_CRISIS = re.compile(r"crisis|safety plan|contingency", re.I)
_SOCIAL_CARE = re.compile(
    r"social[ -]care|social services|care package|package of care|care and support|"
    r"home care|domiciliary|support reason|reablement|telecare|adult safeguarding",
    re.I,
)

_EITHER = re.compile(f"{_MENTAL_HEALTH.pattern}|{_SOCIAL_CARE.pattern}", re.I)

Matter = Literal["mental health", "social care", ""]


def _words(resource: Resource) -> str:
    return " ".join(said(resource[key]) for key in _SAYS_SO if key in resource)


def matter_of(resource: Resource) -> Matter:
    """Mental health first: what is both is seen by the fewer people."""
    words = _words(resource)
    if "meta" in resource and "psy" in label_codes(resource):
        return "mental health"
    if not _EITHER.search(words):
        return ""
    return "mental health" if _MENTAL_HEALTH.search(words) else "social care"


def about_mental_health(resource: Resource) -> bool:
    return matter_of(resource) == "mental health"


def about_social_care(resource: Resource) -> bool:
    return matter_of(resource) == "social care"


def about_neither(resource: Resource) -> bool:
    return not matter_of(resource)


def about_crisis(resource: Resource) -> bool:
    return bool(_CRISIS.search(_words(resource)))


def about_legal_status(resource: Resource) -> bool:
    return bool(_LEGAL_STATUS.search(_words(resource)))
