"""What is known, put where a view finds it: care by person, staff and people by id, how common a name is.

Family names are compared folded, and folded once, here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.identity.folding import family_key
from carerecord.insight.unusual.contract import Access, Care, Known, Somebody, StaffMember

FEW_PEOPLE = 200
"""Of fewer, how common a name is among them says little."""
MANY_PEOPLE = 12
"""So many people at one home or telephone are an institution, and say nothing of a household."""


@dataclass(frozen=True, slots=True)
class Facts:
    care: Mapping[str, tuple[Care, ...]]
    staff: Mapping[str, StaffMember]
    people: Mapping[str, Somebody]
    named: Mapping[str, int]  # family name → how many people have it
    told: Mapping[tuple[str, str], frozenset[str]]
    institutions: frozenset[str]

    def share_named(self, family: str) -> float:
        """How likely somebody met by chance has this family name."""
        return (self.named.get(family, 0) + 1) / (max(len(self.people), FEW_PEOPLE) + 1)


def facts_of(known: Known) -> Facts:
    people = {one.id: replace(one, family=family_key(one.family)) for one in known.people}
    held = Counter(
        key for one in people.values() for key in (*one.homes, *one.phones, *one.former_homes)
    )
    return Facts(
        care=_by_person(known.care),
        staff={one.id: replace(one, family=family_key(one.family)) for one in known.staff},
        people=people,
        named=Counter(one.family for one in people.values() if one.family),
        told=known.ties,
        institutions=frozenset(key for key, many in held.items() if many >= MANY_PEOPLE),
    )


def _by_person(care: Iterable[Care]) -> dict[str, tuple[Care, ...]]:
    found: dict[str, list[Care]] = defaultdict(list)
    for one in care:
        found[one.person].append(one)
    return {person: tuple(several) for person, several in found.items()}


def held_by(care: Care, access: Access) -> bool:
    """By the viewer, their session, a team of theirs, or their organisation; or it is what was decided on."""
    if care.id and care.id in access.evidence:
        return True
    match care.holder_kind:
        case "user":
            return care.holder == access.viewer
        case "session":
            return bool(access.session) and care.holder == access.session
        case "team":
            return care.holder in access.teams
        case "organisation":
            return care.holder == access.organisation


def of_organisation(care: Care, access: Access, organisations: Mapping[str, str]) -> bool:
    """Of the viewer's organisation in whatever way: itself, or one of its teams."""
    if care.holder_kind == "organisation":
        return care.holder == access.organisation
    return (
        care.holder_kind == "team" and organisations.get(care.holder) == access.organisation != ""
    )


def in_force(care: Care, at: datetime) -> bool:
    return care.starts <= at and (care.ends is None or care.ends > at)
