"""Medicines (F5): what each source says is taken, was taken, or must not be taken."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, quantity_text
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Row, Section, Tag
from carerecord.sections.dates import clinical_date, in_order
from carerecord.sections.medicines.dose import patient_instructions
from carerecord.sections.medicines.line import heading, medicine_line
from carerecord.sections.people import written_by
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
)

_STATUS = {
    "active": "Current",
    "intended": "Planned",
    "on-hold": "On hold",
    "completed": "Completed",
    "stopped": "Stopped",
    "not-taken": "Not taken",
    "cancelled": "Cancelled",
}
_GROUPS = ("Current", "Status not recorded", "Past", "Removed by the source")
_LAST_ISSUE = "MedicationStatementLastIssueDate"
_QUANTITY_TEXT = "MedicationQuantityText-1"  # of GP Connect: how much, where it is no number
_STATUS_HISTORY = "DM-PrescriptionStatusHistory"  # of the Electronic Prescription Service
_ORDERS = ("order", "instance-order", "reflex-order", "filler-order", "original-order")


def is_issue(resource: Resource) -> bool:
    """One issue or prescription of a medicine, told by what it belongs to or by its way to the pharmacy."""
    return (
        resource.get("resourceType") == "MedicationRequest"
        and resource.get("intent") in _ORDERS
        and bool(
            resource.get("basedOn")
            or resource.get("groupIdentifier")
            or extension_of(resource, _STATUS_HISTORY)
        )
    )


def claims(resource: Resource) -> bool:
    return not is_issue(resource)


def current(resource: Resource) -> bool:
    return status_is(resource, "active", "on-hold", "intended")


def rank(resource: Resource) -> int:
    if in_error(resource):
        return 3
    if current(resource):
        return 0
    known = isinstance(resource.get("status"), str) and resource["status"] not in ("", "unknown")
    return 2 if known else 1


def row(medicine: Resource, linked: Linked) -> Row:
    start, end = _dates(medicine)
    status = medicine.get("status")
    words = _STATUS.get(status) if isinstance(status, str) else None
    return Row(
        what=medicine_line(medicine, linked),
        when=start,
        until=end,
        status=recorded(words or in_words(status)),
        group=_GROUPS[rank(medicine)],
        cells=(
            recorded(words or in_words(status)),
            recorded(_kind(medicine)),
            recorded(shown_date(_last_issued(medicine))),
        ),
        notes=lines(
            patient_instructions(medicine),
            labelled("Reason", _reasons(medicine, linked)),
            labelled("Status reason", said(medicine.get("statusReason"))),
            labelled("Supply", _supply(medicine)),
            _repeats(medicine),
            notes_of(medicine),
        ),
        tags=_tags(medicine),
        by=written_by(medicine, linked, "requester", "informationSource", "recorder"),
    )


def _dates(medicine: Resource) -> tuple[str, str]:
    """A statement has a period; a request the day it was written and, sometimes, its supply's end."""
    supply = as_dict(as_dict(medicine.get("dispenseRequest")).get("validityPeriod"))
    taken = as_dict(medicine.get("effectivePeriod")) or supply
    return clinical_date(medicine), said(taken.get("end"))


def _kind(medicine: Resource) -> str:
    kinds = (said(medicine.get("category")), said(medicine.get("courseOfTherapyType")))
    return joined(*kinds, _value(extension_of(medicine, "PrescriptionType")))


def _last_issued(medicine: Resource) -> str:
    return _value(extension_of(medicine, _LAST_ISSUE))


def _value(extension: Resource) -> str:
    return next((said(one) for key, one in extension.items() if key.startswith("value")), "")


def _reasons(medicine: Resource, linked: Linked) -> str:
    found = (linked(one) or as_dict(one) for one in as_list(medicine.get("reasonReference")))
    linked_to = (said(one.get("code")) or said(one.get("display")) for one in found)
    return joined(said(medicine.get("reasonCode")), *linked_to)


def _supply(medicine: Resource) -> str:
    request = as_dict(medicine.get("dispenseRequest"))
    quantity = as_dict(request.get("quantity"))
    length = quantity_text(request.get("expectedSupplyDuration"))
    repeats = said(request.get("numberOfRepeatsAllowed"))
    return joined(
        quantity_text(quantity) or _value(extension_of(quantity, _QUANTITY_TEXT)),
        f"for {length}" if length else "",
        f"{repeats} repeats allowed" if repeats else "",
    )


def _repeats(medicine: Resource) -> Iterator[str]:
    """What a GP system says of a repeat, in the words of UK Core and of GP Connect."""
    sent = extension_of(medicine, "MedicationRepeatInformation") or extension_of(
        medicine, "MedicationRepeatInformation-1"
    )
    for name in ("numberOfPrescriptionsIssued", "numberOfRepeatPrescriptionsIssued"):
        yield labelled("Issued so far", _value(extension_of(sent, name)))
    until = extension_of(sent, "authorisationExpiryDate").get("valueDateTime")
    yield labelled("Authorised until", shown_date(until))


def _tags(medicine: Resource) -> tuple[Tag, ...]:
    status = medicine.get("status")
    if status in ("on-hold", "stopped", "not-taken"):
        return (Tag(_STATUS[status], "amber"),)
    return (Tag("Entered in error", "red"),) if in_error(medicine) else ()


def _start_of_what_is_past(medicine: Resource) -> str:
    return "" if current(medicine) else in_order(clinical_date(medicine))[:10]


COMPARED = Compared(
    name="medicationCodeableConcept",
    optional=("reasonCode", "category", "dispenseRequest"),
    dates=("effectiveDateTime", "effectivePeriod", "authoredOn"),
    also=_start_of_what_is_past,
    also_words="the day it was started, unless it is current",
)

SECTION = Section(
    name="medicines",
    title="Medicines",
    noun=("medicine", "medicines"),
    page="medicines",
    feature="F5",
    resource_types=("MedicationStatement", "MedicationRequest"),
    claims=claims,
    row=row,
    columns=("Status", "Kind", "Last issued"),
    positive=not_in_error,
    current=current,
    summary=current,
    merge_key=heading,
    marks=("dose", "status"),
    one_identifier_one_thing=True,
    compared=dict.fromkeys(("MedicationStatement", "MedicationRequest"), COMPARED),
    rank=rank,
)
