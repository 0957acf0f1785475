"""The source strip: who is shown, who is not well, and a table of every source (ux 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.contract import Answer, SourceSettings
from carerecord.viewing.contract import View, is_waiting
from carerecord.web import formats
from carerecord.web.headings import title
from carerecord.web.messages import say
from carerecord.web.states import failure_words, moment

NEIGHBOUR = "neighbour"  # the kind of a source that is another region


@dataclass(frozen=True, slots=True)
class SourceLine:
    mark: str  # before the name, of a neighbouring region
    name: str
    short: str
    sign: str
    css: str
    words: str
    short_words: str  # beside the name when the strip is closed
    as_at: str
    shares: str
    does_not_share: str
    unread: str
    remarks: tuple[str, ...]
    phone: str

    @property
    def well(self) -> bool:
        return self.css in ("ok", "quiet-sign")


@dataclass(frozen=True, slots=True)
class Strip:
    shown: int
    expected: int
    not_asked: int
    lines: tuple[SourceLine, ...]
    fetched: str

    @property
    def unwell(self) -> tuple[SourceLine, ...]:
        return tuple(line for line in self.lines if not line.well)

    @property
    def again(self) -> bool:
        """Whether one of them may be tried again: not while it is being asked."""
        return any(line.css != "load" for line in self.unwell)

    @property
    def call(self) -> tuple[SourceLine, ...]:
        return tuple(line for line in self.lines if line.css == "no" and line.phone)


def strip(view: View) -> Strip:
    titles = {name: title(state.section) for name, state in view.states.items()}
    asked = [s for s in view.sources if view.answers[s.id].state != "not-asked"]
    shown = sum(view.answers[s.id].state not in ("failed", "withheld") for s in asked)
    lines = tuple(_line(source, view.answers[source.id], titles) for source in view.sources)
    not_asked = len(lines) - len(asked)
    return Strip(shown, len(asked), not_asked, lines, formats.time_of(_fetched(view)))


def _fetched(view: View) -> datetime:
    """When the oldest of what is shown was asked for."""
    asked = (one.fetched_at for one in view.answers.values() if one.fetched_at)
    return min((view.at, *asked))


def _line(source: SourceSettings, answer: Answer, titles: dict[str, str]) -> SourceLine:
    sign, css, words, short = _state(answer)
    beside = source.kind == NEIGHBOUR
    return SourceLine(
        "◇" if beside else "",
        say("source.neighbour", name=source.name) if beside else source.name,
        source.short,
        sign,
        css,
        words,
        short,
        _as_at(answer) if css in ("ok", "part-of") else say("source.as-at.unknown"),
        _titles([name for name in titles if name in source.sections], titles),
        _titles([name for name in titles if name not in source.sections], titles),
        _unread(source, answer),
        tuple(say("source.says", source=source.name, words=one) for one in answer.remarks),
        formats.phone(source.phone),
    )


def _as_at(answer: Answer) -> str:
    """Of a copy when its source last sent anything, never the time we looked."""
    if answer.as_at:
        return moment(answer.as_at)
    live = answer.fetched_at if answer.state != "withheld" else None
    return say("source.live", when=moment(live)) if live else say("source.as-at.unknown")


def _state(answer: Answer) -> tuple[str, str, str, str]:
    """Sign, tone, words and short words. Answered and emptied by withholding read the same (I4)."""
    if answer.state == "withheld":
        return (
            "–",
            "part-of",
            say("source.withheld", why=answer.words),
            say("source.short.withheld"),
        )
    if is_waiting(answer):
        return "◌", "load", say("source.waiting"), say("source.short.waiting")
    if answer.state == "failed":
        why = failure_words(answer).rstrip(".")
        lower = f"{why[0].lower()}{why[1:]}"
        return "✕", "no", say("source.failed", why=lower), say("source.short.failed")
    if answer.state == "partial":
        why = failure_words(answer).rstrip(".")
        lower = f"{why[0].lower()}{why[1:]}"
        if answer.failure and answer.failure.kind == "overdue":
            return "!", "part-of", say("source.copy.old", why=lower), say("source.short.old")
        return "◐", "part-of", say("source.partial", why=lower), say("source.short.part")
    if answer.state == "not-asked" and answer.words:
        return "–", "quiet-sign", say("source.not-asked.why", why=answer.words), ""
    if answer.state == "not-asked":
        return "–", "quiet-sign", say("source.not-asked"), ""
    if answer.state == "not-found":
        return "–", "quiet-sign", say("source.not-found"), ""
    if answer.as_at:
        return "✓", "ok", say("source.copy"), ""
    seconds = f"{answer.seconds:.1f}" if answer.seconds >= 0.05 else say("source.quick")
    return "✓", "ok", say("source.answered", s=seconds), ""


def _titles(names: list[str], titles: dict[str, str]) -> str:
    """One line of section titles; “Nothing” in words when there is none."""
    words = [titles[name] for name in names]
    joined = "; ".join(w if w.split()[0].isupper() else f"{w[:1].lower()}{w[1:]}" for w in words)
    return f"{joined[:1].upper()}{joined[1:]}" if joined else say("source.nothing")


def _unread(source: SourceSettings, answer: Answer) -> str:
    n = len(answer.unreadable)
    if not n:
        return ""
    entries = formats.counted(n, (say("entry"), say("entries")))
    return say("entries.unreadable", n=entries, source=source.name, are="is" if n == 1 else "are")
