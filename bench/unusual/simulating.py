"""Two months of a region: care that staff look at records for, what the feeds tell of it, and the views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench.unusual.planting import Incident, plant
from bench.unusual.population import HOSPITALS, Region, Team, region_of
from carerecord.insight.unusual import Access, Care, Known

START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 60


@dataclass(slots=True)
class Simulated:
    region: Region
    accesses: list[Access]
    known: Known
    incidents: tuple[Incident, ...]


@dataclass(slots=True)
class Story:
    """What has happened so far."""

    region: Region
    random: Random
    accesses: list[Access] = field(default_factory=list)
    care: list[Care] = field(default_factory=list)

    def view(self, at: datetime, viewer: str, person: str, **marks: Any) -> str:
        team = self.region.team_of[viewer]
        made = Access(
            id=f"a{len(self.accesses)}",
            at=at,
            viewer=viewer,
            person=person,
            role=team.role,
            organisation=team.organisation,
            teams=(team.id,),
            **marks,
        )
        self.accesses.append(made)
        return made.id

    def tell(
        self,
        team: Team,
        person: str,
        kind: str,
        from_: datetime,
        days: tuple[int, int],
        *,
        whole: bool = False,
    ) -> None:
        """A feed tells of care, unless it is one of those that nobody hears of."""
        assumed = self.region.assumptions
        if self.random.random() < assumed.unknown:
            return
        late = self.random.random() < assumed.late
        self.care.append(
            Care(
                person=person,
                kind=kind,
                holder_kind="organisation" if whole else "team",
                holder=team.organisation if whole else team.id,
                starts=from_ - timedelta(days=days[0]),
                ends=from_ + timedelta(days=days[1]),
                recorded=from_ + timedelta(hours=self.random.uniform(1, 40)) if late else None,
            )
        )


def simulate(
    seed: int, people: int = 20_000, events_a_day: int = 330, days: int = DAYS
) -> Simulated:
    """Views of `days` days. About 2.9 views an event; planted ones are about 1 in 400."""
    random = Random(seed)
    story = Story(region_of(random, people, max(0.2, people / 20_000)), random)
    _register(story)
    for day in range(days):
        for _ in range(events_a_day):
            _event(story, START + timedelta(days=day))
    incidents = tuple(plant(story, START, days, max(1, events_a_day * days // 2_000)))
    known = Known(
        care=story.care,
        staff=story.region.staff.values(),
        people=story.region.people.values(),
    )
    return Simulated(story.region, story.accesses, known, incidents)


def _register(story: Story) -> None:
    for person, practice in story.region.practice.items():
        if story.random.random() > 0.02:
            story.care.append(
                Care(
                    person=person,
                    kind="LR-1",
                    holder_kind="organisation",
                    holder=practice,
                    starts=START - timedelta(days=1000),
                )
            )


EVENTS = (
    ("emergency", 20, "LR-3"),
    ("ward", 18, "LR-2"),
    ("clinic", 26, "LR-4"),
    ("practice", 22, "LR-1"),
    ("community", 8, "LR-6"),
    ("home", 2, "LR-7"),
    ("ambulance", 4, "LR-8"),
)
WINDOW = {
    "LR-3": (0, 7),
    "LR-2": (14, 35),
    "LR-4": (14, 90),
    "LR-6": (0, 60),
    "LR-7": (30, 300),
    "LR-8": (0, 1),
}


def _event(story: Story, day: datetime) -> None:
    random, region = story.random, story.region
    ((kind, _, rule),) = random.choices(EVENTS, [one[1] for one in EVENTS])
    person = random.choice(list(region.practice)) if not region.well_known else _anybody(story)
    teams = [one for one in region.teams.values() if one.kind == kind]
    team = random.choice(teams)
    if kind == "practice":
        team = region.teams[region.practice[person]]
    else:
        story.tell(team, person, rule, day + timedelta(hours=8), WINDOW[rule], whole=kind == "home")
    for at, viewer in _viewers(story, team, person, day):
        marks: dict[str, object] = {}
        if team.organisation in HOSPITALS and random.random() < region.assumptions.launched:
            marks["encounter"] = True
        if kind in ("emergency", "ambulance") and random.random() < 0.004:
            marks["declared"] = "emergency"
        if random.random() < 0.06:
            marks["sensitive"] = True
        story.view(at, viewer, person, **marks)
    if team.organisation in HOSPITALS and kind != "clinic" and random.random() < 0.4:
        _central(story, team, person, day)


def _anybody(story: Story) -> str:
    return f"p{int(story.random.random() * len(story.region.people))}"


def _viewers(
    story: Story, team: Team, person: str, day: datetime
) -> Iterator[tuple[datetime, str]]:
    random = story.random
    many = {"practice": (1, 2), "clinic": (1, 3), "ward": (2, 5)}.get(team.kind, (1, 3))
    for viewer in random.sample(team.staff, min(len(team.staff), random.randint(*many))):
        if story.region.staff[viewer].person == person:
            continue  # nobody treats themselves
        days = random.choice((0, 0, 1, 2, 3)) if team.kind == "ward" else 0
        yield _at_work(story, viewer, day + timedelta(days=days)), viewer
        if team.kind in ("ward", "community") and random.random() < 0.3:
            again = day + timedelta(days=days + random.randint(1, 3))
            yield _at_work(story, viewer, again), viewer


def _at_work(story: Story, viewer: str, day: datetime) -> datetime:
    if viewer in story.region.rota and story.random.random() < 0.4:
        return day + timedelta(hours=story.random.uniform(19, 31))
    return day + timedelta(hours=story.random.uniform(7, 18.5))


def _central(story: Story, team: Team, person: str, day: datetime) -> None:
    """Pharmacy, laboratory, booking: they see people of every team, and half the time a feed names them."""
    random = story.random
    desks = [
        one
        for one in story.region.teams.values()
        if one.kind in ("central", "booking") and one.organisation == team.organisation
    ]
    desk = random.choice(desks)
    if random.random() < 0.5:
        story.tell(desk, person, "LR-11", day, (0, 30))
    viewer = random.choice(desk.staff)
    story.view(_at_work(story, viewer, day), viewer, person)
