"""A FHIR Bundle that brings documents: a document, a message with one in it, or ITI-65. Pure; STU3 is turned into R4.

Each resource gets an id of its document's, and references follow: what two documents call “1” stays apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, is_date, nhs_numbers, reference_id
from carerecord.fhir.stu3 import NotReadableError as NotStu3Error
from carerecord.fhir.stu3 import to_r4

PATIENT = "Patient/patient"
_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


class NotTakenError(ValueError):
    """It brings no document that is taken here. The words name nothing that it says."""


@dataclass(frozen=True, slots=True)
class Entry:
    address: str  # its fullUrl
    resource: Resource

    @property
    def type(self) -> str:
        return first_text(self.resource.get("resourceType"))

    @property
    def names(self) -> tuple[str, ...]:
        """What a reference to it may say."""
        own = first_text(self.resource.get("id"))
        return (self.address, *((f"{self.type}/{own}", f"urn:uuid:{own}") if own else ()))


def entries_of(bundle: Resource, release: str) -> list[Entry]:
    """All that it holds, those of a Bundle inside it too. Raises `NotTakenError`."""
    old = release == "STU3" or "/STU3/" in str(as_dict(bundle.get("meta")).get("profile"))
    found: list[Entry] = []
    for one in map(as_dict, as_list(bundle.get("entry"))):
        resource = as_dict(one.get("resource"))
        if not first_text(resource.get("resourceType")):
            raise NotTakenError("an entry has no resource")
        if resource["resourceType"] == "Bundle":
            found += entries_of(resource, "STU3" if old else release)
        else:
            made = _as_r4(resource) if old else resource
            own = first_text(made.get("id"))
            local = f"{made['resourceType']}/{own}" if own else f"urn:carerecord:entry:{len(found)}"
            found.append(Entry(first_text(one.get("fullUrl")) or local, made))
    return found


def _as_r4(resource: Resource) -> Resource:
    try:
        return to_r4(resource)
    except NotStu3Error:
        raise NotTakenError("an entry cannot be read as STU3") from None


def name_of(identifier: object, *others: str) -> str:
    """The id a document is kept by, from its own identifier; else from what else names it."""
    element = as_dict(identifier)
    words = f"{first_text(element.get('system'))}^{first_text(element.get('value'))}"
    named = words if words != "^" else next(filter(None, others), "")
    return sha256(named.encode()).hexdigest()[:32] if named else ""


def whose(entries: list[Entry]) -> tuple[tuple[str, ...], str, str]:
    """NHS numbers of all patients in it, their date of birth, and what is in the way of filing it."""
    patients = [one for entry in entries for one in _patients(entry.resource)]
    held = [nhs_numbers(one) for one in patients]
    numbers = tuple(dict.fromkeys(number for one in held for number in one))
    born = {first_text(one.get("birthDate")) for one in patients} - {""}
    if not all(held) and len(patients) > 1:
        return numbers, "", "it is about several people"
    if len(numbers) != 1:
        return numbers, "", "it has several NHS numbers" if numbers else "it has no NHS number"
    if len(born) > 1:
        return numbers, "", "it has several dates of birth"
    return numbers, next(iter(born), ""), ""


def _patients(resource: Resource) -> Iterator[Resource]:
    for one in (resource, *map(as_dict, as_list(resource.get("contained")))):
        if one.get("resourceType") == "Patient":
            yield one


def moment_of(zone: ZoneInfo, *dates: object) -> datetime | None:
    """The first that is a day at least."""
    for one in dates:
        if isinstance(one, str) and is_date(one) and len(one) >= len("2026-01-01"):
            try:
                at = datetime.fromisoformat(one)
            except ValueError:
                continue
            return at if at.tzinfo else at.replace(tzinfo=zone)
    return None


@dataclass(frozen=True, slots=True)
class Renaming:
    """New ids for what one message holds: a document by its name, its items by the document's, the person apart."""

    ids: dict[str, str]  # reference as it was sent: reference as it is kept
    kept: dict[int, str]  # which entry (by identity): reference as it is kept

    @classmethod
    def of(cls, roots: dict[int, str], entries: list[Entry]) -> Renaming:
        """`roots`: place of each document among the entries, and its name. The rest goes with the first."""
        first = next(iter(roots.values()))
        ids: dict[str, str] = {}
        kept: dict[int, str] = {}
        people = [place for place, one in enumerate(entries) if one.type == "Patient"]
        for place, one in enumerate(entries):
            own = roots.get(place, f"{first}-{place + 1}")
            new = PATIENT if place in people[:1] else f"{one.type}/{own}"
            kept[id(one)] = new
            for name in one.names:  # of one that stands there twice the first is meant
                ids.setdefault(name, new)
        return cls(ids, kept)

    def renamed(self, entry: Entry, source: str = "", labels: tuple[str, ...] = ()) -> Resource:
        made = self._followed(entry.resource)
        assert isinstance(made, dict)  # noqa: S101 (a resource stays one)
        made["id"] = self.kept[id(entry)].partition("/")[2]
        meta = dict(as_dict(made.get("meta")))
        if source and made["id"] != "patient":
            meta["source"] = source
        security = [{"system": _CONFIDENTIALITY, "code": one} for one in labels]
        if security:
            meta["security"] = [*as_list(meta.get("security")), *security]
        return {**made, "meta": meta} if meta else made

    def _followed(self, value: object) -> object:
        if isinstance(value, list):
            return [self._followed(one) for one in value]
        if not isinstance(value, dict):
            return value
        made = {key: self._followed(inner) for key, inner in value.items()}
        target = self.ids.get(reference_id(value))
        if target and "reference" in made:
            made["reference"] = target
        url = value.get("url")
        if isinstance(url, str) and self.ids.get(url, "").startswith("Binary/"):
            made["url"] = self.ids[url]
        return made
