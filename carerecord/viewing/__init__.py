"""One view from question to page; the only way to patient data. Faces import from here alone."""

from carerecord.viewing.contract import (
    Criteria,
    IdentityUnknown,
    Matches,
    RecordUnavailable,
    Released,
    SectionState,
    View,
)
from carerecord.viewing.records import Records

__all__ = [
    "Criteria",
    "IdentityUnknown",
    "Matches",
    "RecordUnavailable",
    "Records",
    "Released",
    "SectionState",
    "View",
]
