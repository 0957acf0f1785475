"""What was found in words, and everything that was not searched, with why: never “none exist” (ux S17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carerecord.access.withholding import BODY_BANNER
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.frame.strip import strip
from carerecord.web.messages import say
from carerecord.web.within import Finding, Typed

NOT_ALL_OF_IT = ("failed", "partial", "withheld", "not-asked")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not searched, or only in part, and why."""

    what: str
    why: str
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page says of one search."""

    typed: Typed
    finding: Finding
    not_searched: tuple[Left, ...]
    banner: str  # above what is said in the documents of a protected person

    @property
    def heading(self) -> str:
        words, total = self.typed.words.strip('"“”'), self.finding.total
        if not total:
            return say("within.none", words=words)
        return say("within.found", n=formats.counted(total, ("entry", "entries")), words=words)

    @property
    def also(self) -> str:
        return say("within.also", names=", ".join(self.typed.also)) if self.typed.also else ""

    @property
    def documents(self) -> tuple[str, ...]:
        """How many documents were not searched, whole or in part."""
        counts = (("within.unread", self.finding.unread), ("within.part", self.finding.part_read))
        return tuple(
            say(words if n > 1 else f"{words}.one", n=f"{n:,}") for words, n in counts if n
        )


def answered(view: View, typed: Typed, finding: Finding) -> Answered:
    protected = view.protected or view.person.protected
    return Answered(typed, finding, not_searched(view), BODY_BANNER if protected else "")


def not_searched(view: View) -> tuple[Left, ...]:
    """By source, then sections; the same whether or not there is anything (ux 4, state 11)."""
    return (*_sources(view), *_parts(view), *_sections(view))


def _sources(view: View) -> Iterator[Left]:
    for source, line in zip(view.sources, strip(view).lines, strict=True):
        state = view.answers[source.id].state
        if state in NOT_ALL_OF_IT:
            yield Left(source.name, line.words, in_part=state == "partial")
        if line.unread:
            yield Left(source.name, line.unread, in_part=True)


def _parts(view: View) -> Iterator[Left]:
    """Single sections that one source does not share with this viewer."""
    closed: dict[tuple[str, str], list[str]] = {}
    for state in view.states.values():
        for source in view.sources:
            why = state.why.get(source.id, "")
            of_the_whole = view.answers[source.id].state in NOT_ALL_OF_IT
            if why and not of_the_whole and state.by_source[source.id] in NOT_ALL_OF_IT:
                closed.setdefault((source.name, why), []).append(state.section.title.lower())
    for (name, why), titles in closed.items():
        yield Left(f"{name}, {formats.several(titles)}", why)


def _sections(view: View) -> Iterator[Left]:
    titles = [one.section.title for one in view.states.values() if one.heading == "11"]
    if titles:
        yield Left(formats.several(titles), say("within.role"))
