"""What a viewer may say for themselves about one person: which reasons, which words, for how long.

Five kinds, in the order they are asked. Each becomes evidence of that one viewer about that one person,
and each has a rule that says what it opens: nothing opens because of what stands here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from carerecord.access.contract import DeclarationKind, Evidence
from carerecord.contract import Viewer

SHORTEST, LONGEST = 10, 500  # characters, where words are required (BTG-3)
KINDS: tuple[DeclarationKind, ...] = get_args(DeclarationKind)
LONGEST_EMERGENCY = timedelta(hours=4)  # BTG-4
_REFERENCE = re.compile(r"\d")  # a reference number holds a digit (BTG-3)


class DeclarationIncomplete(ValueError):
    """The declaration was not complete; the message says what is missing, for the viewer."""


class DeclarationsUnusable(Exception):
    """`declarations.toml` cannot be read or leaves a kind out; the message says which."""


@dataclass(frozen=True, slots=True)
class DeclarationReason:
    """A reason that may be given. `national` is the code of the Summary Care Record's alert."""

    code: str
    words: str
    hint: str = ""
    national: str = ""
    words_required: bool = False
    reference_required: bool = False  # a legal reason: its number stands in the words
    offered: bool = True  # on the page; the others are for those who administer


def _emergency(
    code: str, words: str, national: str, *, typed: bool = False, offered: bool = True
) -> DeclarationReason:
    return DeclarationReason(code, words, national=national, words_required=typed, offered=offered)


def _legal(code: str, words: str, national: str) -> DeclarationReason:
    reason = _emergency(code, words, national, typed=True, offered=False)
    return replace(reason, reference_required=True)


_DIED = (
    DeclarationReason("medical-examiner", "Review by a medical examiner"),
    DeclarationReason("bereavement", "Bereavement care, or a complaint"),
    DeclarationReason("coroner", "Asked for by a coroner"),
    DeclarationReason("safeguarding-review", "A safeguarding review"),
)
REASONS: Mapping[DeclarationKind, tuple[DeclarationReason, ...]] = MappingProxyType(
    {
        "LR-14": (
            DeclarationReason(
                "caring-now",
                "I am treating or caring for this person now",
                "Seen by my team today, or expected today",
                "4",
            ),
            DeclarationReason(
                "referred",
                "This person has been referred to my team",
                "Triage, referral review or planning a visit",
                "4",
            ),
            DeclarationReason(
                "following-up",
                "I am following up care",
                "Results, letters or a call after care I gave",
                "4",
            ),
            DeclarationReason(
                "asked-to-look", "This person asked me to look", "With me or on the phone", "4"
            ),
        ),
        "OWN-3": (
            DeclarationReason("not-related", "I am not related to this person"),
            DeclarationReason("only-one-here", "I am, and nobody else here can care for them now"),
        ),
        "DEC-1": _DIED,
        "SFL-3": (
            DeclarationReason("needed-for-care", "I need this document to care for the person"),
            DeclarationReason("safeguarding", "I need it to keep the person safe"),
        ),
        "LR-16": (
            _emergency(
                "life-at-risk", "Life at risk, or the person cannot speak for themselves", "5"
            ),
            _emergency("serious-risk", "Serious risk to the person or to someone else", "1"),
            _emergency("person-agrees", "The person agrees, now, with me", "4"),
            _emergency(
                "cannot-consent",
                "The person is unconscious, or cannot consent",
                "5",
                offered=False,
            ),
            _emergency(
                "relationship-unavailable",
                "The system that knows my link to this person is not working",
                "5",
                offered=False,
            ),
            _legal("statute", "Required by statute (give the reference)", "2"),
            _legal("court-order", "Required by a court order (give the reference)", "3"),
            _emergency("other", "Another reason (say which)", "6", typed=True, offered=False),
        ),
    }
)
"""For each kind, the reasons that may be given. The person's own agreement and that they cannot give it are
two reasons, and stay apart in the log (BTG-3)."""

_MADE: Mapping[DeclarationKind, str] = {
    "LR-14": "you said: “{}”",
    "OWN-3": "you said, because you may be related: “{}”",
    "DEC-1": "you said why it is needed after the person died: {}",
    "SFL-3": "you said why you need a document: {}",
    "LR-16": "you declared an emergency: {}",
}


def check(kind: DeclarationKind, reason_code: str, words: str) -> DeclarationReason:
    """The reason given. Raises DeclarationIncomplete, saying what is missing."""
    for reason in REASONS.get(kind, ()):
        if reason.code == reason_code:
            _check_words(reason, words.strip())
            return reason
    raise DeclarationIncomplete("Choose a reason.")


def _check_words(reason: DeclarationReason, words: str) -> None:
    if len(words) > LONGEST:
        raise DeclarationIncomplete(f"Use at most {LONGEST} characters.")
    if reason.words_required and len(words) < SHORTEST:
        raise DeclarationIncomplete(f"Say why, in at least {SHORTEST} characters.")
    if reason.reference_required and not _REFERENCE.search(words):
        raise DeclarationIncomplete("Give the reference number.")


def declaration(
    kind: DeclarationKind,
    evidence_id: str,
    viewer: Viewer,
    person_id: str,
    code: str,
    words: str,
    at: datetime,
) -> Evidence:
    """The evidence that a complete declaration makes: this viewer, this person, some hours (BTG-4).

    Raises DeclarationIncomplete. The viewer's own words are not in it: who stores it keeps them beside it.
    """
    reason = check(kind, code, words)
    return Evidence(
        id=evidence_id,
        kind=kind,
        person_id=person_id,
        holder_kind="user",
        holder=viewer.id,
        words=_MADE[kind].format(_continued(reason.words)),
        starts=at,
        ends=at + lasts()[kind],
        strength="BTG" if kind == "LR-16" else "S1",
        source=reason.code,
    )


def ends(evidence: Evidence) -> datetime | None:
    """When evidence ends; a declaration no later than its kind lasts, whatever its row says."""
    longest = lasts().get(evidence.kind)
    if longest is None:
        return evidence.ends
    latest = evidence.starts + longest
    return min(evidence.ends, latest) if evidence.ends else latest


@cache
def lasts() -> Mapping[str, timedelta]:
    """How long each kind stays in force, from `declarations.toml` of this package, read once."""
    return read(Path(__file__).with_name("declarations.toml").read_text("utf-8"))


def read(text: str) -> Mapping[str, timedelta]:
    """Raises DeclarationsUnusable: a wrong file stops the start."""
    try:
        hours = tomllib.loads(text)["hours"]
        found: dict[str, timedelta] = {kind: timedelta(hours=hours[kind]) for kind in KINDS}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DeclarationsUnusable(f"declarations.toml: {error}") from None
    if unknown := hours.keys() - found.keys():
        raise DeclarationsUnusable(f"declarations.toml: {min(unknown)} is not a declaration")
    if wrong := [kind for kind, long in found.items() if not timedelta() < long <= timedelta(1)]:
        raise DeclarationsUnusable(f"declarations.toml: {wrong[0]} lasts up to 24 hours")
    if found["LR-16"] > LONGEST_EMERGENCY:
        raise DeclarationsUnusable("declarations.toml: LR-16 lasts at most 4 hours (BTG-4)")
    return MappingProxyType(found)


def _continued(words: str) -> str:
    """Within a sentence; “I” stays as it is."""
    return words if words.startswith("I ") else f"{words[0].lower()}{words[1:]}"
