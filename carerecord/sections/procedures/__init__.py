"""Procedures (F7): done, under way, and not done with the reason."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import by_concept, in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.dates import clinical_date, in_order
from carerecord.sections.people import who, written_by
from carerecord.sections.words import (
    in_words,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    status_tags,
    term,
)

_GROUPS = ("Done or under way", "Planned", "Not done", "Removed by the source")


def rank(procedure: Resource) -> int:
    if in_error(procedure):
        return 3
    if status_is(procedure, "not-done"):
        return 2
    return 1 if status_is(procedure, "preparation") else 0


def row(procedure: Resource, linked: Linked) -> Row:
    not_done = (Part("Not done", "negation"),) if rank(procedure) == 2 else ()
    return Row(
        what=(*not_done, Part(term(procedure, "code", "category"))),
        when=clinical_date(procedure),
        status=recorded(in_words(procedure.get("status"))),
        group=_GROUPS[rank(procedure)],
        cells=(
            recorded(in_words(procedure.get("status"))),
            recorded(said(procedure.get("bodySite"))),
            recorded(who(procedure.get("location"), linked)),
        ),
        notes=lines(
            labelled("Reason", said(procedure.get("reasonCode"))),
            labelled("Reason not done", said(procedure.get("statusReason"))),
            labelled("Outcome", said(procedure.get("outcome"))),
            labelled("Complication", said(procedure.get("complication"))),
            labelled("Follow-up", said(procedure.get("followUp"))),
            labelled("When", said(procedure.get("performedString"))),
            notes_of(procedure),
        ),
        tags=status_tags(procedure),
        by=written_by(procedure, linked, "performer", "recorder", "asserter"),
    )


def _day(procedure: Resource) -> str:
    period = as_dict(procedure.get("performedPeriod"))
    return in_order(said(procedure.get("performedDateTime")) or said(period.get("start")))[:10]


COMPARED = Compared(
    name="code",
    optional=("category", "note"),
    dates=("performedDateTime", "performedPeriod"),
    also=_day,
    also_words="the day it was done",
)

SECTION = Section(
    name="procedures",
    title="Procedures",
    noun=("procedure", "procedures"),
    page="problems",
    feature="F7",
    resource_types=("Procedure",),
    row=row,
    columns=("Status", "Body site", "Where"),
    positive=not_in_error,
    merge_key=by_concept("code"),
    one_identifier_one_thing=True,
    compared={"Procedure": COMPARED},
    rank=rank,
)
