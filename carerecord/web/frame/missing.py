"""One page-level notice for what is missing, and the warnings that sources sent, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from carerecord.contract import Answer, SourceSettings
from carerecord.sections import BY_NAME
from carerecord.viewing.contract import EVERY_UNKNOWN, View, is_waiting
from carerecord.web import formats
from carerecord.web.headings import nouns
from carerecord.web.messages import listed, say
from carerecord.web.states import Notice, failure_words, moment, named


def missing(view: View, slug: str) -> Notice | None:
    """Names every source that failed or answered in part and holds something for this page."""
    answered_short = [(s, a) for s, a in view.missing if not (_is_old_copy(a) or is_waiting(a))]
    concerned = [(s, a) for s, a in answered_short if concerns(view, s, slug)]
    gone = [(s, a) for s, a in concerned if a.state == "failed"]
    part = [(s, a) for s, a in concerned if a.state == "partial"]
    unread = _unread(view, slug)
    if not concerned:
        return Notice(unread, "", "warn") if unread else None
    words = " ".join(
        [*(_why(view, s, a, alone=len(concerned) == 1) for s, a in (*gone, *part)), unread]
    )
    if gone:
        names = listed([source.name for source, _ in gone])
        many = "one" if len(gone) == 1 else "many"
        return Notice(say(f"missing.{many}", sources=names), words.strip(), "fail")
    names = listed([source.name for source, _ in part])
    return Notice(say("missing.part", sources=names), words.strip(), "warn")


def waiting(view: View, slug: str) -> Notice | None:
    """State 7 of the page: sources that have not answered and may hold something for it (ux 4)."""
    places = view.places_wait  # of every page: any of them may say that they must not be shown
    concerned = [one.name for one in view.waiting if places or concerns(view, one, slug)]
    if not concerned:
        return None
    many = "one" if len(concerned) == 1 else "many"
    n = say(f"state.sources.{many}", n=len(concerned))
    words = [say("waiting.words", sources=listed(concerned))]
    if places:
        words.append(say(f"waiting.places.{many}", sources=listed(concerned)))
    return Notice(say("waiting", n=n), " ".join(words), "load", live=True)


EVERY_SOURCE_HOLDS = ("demographics", "gp_practice", "other")
"""Named for no source: they say nothing of what is missing when it does not answer."""


def said_by_sources(view: View, slug: str) -> tuple[Notice, ...]:
    """Sources that are not shown, and warnings a source sent, word for word and attributed (ux 4)."""
    return (
        *_chosen(view),
        *_not_asked(view, slug),
        *_old_copies(view, slug),
        *_not_shown(view, slug),
        *_disagreements(view, slug),
        *_warnings(view, slug),
    )


def _disagreements(view: View, slug: str) -> tuple[Notice, ...]:
    """What the person says of something they disagree with, only beside what is shown of that source (PAT-6)."""
    names = {source.id: source.name for source in view.sources}
    return tuple(
        Notice(
            say("disagrees", source=names[one.source], section=BY_NAME[one.section].title.lower()),
            say("disagrees.words", words=one.words, day=formats.day(one.noted.isoformat())),
        )
        for one in view.notes
        if one.source in names
        and one.section in view.records
        and view.states[one.section].counts.get(one.source)
        and slug in ("", BY_NAME[one.section].page)
    )


def _is_old_copy(answer: Answer) -> bool:
    return answer.state == "partial" and bool(answer.failure and answer.failure.kind == "overdue")


def _old_copies(view: View, slug: str) -> tuple[Notice, ...]:
    """State 9: what is shown of it may have changed, and what came since is missing."""
    return tuple(
        Notice(
            say("state.9", age=formats.lasted(view.at - answer.as_at)),
            say(
                "state.9.words",
                source=source.name,
                when=moment(answer.as_at),
                interval=formats.lasted(timedelta(hours=source.sends_every_hours)),
            ),
            "warn",
        )
        for source, answer in view.missing
        if _is_old_copy(answer) and answer.as_at and concerns(view, source, slug)
    )


def _not_shown(view: View, slug: str) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            say("not-shown.source", source=source.name, why=answer.words.rstrip(".")),
            say("not-shown.words"),
            "held",
        )
        for source, answer in view.not_shown
        if concerns(view, source, slug)
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A source, or all of which nothing is known, that is asked only when the viewer chooses to."""

    source: str  # its id, for the form
    words: str


def offers(view: View, slug: str) -> tuple[Offer, ...]:
    """Beside the notice that it is not shown."""
    told = (
        Offer(one.id, say("unasked.ask", source=one.name))
        for one in view.unasked
        if concerns(view, one, slug)
    )
    anyway = [Offer(EVERY_UNKNOWN, say("unknown.ask"))] if _unknown(view, slug) else []
    return (*told, *anyway)


def _unknown(view: View, slug: str) -> list[SourceSettings]:
    return [one for one in view.unknown if concerns(view, one, slug)]


def _not_asked(view: View, slug: str) -> tuple[Notice, ...]:
    """Which sources were not asked because nothing is known of them, or were asked all the same."""
    unknown = _unknown(view, slug)
    return (
        *([Notice(say("anyway", sources=named(view.anyway)))] if view.anyway else []),
        *(
            [Notice(say("unknown", sources=named(unknown)), say("unknown.words"), "held")]
            if unknown
            else []
        ),
    )


def _chosen(view: View) -> tuple[Notice, ...]:
    """What the viewer's choice has set off."""
    return tuple(
        Notice(say("chosen", source=source.name), say("chosen.words", then=source.notifies), "warn")
        for source in view.chosen
    )


def _warnings(view: View, slug: str) -> tuple[Notice, ...]:
    return tuple(
        Notice(say("source.says", source=source.name, words=words), "", "warn")
        for source in view.sources
        if concerns(view, source, slug)
        for words in dict.fromkeys(view.answers[source.id].warnings)
    )


WHOLE = frozenset({"", "ambulance", "changes", "timeline", "item", "people", "find"})
"""Pages about every section."""


def concerns(view: View, source: SourceSettings, slug: str) -> bool:
    """Whether the source shares anything that stands on the page."""
    if slug in WHOLE:
        return True
    names = {n for n, state in view.states.items() if state.section.page == slug}
    return not names.isdisjoint(source.sections)


def _why(view: View, source: SourceSettings, answer: Answer, *, alone: bool) -> str:
    titles = [
        nouns(state.section)
        for name, state in view.states.items()
        if name in source.sections and name not in EVERY_SOURCE_HOLDS
    ]
    distinct = list(dict.fromkeys(titles))  # two sections may go by one noun
    shares = say("missing.shares", list=listed(distinct)) if distinct else ""
    reason = failure_words(answer)
    return f"{reason} {shares}" if alone else f"{source.name}: {reason} {shares}"


def _unread(view: View, slug: str) -> str:
    """Entries that were no readable resource: said, because they may matter."""
    words = []
    for source in view.sources:
        n = len(view.answers[source.id].unreadable)
        if n and concerns(view, source, slug):
            entries = formats.counted(n, ("entry", "entries"))
            are = "is" if n == 1 else "are"
            words.append(say("entries.unreadable", n=entries, source=source.name, are=are))
    return " ".join(words)
