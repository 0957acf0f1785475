"""What surrounds every record page: banner, reason, sources, sections of the record, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.access.contract import Decision
from carerecord.config import Settings
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.frame.about import About, about
from carerecord.web.frame.banner import Banner, banner
from carerecord.web.frame.missing import Offer, missing, offers, said_by_sources, waiting
from carerecord.web.frame.navigation import PAGES, Group, Link, every_link, groups
from carerecord.web.frame.strip import Strip, strip
from carerecord.web.headings import page as titled
from carerecord.web.messages import say
from carerecord.web.states import Notice

__all__ = ["PAGES", "Frame", "Head", "frame", "head"]


@dataclass(frozen=True, slots=True)
class Frame:
    v: str
    slug: str
    title: str  # of the section, for the heading of the browser's window
    banner: Banner
    about: About
    reason: str
    recorded: str
    emergency: str  # stands in place of the reason while an emergency declaration runs
    owed: str  # the viewer has not yet said why they declared an emergency, of whomever
    strip: Strip
    groups: tuple[Group, ...]
    missing: Notice | None
    waiting: Notice | None
    said: tuple[Notice, ...]
    offers: tuple[Offer, ...]
    at: str
    withheld: str
    opens_more: bool  # an emergency would show what is named as restricted here (OPT-4)

    @property
    def base(self) -> str:
        return f"/p/{self.v}"


def _of_this_view(view: View) -> tuple[Notice, ...]:
    """Where it is written down in an outage, what the decision tells the viewer, and what has ended (LR-23)."""
    waits = [Notice(say("waits"), "", "warn")] if view.receipt.spooled else []
    banners = [one.words for one in view.decision.obligations if one.kind == "banner"]
    ended = (
        [Notice(say("ended"), say("ended.words", words="; ".join(view.ended)), "warn")]
        if view.ended
        else []
    )
    told = (Notice(words, "", "warn") for words in dict.fromkeys(banners))
    return (*waits, *told, *ended)


def _names_restricted(view: View) -> bool:
    """Only what the page names already: single items that somebody restricted are not given away (I4)."""
    terms = view.terms
    wholes = [terms.sources.get(source.id) for source, _ in view.not_shown]
    parts = [
        terms.sections.get((source.id, name))
        for name, state in view.states.items()
        for source in state.not_shown
    ]
    return any(why and why.rule == "OPT-4-part-restricted" for why in (*wholes, *parts))


def _until(view: View) -> str:
    """Nobody has been told of what waits to be written down."""
    return "emergency.until.waits" if view.receipt.spooled else "emergency.until"


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a page before any source has answered, and drawn above what they say."""

    v: str
    slug: str
    title: str
    banner: Banner
    reason: str
    recorded: str
    emergency: str
    links: tuple[Link, ...]

    @property
    def base(self) -> str:
        return f"/p/{self.v}"


def head(view: View, v: str, slug: str) -> Head:
    found = {link.slug: link for link in every_link()}
    return Head(
        v,
        slug,
        PAGES.get(slug, found[slug].title),
        banner(view),
        _reason(view.decision),
        _recorded(view),
        _emergency(view),
        tuple(found.values()),
    )


def _reason(decision: Decision) -> str:
    said = [one.words for one in decision.evidence] or [one.words for one in decision.reasons]
    return said[0] if said else ""


def _recorded(view: View) -> str:
    return say("reason.recorded", person=formats.addressed(view.person))


def _emergency(view: View) -> str:
    until = view.decision.emergency_until
    return say(_until(view), time=formats.time_of(until)) if until else ""


def frame(view: View, v: str, slug: str, title: str, settings: Settings) -> Frame:
    decision = view.decision
    return Frame(
        v=v,
        slug=slug,
        title=titled(slug, title),
        banner=banner(view),
        about=about(view, v),
        reason=_reason(decision),
        recorded=_recorded(view),
        emergency=_emergency(view),
        owed=say("emergencies.owed") if view.owed else "",
        strip=strip(view),
        groups=groups(view),
        missing=missing(view, slug),
        waiting=waiting(view, slug),
        offers=offers(view, slug),
        said=(*_of_this_view(view), *said_by_sources(view, slug)),
        at=f"{formats.local_day(view.at)} {formats.time_of(view.at)}",
        withheld=say("withheld.always"),
        opens_more="LR-16" in decision.offers and _names_restricted(view),
    )
