"""What PDS answers, read: one person, nobody, a number withdrawn, or too many to choose from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from carerecord.connectors.contract import SourceFault, SourceUnreadable
from carerecord.connectors.http import Reply, refuse_bad_status
from carerecord.connectors.pds.person import person_in
from carerecord.contract import Person, Resource
from carerecord.fhir import as_dict, as_list, codings

Outcome = Literal["found", "unknown", "withdrawn", "unsure"]
WITHDRAWN = "INVALIDATED_RESOURCE"
NOBODY = frozenset({"RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"})
TOO_MANY = "TOO_MANY_MATCHES"


@dataclass(frozen=True, slots=True)
class Traced:
    """What the national index knows. The person has no id: that is the region's to give."""

    outcome: Outcome
    person: Person | None = None


def retrieved(reply: Reply, today: str) -> Traced:
    """The answer to a retrieve by NHS number; its person may have another number by now. Raises a `SourceError`."""
    if reply.status in (400, 404):
        return _refused(_codes(reply.body))
    return Traced("found", _person(_resource(reply), today))


def searched(reply: Reply, today: str) -> Traced:
    """The answer to a trace by details: one unique match, or none of use. Raises a `SourceError`."""
    answer = _resource(reply)
    if answer.get("resourceType") == "OperationOutcome" and TOO_MANY in _codes_in(answer):
        return Traced("unsure")
    if answer.get("resourceType") != "Bundle":
        raise SourceUnreadable
    entries = map(as_dict, as_list(answer.get("entry")))
    people = [_person(as_dict(one.get("resource")), today) for one in entries]
    if not people:
        return Traced("unknown")
    return Traced("found", people[0]) if len(people) == 1 else Traced("unsure")


def _refused(codes: frozenset[str]) -> Traced:
    """Codes of the Spine; without one that is known here, the answer is no answer about a person."""
    if WITHDRAWN in codes:
        return Traced("withdrawn")
    if codes & NOBODY:
        return Traced("unknown")
    raise SourceFault


def _person(patient: Resource, today: str) -> Person:
    person = person_in(patient, today)
    if person is None:
        raise SourceUnreadable
    return person


def _resource(reply: Reply) -> Resource:
    refuse_bad_status(reply.status)
    try:
        answer: Resource = msgspec.json.decode(reply.body, type=dict)
    except (ValueError, RecursionError):
        raise SourceUnreadable from None
    return answer


def _codes(body: bytes) -> frozenset[str]:
    try:
        return _codes_in(msgspec.json.decode(body, type=dict))
    except (ValueError, RecursionError):
        return frozenset()


def _codes_in(outcome: Resource) -> frozenset[str]:
    issues = map(as_dict, as_list(outcome.get("issue")))
    return frozenset(one.code for issue in issues for one in codings(issue.get("details")))
