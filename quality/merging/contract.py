"""A set of answers and, beside it, what is true of each item: never inside the resource itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carerecord.contract import Answer, Item, Resource

TYPES = (
    "AllergyIntolerance",
    "Condition",
    "MedicationStatement",
    "MedicationRequest",
    "Immunization",
    "Observation",
    "DiagnosticReport",
    "Procedure",
    "Encounter",
    "CarePlan",
)
"""The types that hold facts."""
SUPPORT = frozenset({"Medication", "Organization", "Practitioner", "Location", "Specimen"})


@dataclass(frozen=True, slots=True)
class Truth:
    """Which fact an item states, which fact it was made from, what was done to it, and the mark that it must carry."""

    fact: int
    origin: int
    done: tuple[str, ...] = ()
    mark: str = ""  # "": none is due
    same_heading: bool = False  # a changed fact that must stand beside the one it was made from


@dataclass(frozen=True, slots=True)
class TestSet:
    answers: tuple[Answer, ...]
    truth: Mapping[Item, Truth]


@dataclass(frozen=True, slots=True)
class Facts:
    """The resources of one person, each fact once, and what they point at."""

    facts: tuple[Resource, ...]
    support: tuple[Resource, ...]
