"""What stands on a page of the gallery, drawn from an invented view by what draws the pages of a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from carerecord.config import Settings
from carerecord.sections.values import NO_RANGE
from carerecord.viewing.contract import View
from carerecord.web.frame import PAGES, Frame, frame
from carerecord.web.frame.differing import PAGE as PEOPLE
from carerecord.web.frame.differing import differing
from carerecord.web.listing import Listing, listing, names, on_page, pages_of
from carerecord.web.messages import say
from carerecord.web.pages.allergies.page import each_source
from carerecord.web.pages.care_plans.page import CarePlansPage
from carerecord.web.pages.changes.page import ChangesPage
from carerecord.web.pages.contacts.page import ContactsPage
from carerecord.web.pages.design.states import OTHERS, STATES, view_of
from carerecord.web.pages.medicines.page import MedicinesPage
from carerecord.web.pages.problems.page import ProblemsPage
from carerecord.web.pages.results.page import ResultsPage
from carerecord.web.pages.results.trend import TestPage
from carerecord.web.pages.section import SLUGS
from carerecord.web.pages.section.page import advice
from carerecord.web.pages.summary.page import SummaryPage
from carerecord.web.pages.timeline.page import TimelinePage
from carerecord.web.series import series_of
from carerecord.web.states import Notice, notices

TITLES = {
    "": "Summary",
    "changes": "What has changed",
    "timeline": "Timeline",
    "unasked": say("unasked.entry"),
    **PAGES,
}
"""Every page of a record that the gallery has, by the end of its address."""
SECTIONS = ("allergies", "problems")
"""Those that stand for all: the one with words of its own, and one of the others."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state, as its notices and its lists."""

    key: str
    words: str
    notices: tuple[Notice, ...]
    lists: tuple[Listing, ...]


def shelves() -> list[Shelf]:
    return [_shelf(key) for key in STATES]


def _shelf(key: str) -> Shelf:
    made, view = STATES[key], view_of(key)
    states = [view.states[name] for name in SECTIONS]
    said = (made.said(),) if made.said else ()
    found = (
        notice
        for state in states
        for notice in notices(state, view.records.get(state.section.name), view.person, names(view))
    )
    old = (one for one in frame_of(key, view, "", Settings()).said if key == "9")
    lists = tuple(_own(key, listing(view, state)) for state in states)
    return Shelf(key, made.words, (*said, *old, *found), lists)


def _own(key: str, one: Listing) -> Listing:
    """Named for its state: the page has the same list many times."""
    return replace(one, name=f"{one.name}-{key}", title=f"{one.title}, in state {key}")


def frame_of(key: str, view: View, slug: str, settings: Settings) -> Frame:
    made = STATES.get(key) or OTHERS[key]
    drawn = frame(view, key, slug, TITLES[slug], settings)
    return replace(drawn, said=(made.said(), *drawn.said)) if made.said else drawn


def drawing(view: View, slug: str) -> tuple[str, dict[str, Any]]:
    """The template of this page of a record, and what it is given."""
    if slug == "":
        return "summary/page.html", {"page": SummaryPage(view, "")}
    if slug == "changes":
        return "changes/page.html", {"page": ChangesPage(view, None, "", None)}
    if slug == "timeline":
        return "timeline/page.html", {"page": TimelinePage(view, "", None)}
    if slug == "medicines":
        alone = {"lists": [], "number": 1, "pages": 1}
        return "medicines/page.html", {"page": MedicinesPage(view, "current"), **alone}
    if slug == "problems":
        return "problems/page.html", {"problems": ProblemsPage(view)}
    if slug == "contacts":
        return "contacts/page.html", {"contacts": ContactsPage(view), "page": 1, "pages": 1}
    if slug == "results":
        return "results/page.html", _results(view)
    if slug == "unasked":
        return "unasked.html", {}
    return _lists(view, slug)


def _lists(view: View, slug: str) -> tuple[str, dict[str, Any]]:
    states = on_page(view, slug)
    words = {
        "lists": [listing(view, state) for state in states],
        "page": 1,
        "pages": pages_of(view, states),
    }
    if slug == "allergies":
        return "allergies/page.html", {**words, "said": each_source(view)}
    if slug == "care-plans":
        return "care_plans/page.html", {**words, "plans": CarePlansPage(view).plans}
    if slug in SLUGS:
        differs = differing(view) if slug == PEOPLE else None
        return "section/page.html", {**words, "advice": advice(slug), "differs": differs}
    return f"{slug}/page.html", words


def _results(view: View) -> dict[str, Any]:
    return {"results": ResultsPage(view), "no_range": NO_RANGE}


def trend() -> TestPage:
    """One test over time, with its chart."""
    view = view_of("1")
    longest = max(series_of(view.records["results"]), key=lambda one: len(one.entries))
    return TestPage(longest, view, "results", {})
