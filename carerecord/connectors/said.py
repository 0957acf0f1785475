"""What a source's own codes say about an answer, as states and words: one table for every protocol (SRC-2).

The codes are those of GP Connect: Spine error codes in an OperationOutcome, and the warning codes of its Lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from carerecord.connectors.contract import (
    PersonNotFound,
    PersonWithheld,
    SourceError,
    SourceRefused,
)
from carerecord.contract import Resource, State
from carerecord.fhir import LIST_WARNINGS, as_dict, as_list, codings, first_text, text_of


@dataclass(frozen=True, slots=True)
class Said:
    """`words` complete “{source}: …”. Never “no data”: that somebody dissented is not that nothing is held (OPT-5)."""

    state: State
    words: str


SAID: Mapping[str, Said] = {
    "NO_PATIENT_CONSENT": Said("withheld", "the patient has asked the practice not to share"),
    "NO_ORGANISATION_CONSENT": Said("withheld", "the organisation has not agreed to share with us"),
    "ACCESS_DENIED": Said("failed", "refused us"),
    "NOT_AUTHORISED": Said("failed", "refused us"),
    # May mean sensitive, deceased, not registered or truly absent: never “not registered”.
    "PATIENT_NOT_FOUND": Said("not-found", "no record available"),
    "NO_RECORD_FOUND": Said("not-found", "no record available"),
    "INVALID_NHS_NUMBER": Said("not-found", "no record available"),
    "INVALID_PATIENT_DEMOGRAPHICS": Said("not-found", "no record available"),
    **{code: Said("partial", words) for code, words in LIST_WARNINGS.items()},
}


def said_in(outcome: Resource) -> Said | None:
    """The first code of an OperationOutcome that the table knows."""
    return next((SAID[code] for code in _codes(outcome) if code in SAID), None)


def refusal_in(body: bytes) -> SourceError | None:
    """The error an OperationOutcome with an error status means; None when it names none that is known here."""
    said = said_in(_outcome_in(body))
    if said is None:
        return None
    if said.state == "withheld":
        return PersonWithheld(said.words)
    if said.state == "failed":
        return SourceRefused(said.words)
    return PersonNotFound() if said.state == "not-found" else None


def is_about_nobody(body: bytes) -> bool:
    """404 in FHIR's own words is an answer about the person; without them, or with `not-supported`, a wrong address."""
    outcome = _outcome_in(body)
    codes = [as_dict(issue).get("code") for issue in as_list(outcome.get("issue"))]
    return bool(outcome) and "not-supported" not in codes


def _outcome_in(body: bytes) -> Resource:
    """Empty where the body is none."""
    try:
        outcome: Resource = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=dict)
    except (ValueError, RecursionError):
        return {}
    return outcome if outcome.get("resourceType") == "OperationOutcome" else {}


def is_short(outcome: Resource) -> bool:
    """Anything but information: a warning beside an answer says that something is left out."""
    issues = [as_dict(issue) for issue in as_list(outcome.get("issue"))]
    return any(issue.get("severity") not in ("information", "success") for issue in issues)


def words_in(outcome: Resource) -> Iterator[str]:
    """The source's own words; for a code without any, those of the table (SRC-2)."""
    for issue in as_list(outcome.get("issue")):
        element = as_dict(issue)
        details = as_dict(element.get("details"))
        displays = (coding.display for coding in codings(details))
        known = said_in({"issue": [issue]})
        words = first_text(
            details.get("text"),
            *displays,
            known.words if known else "",
            text_of(details),
            element.get("diagnostics"),
            element.get("code"),
        )
        if words:
            yield words


def _codes(outcome: Resource) -> Iterator[str]:
    for issue in map(as_dict, as_list(outcome.get("issue"))):
        yield from (coding.code for coding in codings(issue.get("details")))
