"""Mental health (F23): crisis plan, legal status, assessments. Detail only for those who need it (SEN-10)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.care_plans.row import COLUMNS, in_force, plan_row, positive, rank
from carerecord.sections.contract import Section
from carerecord.sections.matters import (
    about_crisis,
    about_legal_status,
    about_safeguarding,
    matter_of,
)

_ONLY_HERE = ("ClinicalImpression", "RiskAssessment")


def claims(resource: Resource) -> bool:
    if resource.get("resourceType") in _ONLY_HERE:
        return not about_safeguarding(resource)
    return matter_of(resource) == "mental health"


def summary(resource: Resource) -> bool:
    """Crisis plan and legal status, for those who may see no more."""
    return positive(resource) and (about_crisis(resource) or about_legal_status(resource))


SECTION = Section(
    name="mental_health",
    title="Mental health",
    noun=("mental health entry", "mental health entries"),
    page="social",
    feature="F23",
    resource_types=(
        "CarePlan",
        "Goal",
        "Consent",
        "QuestionnaireResponse",
        "Observation",
        *_ONLY_HERE,
    ),
    claims=claims,
    row=plan_row,
    columns=COLUMNS,
    positive=positive,
    current=in_force,
    summary=summary,
    rank=rank,
    fold="copies",
)
