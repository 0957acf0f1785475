"""Prescriptions and supply (F6): issued, at the pharmacy, dispensed, collected, given."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, quantity_text
from carerecord.sections.concepts import not_in_error
from carerecord.sections.contract import Linked, Row, Section
from carerecord.sections.dates import clinical_date
from carerecord.sections.medicines import COMPARED
from carerecord.sections.medicines.line import heading, medicine_line
from carerecord.sections.people import everyone, who, written_by
from carerecord.sections.words import (
    extension_of,
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    status_tags,
)

_GROUPS = {
    "MedicationRequest": "Prescribed",
    "MedicationDispense": "Supplied",
    "MedicationAdministration": "Given",
}
_RANKS = tuple(_GROUPS)
_DISPENSED = ("0006", "0008", "0009")
"""Of the tracker's EPS-task-business-status: dispensed, whether or not it is claimed for."""
_STATUS = {
    ("MedicationRequest", "active"): "Prescribed",
    ("MedicationRequest", "completed"): "Prescription complete",
    ("MedicationDispense", "preparation"): "At pharmacy, not yet dispensed",
    ("MedicationDispense", "in-progress"): "At pharmacy, not yet dispensed",
    ("MedicationDispense", "completed"): "Dispensed",
    ("MedicationDispense", "declined"): "Not dispensed",
    ("MedicationAdministration", "completed"): "Given",
    ("MedicationAdministration", "not-done"): "Not given",
}


def status_of(resource: Resource) -> str:
    if tracked := _tracked(resource):
        return joined(tracked[0], shown_date(tracked[1]))
    kind, status = said(resource.get("resourceType")), said(resource.get("status"))
    if kind == "MedicationDispense" and status == "completed" and resource.get("whenHandedOver"):
        return "Collected"
    return _STATUS.get((kind, status)) or recorded(in_words(status))


def supplied(resource: Resource) -> tuple[str, str]:
    """Where its supply is, in words, and since when; the tracker's own time where it sent one."""
    words, since = _tracked(resource) or (status_of(resource), "")
    return words, since or clinical_date(resource)


def handed_over(resource: Resource) -> bool:
    """Dispensed or collected, so that it may be in the home."""
    if _coding_tracked(resource).get("code") in _DISPENSED:
        return True
    kind, status = said(resource.get("resourceType")), said(resource.get("status"))
    return (kind, status) == ("MedicationDispense", "completed")


def _coding_tracked(resource: Resource) -> Resource:
    return as_dict(as_dict(_parts_tracked(resource).get("status")).get("valueCoding"))


def _parts_tracked(resource: Resource) -> dict[str, object]:
    history = extension_of(resource, "DM-PrescriptionStatusHistory")
    return {said(one.get("url")): one for one in map(as_dict, as_list(history.get("extension")))}


def _tracked(resource: Resource) -> tuple[str, str] | None:
    """Where a prescription is on its way, and since when, as the tracking service says."""
    status = _coding_tracked(resource)
    words = first_text(status.get("display"), status.get("code"))
    since = as_dict(_parts_tracked(resource).get("statusDate")).get("valueDateTime")
    return (words, said(since)) if words else None


def row(supply: Resource, linked: Linked) -> Row:
    status = status_of(supply)
    return Row(
        what=medicine_line(supply, linked),
        when=clinical_date(supply),
        status=status,
        group=_GROUPS.get(said(supply.get("resourceType")), "Other"),
        cells=(status, recorded(_amount(supply)), recorded(_where(supply, linked))),
        notes=lines(
            labelled("Dispensed", shown_date(supply.get("whenPrepared"))),
            labelled("Collected", shown_date(supply.get("whenHandedOver"))),
            labelled("Reason", said(supply.get("statusReason"))),
            labelled("Reason", said(supply.get("statusReasonCodeableConcept"))),
            labelled("Prescription", _number(supply)),
            notes_of(supply),
        ),
        tags=status_tags(supply),
        by=written_by(supply, linked, "performer", "requester"),
    )


def _amount(supply: Resource) -> str:
    request = as_dict(supply.get("dispenseRequest"))
    days = quantity_text(supply.get("daysSupply"))
    amount = quantity_text(supply.get("quantity")) or quantity_text(request.get("quantity"))
    return joined(amount, f"for {days}" if days else "")


def _where(supply: Resource, linked: Linked) -> str:
    request = as_dict(supply.get("dispenseRequest"))
    places = (who(place, linked) for place in (supply.get("location"), request.get("performer")))
    return next(filter(None, places), "") or everyone(supply.get("performer"), linked, "actor")


def _number(supply: Resource) -> str:
    return joined(
        *(first_text(as_dict(one).get("value")) for one in as_list(supply.get("groupIdentifier")))
    )


def rank(supply: Resource) -> int:
    kind = supply.get("resourceType")
    return _RANKS.index(kind) if kind in _RANKS else len(_RANKS)


SECTION = Section(
    name="prescriptions",
    title="Prescriptions and supply",
    noun=("prescription event", "prescription events"),
    page="medicines",
    feature="F6",
    resource_types=_RANKS,
    row=row,
    columns=("Status", "Quantity", "Where"),
    positive=not_in_error,
    summary=not_in_error,
    merge_key=heading,
    rank=rank,
    fold="copies",
    compared={"MedicationRequest": COMPARED},
)
