"""Safeguarding (F3): concerns, plans, restrictions, conferences. Seen by those on safeguarding duty alone (SEN-11)."""

from __future__ import annotations

from dataclasses import replace

from carerecord.contract import Resource
from carerecord.sections import alerts, care_plans, documents
from carerecord.sections.care_plans.row import COLUMNS
from carerecord.sections.contract import Linked, Row, Section
from carerecord.sections.documents.kinds import kind_of
from carerecord.sections.documents.row import TYPES as DOCUMENTS
from carerecord.sections.matters import about_safeguarding
from carerecord.sections.words import recorded

_PLANS = (
    "CarePlan", "Goal", "Consent", "QuestionnaireResponse", "NutritionOrder", "Observation",
    "ServiceRequest", "Task", "RiskAssessment", "ClinicalImpression",
)  # fmt: skip


def claims(resource: Resource) -> bool:
    if resource.get("resourceType") in DOCUMENTS:
        return kind_of(resource) == "safeguarding"
    return about_safeguarding(resource)


def _elsewhere(resource: Resource) -> Section:
    """Where one of its type stands that is about nothing guarded."""
    kind = resource.get("resourceType")
    if kind in alerts.FLAGS:
        return alerts.SECTION
    return documents.SECTION if kind in DOCUMENTS else care_plans.SECTION


def positive(resource: Resource) -> bool:
    return _elsewhere(resource).positive(resource)


def current(resource: Resource) -> bool:
    return _elsewhere(resource).current(resource)


def rank(resource: Resource) -> int:
    return _elsewhere(resource).rank(resource)


def row(resource: Resource, linked: Linked) -> Row:
    """As its type is shown elsewhere, under one set of columns."""
    as_usual = _elsewhere(resource)
    made = as_usual.row(resource, linked)
    cells = dict(zip(as_usual.columns, made.cells, strict=True))
    return replace(made, cells=(cells["Kind"], cells["Status"], recorded(made.by)))


SECTION = Section(
    name="safeguarding",
    title="Safeguarding",
    noun=("safeguarding entry", "safeguarding entries"),
    page="social",
    feature="F3",
    resource_types=(*alerts.FLAGS, *DOCUMENTS, *_PLANS),
    claims=claims,
    row=row,
    columns=COLUMNS,
    positive=positive,
    current=current,
    rank=rank,
    fold="copies",
)
