"""What a region is filled with, whoever its people are: invented ones, or those of somebody's bundles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

from carerecord.contract import Person
from carerecord.demo.folder import Made
from carerecord.demo.people import (
    InventedEvidence,
    InventedPerson,
    InventedStaff,
    invent_region,
)
from carerecord.demo.people.contract import ObjectionState
from carerecord.demo.people.evidence import team_of

EMERGENCY_DOCTOR = "a.okafor"
_STAFF_OF = 60  # a region of this many people has every member of staff
_CARED_FOR = 0.4  # of the people of bundles, by any member of staff but the emergency doctor


@dataclass(frozen=True, slots=True)
class Contents:
    people: tuple[Person, ...]
    staff: tuple[InventedStaff, ...]
    evidence: tuple[InventedEvidence, ...]
    cases: Mapping[str, str] = field(default_factory=dict)  # NHS number → named case
    objections: Mapping[str, ObjectionState] = field(default_factory=dict)
    superseded: Mapping[str, str] = field(default_factory=dict)
    invented: tuple[InventedPerson, ...] = ()  # empty when the people came in bundles

    def cared_for(self, member: InventedStaff) -> list[str]:
        """NHS numbers this member has evidence for: their own, their teams', their organisation's."""
        mine = {("user", member.username), ("organisation", member.organisation)}
        mine |= {("team", team_of(member.organisation, team)) for team in member.teams}
        return list(
            dict.fromkeys(
                one.nhs_number for one in self.evidence if (one.holder_kind, one.holder) in mine
            )
        )


def invented_contents(made: Made) -> Contents:
    region = invent_region(made.seed, made.people, made.day)
    return Contents(
        people=tuple(one.person for one in region.people),
        staff=region.staff,
        evidence=region.evidence,
        cases={one.person.nhs_number: one.case for one in region.people if one.case},
        objections=region.objections,
        superseded=region.superseded,
        invented=region.people,
    )


def contents_of_bundles(made: Made, people: tuple[Person, ...]) -> Contents:
    """The same staff as an invented region; the emergency doctor cares for everyone, others for some."""
    staff = invent_region(made.seed, _STAFF_OF, made.day).staff
    start = datetime.combine(made.day, time(0, 0), tzinfo=UTC) - timedelta(hours=1)
    chance = Random(f"{made.seed}/evidence")
    evidence = tuple(
        InventedEvidence(
            kind="LR-3" if member.username == EMERGENCY_DOCTOR else "LR-5",
            nhs_number=person.nhs_number,
            holder_kind="user",
            holder=member.username,
            words=_words(member),
            starts=start,
            source="northgate-acute",
        )
        for member in staff
        if member.role != "privacy-officer"
        for person in people
        if member.username == EMERGENCY_DOCTOR or chance.random() < _CARED_FOR
    )
    return Contents(people, staff, evidence + tuple(_after_death(people)))


def _after_death(people: tuple[Person, ...]) -> Iterator[InventedEvidence]:
    """The emergency doctor has said why the records of the dead are needed, so that each can be seen today."""
    for person in people:
        if person.died:
            yield InventedEvidence(
                kind="DEC-1",
                nhs_number=person.nhs_number,
                holder_kind="user",
                holder=EMERGENCY_DOCTOR,
                words="you said why it is needed after the person died: a medical examiner’s review",
                starts=datetime.now(UTC),
                source="medical-examiner",
            )


def _words(member: InventedStaff) -> str:
    if member.username == EMERGENCY_DOCTOR:
        return "in your emergency department today"
    return f"referred to {member.organisation_name}"
