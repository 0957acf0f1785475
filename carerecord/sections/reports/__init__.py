"""Diagnostic reports (F10): imaging, histology, endoscopy, and panels with their conclusion."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import by_concept, in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.dates import clinical_date
from carerecord.sections.files import attachments_of
from carerecord.sections.people import written_by
from carerecord.sections.values import flag_tags, result_of
from carerecord.sections.words import (
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    status_tags,
    term,
)

NOT_FINAL = "Reports not yet final"
_GROUPS = (NOT_FINAL, "Reports", "Removed by the source")
_NOT_FINAL = ("registered", "partial", "preliminary", "available")


def rank(report: Resource) -> int:
    if in_error(report):
        return 2
    imaging = report.get("resourceType") == "ImagingStudy"
    return 0 if status_is(report, *_NOT_FINAL) and not imaging else 1


def is_open(report: Resource) -> bool:
    """It may still change."""
    return rank(report) == 0


def row(report: Resource, linked: Linked) -> Row:
    conclusion = joined(said(report.get("conclusion")), said(report.get("conclusionCode")), by="; ")
    return Row(
        what=(Part(term(report, "code", "procedureCode", "description", "category")),),
        when=clinical_date(report),
        status=recorded(in_words(report.get("status"))),
        group=_GROUPS[rank(report)],
        cells=(
            recorded(_kind(report)),
            recorded(_sentences(conclusion or _pictures(report), _results(report, linked))),
            recorded(in_words(report.get("status"))),
        ),
        notes=lines(
            labelled("Reported", shown_date(report.get("issued"))),
            *(said(as_dict(one).get("comment")) for one in as_list(report.get("media"))),
            labelled("Reason", said(report.get("reasonCode"))),
            notes_of(report),
        ),
        tags=status_tags(report),
        by=written_by(report, linked, "performer", "resultsInterpreter", "interpreter", "referrer"),
        attachments=attachments_of(report.get("presentedForm")),
    )


def _kind(report: Resource) -> str:
    return said(report.get("category")) or said(report.get("modality")) or _modality(report)


def _modality(report: Resource) -> str:
    series = (as_dict(one) for one in as_list(report.get("series")))
    return joined(*(said(one.get("modality")) for one in series))


def _pictures(report: Resource) -> str:
    count = said(report.get("numberOfInstances"))
    return f"{count} pictures, held by the source" if count else ""


def _results(report: Resource, linked: Linked) -> str:
    return joined(*(_result(one, linked) for one in as_list(report.get("result"))), by="; ")


def _result(reference: object, linked: Linked) -> str:
    found = linked(reference)
    if not found:
        return said(as_dict(reference).get("display"))
    flags = joined(*(tag.text for tag in flag_tags(found)))
    value = f"{result_of(found)} ({flags})" if flags else result_of(found)
    return labelled(term(found, "code"), value)


def _sentences(conclusion: str, results: str) -> str:
    return (
        f"{conclusion.rstrip('.')}. {results}" if conclusion and results else conclusion or results
    )


COMPARED = Compared(
    name="code",
    optional=("conclusion", "conclusionCode", "presentedForm"),
    sets=("result",),
)

SECTION = Section(
    name="reports",
    title="Diagnostic reports",
    noun=("report", "reports"),
    page="results",
    feature="F10",
    resource_types=("DiagnosticReport", "ImagingStudy"),
    row=row,
    columns=("Kind", "Conclusion and results", "Status"),
    positive=not_in_error,
    summary=not_in_error,
    merge_key=by_concept("code", "procedureCode"),
    compared={"DiagnosticReport": COMPARED},
    rank=rank,
)
