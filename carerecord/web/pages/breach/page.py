"""What stands on the page of a breach, in order: the clock, the record, everybody it touched, what to record next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from carerecord.insight.breaches import BY_OFFICERS, Affected, Breach, Done, Opened
from carerecord.insight.cases import Listed
from carerecord.sections import BY_NAME
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.pages.review.queue import when, whose

LONGEST = 1000
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Typed:
    """As typed, so that it can be shown again."""

    step: str = ""
    words: str = ""
    effects: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Typed:
        return cls(**{name: form.get(name, "").strip()[:LONGEST] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Touched:
    key: str
    name: str
    number: str
    protected: bool
    looks: tuple[tuple[str, str], ...]  # when, and what was shown


@dataclass(frozen=True, slots=True)
class BreachPage:
    number: int
    reference: str
    who: str
    whose: str
    when: str
    found: bool
    ended: bool
    clock: str
    tone: str
    what: str
    effects: str
    days: str
    done: tuple[tuple[str, str, str], ...]  # when and who, what, in which words
    touched: tuple[Touched, ...]
    letters: bool  # what people are told is written
    choices: tuple[tuple[str, str], ...]


def breach_page(opened: Opened, now: datetime) -> BreachPage:
    case, breach = opened.case, opened.breach
    words, tone = clock(breach, now) if breach else ("", "")
    return BreachPage(
        number=case.number,
        reference=case.reference,
        who=f"{case.viewer_name}, {case.role_name}",
        whose=whose(Listed(case, opened.person)),
        when=when(case),
        found=breach is not None,
        ended=bool(breach and breach.ended),
        clock=words,
        tone=tone,
        what=breach.found.words if breach else "",
        effects=breach.found.effects if breach else "",
        days=_days(breach),
        done=tuple(_done(one) for one in breach.done) if breach else (),
        touched=tuple(_touched(one) for one in opened.affected),
        letters=bool(breach and breach.letter),
        choices=_choices(breach),
    )


def clock(breach: Breach, now: datetime) -> tuple[str, str]:
    """How the 72 hours stand, and its tone."""
    if breach.regulator:
        return say(f"breach.step.{breach.regulator.step}"), "green"
    until = _moment(breach.deadline)
    if now >= breach.deadline:
        return say("breach.over", until=until), "red"
    hours = int((breach.deadline - now) / HOUR)
    return say("breach.left", until=until, hours=hours), "red" if hours < 24 else "amber"


def _days(breach: Breach | None) -> str:
    if breach is None or breach.since is None or breach.until is None:
        return ""
    last = breach.until - timedelta(seconds=1)
    first, end = formats.local_day(breach.since), formats.local_day(last)
    return say("breach.days", first=first, last=end)


def _done(one: Done) -> tuple[str, str, str]:
    by = f", {one.made_by_name}" if one.made_by else ""
    shown = one.words if one.step != "found" else ""
    words = f"{shown} {one.effects}" if one.step == "letter" else shown
    return f"{_moment(one.at)}{by}", say(f"breach.step.{one.step}"), words


def _moment(at: datetime) -> str:
    return f"{formats.local_day(at)} {formats.time_of(at)}"


def _touched(one: Affected) -> Touched:
    person = one.person
    return Touched(
        key=one.key,
        name=formats.name(person) if person else say("review.nobody"),
        number=formats.number_mark(person.nhs_number) if person else "",
        protected=bool(person and person.protected),
        looks=tuple((_moment(o.first), _titles(o.sections)) for o in one.looks),
    )


def _titles(sections: tuple[str, ...]) -> str:
    return ", ".join(BY_NAME[name].title for name in sections if name in BY_NAME)


def _choices(breach: Breach | None) -> tuple[tuple[str, str], ...]:
    """What may be recorded next."""
    if breach is None or breach.ended:
        return ()
    over = {"found"}
    if breach.first("contained"):
        over.add("contained")
    if breach.first("regulator-told"):
        over |= {"regulator-told", "regulator-not-needed"}
    return tuple((one, say(f"breach.step.{one}")) for one in BY_OFFICERS if one not in over)
