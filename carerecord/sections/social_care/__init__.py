"""Social care (F24): packages, support reason, requests, equipment and adaptations."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict
from carerecord.sections.care_plans.row import COLUMNS, in_force, plan_row, positive
from carerecord.sections.care_plans.row import rank as plan_rank
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.dates import clinical_date
from carerecord.sections.matters import about_social_care
from carerecord.sections.people import name_of, who, written_by
from carerecord.sections.words import (
    in_words,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    status_tags,
    term,
)

_EQUIPMENT = ("Device", "DeviceUseStatement", "DeviceRequest")
_GROUPS = ("Care and support", "Equipment", "No longer in force", "Removed by the source")


def claims(resource: Resource) -> bool:
    return resource.get("resourceType") in _EQUIPMENT or about_social_care(resource)


def rank(resource: Resource) -> int:
    place = plan_rank(resource)
    if place:
        return place + 1
    return 1 if resource.get("resourceType") in _EQUIPMENT else 0


def row(resource: Resource, linked: Linked) -> Row:
    if resource.get("resourceType") in _EQUIPMENT:
        return _equipment(resource, linked)
    plan = plan_row(resource, linked)
    return Row(
        what=plan.what,
        when=plan.when,
        until=plan.until,
        status=plan.status,
        group=_GROUPS[rank(resource)],
        cells=plan.cells,
        notes=plan.notes,
        tags=plan.tags,
        by=plan.by,
        attachments=plan.attachments,
    )


def _equipment(device: Resource, linked: Linked) -> Row:
    used = linked(device.get("device")) or linked(device.get("codeReference")) or device
    display = said(as_dict(device.get("device")).get("display"))
    name = said(used.get("type")) or name_of(used) or display
    status = in_words(device.get("status"))
    by = written_by(device, linked, "requester", "source", "owner")
    return Row(
        what=(Part(name or term(device, "codeCodeableConcept", "resourceType")),),
        when=clinical_date(device),
        status=recorded(status),
        group=_GROUPS[rank(device)],
        cells=("Equipment", recorded(status), recorded(by)),
        notes=lines(
            labelled("Made by", said(used.get("manufacturer"))),
            labelled("Model", said(used.get("modelNumber"))),
            labelled("Serial number", said(used.get("serialNumber"))),
            labelled("Expires", shown_date(used.get("expirationDate"))),
            labelled("Reason", said(device.get("reasonCode"))),
            labelled("Where", who(device.get("location"), linked)),
            notes_of(device),
        ),
        tags=status_tags(device),
        by=by,
    )


SECTION = Section(
    name="social_care",
    title="Social care",
    noun=("social care entry", "social care entries"),
    page="social",
    feature="F24",
    resource_types=(
        "CarePlan",
        "Goal",
        "Consent",
        "QuestionnaireResponse",
        "Observation",
        "ServiceRequest",
        "Task",
        *_EQUIPMENT,
    ),
    claims=claims,
    row=row,
    columns=COLUMNS,
    positive=positive,
    current=in_force,
    summary=in_force,
    rank=rank,
    fold="copies",
)
