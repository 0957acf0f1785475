"""Care plans, goals and decisions made ahead (F22). The latest stands first; none is hidden by another."""

from __future__ import annotations

from carerecord.sections.care_plans.row import COLUMNS, in_force, plan_row, positive, rank
from carerecord.sections.contract import Section
from carerecord.sections.matters import about_neither

SECTION = Section(
    name="care_plans",
    title="Care plans and decisions made ahead",
    noun=("care plan", "care plans"),
    page="care-plans",
    feature="F22",
    resource_types=("CarePlan", "Goal", "Consent", "QuestionnaireResponse", "NutritionOrder"),
    claims=about_neither,  # the others are seen by fewer people, and stand apart
    row=plan_row,
    columns=COLUMNS,
    positive=positive,
    current=in_force,
    summary=in_force,
    rank=rank,
    fold="copies",
)
