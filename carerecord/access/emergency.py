"""Break-glass (governance 3.6): which reasons may be given, and what a declaration becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access.contract import Evidence
from carerecord.access.evidence.held import EMERGENCY, EMERGENCY_LASTS
from carerecord.contract import Viewer

SHORTEST, LONGEST = 10, 500  # characters, where words are required (BTG-3)


@dataclass(frozen=True, slots=True)
class EmergencyReason:
    """A reason that may be given. `national` is the code of the Summary Care Record's alert."""

    code: str
    words: str
    national: str
    words_required: bool = False
    offered: bool = True  # one of the three on the page; the rest are for those who administer


REASONS = (
    EmergencyReason("life-at-risk", "Life at risk, or the person cannot speak for themselves", "5"),
    EmergencyReason("serious-risk", "Serious risk to the person or to someone else", "1"),
    EmergencyReason("person-agrees", "The person agrees, now, with me", "4"),
    EmergencyReason(
        "relationship-unavailable",
        "The system that knows my link to this person is not working",
        "5",
        offered=False,
    ),
    EmergencyReason(
        "statute", "Required by statute (give the reference)", "2", True, offered=False
    ),
    EmergencyReason(
        "court-order", "Required by a court order (give the reference)", "3", True, offered=False
    ),
    EmergencyReason("other", "Another reason (say which)", "6", True, offered=False),
)
BY_CODE = {reason.code: reason for reason in REASONS}


class EmergencyNotDeclared(ValueError):
    """The declaration was not complete; the message says what is missing, for the viewer."""


def declaration(
    evidence_id: str, viewer: Viewer, person_id: str, code: str, words: str, at: datetime
) -> Evidence:
    """The evidence that a complete declaration makes: this viewer, this person, four hours (BTG-4)."""
    reason = check(code, words)
    return Evidence(
        id=evidence_id,
        kind=EMERGENCY,
        person_id=person_id,
        holder_kind="user",
        holder=viewer.id,
        words=f"you declared an emergency: {reason.words[0].lower()}{reason.words[1:]}",
        starts=at,
        ends=at + EMERGENCY_LASTS,
        strength="BTG",
        source=reason.code,
    )


def check(code: str, words: str) -> EmergencyReason:
    reason = BY_CODE.get(code)
    if reason is None:
        raise EmergencyNotDeclared("Choose a reason.")
    length = len(words.strip())
    if length > LONGEST:
        raise EmergencyNotDeclared(f"Use at most {LONGEST} characters.")
    if reason.words_required and length < SHORTEST:
        raise EmergencyNotDeclared(f"Say why, in at least {SHORTEST} characters.")
    return reason
