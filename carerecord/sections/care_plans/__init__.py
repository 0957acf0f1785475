"""Care plans, goals and decisions made ahead (F22). The latest stands first; none is hidden by another."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections.care_plans.row import COLUMNS, in_force, plan_row, positive, rank
from carerecord.sections.contract import Section
from carerecord.sections.matters import about_mental_health, about_social_care


def claims(plan: Resource) -> bool:
    """Mental health and social care plans are seen by fewer people, and stand with those."""
    return not (about_mental_health(plan) or about_social_care(plan))


SECTION = Section(
    name="care_plans",
    title="Care plans and decisions made ahead",
    noun=("care plan", "care plans"),
    page="care-plans",
    feature="F22",
    resource_types=("CarePlan", "Goal", "Consent", "QuestionnaireResponse", "NutritionOrder"),
    claims=claims,
    row=plan_row,
    columns=COLUMNS,
    positive=positive,
    current=in_force,
    summary=in_force,
    rank=rank,
    fold="copies",
)
