"""What stands on the desk: requests and questions that wait, and one report with what may be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carerecord.config import PersonReports
from carerecord.contract import Person, SourceSettings, Viewer
from carerecord.insight.report import (
    ANSWERS,
    REFUSALS,
    Exclusion,
    Holding,
    Line,
    Look,
    Made,
    Matter,
    NotInOrder,
    Report,
    Request,
    spoken,
)
from carerecord.insight.report import say as plainly
from carerecord.sections import BY_NAME
from carerecord.web import formats
from carerecord.web.messages import say


@dataclass(frozen=True, slots=True)
class Typed:
    """As typed, so that it can be shown again."""

    nhs_number: str = ""
    received: str = ""
    requester: str = ""
    purpose: str = ""
    consulted: str = ""
    refused: str = ""
    why: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Typed:
        return cls(**{name: form.get(name, "").strip() for name in cls.__slots__})

    @property
    def refusals(self) -> Mapping[str, str]:
        return REFUSALS


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request, as a row."""

    id: str
    whose: str
    number: str
    received: str
    due: str
    requester: str
    state: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One look that is, or would be, left out."""

    id: str
    reference: str
    words: str
    until: str
    agreed: bool
    may_agree: bool  # a second officer, of the same organisation


@dataclass(frozen=True, slots=True)
class Asking:
    """Something asked of an organisation, as a row."""

    id: str
    kind: str
    place: str
    about: str  # who wrote it, and in which section
    words: str
    due: str
    whose: str
    number: str
    state: str
    declined: bool  # so that a note may stand beside it
    note: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    request: Request
    report: Report | None
    name: str
    intro: Sequence[str]
    checking: str
    checking_title: str
    refused: str
    days: int
    phone: str
    left_out: Sequence[LeftOut]
    answered: str
    held: Sequence[str]  # numbers of looks of one's own staff that a sealed review holds back
    is_held: bool
    protected: bool


def read_day(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotInOrder(say("told.day")) from None


def waiting(requests: Iterable[tuple[Request, Person | None]]) -> list[Waiting]:
    return [_waiting(one, person) for one, person in requests]


def _waiting(one: Request, person: Person | None) -> Waiting:
    return Waiting(
        id=one.id,
        whose=formats.name(person) if person else "",
        number=formats.number_mark(person.nhs_number) if person else "",
        received=formats.day(one.asked.received.isoformat()),
        due=formats.day(one.due.isoformat()),
        requester=one.asked.requester,
        state=_state(one),
    )


def _state(one: Request) -> str:
    if one.asked.refused:
        return say("told.refused")
    if one.responded:
        return say("told.answered", day=formats.day(one.responded.isoformat()))
    return say("told.waiting")


def told(made: Made, viewer: Viewer, settings: PersonReports) -> Told:
    person, found = made.person, made.report
    words = spoken(found) if found else {}
    refused = made.request.asked.refused
    return Told(
        request=made.request,
        report=found,
        name=formats.name(person),
        intro=_intro(found, words) if found else (),
        checking=plainly("checking", organisations=words.get("checked_places", "")),
        checking_title=plainly("checking_title", times=words.get("checked_looks", "")),
        refused=f"{REFUSALS[refused]}. {made.request.asked.why}" if refused else "",
        days=settings.reply_days,
        phone=settings.phone,
        left_out=[_left_out(one, made.looks, viewer) for one in made.exclusions],
        answered=_state(made.request) if made.request.responded else "",
        held=[o.reference for o in made.held if o.viewer.organisation == viewer.organisation],
        is_held=bool(made.held),
        protected=person.protected,
    )


def _intro(report: Report, words: Mapping[str, str]) -> tuple[str, ...]:
    return (
        plainly("about", name=words["name"], number=words["number"]),
        plainly("made", when=report.made),
    )


def _left_out(one: Exclusion, looks: Iterable[Look], viewer: Viewer) -> LeftOut:
    reference = next((look.reference for look in looks if look.id == one.look), "")
    ours = one.organisation == viewer.organisation
    return LeftOut(
        id=one.id,
        reference=reference,
        words=one.words if ours else "",
        until=formats.day(one.until.isoformat()),
        agreed=bool(one.agreed_by),
        may_agree=ours and not one.agreed_by and one.proposed_by != viewer.id,
    )


def asking(one: Matter, sources: Sequence[SourceSettings], person: Person | None = None) -> Asking:
    named = {source.id: source.name for source in sources}
    places = {source.organisation: source.name for source in reversed(sources)}
    about = (
        f"{named.get(one.source, one.source)}, {BY_NAME[one.section].title}" if one.source else ""
    )
    return Asking(
        id=one.id,
        kind=say(f"told.{one.kind}"),
        place=places.get(one.to_organisation, one.to_organisation),
        about=about,
        words=one.words,
        due=formats.day(one.due.isoformat()),
        whose=formats.name(person) if person else "",
        number=formats.number_mark(person.nhs_number) if person else "",
        state=_came_of(one),
        declined=bool(one.answer and one.answer.step == "declined" and one.kind == "correction"),
        note=one.note.words if one.note else "",
        answers=[(step, say(f"told.{step}")) for step in ANSWERS[one.kind]],
    )


def _came_of(one: Matter) -> str:
    answer = one.answer
    if answer is None:
        return say("told.asked", day=formats.day(one.due.isoformat()))
    return f"{say(f'told.{answer.step}')}, {formats.local_day(answer.at)}: {answer.words}"


def holding(found: Sequence[Holding]) -> list[tuple[str, str]]:
    """(organisation, what is known of it)."""
    return [(one.organisation, _held(one)) for one in found]


def _held(one: Holding) -> str:
    if one.seen is None:
        return say("told.not-seen", name=one.name)
    return say("told.seen", name=one.name, day=formats.day(one.seen.isoformat()))


def offered(sources: Sequence[SourceSettings]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each source with the sections it shares: who wrote what is wrong."""
    return [
        (
            one.name,
            [(f"{one.id} {name}", BY_NAME[name].title) for name in one.sections if name in BY_NAME],
        )
        for one in sources
        if one.organisation
    ]


def rows(line: Line) -> Sequence[tuple[str, str]]:
    """What stands beside each look, in the words of the letter."""
    given = (
        ("until_title", line.until),
        ("why", ". ".join(line.why)),
        ("saw", line.saw),
        ("kept", line.kept),
        ("name", line.name),
        ("reference", line.reference),
    )
    return [(plainly(name), words) for name, words in given if words]
