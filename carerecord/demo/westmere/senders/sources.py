"""Who sends: Westmere's wards, its laboratory, its council and its community hospital."""

from __future__ import annotations

from carerecord.demo.sources import BEYOND, DemoSource

EVERY_HOURS = 0.05
"""Each is expected this often, so that a sender that was stopped is seen to be silent within minutes."""

WARDS = DemoSource(
    "westmere-wards", "Westmere Royal wards", "Royal wards", "acute",
    BEYOND.organisation, "01632 960202",
    ("admissions", "attendances", "discharges", "results", "reports"), "hl7v2",
)  # fmt: skip
LABORATORY = DemoSource(
    "westmere-laboratory", "Westmere Laboratory", "Westmere lab", "laboratory",
    "RNW61", "01632 960261", ("results", "reports"), "edifact",
)  # fmt: skip
COUNCIL = DemoSource(
    "westmere-council", "Westmere Council", "Westmere council", "social-care",
    "RNW41", "01632 960241", ("social_care", "care_plans", "contacts"), "csv_drop",
)  # fmt: skip
LETTERS = DemoSource(
    "westmere-letters", "Westmere Community Hospital", "Westmere community", "community",
    "RNW22", "01632 960222", ("letters", "documents", "discharge_summaries"), "documents",
)  # fmt: skip

SENDERS = (WARDS, LABORATORY, COUNCIL, LETTERS)
LISTENED_FOR = (WARDS, LETTERS)
"""Those whose messages come to a port; the others put files into a folder."""
