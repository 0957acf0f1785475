"""People, households, staff and teams. What differs from seed to seed is in `Assumptions`, and written in
docs/explanation/unusual-access.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from carerecord.insight.unusual import Somebody, StaffMember


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody knows of a real region, drawn anew for each seed."""

    unknown: float  # share of care events that no feed tells of
    late: float  # share that is told of hours later
    surnames: int
    steep: float  # of the surnames' distribution: 0 = all alike
    same_name: float  # share of a household with one name
    kin_known: float  # share of families of whom a next of kin is recorded
    local: float  # share of staff who live in the region
    former_known: float  # share of moves of which the old address is recorded
    nights: float  # share of staff on rotas round the clock
    launched: float  # share of hospital views that come with an open encounter

    @classmethod
    def drawn(cls, random: Random) -> Assumptions:
        return cls(
            unknown=random.uniform(0.02, 0.10),
            late=random.uniform(0.02, 0.15),
            surnames=random.randint(1_500, 6_000),
            steep=random.uniform(0.6, 1.1),
            same_name=random.uniform(0.65, 0.9),
            kin_known=random.uniform(0.4, 0.8),
            local=random.uniform(0.6, 0.9),
            former_known=random.uniform(0.4, 0.8),
            nights=random.uniform(0.2, 0.5),
            launched=random.uniform(0.2, 0.5),
        )


@dataclass(slots=True)
class Team:
    id: str
    organisation: str
    kind: str  # ward, clinic, emergency, central, practice, community, home, ambulance
    role: str
    staff: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """One person while the region is made."""

    id: str
    family: str
    home: str
    street: str
    number: int
    kin: str = ""  # family who live elsewhere, recorded or not
    partner: str = ""  # whom they used to live with
    relatives: frozenset[str] = frozenset()
    former_homes: frozenset[str] = frozenset()
    works_for: frozenset[str] = frozenset()
    watched_by: frozenset[str] = frozenset()

    def made(self) -> Somebody:
        return Somebody(
            id=self.id,
            family=self.family,
            homes=frozenset({self.home}),
            former_homes=self.former_homes,
            near=frozenset({self.street}),
            relatives=self.relatives,
            works_for=self.works_for,
            watched_by=self.watched_by,
            number=self.number,
        )


@dataclass(slots=True)
class Region:
    assumptions: Assumptions
    drafts: dict[str, Draft]
    people: dict[str, Somebody]
    staff: dict[str, StaffMember]
    teams: dict[str, Team]
    team_of: dict[str, Team]
    rota: frozenset[str]  # staff who work nights
    practice: dict[str, str]  # person → practice
    streets: dict[str, list[str]]  # postcode → people
    homes: dict[str, list[str]]
    well_known: tuple[str, ...]


KINDS = (
    ("ward", 24, 22, "nurse"),
    ("clinic", 20, 10, "doctor"),
    ("emergency", 2, 60, "doctor"),
    ("central", 4, 40, "pharmacist"),
    ("booking", 2, 20, "receptionist"),
    ("practice", 15, 12, "gp"),
    ("community", 8, 15, "nurse"),
    ("home", 10, 6, "care-home-nurse"),
    ("ambulance", 1, 60, "paramedic"),
)
"""Kind of team, how many, staff in each, their role."""
HOSPITALS = ("H1", "H2")
INSIDE = frozenset({"ward", "clinic", "emergency", "central", "booking"})


def region_of(random: Random, people: int, share_of_staff: float = 1.0) -> Region:
    assumed = Assumptions.drawn(random)
    names = Names(random, assumed)
    drafts, homes, streets = _households(random, assumed, people, names)
    teams = _teams(share_of_staff)
    team_of = {one: team for team in teams.values() for one in team.staff}
    staff = _staff(random, assumed, team_of, homes, drafts, names)
    _kin(random, assumed, drafts)
    well_known = tuple(random.sample(sorted(drafts), 6))
    for one in well_known:
        drafts[one].watched_by = frozenset(HOSPITALS)
    practices = [one.id for one in teams.values() if one.kind == "practice"]
    area = {street: random.choice(practices) for street in streets}
    return Region(
        assumptions=assumed,
        drafts=drafts,
        people={one.id: one.made() for one in drafts.values()},
        staff=staff,
        teams=teams,
        team_of=team_of,
        rota=_rota(random, assumed, team_of),
        practice={one.id: area[one.street] for one in drafts.values()},
        streets=streets,
        homes=homes,
        well_known=well_known,
    )


