"""Family history (F7): never read as the person's own diagnosis."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, quantity_text
from carerecord.sections.concepts import not_in_error
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.values import range_words
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
    unnamed,
)


def row(history: Resource, linked: Linked) -> Row:
    conditions = [as_dict(one) for one in as_list(history.get("condition"))]
    named = joined(*(said(one.get("code")) for one in conditions), by="; ")
    return Row(
        what=(Part("Family history", "negation"), Part(named or unnamed(history))),
        when=said(history.get("date")),
        status=recorded(in_words(history.get("status"))),
        cells=(
            recorded(said(history.get("relationship"))),
            recorded(joined(*(_age(one) for one in conditions))),
            recorded(_died(history)),
        ),
        notes=lines(
            *(labelled("Outcome", said(one.get("outcome"))) for one in conditions),
            *(notes_of(one) for one in conditions),
            labelled("Reason", said(history.get("reasonCode"))),
            labelled("Not complete", said(history.get("dataAbsentReason"))),
            notes_of(history),
        ),
        tags=status_tags(history),
    )


def _age(condition: Resource) -> str:
    age = quantity_text(condition.get("onsetAge")) or range_words(condition.get("onsetRange"))
    return age or said(condition.get("onsetString"))


def _died(history: Resource) -> str:
    age = quantity_text(history.get("deceasedAge")) or range_words(history.get("deceasedRange"))
    when = shown_date(history.get("deceasedDate")) or said(history.get("deceasedString"))
    stated = {"True": "Yes", "False": "No"}.get(str(history.get("deceasedBoolean")), "")
    return when or (f"At age {age}" if age else stated)


SECTION = Section(
    name="family_history",
    title="Family history",
    noun=("family history entry", "family history entries"),
    page="problems",
    feature="F7",
    resource_types=("FamilyMemberHistory",),
    row=row,
    columns=("Relation", "Age it began", "Died"),
    positive=not_in_error,
)
