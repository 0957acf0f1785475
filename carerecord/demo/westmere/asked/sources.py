"""Who is asked: the services around Westmere's hospital."""

from __future__ import annotations

from dataclasses import replace

from carerecord.demo.sources import DemoSource

FOLDERS = DemoSource(
    "westmere-folders", "Westmere Document Service", "Document service", "community",
    "RNW23", "01632 960223", ("documents", "letters"), "mhd",
)  # fmt: skip
GATEWAY = DemoSource(
    "westmere-gateway", "West Community Documents", "West community", "community",
    "RNW24", "01632 960224", ("documents", "letters"), "xds",
)  # fmt: skip
LOCATOR = DemoSource(
    "westmere-locator", "Record Locator", "Locator", "care-plan",
    "RNW51", "01632 960251", ("documents", "letters", "care_plans"), "nrl",
)  # fmt: skip
VACCINATIONS = DemoSource(
    "westmere-immunisations", "Immunisation Record", "Immunisations", "child-health",
    "RNW81", "01632 960281", ("immunisations",), "immunisation",
)  # fmt: skip
TRACKER = DemoSource(
    "westmere-tracker", "Westmere Prescription Tracker", "Tracker", "pharmacy",
    "RNW71", "01632 960271", ("medicines", "prescriptions"), "prescriptions",
)  # fmt: skip
BOOKINGS = DemoSource(
    "westmere-bookings", "Westmere Eye Clinic", "Eye clinic", "acute",
    "RNW03", "01632 960203", ("appointments", "clinics", "referrals"), "bars",
)  # fmt: skip
SUMMARY = DemoSource(
    "westmere-summary", "Summary Care Record", "SCR", "gp",
    "RNW13", "01632 960213", ("emergency_summaries", "allergies", "medicines"), "scr",
    "the person must have said yes to you first",
)  # fmt: skip

_ALL = (FOLDERS, GATEWAY, LOCATOR, VACCINATIONS, TRACKER, BOOKINGS, SUMMARY)
ASKED = tuple(replace(one, asked_by="QNW01") for one in _ALL)
