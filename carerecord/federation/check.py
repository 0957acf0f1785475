"""Whose is each item? What cannot be shown to be this person's is held back, and counted (I6, SRC-5, SRC-6). Pure.

A Patient is this person when the NHS number it carries is the one asked for and neither its birth date, nor its name together
with its gender, contradicts. A Patient of somebody else condemns the whole answer: a source that mixed up two people once
may have done so anywhere in it. An item is this person's when it points at such a Patient in the same answer, or carries the
number itself. Display names prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from carerecord.contract import Item, Query, Resource
from carerecord.fhir import (
    PERSON_FIELDS,
    SUPPORTING,
    as_dict,
    as_list,
    compatible_dates,
    first_text,
    nhs_numbers,
    reference_id,
)
from carerecord.identity.crosscheck import Field, somebody_else

Verdict = Literal["same", "other", "unknown"]

ANOTHER = "about another person"
UNSAID = "does not say whose it is"
CONDEMNED = "in an answer about another person"
NOT_CHECKED = "could not be checked"
NOT_UNDERSTOOD = "changes its meaning in a way not understood"

_ANYWHERE = frozenset({"subject", "patient", "beneficiary", "individual", "candidate"})
_PLAIN = {
    kind: (field, _ANYWHERE - {field} | {"contained"})
    for kind, (field, *more) in PERSON_FIELDS.items()
    if field in _ANYWHERE and not more
}
"""Of each type: the one element that names the person, and those that must not stand beside it."""


@dataclass(frozen=True, slots=True)
class Checked:
    items: tuple[Item, ...] = ()
    patients: tuple[Item, ...] = ()
    held_back: tuple[tuple[str, str], ...] = ()  # (resource type, why)
    wrong_person: bool = False  # the whole answer is held back
    contradicts: tuple[str, ...] = ()  # then: the fields that say so


def check(items: Sequence[Item], query: Query, base: str = "") -> Checked:
    """`base` is the source's own address: references that begin with it are its own."""
    verdicts = [(item, patient_is(item.resource, query)) for item in items if _is_patient(item)]
    if any(verdict == "other" for _, verdict in verdicts):
        fields = (
            one
            for i, verdict in verdicts
            if verdict == "other"
            for one in contradicted(i.resource, query)
        )
        held_back = tuple((_type(i), CONDEMNED) for i in items)
        return Checked(
            (), (), held_back, wrong_person=True, contradicts=tuple(dict.fromkeys(fields))
        )
    own = _Own(query, _names(verdicts, base))
    kept: list[Item] = []
    patients: list[Item] = []
    held: list[tuple[str, str]] = []
    for item in items:
        if own.plainly(item):
            kept.append(item)
        elif why := own.objection(item):
            held.append((_type(item), why))
        else:
            (patients if _is_patient(item) else kept).append(item)
    return Checked(tuple(kept), tuple(patients), tuple(held))


def patient_is(patient: Resource, query: Query) -> Verdict:
    if not nhs_numbers(patient):
        return "unknown"
    return "other" if contradicted(patient, query) else "same"


def contradicted(patient: Resource, query: Query) -> tuple[Field, ...]:
    """The fields in which it cannot be this person; none where it carries no number."""
    numbers, born = nhs_numbers(patient), patient.get("birthDate")
    found: list[Field] = []
    if numbers and numbers != (query.nhs_number,):
        found.append("nhs-number")
    if numbers and born and query.birth_date and not compatible_dates(born, query.birth_date):
        found.append("birth-date")
    if numbers and query.known and somebody_else(query.known, patient):
        found += ["name", "gender"]
    return tuple(found)


def _is_patient(item: Item) -> bool:
    return item.resource.get("resourceType") == "Patient"


def _type(item: Item) -> str:
    """Only names FHIR knows: a type is a source's free text otherwise."""
    kind = item.type
    return kind if kind == "Patient" or kind in PERSON_FIELDS or kind in SUPPORTING else "unknown"


def _names(verdicts: Iterable[tuple[Item, Verdict]], base: str) -> frozenset[str]:
    """How this answer may point at this person; a name that also means somebody else is no name."""
    names: dict[Verdict, set[str]] = {"same": set(), "unknown": set(), "other": set()}
    for item, verdict in verdicts:
        if own := first_text(item.resource.get("id")):
            names[verdict] |= {f"Patient/{own}", f"urn:uuid:{own}"}
            if base:
                names[verdict].add(f"{base.rstrip('/')}/Patient/{own}")
    return frozenset(names["same"] - names["unknown"])


