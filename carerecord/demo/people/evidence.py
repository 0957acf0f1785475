"""Why each member of staff may look: evidence drawn from what happened to each person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from carerecord.demo.people.contract import (
    HolderKind,
    InventedEvidence,
    InventedPerson,
    InventedStaff,
)
from carerecord.demo.people.places import PRACTICES
from carerecord.demo.sources import BY_ID

# Not at the front door today: opening these shows the refusal and emergency access.
_NOT_IN_EMERGENCY = frozenset({"superseded", "nothing-recorded", "resident-in-hospital"})
_EMERGENCY_ORDINARY = 5  # people without a case who are in the emergency department as well


def evidence_of(people: Iterable[InventedPerson], today: date) -> Iterator[InventedEvidence]:
    """All evidence. It starts at midnight, so that a region made early in the day can be used."""
    start = datetime.combine(today, time(), tzinfo=UTC)
    waiting = 0
    for person in people:
        in_emergency = bool(person.case) and person.case not in _NOT_IN_EMERGENCY
        if not person.case and waiting < _EMERGENCY_ORDINARY and not person.person.died:
            waiting += 1
            in_emergency = waiting % 2 == 1
        yield from _registered(person, start)
        if in_emergency:
            yield from _in_emergency(person, start, waiting)
        for told in person.stories:
            yield from _from_story(told, person, start)
        if person.care_home:
            yield _one(
                "LR-7", person, "organisation", "VNW01", "resident at Willow Court Care Home",
                start - timedelta(days=400), None, "eastfield-council",
            )  # fmt: skip


def with_care(
    staff: Iterable[InventedStaff], evidence: Iterable[InventedEvidence]
) -> tuple[InventedStaff, ...]:
    """Each member of staff with the NHS numbers their evidence names."""
    held: dict[tuple[str, str], dict[str, None]] = {}
    for one in evidence:
        held.setdefault((one.holder_kind, one.holder), {})[one.nhs_number] = None
    return tuple(
        replace(
            one,
            cares_for=tuple(
                dict.fromkeys(number for key in _holders(one) for number in held.get(key, ()))
            ),
        )
        for one in staff
    )


def _holders(one: InventedStaff) -> list[tuple[str, str]]:
    teams = [("team", team_of(one.organisation, team)) for team in one.teams]
    return [("user", one.username), *teams, ("organisation", one.organisation)]


def team_of(organisation: str, team: str) -> str:
    """A team's name in evidence: unique in the region."""
    return f"{organisation}/{team}"


def _one(
    kind: str, person: InventedPerson, holder_kind: HolderKind, holder: str, words: str,
    starts: datetime, ends: datetime | None, source: str,
) -> InventedEvidence:  # fmt: skip
    return InventedEvidence(
        kind, person.person.nhs_number, holder_kind, holder, words, starts, ends, source
    )


def _registered(person: InventedPerson, start: datetime) -> Iterator[InventedEvidence]:
    if practice := PRACTICES.get(person.practice):
        yield _one(
            "LR-1", person, "organisation", practice.code, f"registered at {practice.name}",
            start - timedelta(days=900), None, person.practice,
        )  # fmt: skip


def _in_emergency(
    person: InventedPerson, start: datetime, waiting: int
) -> Iterator[InventedEvidence]:
    minute = (41 + 7 * (person.index + waiting)) % 60
    hour = 6 + person.index % 3
    when = "09:41" if person.index == 0 else f"{hour:02d}:{minute:02d}"
    words, begins = f"in your emergency department since {when} today", start
    if person.person.died:
        words, begins = (
            "brought to your emergency department on the day of death",
            datetime.combine(date.fromisoformat(person.person.died), time(), tzinfo=UTC),
        )
    ends = begins + timedelta(days=28 if person.person.died else 7)
    for username in ("a.okafor", "j.mwangi", "i.moreau"):
        yield _one("LR-3", person, "user", username, words, begins, ends, "northgate-acute")


_STORY_EVIDENCE: dict[str, tuple[tuple[str, HolderKind, str, str, int], ...]] = {
    "gibson": (
        ("LR-6", "user", "l.fontaine", "on the caseload of Team B, Eastfield Community", 90),
        ("LR-6", "user", "t.adeyemi", "you are the allocated social worker", 90),
        ("LR-8", "user", "r.boyd", "on your ambulance incident today", 1),
        ("LR-11", "user", "f.rahmani", "medicines reviewed by your pharmacy team", 30),
        ("LR-10", "organisation", "FEP01", "prescription dispensed by Eastfield Pharmacy", 30),
    ),
    "psychosis": (
        (
            "LR-6",
            "organisation",
            BY_ID["lowland-mental-health"].organisation,
            "on the caseload of Lowland Mental Health",
            365,
        ),
    ),
    "fall": (
        (
            "LR-6",
            "organisation",
            BY_ID["eastfield-community"].organisation,
            "on the caseload of Team B",
            90,
        ),
    ),
    "social-care": (("LR-6", "user", "t.adeyemi", "receiving care arranged by your team", 365),),
    "safeguarded": (
        ("LR-6", "user", "b.novak", "on the caseload of your team", 365),
        ("LR-17", "user", "b.novak", "an open safeguarding case of your team", 365),
    ),
    "pregnancy": (("LR-6", "user", "e.tanaka", "booked with your maternity team", 120),),
    "newborn-days": (("LR-6", "user", "e.tanaka", "in the care of your maternity team", 28),),
    "in-hospital-now": (
        ("LR-2", "user", "s.amin", "admitted to Northgate ward 4 since 09:12 today", 30),
        ("LR-2", "user", "w.prentice", "admitted to Northgate ward 4 since 09:12 today", 30),
        ("LR-2", "user", "f.rahmani", "admitted to Northgate ward 4 since 09:12 today", 30),
        ("LR-8", "user", "k.solberg", "on your ambulance incident today", 1),
    ),
    "heart-failure": (("LR-4", "user", "h.lindqvist", "seen in your clinic this month", 90),),
}


def _from_story(told: str, person: InventedPerson, start: datetime) -> Iterator[InventedEvidence]:
    for kind, holder_kind, holder, words, days in _STORY_EVIDENCE.get(told, ()):
        yield _one(
            kind, person, holder_kind, holder, words, start, start + timedelta(days=days), ""
        )
