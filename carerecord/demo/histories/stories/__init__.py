"""Every story by name; `people.lives` says who has it and which sources it is told in."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories import (
    children,
    everyday,
    gibson,
    hospital,
    later_life,
    long_term,
    mind,
    named,
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
    "stroke": hospital.stroke,
    "pregnancy": hospital.pregnancy,
    "fall": hospital.fall,
    "dementia": mind.dementia,
    "psychosis": mind.psychosis,
    "cancer": hospital.cancer,
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
    **named.TELL,
}