class _Own:
    """What points at this person, in one answer."""

    def __init__(self, query: Query, names: frozenset[str]) -> None:
        self._query = query
        self._names = names

    def plainly(self, item: Item) -> bool:
        """The common shape, told quickly: one reference to this person, and nothing that could say otherwise."""
        plain = _PLAIN.get(item.type)
        if plain is None:
            return False
        (field, beside), resource = plain, item.resource
        reference = resource.get(field)
        return (
            isinstance(reference, dict)
            and isinstance(name := reference.get("reference"), str)
            and name in self._names
            and "identifier" not in reference
            and beside.isdisjoint(resource)
            and not _is_marked(item.raw)
        )

    def objection(self, item: Item) -> str:
        """Why this item is not shown; "" when it is this person's, or nobody's in particular."""
        if _is_marked(item.raw) and _changes_meaning(item.resource):
            return NOT_UNDERSTOOD
        if _is_patient(item):
            return "" if patient_is(item.resource, self._query) == "same" else UNSAID
        return self._objection(item.resource)

    def _objection(self, resource: Resource) -> str:
        if self._contains_another(resource):
            return ANOTHER
        kind = first_text(resource.get("resourceType"))
        fields = {*PERSON_FIELDS.get(kind, ()), *SUPPORTING.get(kind, ()), *_ANYWHERE}
        verdicts = {
            self._leads_to(reference, resource)
            for field in sorted(fields)
            for reference in _references(resource, field)
        }
        if "other" in verdicts:
            return ANOTHER
        if "same" in verdicts or kind in SUPPORTING:
            return ""
        return UNSAID

    def _contains_another(self, resource: Resource) -> bool:
        return any(
            patient_is(one, self._query) == "other"
            for one in map(as_dict, as_list(resource.get("contained")))
            if one.get("resourceType") == "Patient"
        )

    def _leads_to(self, reference: object, resource: Resource) -> Verdict:
        """Every sign in the reference must agree; one that contradicts decides."""
        numbers = nhs_numbers(reference)
        if numbers and numbers != (self._query.nhs_number,):
            return "other"
        name = reference_id(reference)
        if not name:
            return "same" if numbers else "unknown"
        if name in self._names:
            return "same"
        if name.startswith("#"):
            return self._inside(name[1:], resource)
        if name.startswith("Patient?"):
            return self._searched(name)
        if "://" in name and numbers:
            return "same"
        about_a_patient = name.startswith("Patient/") or "/Patient/" in name
        return (
            "other" if about_a_patient or as_dict(reference).get("type") == "Patient" else "unknown"
        )

    def _inside(self, own: str, resource: Resource) -> Verdict:
        found = [
            one
            for one in map(as_dict, as_list(resource.get("contained")))
            if one.get("id") == own and one.get("resourceType") == "Patient"
        ]
        verdicts = {patient_is(one, self._query) for one in found}
        return verdicts.pop() if len(verdicts) == 1 else "unknown"

    def _searched(self, name: str) -> Verdict:
        """A conditional reference, `Patient?identifier=system|value` (R4 http.html, transactions)."""
        system, _, value = unquote(name.partition("identifier=")[2]).partition("|")
        numbers = nhs_numbers({"identifier": {"system": system, "value": value}})
        return "same" if numbers == (self._query.nhs_number,) else "other"


def _references(resource: Resource, field: str) -> list[object]:
    """The references at `subject`, or at `participant.actor` in each participant."""
    outer, _, inner = field.partition(".")
    found = as_list(resource.get(outer))
    if not inner:
        return found
    return [reference for one in found for reference in as_list(as_dict(one).get(inner))]


def _is_marked(raw: bytes) -> bool:
    """Whether such an element may be there: its name is, or letters are spelt as escapes, which may be its name."""
    return b"modifierExtension" in raw or b"implicitRules" in raw or b"\\u00" in raw


def _changes_meaning(resource: Resource) -> bool:
    """An unknown modifier extension or implicit rule may negate what it stands in (R4 extensibility.html)."""
    waiting: list[object] = [resource]
    while waiting:
        element = waiting.pop()
        if isinstance(element, dict):
            if element.get("modifierExtension") or element.get("implicitRules"):
                return True
            waiting.extend(element.values())
        elif isinstance(element, list):
            waiting.extend(element)
    return False
