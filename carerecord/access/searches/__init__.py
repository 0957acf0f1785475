"""Searches that find nobody of the viewer's are counted: too many, and they sign in again (LR-26).

Others may import what is named here.
"""

from carerecord.access.searches.store import LIMITS, Searches, SearchOutcome

__all__ = ["LIMITS", "SearchOutcome", "Searches"]