class Names:
    def __init__(self, random: Random, assumed: Assumptions) -> None:
        self._random = random
        self._names = [f"Name{number}" for number in range(assumed.surnames)]
        self._weights = list(
            accumulate(1 / (n + 1) ** assumed.steep for n in range(assumed.surnames))
        )

    def draw(self) -> str:
        return self._random.choices(self._names, cum_weights=self._weights)[0]


def _households(
    random: Random, assumed: Assumptions, people: int, names: Names
) -> tuple[dict[str, Draft], dict[str, list[str]], dict[str, list[str]]]:
    drafts: dict[str, Draft] = {}
    homes: dict[str, list[str]] = {}
    streets: dict[str, list[str]] = {}
    while len(drafts) < people:
        street, home = f"street{len(homes) // 15}", f"home{len(homes)}"
        family = names.draw()
        size = random.choices((1, 2, 3, 4, 5), (30, 34, 16, 14, 6))[0]
        for _ in range(size):
            number = len(drafts)
            same = random.random() < assumed.same_name
            name = family if same else names.draw()
            made = Draft(f"p{number}", name, home, street, number * 7 + 1)
            drafts[made.id] = made
            homes.setdefault(home, []).append(made.id)
            streets.setdefault(street, []).append(made.id)
    return drafts, homes, streets


def _teams(share: float) -> dict[str, Team]:
    teams = {}
    for kind, many, size, role in KINDS:
        for number in range(many):
            name = f"{kind}{number}"
            organisation = HOSPITALS[number % 2] if kind in INSIDE else name
            if kind in ("community", "ambulance"):
                organisation = kind
            staff = [f"{name}-{n}" for n in range(max(3, round(size * share)))]
            teams[name] = Team(name, organisation, kind, role, staff)
    return teams


def _staff(
    random: Random,
    assumed: Assumptions,
    team_of: dict[str, Team],
    homes: dict[str, list[str]],
    drafts: dict[str, Draft],
    names: Names,
) -> dict[str, StaffMember]:
    staff = {}
    for one, home in zip(team_of, random.sample(sorted(homes), len(team_of)), strict=True):
        organisation = team_of[one].organisation
        who = drafts[homes[home][0]]
        if random.random() >= assumed.local:
            staff[one] = StaffMember(id=one, family=names.draw(), organisation=organisation)
            continue
        who.works_for = frozenset({organisation})
        staff[one] = StaffMember(
            id=one,
            family=who.family,
            person=who.id,
            homes=frozenset({who.home}),
            near=frozenset({who.street}),
            organisation=organisation,
        )
    return staff


def _rota(random: Random, assumed: Assumptions, team_of: dict[str, Team]) -> frozenset[str]:
    return frozenset(
        one
        for one, team in team_of.items()
        if team.kind in ("ward", "emergency", "ambulance", "home")
        and random.random() < assumed.nights
    )


def _kin(random: Random, assumed: Assumptions, drafts: dict[str, Draft]) -> None:
    """Some people’s family live elsewhere; some people used to live with somebody else."""
    everybody = list(drafts.values())
    for one in everybody:
        if random.random() < 0.25:
            one.kin, other = (chosen := random.choice(everybody)).id, chosen
            if random.random() < 0.6:
                other.family = one.family
            if random.random() < assumed.kin_known:
                other.relatives |= {one.id}
        if random.random() < 0.08:
            partner = random.choice(everybody)
            one.partner = partner.id
            if random.random() < assumed.former_known:
                partner.former_homes |= {one.home}
