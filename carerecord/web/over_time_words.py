"""What the timeline, contacts and the charts of results say of themselves (ux S10, S12, S13)."""

from __future__ import annotations

OVER_TIME: dict[str, str] = {
    "results.tab.": "Latest of each test",
    "results.tab.outside": "Outside reference",
    "results.tab.reports": "By report",
    "results.tab.imaging": "Imaging",
    "results.tab.microbiology": "Microbiology",
    "results.tab.observations": "Observations",
    "results.tab.all": "Every result",
    "results.list.imaging": "Imaging reports",
    "results.list.microbiology": "Microbiology reports",
    "results.list.observations": "Every observation and measurement",
    "results.narrowed": "A report whose source does not say its kind is under By report.",
    "results.narrowed.none": "No report is said to be of this kind by the sources that answered.",
    "results.narrowed.none.words": (
        "This does not mean that none was made. A report whose source does not say its kind is under By report."
    ),
    "results.outside.end": (
        "{n} of {tests} here: the latest value was sent with a flag. A value that was sent without one is "
        "not here, whatever it is."
    ),
    "results.outside.none": (
        "No latest value was sent with a flag, by the sources that answered. A value that was sent "
        "without one is not here, whatever it is."
    ),
    "hiding.show": "Show",
    "hiding.nothing": "Nothing is hidden",
    "hiding.hidden": "Hidden: {names}, {n}.",
    "hiding.show-all": "Show all",
    "contacts.coming": "Coming up",
    "contacts.time.soon": "Next 12 weeks",
    "contacts.time.later": "Later than 12 weeks",
    "contacts.time.planned": "Planned, day not recorded",
    "contacts.time.off": "Will not happen",
    "contacts.recent": "Now and past 12 months",
    "contacts.time.now": "Now",
    "contacts.time.past": "Past 12 months",
    "contacts.older": "Older",
    "contacts.time.older": "",
    "contacts.time.undated": "Day not recorded",
    "contacts.coming.none": "Nothing planned is recorded in the sources that answered.",
    "contacts.recent.none": "No contact of the past 12 months is recorded in the sources that answered.",
    "contacts.older.none": "No older contact is recorded in the sources that answered.",
    "contacts.none": "This does not mean there is none.",
    "contacts.none.hidden": "None of what is shown.",
    "contacts.planned": "Planned for",
    "contacts.happened": "What happened",
    "contacts.nothing-since": "Its day is past, and nothing says what came of it",
    "contacts.appointment": "Appointment",
    "timeline.every-hidden": "Every event is hidden.",
    "timeline.drawing": "The time is for the drawing. Every event of what is shown is listed below it.",
    "trend.all": "All {values}",
    "trend.at-least": "At least {values}",
    "trend.range": "Drawn",
    "trend.range.3-months": "3 months",
    "trend.range.1-year": "1 year",
    "trend.range.3-years": "3 years",
    "trend.range.10-years": "10 years",
    "trend.range.fit": "Fit to data",
    "trend.drawn": "The chart has {n} of the {all} values. Every value is in the table below.",
    "trend.few": "Fewer than two plain numbers for a chart.",
    "trend.no-flag": "None sent",
    "trend.limits": "A hollow mark with an arrow was sent as less or more than that.",
    "trend.laboratories": "A line joins values of one laboratory alone:",
}
