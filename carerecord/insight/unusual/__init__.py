"""Finding inappropriate access: what explains each view, and the few that a person should look at. Pure.

Others may import what is named here. Give `find` the views and what is known; it gives back which
views are explained, and cases, the most unusual first, each with its reasons and their numbers.
"""

from carerecord.insight.unusual.contract import (
    Access,
    Care,
    Case,
    Explanation,
    Found,
    Known,
    Signal,
    Somebody,
    StaffMember,
)
from carerecord.insight.unusual.ranking import find
from carerecord.insight.unusual.weights import Outcome, Weights, learnt, package_weights

__all__ = [
    "Access",
    "Care",
    "Case",
    "Explanation",
    "Found",
    "Known",
    "Outcome",
    "Signal",
    "Somebody",
    "StaffMember",
    "Weights",
    "find",
    "learnt",
    "package_weights",
]
