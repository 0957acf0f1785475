"""A privacy officer's cases: how they come up, what is decided, and what time and late evidence do (governance 3.12).

Others may import what is named here.
"""

from carerecord.insight.cases.contract import (
    CaseFile,
    CaseUnknown,
    Done,
    Figures,
    Filters,
    NotForOfficers,
    Reason,
    StepRefused,
)
from carerecord.insight.cases.jobs import Checked, Jobs, Post, last_checked
from carerecord.insight.cases.work import Cases, Listed, OneCase, Queue

__all__ = [
    "CaseFile",
    "CaseUnknown",
    "Cases",
    "Checked",
    "Done",
    "Figures",
    "Filters",
    "Jobs",
    "Listed",
    "NotForOfficers",
    "OneCase",
    "Post",
    "Queue",
    "Reason",
    "StepRefused",
    "last_checked",
]
