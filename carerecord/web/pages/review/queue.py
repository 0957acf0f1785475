"""The queue of access reviews: the state of the log, five figures, and one line for each case (ux S19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carerecord.insight.cases import CaseFile, Checked, Figures, Filters, Listed, Reason
from carerecord.web import formats
from carerecord.web.messages import say

OFFERED = {"": "open", "questions": "open", "waiting": "open", "completed": "completed"}
"""What the queue shows, by the last word of its address."""
HIDDEN_UNTIL_OPENED = frozenset({"OWN-4", "colleague"})
"""A colleague's name is not for whoever looks over the officer's shoulder."""
TAGS = {
    **dict.fromkeys(("LR-16", "emergency"), ("red", "Emergency access")),
    **dict.fromkeys(("OWN-1", "own"), ("red", "Own record")),
    "AUD-3": ("red", "Spool altered"),
    "left": ("red", "No longer employed"),
    **dict.fromkeys(("OWN-3", "related", "kin"), ("amber", "May be family")),
    "household": ("amber", "Same address"),
    "former-home": ("amber", "Same address in the past"),
    "surname": ("amber", "Same family name"),
    "near": ("amber", "Lives close by"),
    **dict.fromkeys(("OWN-4", "colleague"), ("amber", "Colleague’s record")),
    **dict.fromkeys(("OWN-5", "watched"), ("amber", "Restricted person")),
    **dict.fromkeys(("SFL-6", "protected"), ("amber", "Protected person")),
    **dict.fromkeys(("LR-14", "claimed"), ("amber", "Said why themselves")),
    "many": ("amber", "Many records quickly"),
    "sequence": ("amber", "One after the other"),
    "again": ("amber", "Came back"),
    "crowd": ("amber", "Several teams looked"),
    "sensitive": ("amber", "Sensitive section"),
    "documents": ("amber", "Many documents"),
    **dict.fromkeys(("night", "off-shift"), ("amber", "Unusual hour")),
    **dict.fromkeys(("LR-1", "left-practice"), ("amber", "Left the practice")),
    **dict.fromkeys(("DEC-1", "died"), ("amber", "Person who died")),
    "nothing": ("", "No relationship found"),
    "sample": ("", "Random sample"),
    "question": ("purple", "The person asks"),
    "officer": ("", "Privacy officer’s own"),
}


@dataclass(frozen=True, slots=True)
class Tagged:
    tag: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    reference: str
    level: str
    level_tone: str
    who: str
    role: str
    whose: str
    nhs_number: str
    when: str
    tags: tuple[Tagged, ...]
    care: str
    care_tone: str
    due: str
    due_tone: str
    asked: str  # in the person's own words
    answer_by: str


@dataclass(frozen=True, slots=True)
class LogState:
    words: str
    tone: str
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer filters by, as typed."""

    level: str = ""
    staff: str = ""
    nhs_number: str = ""
    since: str = ""
    until: str = ""

    @property
    def anything(self) -> bool:
        return any((self.level, self.staff, self.nhs_number, self.since, self.until))


def read_asked(form: Mapping[str, str]) -> Asked:
    return Asked(**{name: form.get(name, "").strip()[:64] for name in Asked.__slots__})


def filters(show: str, asked: Asked) -> Filters:
    """Raises ValueError for a day that is none."""
    since, until = _day(asked.since), _day(asked.until)
    return Filters(
        state=OFFERED[show],
        waiting=True if show == "waiting" else None,
        origin="question" if show == "questions" else "",
        level=asked.level if asked.level in ("alert", "notification") else "",
        viewer_id=asked.staff,
        nhs_number=asked.nhs_number,
        since=since,
        until=until + timedelta(days=1) if until else None,
    )


def _day(typed: str) -> datetime | None:
    return datetime.fromisoformat(typed).replace(tzinfo=UTC) if typed else None


