"""Explicit statements of none. They are shown as recorded and never widened (ux 4)."""

from __future__ import annotations

import re

from carerecord.contract import Resource
from carerecord.fhir import as_list
from carerecord.sections.concepts import codes, in_error, plain_words, snomed_codes
from carerecord.sections.words import said

_SNOMED = frozenset(
    {
        "716186003",  # no known allergy
        "160244002",  # no known allergies, retired
        "409137002",  # no known drug allergy
        "428607008",  # no known environmental allergy
        "429625007",  # no known food allergy
        "428197003",  # no known insect allergy
        "716184000",  # no known latex allergy
        "716220001",  # no known animal allergy
        "1003774007",  # no known Hevea brasiliensis latex allergy
    }
)
_OTHER = frozenset(
    {
        "no-known-allergies",
        "no-known-medication-allergies",
        "no-known-environmental-allergies",
        "no-known-food-allergies",
    }
)
_WORDS = frozenset(
    {
        "no known allergies",
        "no known allergy",
        "no known drug allergies",
        "no known drug allergy",
        "no known food allergies",
        "no known food allergy",
        "no known latex allergy",
        "nka",
        "nkda",
    }
)

_DENIES = re.compile(
    r"\b(no|none|nil|not|nka|nkda|\d+)\b|no-known", re.I
)  # or only a code was sent


def states_none(allergy: Resource) -> bool:
    """Says that there is none, and says nothing else: one real substance, or a name that denies nothing, makes it an allergy."""
    code = allergy.get("code")
    sent = codes(code)
    if sent and not isinstance(code, str):
        coded = snomed_codes(code) or sent
        return (
            coded <= (_SNOMED | _OTHER)
            and bool(_DENIES.search(said(code)))
            and not _names_a_substance(allergy)
        )
    return plain_words(said(code)) in _WORDS and not _names_a_substance(allergy)


def _names_a_substance(allergy: Resource) -> bool:
    reactions = (one for one in as_list(allergy.get("reaction")) if isinstance(one, dict))
    return any(one.get("substance") or one.get("manifestation") for one in reactions)


def negative(allergy: Resource) -> bool:
    """A statement of none that still stands."""
    return states_none(allergy) and not withdrawn(allergy) and not ended(allergy)


def withdrawn(allergy: Resource) -> bool:
    """Entered in error or refuted."""
    return in_error(allergy) or "refuted" in codes(allergy.get("verificationStatus"))


def ended(allergy: Resource) -> bool:
    return bool(codes(allergy.get("clinicalStatus")) & {"inactive", "resolved"})
