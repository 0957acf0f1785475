"""Views for reasons of one’s own, six kinds of them, among the views of care."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from bench.unusual.population import Region


@dataclass(frozen=True, slots=True)
class Incident:
    kind: str
    viewer: str
    accesses: tuple[str, ...]


class Story(Protocol):
    region: Region
    random: Random

    def view(self, at: datetime, viewer: str, person: str, **marks: object) -> str: ...


Seen = list[tuple[str, timedelta]]  # person, how long after the first


def plant(story: Story, start: datetime, days: int, of_each: int) -> Iterator[Incident]:
    """`of_each` incidents of each kind, at any time of the first five sixths of the days."""
    for kind, choose in KINDS.items():
        for _ in range(of_each):
            viewer, seen = _chosen(story, choose)
            at = start + timedelta(days=story.random.uniform(0, days * 5 / 6))
            at = at.replace(hour=0) + timedelta(hours=_hour(story, viewer))
            yield Incident(kind, viewer, tuple(_look(story, at, viewer, seen)))


def _look(story: Story, at: datetime, viewer: str, seen: Seen) -> Iterator[str]:
    for person, after in seen:
        marks: dict[str, object] = {}
        if story.random.random() < 0.05:
            marks["encounter"] = True  # some find an encounter to launch from
        if story.random.random() < 0.08:
            marks["declared"] = "emergency"
        if story.random.random() < 0.15:
            marks["sensitive"] = True
        yield story.view(at + after, viewer, person, **marks)


def _hour(story: Story, viewer: str) -> float:
    if viewer in story.region.rota and story.random.random() < 0.6:
        return story.random.uniform(19, 31)
    return story.random.uniform(7, 20)


def _chosen(story: Story, choose: Callable[[Story, str], Seen]) -> tuple[str, Seen]:
    while True:
        viewer = story.random.choice(sorted(story.region.staff))
        if seen := choose(story, viewer):
            return viewer, seen


def _bulk(story: Story, viewer: str) -> Seen:
    """Eight to thirty people within two hours."""
    many, minutes = story.random.randint(8, 30), 0.0
    people = story.random.sample(sorted(story.region.people), many)
    seen: Seen = []
    for one in people:
        minutes += story.random.uniform(1, 120 / many)
        seen.append((one, timedelta(minutes=minutes)))
    return seen


def _neighbour(story: Story, viewer: str) -> Seen:
    member = story.region.staff[viewer]
    if not member.person:
        return []
    here = story.region.drafts[member.person]
    others = [
        one
        for one in story.region.streets[here.street]
        if story.region.drafts[one].home != here.home
    ]
    return _once_or_more(story, story.random.choice(others), 1, 2, 10) if others else []


def _well_known(story: Story, viewer: str) -> Seen:
    if story.region.team_of[viewer].organisation not in ("H1", "H2"):
        return []
    return _once_or_more(story, story.random.choice(story.region.well_known), 1, 1, 1)


def _colleague(story: Story, viewer: str) -> Seen:
    organisation = story.region.team_of[viewer].organisation
    others = [
        one.person
        for one in story.region.staff.values()
        if one.person and one.organisation == organisation and one.id != viewer
    ]
    return _once_or_more(story, story.random.choice(others), 1, 2, 10) if others else []


def _partner(story: Story, viewer: str) -> Seen:
    """Whom they used to live with, again and again."""
    member = story.region.staff[viewer]
    partner = story.region.drafts[member.person].partner if member.person else ""
    if member.person and not partner and story.random.random() < 0.1:
        partner = story.random.choice(sorted(story.region.people))
    return _once_or_more(story, partner, 2, 5, 40) if partner else []


def _family(story: Story, viewer: str) -> Seen:
    member = story.region.staff[viewer]
    if not member.person:
        return []
    here = story.region.drafts[member.person]
    household = [one for one in story.region.homes[here.home] if one != member.person]
    near = [*household, *([here.kin] if here.kin else [])]
    return _once_or_more(story, story.random.choice(near), 1, 3, 20) if near else []


def _once_or_more(story: Story, person: str, least: int, most: int, days: int) -> Seen:
    many = story.random.randint(least, most)
    later = sorted(story.random.uniform(0.5, days) for _ in range(many - 1))
    return [(person, timedelta(0)), *((person, timedelta(days=day)) for day in later)]


KINDS: dict[str, Callable[[Story, str], Seen]] = {
    "bulk": _bulk,
    "neighbour": _neighbour,
    "VIP": _well_known,
    "colleague": _colleague,
    "ex-partner": _partner,
    "family": _family,
}
