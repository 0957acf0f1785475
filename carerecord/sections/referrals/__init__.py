"""Referrals and requests (F16): from whom, to whom, how urgent, and what became of them."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import period
from carerecord.sections.concepts import in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section, Tag
from carerecord.sections.dates import clinical_date
from carerecord.sections.matters import matter_of
from carerecord.sections.people import everyone, who
from carerecord.sections.uk_core import added
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

_GROUPS = ("Open", "Closed", "Removed by the source")
_CLOSED = ("completed", "revoked", "cancelled", "rejected", "failed")
_NAMES = ("code", "description", "category", "reasonCode", "intent")
_URGENT = ("urgent", "asap", "stat")


def claims(request: Resource) -> bool:
    return matter_of(request) not in ("social care", "safeguarding")


def rank(request: Resource) -> int:
    if in_error(request):
        return 2
    return 1 if status_is(request, *_CLOSED) else 0


def is_open(request: Resource) -> bool:
    return rank(request) == 0


def row(request: Resource, linked: Linked) -> Row:
    priority = said(request.get("priority"))
    sender, receiver = _ends(request, linked)
    return Row(
        what=(*_not(request), Part(term(request, *_NAMES))),
        when=clinical_date(request),
        until=period(request.get("executionPeriod"))[1],
        status=recorded(in_words(request.get("status"))),
        group=_GROUPS[rank(request)],
        cells=(
            recorded(sender),
            recorded(receiver),
            recorded(in_words(priority)),
            recorded(in_words(request.get("status"))),
        ),
        notes=lines(
            labelled(
                "Kind", joined(said(request.get("category")), in_words(request.get("intent")))
            ),
            labelled("Reason", said(request.get("reasonCode"))),
            labelled("Wanted for", shown_date(request.get("occurrenceDateTime"))),
            labelled("Business status", said(request.get("businessStatus"))),
            labelled("Why", said(request.get("statusReason"))),
            labelled("For the person", said(request.get("patientInstruction"))),
            added(request, linked),
            notes_of(request),
        ),
        tags=(*_urgent(priority), *status_tags(request)),
        by=sender,
    )


def _not(request: Resource) -> tuple[Part, ...]:
    return (Part("Do not", "negation"),) if request.get("doNotPerform") is True else ()


def _urgent(priority: str) -> tuple[Tag, ...]:
    return (Tag(in_words(priority), "red"),) if priority in _URGENT else ()


def _ends(request: Resource, linked: Linked) -> tuple[str, str]:
    receivers = (
        everyone(request.get("performer"), linked),
        said(request.get("performerType")),
        who(request.get("owner"), linked),
        everyone(request.get("locationReference"), linked),
    )
    return who(request.get("requester"), linked), joined(*receivers)


SECTION = Section(
    name="referrals",
    title="Referrals and requests",
    noun=("referral", "referrals"),
    page="contacts",
    feature="F16",
    resource_types=("ServiceRequest", "Task"),
    claims=claims,
    row=row,
    columns=("From", "To", "Priority", "Status"),
    positive=not_in_error,
    current=is_open,
    summary=not_in_error,
    rank=rank,
    fold="copies",
)
