"""Which plans and statements are about mental health or social care, and so seen by fewer people.

Told by the source's own category, title and labels; a code list belongs to the region, not here.
"""

from __future__ import annotations

import re

from carerecord.contract import Resource
from carerecord.sections.concepts import label_codes
from carerecord.sections.words import joined, said

_SAYS_SO = ("category", "title", "code", "type", "serviceCategory", "serviceType", "description")
_MENTAL_HEALTH = re.compile(r"mental[ -]health|\bcrisis\b|psychiatr|psycholog", re.I)
_LEGAL_STATUS = re.compile(r"mental health act|legal status|\bsection \d+|\bdols\b", re.I)
_CRISIS = re.compile(r"crisis|safety plan|contingency", re.I)
_SOCIAL_CARE = re.compile(
    r"social[ -]care|social services|care package|package of care|care and support|"
    r"home care|domiciliary|support reason|reablement|telecare|adult safeguarding",
    re.I,
)


def _words(resource: Resource) -> str:
    return joined(*(said(resource.get(key)) for key in _SAYS_SO), by=" ")


def about_mental_health(resource: Resource) -> bool:
    return bool(
        _MENTAL_HEALTH.search(_words(resource)) or about_legal_status(resource)
    ) or "psy" in label_codes(resource)


def about_crisis(resource: Resource) -> bool:
    return bool(_CRISIS.search(_words(resource)))


def about_legal_status(resource: Resource) -> bool:
    return bool(_LEGAL_STATUS.search(_words(resource)))


def about_social_care(resource: Resource) -> bool:
    return bool(_SOCIAL_CARE.search(_words(resource))) and not about_mental_health(resource)
