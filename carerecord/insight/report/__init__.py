"""“Who has looked at your record”: the report a person gets, on screen and as a letter, and what they ask of it.

Others may import what is named here. It reads the audit log and opens no record; PAT-1 to PAT-8.
"""

from carerecord.insight.report.contract import (
    REFUSALS,
    AboutYourself,
    Asked,
    Exclusion,
    Line,
    Look,
    NotInOrder,
    Report,
    Request,
    Unknown,
)
from carerecord.insight.report.desk import ReportDesk
from carerecord.insight.report.leaving_out import WORDS as LEFT_OUT_WORDS
from carerecord.insight.report.letter import (
    VERSIONS,
    LetterUnavailable,
    as_html,
    as_pdf,
    paper,
    said_of,
    spoken,
)
from carerecord.insight.report.matters import ANSWERS, Holding, Matter
from carerecord.insight.report.register import Shared
from carerecord.insight.report.reports import Made
from carerecord.insight.report.words import say

__all__ = [
    "ANSWERS",
    "LEFT_OUT_WORDS",
    "REFUSALS",
    "VERSIONS",
    "AboutYourself",
    "Asked",
    "Exclusion",
    "Holding",
    "LetterUnavailable",
    "Line",
    "Look",
    "Made",
    "Matter",
    "NotInOrder",
    "Report",
    "ReportDesk",
    "Request",
    "Shared",
    "Unknown",
    "as_html",
    "as_pdf",
    "paper",
    "said_of",
    "say",
    "spoken",
]
