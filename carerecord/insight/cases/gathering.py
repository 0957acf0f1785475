"""The facts for finding unusual views, from what the platform keeps: the log, evidence, the index of people.

A view's own entry says what it was decided on and which ties were found then; addresses and names of staff are
not read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from carerecord.access.evidence.store import EvidenceStore, Kept
from carerecord.audit import Entry
from carerecord.contract import Person
from carerecord.identity import People
from carerecord.insight.unusual import Access, Care, Known, Somebody, StaffMember

TIES = {"OWN-1": "own", "OWN-3": "related", "OWN-4": "colleague", "OWN-5": "watched"}
"""The rules by which a decision says of a tie, whatever it was found by."""
DECLARED = {"LR-16": "emergency", "LR-14": "claimed"}
SENSITIVE = frozenset({"mental_health", "social_care", "safeguarding"})
DOCUMENTS = "DocumentReference"


@dataclass(frozen=True, slots=True)
class Gathered:
    accesses: list[Access]
    known: Known
    evidence: Mapping[str, Sequence[Kept]]  # by person


async def gather(entries: Sequence[Entry], people: People, evidence: EvidenceStore) -> Gathered:
    """`entries`: of a span of time, of every kind; those that open a record are the views."""
    opens = [one for one in entries if one.kind == "open" and one.viewer]
    shown = _shown(entries)
    held: dict[str, Sequence[Kept]] = {}
    known: dict[str, Somebody] = {}
    for person_id in {one.person_id for one in opens}:
        held[person_id] = await evidence.of_person(person_id)
        if person := await people.by_id(person_id):
            known[person_id] = somebody(person, person_id)
    return Gathered(
        accesses=[access(one, held[one.person_id], shown.get(one.view_id, ())) for one in opens],
        known=Known(
            care=[care(kept) for several in held.values() for kept in several if _is_care(kept)],
            staff=_staff(opens),
            people=known.values(),
            ties=_ties(opens),
        ),
        evidence=held,
    )


def _shown(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for one in entries:
        if one.kind == "shown":
            found.setdefault(one.view_id, []).append(one)
    return found


def access(entry: Entry, evidence: Sequence[Kept], shown: Sequence[Entry]) -> Access:
    """One view as its entries tell it."""
    viewer = entry.viewer
    if viewer is None:
        raise ValueError("a view is somebody's")
    used = frozenset(entry.body.get("evidence", ()))
    kinds = {kept.evidence.kind for kept in evidence if kept.evidence.id in used}
    items = [item for one in shown for several in _sections(one).values() for item in several]
    return Access(
        id=entry.entry_id,
        at=entry.at,
        viewer=viewer.id,
        person=entry.person_id,
        role=viewer.role,
        organisation=viewer.organisation,
        session=viewer.session,
        declared=next((name for kind, name in DECLARED.items() if kind in kinds), ""),
        encounter="LR-12" in kinds,
        sensitive=any(_sections(one).get(name) for one in shown for name in SENSITIVE),
        documents=sum(DOCUMENTS in item for item in items),
        evidence=used,
    )


def _sections(entry: Entry) -> Mapping[str, Sequence[str]]:
    said = entry.body.get("sections")
    return said if isinstance(said, dict) else {}


def _is_care(kept: Kept) -> bool:
    """Said by a system of record, or by a home of its own residents."""
    return kept.evidence.strength == "S3" or kept.evidence.kind == "LR-7"


def care(kept: Kept) -> Care:
    one = kept.evidence
    return Care(
        id=one.id,
        person=one.person_id,
        kind=one.kind,
        holder_kind=one.holder_kind,
        holder=one.holder,
        starts=one.starts,
        ends=_earlier(one.ends, kept.ended),
        recorded=kept.recorded,
        words=one.words,
    )


def _earlier(ends: datetime | None, ended: datetime | None) -> datetime | None:
    known = [one for one in (ends, ended) if one]
    return min(known) if known else None


def _staff(opens: Iterable[Entry]) -> list[StaffMember]:
    """By the family name they signed in with."""
    named = {one.viewer.id: one.viewer for one in opens if one.viewer}
    return [
        StaffMember(id=id, family=viewer.name.split()[-1], organisation=viewer.organisation)
        for id, viewer in named.items()
        if viewer.name.split()
    ]


def somebody(person: Person, person_id: str) -> Somebody:
    number = person.nhs_number
    return Somebody(
        id=person_id,
        family=person.family,
        protected=person.protected,
        number=int(number[:9]) if number else 0,  # the tenth is a check digit
    )


def _ties(opens: Iterable[Entry]) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for one in opens:
        said = {TIES[rule] for rule, _ in one.body.get("obligations", ()) if rule in TIES}
        if said and one.viewer:
            pair = one.viewer.id, one.person_id
            found[pair] = found.get(pair, frozenset()) | said
    return found
