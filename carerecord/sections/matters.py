"""Which plans and statements stand apart: some are seen by fewer people, and what a person says of themselves by more.

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
    r"home care|domiciliary|support reason|reablement|telecare",
    re.I,
)
SAFEGUARDING = re.compile(
    r"safeguarding|child protection|looked[ -]after child|\bmarac\b|\bmash\b", re.I
)

ABOUT_ME = re.compile(
    r"\babout[ -]me\b|\bthis is me\b|(?:hospital|health|communication) passport|"
    r"one[- ]page profile|\bimportant to me\b|\bmatters (?:most )?to me\b|"
    r"\bhow i communicate\b|\bmy wellness\b|\bplease do(?:n.t| not)?\b|\bhow and when to support me\b",
    re.I,
)
"""The name of the whole, and the headings of the PRSB standard for one sent alone."""

Matter = Literal["safeguarding", "mental health", "about me", "social care", ""]

_MATTERS: tuple[tuple[Matter, re.Pattern[str], tuple[str, ...]], ...] = (
    ("safeguarding", SAFEGUARDING, _SAYS_SO),
    ("mental health", _MENTAL_HEALTH, _SAYS_SO),
    ("about me", ABOUT_ME, ("title", "code", "type", "questionnaire")),
    ("social care", _SOCIAL_CARE, _SAYS_SO),
)
"""By which of its elements; what two of them fit is seen by the fewer people."""
_ANY = re.compile("|".join(pattern.pattern for _, pattern, _ in _MATTERS), re.I)


def _words(resource: Resource, keys: tuple[str, ...] = _SAYS_SO) -> str:
    return " ".join(said(resource[key]) for key in keys if key in resource)


def matter_of(resource: Resource) -> Matter:
    if "meta" in resource and "psy" in label_codes(resource):
        return "mental health"
    if not _ANY.search(_words(resource)):
        return ""
    found = (matter for matter, pattern, keys in _MATTERS if pattern.search(_words(resource, keys)))
    return next(found, "")


def about_me(resource: Resource) -> bool:
    return matter_of(resource) == "about me"


def about_safeguarding(resource: Resource) -> bool:
    return matter_of(resource) == "safeguarding"


def about_social_care(resource: Resource) -> bool:
    return matter_of(resource) == "social care"


def about_neither(resource: Resource) -> bool:
    return not matter_of(resource)


def about_crisis(resource: Resource) -> bool:
    return bool(_CRISIS.search(_words(resource)))


def about_legal_status(resource: Resource) -> bool:
    return bool(_LEGAL_STATUS.search(_words(resource)))
