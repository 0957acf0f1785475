"""The people of the invented region, the staff, and the evidence that links them."""

from __future__ import annotations

from carerecord.demo.people.contract import (
    InventedEvidence,
    InventedPerson,
    InventedRegion,
    InventedStaff,
)
from carerecord.demo.people.region import invent_region

__all__ = [
    "InventedEvidence",
    "InventedPerson",
    "InventedRegion",
    "InventedStaff",
    "invent_region",
]
