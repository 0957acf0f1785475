"""AL1 of any message: what the person is allergic to, as the hospital has it, read into R4. Pure (HL7 2.4, 3.4.6).

A message that says fewer takes none away: it may not list all that its hospital knows. So `""` deletes nothing here either.
"""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.connectors.hl7v2.coded import concept, name_of
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived
from carerecord.connectors.pushed import Names, own_id, without_empty
from carerecord.contract import Resource

_CATEGORIES = {
    "DA": "medication",
    "FA": "food",
    "AA": "environment",
    "EA": "environment",
    "LA": "environment",
    "PA": "environment",
}
"""AL1-2 (HL7 table 0127)."""
_KINDS = {"": "", "MA": "", "MC": "contraindication"}
"""Of those with no category; MA is any other allergy, and one that is not here is told as sent."""
_SEVERITIES = {"SV": "severe", "MO": "moderate", "MI": "mild"}
"""AL1-4 (HL7 table 0128): of the reaction; of one that nobody named it is told in words."""
_SAYS_SOMETHING = (2, 4, 5, 6)
"""Fields of one that names no substance and is none the less told."""


def allergies(arrived: Arrived) -> tuple[Resource, ...]:
    return tuple(_allergies(arrived))


def _allergies(arrived: Arrived) -> Iterator[Resource]:
    names = Names()
    for al1 in arrived.message.all("AL1"):
        sent = [one for one in al1.repetitions(3) if concept(al1, 3, of=one)]
        for one in sent or ([""] if _is_told_unnamed(al1) else []):
            code = concept(al1, 3, of=one) or {"text": "Not named by the source"}
            own = own_id("allergy", names.apart(name_of(al1, 3, of=one)))
            yield _allergy(own, al1, code, arrived)


def _is_told_unnamed(al1: Segment) -> bool:
    return not al1.is_deleted(3) and any(al1.text(one) for one in _SAYS_SOMETHING)


def _allergy(own: str, al1: Segment, code: Resource, arrived: Arrived) -> Resource:
    category = _CATEGORIES.get(al1.text(2), "")
    seen = [words for one in al1.repetitions(5) if (words := _said(al1, 5, of=one))]
    severity = _SEVERITIES.get(al1.text(4), "") if seen else ""
    reaction = {"manifestation": [{"text": words} for words in seen], "severity": severity}
    return without_empty({
        "resourceType": "AllergyIntolerance",
        "id": own,
        "category": [category] if category else [],
        "code": code,
        "patient": arrived.subject,
        "recordedDate": date_time(al1.text(6), arrived.zone),
        "reaction": [without_empty(reaction)] if seen else [],
        "note": [{"text": words} for words in _in_words(al1, category, severity, arrived)],
    })  # fmt: skip


def _in_words(al1: Segment, category: str, severity: str, arrived: Arrived) -> Iterator[str]:
    """What no element holds."""
    kind, how, when = al1.text(2), al1.text(4), al1.text(6)
    if not category and (words := _KINDS.get(kind, _said(al1, 2))):
        yield f"Kind: {words}"
    if how and not severity:
        yield f"Severity: {_SEVERITIES.get(how, _said(al1, 4))}"
    if when and not date_time(when, arrived.zone):
        yield f"Identified: {when}"


def _said(al1: Segment, field: int, of: str | None = None) -> str:
    return al1.words(field, 2, of=of) or al1.words(field, of=of)
