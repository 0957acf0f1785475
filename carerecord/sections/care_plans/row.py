"""The row of one plan, goal, decision or form, whichever page it stands on."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, period
from carerecord.sections.care_plans.answers import answers_of
from carerecord.sections.care_plans.decided import decisions_of, diet_of
from carerecord.sections.concepts import in_error, status_is
from carerecord.sections.contract import Linked, Part, Row
from carerecord.sections.dates import clinical_date
from carerecord.sections.files import attachments_of
from carerecord.sections.people import everyone, written_by
from carerecord.sections.values import value_of
from carerecord.sections.words import (
    NOT_NAMED,
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    spaced,
    status_tags,
    term,
)

COLUMNS = ("Kind", "Status", "By")

_GROUPS = ("In force", "No longer in force", "Removed by the source")
_OVER = ("completed", "revoked", "cancelled", "rejected", "inactive", "stopped")
_NAMES = ("title", "code", "description", "category", "scope", "type")


def rank(plan: Resource) -> int:
    if in_error(plan) or plan.get("lifecycleStatus") == "entered-in-error":
        return 2
    if plan.get("resourceType") == "QuestionnaireResponse":
        return 0
    status = plan.get("lifecycleStatus") or plan.get("status")
    return 1 if status in _OVER else 0


def in_force(plan: Resource) -> bool:
    return rank(plan) == 0 and not status_is(plan, "draft", "proposed")


def positive(plan: Resource) -> bool:
    return rank(plan) < 2


def plan_row(plan: Resource, linked: Linked) -> Row:
    status = in_words(plan.get("status") or plan.get("lifecycleStatus"))
    by = written_by(plan, linked, "author", "performer", "expressedBy", "assessor", "source")
    known = said(plan.get("resourceType"))
    name = _form_name(plan) or next(filter(None, (said(plan.get(key)) for key in _NAMES)), "")
    name = name or spaced(known) or NOT_NAMED
    activities = [*_activities(plan, linked)]
    again = {name, *(words.replace(" – ", ": ", 1) for words in activities)}
    return Row(
        what=(*_refused(plan), Part(name)),
        when=clinical_date(plan) or said(plan.get("startDate")),
        until=period(plan.get("period"))[1],
        status=recorded(status),
        group=_GROUPS[rank(plan)],
        cells=(recorded(_kind(plan)), recorded(status), recorded(by)),
        notes=lines(
            (words for words in _content(plan, linked) if words not in again),
            activities,
            answers_of(plan),
            notes_of(plan),
        ),
        tags=status_tags(plan),
        by=joined(by, everyone(plan.get("careTeam"), linked)),
        attachments=attachments_of(plan.get("sourceAttachment")),
    )


def _form_name(plan: Resource) -> str:
    """A form is known by the end of its questionnaire's address: `…/crisis-review` is “Crisis review”."""
    return in_words(said(plan.get("questionnaire")).split("|")[0].rstrip("/").split("/")[-1])


def _refused(plan: Resource) -> tuple[Part, ...]:
    """A Consent that denies is a refusal, and must never read as agreement."""
    denies = as_dict(plan.get("provision")).get("type") == "deny"
    return (Part("Refused", "negation"),) if denies else ()


def _kind(plan: Resource) -> str:
    kind = said(plan.get("category")) or said(plan.get("scope"))
    return kind or in_words(plan.get("intent")) or spaced(said(plan.get("resourceType")))


def _content(plan: Resource, linked: Linked) -> Iterable[str]:
    yield from (said(plan.get(key)) for key in ("description", "summary", "mitigation"))
    yield labelled("For", _each(plan.get("addresses"), linked))
    yield labelled("Goals", _each(plan.get("goal"), linked))
    yield labelled("Wishes", said(as_dict(plan.get("policyRule")).get("text")))
    yield from decisions_of(plan)
    yield from diet_of(plan)
    yield labelled("Achieved", said(plan.get("achievementStatus")))
    yield labelled("Priority", said(plan.get("priority")))
    for target in map(as_dict, as_list(plan.get("target"))):
        due = shown_date(target.get("dueDate"))
        yield labelled("Target", joined(said(target.get("measure")), f"by {due}" if due else ""))
    for one in map(as_dict, as_list(plan.get("prediction"))):
        risk = said(one.get("qualitativeRisk"))
        yield labelled("Risk", joined(said(one.get("outcome")), risk, said(one.get("rationale"))))
    for one in map(as_dict, as_list(plan.get("finding"))):
        yield labelled(
            "Finding", joined(said(one.get("itemCodeableConcept")), said(one.get("basis")))
        )
    yield labelled("Value", value_of(plan) if plan.get("resourceType") == "Observation" else "")


def _each(value: object, linked: Linked) -> str:
    return joined(*(_named(one, linked) for one in as_list(value)), by="; ")


def _named(reference: object, linked: Linked) -> str:
    found = linked(reference)
    known = term(found, "code", "description", "title") if found else ""
    return known or said(as_dict(reference).get("display"))


def _activities(plan: Resource, linked: Linked) -> Iterable[str]:
    for activity in map(as_dict, as_list(plan.get("activity"))):
        detail = as_dict(activity.get("detail"))
        planned = linked(activity.get("reference")) or {}
        forbids = True in (detail.get("doNotPerform"), planned.get("doNotPerform"))
        forbidden = "Do not: " if forbids else ""
        words = joined(said(detail.get("code")), said(detail.get("description")), by=" – ")
        status = "" if detail.get("status") == "in-progress" else in_words(detail.get("status"))
        shown = words or _named(activity.get("reference"), linked)
        yield f"{forbidden}{shown}{f' ({status.lower()})' if status else ''}" if shown else ""
        yield from notes_of(detail)
        yield from (said(as_dict(one).get("text")) for one in as_list(activity.get("progress")))
