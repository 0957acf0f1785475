"""What is written about one person: every source's list, with ids that never change.

Stories call `put`; it gives the resource its id, subject, business identifier and time of last
change. `copy` is how a fact comes to a second system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at
from carerecord.demo.people import InventedPerson
from carerecord.demo.people.places import ORGANISATIONS, PRACTICES

_PATIENT_KEY = {
    "AllergyIntolerance": "patient", "Immunization": "patient", "Consent": "patient",
    "RelatedPerson": "patient", "Device": "patient", "EpisodeOfCare": "patient",
    "FamilyMemberHistory": "patient",
}  # fmt: skip
_NO_SUBJECT = frozenset({"Patient", "Organization", "PractitionerRole", "Appointment"})
_PROFILED = frozenset({
    "AllergyIntolerance", "Condition", "MedicationRequest", "MedicationStatement", "Immunization",
    "DocumentReference", "Encounter", "Patient", "Observation", "DiagnosticReport",
})  # fmt: skip
_PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
_KEEPS_IDENTIFIER = 0.7  # of copies still carry the identifier of the system that wrote first


class Record:
    """One person's resources while their stories are told."""

    def __init__(self, person: InventedPerson, seed: int, today: date, only: str = "") -> None:
        self.person = person
        self.today = today
        self.held: dict[str, list[Resource]] = {
            source: [] for source in person.sources if only in ("", source)
        }
        self._seed = f"{seed}/{person.index}"
        self._short = hashlib.blake2b(f"{self._seed}/local".encode(), digest_size=4).hexdigest()
        self._open: dict[str, list[Resource]] = {}
        self._repeats: set[str] = set()
        self._topic = 0
        self._count = 0
        self._rng = Random(0)

    def begin(self, place: int, told_in: Sequence[str]) -> Random:
        """Start a story: its own randomness and ids, so that no story shifts another.

        What it says outside the sources it is told in is dropped: those never hear the story.
        """
        self._topic, self._count = place, 0
        self._open = {source: self.held[source] for source in told_in if source in self.held}
        self._rng = Random(f"{self._seed}/{place}")
        return self._rng

    def first_repeat(self, generic: str) -> bool:
        """Whether no story yet put this medicine on repeat; from now on one has."""
        if generic in self._repeats:
            return False
        self._repeats.add(generic)
        return True

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What is told meanwhile is held by nobody, and shifts neither ids nor chance."""
        heard, self._open = self._open, {}
        try:
            yield
        finally:
            self._open = heard

    @property
    def gp(self) -> str:
        return self.person.practice

    @property
    def acute(self) -> str:
        return self.person.hospital

    @property
    def doctor(self) -> str:
        """The usual GP."""
        practice = PRACTICES.get(self.person.practice)
        return practice.doctors[self.person.index % 3] if practice else "Dr P Ellery"

    @property
    def born(self) -> date:
        return date.fromisoformat(self.person.person.birth_date)

    @property
    def age(self) -> int:
        return (self.today - self.born).days * 100 // 36525

    def patient(self, source: str) -> dict[str, Any]:
        return {"reference": f"Patient/{self._short}-{ORGANISATIONS[source][0].lower()}"}

    def put(
        self, source: str, kind: str, body: Resource, *, day: date, hour: int = 12, own: bool = True
    ) -> Resource:
        """Add to what this source holds. The resource comes back to be linked to or copied.

        `own` gives it a business identifier of this source, unless it brings one.
        """
        self._count += 1
        local = f"{self._short}-{self._topic:02d}-{self._count:04d}"
        resource: Resource = {
            "resourceType": kind,
            "id": local,
            "meta": self._meta(kind, min(day, self.today), hour),
        }
        if own and "identifier" not in body:
            resource["identifier"] = [business(source, kind, local)]
        if kind not in _NO_SUBJECT:
            resource[_PATIENT_KEY.get(kind, "subject")] = self.patient(source)
        resource.update(body)
        if (held := self._open.get(source)) is not None:
            held.append(resource)
        return resource

    def copy(
        self, resource: Resource, to: str, *, day: date | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Resource:  # fmt: skip
        """The same fact in another system: own id, mostly the first identifier, links left behind."""
        keeps = self._rng.random() < _KEEPS_IDENTIFIER
        body = {
            key: unlinked(value)
            for key, value in resource.items()
            if key not in ("resourceType", "id", "meta", "subject", "patient", "encounter")
        }
        if not keeps:
            body.pop("identifier", None)
        body.update(changes or {})
        body = {key: value for key, value in body.items() if value not in (None, [], {})}
        when = day or date.fromisoformat(resource["meta"]["lastUpdated"][:10])
        return self.put(to, resource["resourceType"], body, day=when, hour=16)

    def _meta(self, kind: str, day: date, hour: int) -> dict[str, Any]:
        meta: dict[str, Any] = {"versionId": "1", "lastUpdated": at(day, hour, 30)}
        if kind in _PROFILED:
            meta["profile"] = [_PROFILE + kind]
        return meta


def business(source: str, kind: str, value: str) -> dict[str, Any]:
    """An identifier that names the system which wrote first."""
    return {
        "system": f"https://{source}.example/Id/{kind.lower()}",
        "value": value.replace("-", "").upper(),
    }


def reference(resource: Resource, words: str = "") -> dict[str, Any]:
    link: dict[str, Any] = {"reference": f"{resource['resourceType']}/{resource['id']}"}
    if words:
        link["display"] = words
    return link


def unlinked(value: Any) -> Any:
    """A deep copy without references, which mean nothing in another system; their words stay."""
    if isinstance(value, dict):
        kept = {key: unlinked(one) for key, one in value.items() if key != "reference"}
        return {key: one for key, one in kept.items() if one not in ({}, [])}
    if isinstance(value, list):
        return [one for one in map(unlinked, value) if one not in ({}, [])]
    return value
