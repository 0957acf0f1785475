"""About me (F3): what somebody wants all who care for them to know, in their own words and under their headings."""

from __future__ import annotations

from dataclasses import replace

from carerecord.contract import Resource
from carerecord.sections.about_me.words import own_words
from carerecord.sections.care_plans.row import COLUMNS, in_force, plan_row, positive
from carerecord.sections.care_plans.row import rank as plan_rank
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.documents.kinds import kind_of
from carerecord.sections.documents.row import TYPES as DOCUMENTS
from carerecord.sections.documents.row import document_row
from carerecord.sections.documents.row import rank as document_rank
from carerecord.sections.matters import about_me
from carerecord.sections.words import lines, recorded

_OTHERS = ("CarePlan", "Goal", "Consent", "QuestionnaireResponse", "NutritionOrder", "Observation")


def _is_document(resource: Resource) -> bool:
    return resource.get("resourceType") in DOCUMENTS


def claims(resource: Resource) -> bool:
    return kind_of(resource) == "about me" if _is_document(resource) else about_me(resource)


def rank(resource: Resource) -> int:
    return document_rank(resource) if _is_document(resource) else plan_rank(resource)


def current(resource: Resource) -> bool:
    return rank(resource) == 0 if _is_document(resource) else in_force(resource)


def row(resource: Resource, linked: Linked) -> Row:
    words = own_words(resource, linked)
    if not _is_document(resource):
        made = plan_row(resource, linked)
        return replace(made, what=_named(made), notes=words or made.notes)
    made = document_row(resource, linked)
    kind, _, status = made.cells
    return replace(made, cells=(kind, status, recorded(made.by)), notes=lines(words, made.notes))


def _named(made: Row) -> tuple[Part, ...]:
    """A form whose questionnaire has no name is still known for what it is."""
    return made.what if any(part.text for part in made.what) else (Part("About me"),)


SECTION = Section(
    name="about_me",
    title="About me",
    noun=("About me entry", "About me entries"),
    page="social",
    feature="F3",
    resource_types=(*DOCUMENTS, *_OTHERS),
    claims=claims,
    row=row,
    columns=COLUMNS,
    positive=positive,
    current=current,
    rank=rank,
    fold="copies",
    template="own-words",
)
