"""Every story by name; `people.lives` says who has it and which sources it is told in."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories import (
    cancer,
    children,
    everyday,
    gibson,
    hospital,
    later_life,
    long_term,
    mind,
    named,
    pregnancy,
    psychosis,
    restricted,
    years,
)

STORIES: dict[str, Callable[[Record, Random], None]] = {
    "registered": everyday.registered,
    "childhood": children.childhood,
    "grown-up-vaccines": everyday.grown_up_vaccines,
    "allergies": everyday.allergies,
    "check-ups": everyday.check_ups,
    "minor-illness": everyday.minor_illness,
    "family-history": everyday.family_history,
    **long_term.TELL,
    "depression": mind.low_mood,
    "stroke": hospital.stroke,
    "pregnancy": pregnancy.pregnancy,
    "fall": hospital.fall,
    "dementia": mind.dementia,
    "psychosis": psychosis.psychosis,
    "cancer": cancer.cancer,
    "learning-disability": mind.learning_disability,
    "emergency-visit": everyday.emergency_visit,
    "social-care": later_life.social_care,
    "end-of-life": later_life.end_of_life,
    "urgent-plan": later_life.urgent_plan,
    "coming-up": everyday.coming_up,
    "care-home": later_life.care_home,
    "in-hospital-now": hospital.in_hospital_now,
    "safeguarded": children.safeguarded,
    "newborn-days": children.newborn_days,
    "died": later_life.died,
    **gibson.TELL,
    "allergies-disagree": named.allergies_disagree,
    "two-sources": named.two_sources,
    "assisted-conception": restricted.assisted_conception,
    **years.TELL,
}
