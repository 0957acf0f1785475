"""May this viewer see this person, and which items of them? Pure decisions by Cedar; any error is a denial.

Others may import what is named here and the types of `contract.py`.
"""

from carerecord.access.decide import decide
from carerecord.access.emergency import REASONS as EMERGENCY_REASONS
from carerecord.access.emergency import EmergencyNotDeclared, EmergencyReason
from carerecord.access.policies import Policies, PoliciesUnusable
from carerecord.access.store import AccessStore
from carerecord.access.withholding import Withheld, hide_location, withhold, without_location

__all__ = [
    "EMERGENCY_REASONS",
    "AccessStore",
    "EmergencyNotDeclared",
    "EmergencyReason",
    "Policies",
    "PoliciesUnusable",
    "Withheld",
    "decide",
    "hide_location",
    "withhold",
    "without_location",
]
