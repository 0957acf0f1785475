"""Alerts and flags (F3): reasonable adjustments, risks, infection. Always above the fold; safeguarding stands apart."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, period
from carerecord.sections.concepts import in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section, Tag
from carerecord.sections.dates import clinical_date
from carerecord.sections.matters import about_safeguarding
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

FLAGS = ("Flag", "DetectedIssue")
_GROUPS = ("Active", "No longer active", "Removed by the source")


def claims(flag: Resource) -> bool:
    return not about_safeguarding(flag)


def rank(flag: Resource) -> int:
    if in_error(flag):
        return 2
    return 1 if status_is(flag, "inactive", "cancelled") else 0


def current(flag: Resource) -> bool:
    return rank(flag) == 0


def adjustment(flag: Resource) -> bool:
    """What somebody at a desk must know: how to receive the person, not what is wrong with them."""
    words = f"{said(flag.get('category'))} {said(flag.get('code'))}".lower()
    return current(flag) and "adjustment" in words


def row(flag: Resource, linked: Linked) -> Row:
    status = in_words(flag.get("status"))
    severe = flag.get("severity") == "high"
    return Row(
        what=(Part(term(flag, "code", "detail", "category")),),
        when=clinical_date(flag),
        until=period(flag.get("period"))[1],
        status=recorded(status),
        group=_GROUPS[rank(flag)],
        cells=(recorded(said(flag.get("category"))), recorded(status)),
        notes=lines(
            said(flag.get("detail")),
            labelled("Severity", in_words(flag.get("severity"))),
            *(said(as_dict(one).get("action")) for one in as_list(flag.get("mitigation"))),
            notes_of(flag),
        ),
        tags=(*((Tag("High", "red"),) if severe else ()), *status_tags(flag)),
        by=written_by(flag, linked, "author") or who(flag.get("assigner"), linked),
    )


SECTION = Section(
    name="alerts",
    title="Alerts",
    noun=("alert", "alerts"),
    page="social",
    feature="F3",
    resource_types=FLAGS,
    claims=claims,
    row=row,
    columns=("Kind", "Status"),
    positive=not_in_error,
    current=current,
    summary=adjustment,
    rank=rank,
    fold="copies",
)
