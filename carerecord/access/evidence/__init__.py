"""Evidence of a care relationship: its kinds and windows, who holds it, and the store it is kept in.

Others may import what is named here.
"""

from carerecord.access.evidence.held import EMERGENCY, held
from carerecord.access.evidence.kinds import (
    EMERGENCY_LASTS,
    KINDS,
    Kinds,
    KindsUnusable,
    kinds_in,
    package_kinds,
)
from carerecord.access.evidence.reconciling import OpenItem
from carerecord.access.evidence.signals import Signal, SignalRefused, covering, team_name
from carerecord.access.evidence.store import EvidenceStore, ThereNow

__all__ = [
    "EMERGENCY",
    "EMERGENCY_LASTS",
    "KINDS",
    "EvidenceStore",
    "Kinds",
    "KindsUnusable",
    "OpenItem",
    "Signal",
    "SignalRefused",
    "ThereNow",
    "covering",
    "held",
    "kinds_in",
    "package_kinds",
    "team_name",
]
