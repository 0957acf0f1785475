"""May this viewer see this person, and which items of them? Pure decisions by Cedar; any error is a denial.

Others may import what is named here and the types of `contract.py`.
"""

from carerecord.access.decide import decide, may, with_emergency
from carerecord.access.declarations import REASONS, DeclarationIncomplete, DeclarationReason
from carerecord.access.guarding import without_guarded
from carerecord.access.policies import Policies, PoliciesUnusable
from carerecord.access.replaying import NotReplayable, Replayed, differences, replay
from carerecord.access.store import AccessStore
from carerecord.access.terms import terms
from carerecord.access.withholding import Withheld, hide_location, withhold, without_location

__all__ = [
    "REASONS",
    "AccessStore",
    "DeclarationIncomplete",
    "DeclarationReason",
    "NotReplayable",
    "Policies",
    "PoliciesUnusable",
    "Replayed",
    "Withheld",
    "decide",
    "differences",
    "hide_location",
    "may",
    "replay",
    "terms",
    "with_emergency",
    "withhold",
    "without_guarded",
    "without_location",
]
