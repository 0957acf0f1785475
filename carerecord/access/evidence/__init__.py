"""Evidence of a care relationship: its kinds and windows, who holds it, and the store it is kept in."""

from carerecord.access.evidence.held import EMERGENCY, KINDS, held

__all__ = ["EMERGENCY", "KINDS", "held"]
