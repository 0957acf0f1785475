"""A privacy officer's cases: how they come up, what is decided, and what time and late evidence do (governance 3.12).

Others may import what is named here.
"""

from carerecord.insight.cases.checked import Checked, verifying
from carerecord.insight.cases.coming import Coming
from carerecord.insight.cases.contract import (
    BY_OFFICERS,
    CaseFile,
    CaseUnknown,
    Done,
    Figures,
    Filters,
    NotForOfficers,
    Question,
    Reason,
    StepRefused,
)
from carerecord.insight.cases.jobs import Jobs
from carerecord.insight.cases.limits import Kept
from carerecord.insight.cases.limits import as_csv as times_as_csv
from carerecord.insight.cases.post import Post
from carerecord.insight.cases.seeing import Seen
from carerecord.insight.cases.source_logs import SourceLogs
from carerecord.insight.cases.staff import KnownStaff
from carerecord.insight.cases.store import BY_RULE
from carerecord.insight.cases.work import Cases, Listed, OneCase, Queue, key_of

__all__ = [
    "BY_OFFICERS",
    "BY_RULE",
    "CaseFile",
    "CaseUnknown",
    "Cases",
    "Checked",
    "Coming",
    "Done",
    "Figures",
    "Filters",
    "Jobs",
    "Kept",
    "KnownStaff",
    "Listed",
    "NotForOfficers",
    "OneCase",
    "Post",
    "Question",
    "Queue",
    "Reason",
    "Seen",
    "SourceLogs",
    "StepRefused",
    "key_of",
    "times_as_csv",
    "verifying",
]
