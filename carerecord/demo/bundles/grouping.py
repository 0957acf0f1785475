"""What belongs together: a report goes nowhere without its results, a plan not without its team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.bundles.reading import Entry
from carerecord.demo.bundles.references import said, strip

SUPPORTING = frozenset(
    ("Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Endpoint",
     "Medication", "Substance", "Binary", "Device", "Specimen", "BodyStructure", "Questionnaire",
     "RelatedPerson", "Coverage", "Group", "Library", "PlanDefinition", "ActivityDefinition")
)  # fmt: skip
"""Goes along to every source that refers to it; has a home of its own only when nobody does."""

_TOGETHER: dict[str, tuple[str, ...]] = {
    "DiagnosticReport": ("result", "imagingStudy", "media"),
    "Observation": ("hasMember",),
    "CarePlan": ("careTeam", "goal", "activity"),
    "Encounter": ("partOf",),
}


def groups(entries: Sequence[Entry], names: Mapping[str, int], alone: set[int]) -> list[list[int]]:
    """The entries' places, those that belong together in one list; places in `alone` are left out."""
    parent = list(range(len(entries)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for place, entry in enumerate(entries):
        for other in _tied(entry.resource, names):
            if place not in alone and other not in alone and entries[other].type not in SUPPORTING:
                parent[root(other)] = root(place)
    together: dict[int, list[int]] = {}
    for place in range(len(entries)):
        if place not in alone:
            together.setdefault(root(place), []).append(place)
    return list(together.values())


def _tied(resource: Resource, names: Mapping[str, int]) -> Iterator[int]:
    elements = _TOGETHER.get(resource["resourceType"], ())
    for element in elements:
        value: Any = resource.get(element)
        for reference in said(value):
            if (place := names.get(strip(reference))) is not None:
                yield place
