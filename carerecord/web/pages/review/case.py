"""One case: what was seen, when else, why it was picked, what was done, and what to decide (ux S19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.insight.cases import Done, Listed, OneCase, Seen
from carerecord.sections import BY_NAME
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.pages.review.queue import Tagged, answer_by, due, tags, when, whose

TO_THE_SECOND = "%H:%M:%S"  # ALR-2
CHOICES = ("asked", "closed", "referred", "suspension-proposed")
MOST_TIMES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    day: str
    time: str
    what: str
    shown: str
    view: str


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class CasePage:
    number: int
    reference: str
    due: str
    completed: bool
    sealed: bool
    who: str
    whose: str
    nhs_number: str
    when: str
    entries: list[Entry]
    range: str
    other_times: str
    other_records: str
    reasons: tuple[Tagged, ...]
    around: tuple[str, ...]
    done: list[str]
    choices: list[Choice]
    asked: str
    answer_by: str


def case_page(one: OneCase, actor_id: str, now: datetime) -> CasePage:
    case, person = one.case, one.person
    numbers = [entry.seq for entry in one.entries]
    return CasePage(
        number=case.number,
        reference=case.reference,
        due=due(case, now),
        completed=case.state == "completed",
        sealed=case.sealed,
        who=f"{case.viewer_name}, {case.role_name}",
        whose=whose(Listed(case, person)),
        nhs_number=formats.number_mark(person.nhs_number) if person else "",
        when=when(case),
        entries=[_entry(entry) for entry in one.entries],
        range=say("review.entries", first=f"{numbers[0]:,}", last=f"{numbers[-1]:,}")
        if numbers
        else "",
        other_times=_times(case.viewer_name, one.other_times) if case.people == 1 else "",
        other_records=say("review.others", who=case.viewer_name, n=one.other_records),
        reasons=tags(case.reasons),
        around=one.around or case.around,
        done=[_done(step) for step in one.done],
        choices=_choices(one.done, actor_id),
        asked=case.asked,
        answer_by=answer_by(case),
    )


def _entry(seen: Seen) -> Entry:
    titles = [BY_NAME[name].title for name in seen.sections if name in BY_NAME]
    return Entry(
        day=formats.local_day(seen.at),
        time=formats.time_of(seen.at, TO_THE_SECOND),
        what=seen.words[:1].upper() + seen.words[1:],
        shown=", ".join(titles),
        view=seen.view_id,
    )


def _times(who: str, times: list[datetime]) -> str:
    if not times:
        return say("review.no-other-times", who=who)
    shown = [f"{formats.local_day(one)} {formats.time_of(one)}" for one in times[-MOST_TIMES:]]
    return say("review.other-times", who=who, times=formats.several(shown))


def _done(step: Done) -> str:
    at = f"{formats.local_day(step.at)} {formats.time_of(step.at)}"
    by = f", {step.made_by_name}" if step.made_by else ""
    words = f": {step.words}" if step.words else ""
    told = say("review.told", words=step.told) if step.told else ""
    return f"{at} {say(f'review.step.{step.step}')}{by}{words}{told}"


def _choices(done: list[Done], actor_id: str) -> list[Choice]:
    """Suspending is proposed by one officer; the other one may then do it."""
    offered = list(CHOICES)
    proposed = [one for one in done if one.step == "suspension-proposed"]
    if proposed:
        offered.remove("suspension-proposed")
        if proposed[-1].made_by != actor_id:
            offered.append("suspended")
    if any(one.step == "asked" for one in done):
        offered.remove("asked")
    return [
        Choice(code, say(f"review.decide.{code}"), say(f"review.decide.{code}.hint"))
        for code in offered
    ]