def log_state(checked: Checked | None, call: str) -> LogState:
    if checked is None or not (checked.entries or checked.wrong):
        return LogState(say("review.unchecked"), "amber", say("review.unchecked.words"))
    at = formats.time_of(checked.at)
    if checked.wrong:
        return LogState(say("review.altered", where=checked.wrong, who=call), "red")
    words = say("review.checked", n=f"{checked.entries:,}", time=at)
    return LogState(say("review.intact"), "green", words)


def figures_of(figures: Figures) -> list[tuple[str, str]]:
    """(number, what it counts), the five of the page."""
    share = figures.emergencies / figures.opened_records if figures.opened_records else 0
    days = figures.days_to_close
    return [
        (f"{figures.to_review:,}", say("review.to-review", n=figures.due_today)),
        (f"{figures.opened_records:,}", say("review.opened")),
        (f"{figures.emergencies:,}", say("review.emergencies", share=f"{share:.2%}")),
        (f"{figures.closed_by_rule:,}", say("review.by-rule")),
        (_days(days), say("review.median")),
    ]


def _days(days: float | None) -> str:
    if days is None:
        return "None yet"
    return "Under a day" if days < 1 else "1 day" if days == 1 else f"{days:.1f} days"


def line(listed: Listed, now: datetime) -> Line:
    case, person = listed.case, listed.person
    hidden = any(one.name in HIDDEN_UNTIL_OPENED for one in case.reasons)
    known = person and not hidden
    return Line(
        number=case.number,
        reference=case.reference,
        level=say(f"review.{case.level}"),
        level_tone="red" if case.level == "alert" else "",
        who=case.viewer_name,
        role=case.role_name,
        whose=say("review.hidden") if person and hidden else whose(listed),
        nhs_number=formats.number_mark(person.nhs_number) if person and known else "",
        when=when(case),
        tags=tags(case.reasons),
        care=_care(case),
        care_tone="green" if case.care_found else "red",
        due=due(case, now),
        due_tone="red" if case.due <= now + timedelta(days=1) and case.state != "completed" else "",
        asked=case.asked,
        answer_by=answer_by(case),
    )


def _care(case: CaseFile) -> str:
    if not case.care_found:
        return say("review.no-care")
    return say("review.care-found") if case.people == 1 else case.around[0]


def whose(listed: Listed) -> str:
    if listed.person:
        return formats.name(listed.person)
    many = listed.case.people
    return f"{many} people" if many > 1 else say("review.nobody")


def when(case: CaseFile) -> str:
    first = f"{formats.local_day(case.first)} {formats.time_of(case.first)}"
    if f"{formats.local_day(case.last)} {formats.time_of(case.last)}" == first:
        return first
    same = formats.local_day(case.last) == formats.local_day(case.first)
    last = formats.time_of(case.last)
    return f"{first} to {last if same else f'{formats.local_day(case.last)} {last}'}"


def due(case: CaseFile, now: datetime) -> str:
    if case.state == "completed":
        return say(f"review.step.{case.last_step}")
    day = formats.local_day(case.due)
    if day == formats.local_day(now):
        return "Today"
    return say("review.overdue", day=day) if case.due < now else day


def answer_by(case: CaseFile) -> str:
    """The day by which the person has an answer; nothing where they have it, or never asked."""
    if case.answer_by is None or case.state == "completed":
        return ""
    return say("review.answer-by", day=formats.day(case.answer_by.isoformat()))


def tags(reasons: tuple[Reason, ...]) -> tuple[Tagged, ...]:
    return tuple(
        Tagged(tag, tone, _without(tag, one.words))
        for one in reasons
        for tone, tag in (TAGS.get(one.name, ("", "")),)
    )


def _without(tag: str, words: str) -> str:
    """What a signal says beyond its tag, which stands before it."""
    rest = words.removeprefix(tag).lstrip(" :") if tag else words
    return rest[:1].upper() + rest[1:]
