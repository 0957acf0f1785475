"""What a person asked for about sharing their record, and what a controller decided (OPT-1 to OPT-11).

Others may import what is named here.
"""

from carerecord.access.objections.consent import as_consent
from carerecord.access.objections.contract import (
    DECIDED_WITHIN,
    Case,
    ObjectionRefused,
    Scope,
    State,
)
from carerecord.access.objections.letter import NoLetter, letter
from carerecord.access.objections.store import Objections

__all__ = [
    "DECIDED_WITHIN",
    "Case",
    "NoLetter",
    "ObjectionRefused",
    "Objections",
    "Scope",
    "State",
    "as_consent",
    "letter",
]
