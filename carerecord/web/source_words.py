"""Fixed sentences of the pages for the staff who connect sources (ux S23), a part of the catalogue in messages.py."""

from __future__ import annotations

SOURCES: dict[str, str] = {
    "sources.intro": (
        "As every worker of this region has seen them since it started, a few seconds ago. "
        "Nothing about any person is on this page."
    ),
    "sources.not-yours": (
        "Sources are for the staff who connect them. "
        "They are named in the configuration of the region."
    ),
    "sources.not-asked": "Not asked since the start",
    "sources.asked": "Asked",
    "sources.paused": "Paused: it failed several times in a row",
    "sources.paused.some": "Paused in {n} of {all} workers: it failed several times in a row",
    "sources.times": "Half within {half} s, 19 in 20 within {most} s",
    "sources.never-failed": "None since the start",
    "sources.outcome.pass": "Nothing is wrong with what was tried.",
    "sources.outcome.warn": "There is something to look at.",
    "sources.outcome.fail": "Something is wrong.",
    "sources.not-test": "Nobody was asked about: {why}.",
    "sources.number-hint": "Only invented people: numbers that begin with 999. It is written down.",
    "sources.undrawn": "Could not be drawn",
    "sources.before": (
        "Ten checks pass, with test people who have something in every section it shares.|"
        "A clinician who knows the source has compared what is shown with its own screens.|"
        "The clinical safety officer has signed the hazards of this source.|"
        "The data sharing agreement is in force, and its organisation is live."
    ),
}
