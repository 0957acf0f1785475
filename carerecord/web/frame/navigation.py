"""The sections of the record with what each holds: a count, “at least”, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from carerecord.viewing.contract import SectionState, View
from carerecord.web.frame.places import AMBULANCE_CREW
from carerecord.web.headings import page as titled
from carerecord.web.messages import say

PAGES: dict[str, str] = {
    "medicines": "Medicines",
    "allergies": "Allergies and adverse reactions",
    "problems": "Problems",
    "results": "Results",
    "documents": "Documents",
    "immunisations": "Immunisations",
    "contacts": "Contacts and visits",
    "care-plans": "Care plans",
    "social": "Social and mental health",
    "people": "People and contacts",
    "other": "Everything else",
}
"""Title of each page that sections stand on."""

_SHORT = {"allergies": "Allergies"}
_GROUPS = (
    (
        "group.clinical",
        ("medicines", "allergies", "problems", "results", "documents", "immunisations"),
    ),
    ("group.care", ("contacts", "care-plans", "social", "people", "other")),
)


@dataclass(frozen=True, slots=True)
class Link:
    slug: str
    title: str
    count: str = ""
    kind: str = ""  # "least", "gone", "words": how the count is drawn
    spoken: str = ""  # the count for somebody who does not see it


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    links: tuple[Link, ...]


_GLANCE = (
    Link("", "Summary"),
    Link("changes", "What has changed"),
    Link("timeline", "Timeline"),
    Link("find", "Find in this record"),
)


_AMBULANCE = Link("ambulance", "Ambulance view")


def groups(view: View) -> tuple[Group, ...]:
    by_page: dict[str, list[SectionState]] = {}
    for state in view.states.values():
        by_page.setdefault(state.section.page, []).append(state)
    crew = view.viewer.role == AMBULANCE_CREW
    links = (_AMBULANCE, *_GLANCE) if crew else _GLANCE
    named = (replace(one, title=titled(one.slug, one.title)) for one in links)
    glance = Group(say("group.glance"), tuple(named))
    return (glance, *_rest(by_page))


def every_link() -> tuple[Link, ...]:
    """What is there whatever the sources say: no counts."""
    return (
        *_GLANCE,
        *(Link(slug, _SHORT.get(slug, PAGES[slug])) for _, s in _GROUPS for slug in s),
    )


def _rest(by_page: dict[str, list[SectionState]]) -> Iterator[Group]:
    for title, slugs in _GROUPS:
        yield Group(say(title), tuple(_link(slug, by_page.get(slug, [])) for slug in slugs))


def _link(slug: str, states: list[SectionState]) -> Link:
    title = titled(f"{slug}.short", "") or titled(slug, _SHORT.get(slug, PAGES[slug]))
    rows = {state.heading for state in states}
    if not rows - {"10"}:
        return Link(slug, title, say("count.not-shared"), "words")
    if not rows - {"10", "11"}:
        return Link(slug, title, say("count.not-shown"), "words")
    if not rows - {"6", "7", "10", "11"} and "7" in rows:
        return Link(slug, title, say("count.waiting"), "words")
    if not rows - {"6", "10", "11"}:
        return Link(slug, title, say("count.unavailable"), "gone")
    positive = sum(state.positive for state in states)
    if any(state.at_least for state in states):
        return Link(slug, title, f"{positive:,}+", "least", say("count.least", n=positive))
    return Link(slug, title, f"{positive:,}")


def at_least(number: int, state: SectionState | None) -> str:
    """“11+” while a source that shares the section has not fully answered."""
    return f"{number:,}+" if state and state.at_least else f"{number:,}"
