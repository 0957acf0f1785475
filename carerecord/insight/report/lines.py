"""Looks as lines in plain words: those being checked first, then month by month, newest first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from carerecord.contract import Person, Viewer
from carerecord.insight.report import times, words
from carerecord.insight.report.contract import (
    Line,
    Look,
    Matters,
    Month,
    Other,
    Question,
    Report,
    What,
)
from carerecord.insight.report.words import say

NameTold = Callable[[str], bool]
"""Whether an organisation (ODS code) tells people the names of its staff."""
KINDS: tuple[What, ...] = ("found", "refused", "office", "replayed", "system")


def report(
    person: Person,
    looks: Sequence[Look],
    others: Sequence[Other],
    matters: Matters,
    name_told: NameTold,
    at: datetime,
) -> Report:
    told = [one for one in looks if one.id not in matters.left_out]
    lines = {one.id: _line(one, matters, name_told) for one in told}
    checked = [one for one in told if lines[one.id].checking]
    plain = [one for one in told if not lines[one.id].checking]
    months = [
        Month(name, tuple(lines[one.id] for one in of_month))
        for name, of_month in groupby(plain, key=lambda look: times.month(look.first))
    ]
    return Report(
        person=person,
        made=times.moment(at),
        told=_counted(told),
        checked=tuple(lines[one.id] for one in checked),
        months=tuple(months),
        others=tuple(_others(others)),
        left_out=len(looks) - len(told),
    )


def _line(look: Look, matters: Matters, name_told: NameTold) -> Line:
    question = matters.questions.get(look.id)
    checking = _is_checked(look, matters, question)
    viewer = look.viewer
    return Line(
        when=words.sentence(times.moment(look.first)),
        until=_until(look),
        who=words.sentence(words.a(words.job(viewer))),
        role=words.job(viewer),
        organisation=viewer.organisation_name or viewer.organisation,
        why=words.why(look.rules, look.declared),
        saw=words.saw(look.sections),
        kept=say("kept_yes" if look.taken else "kept_no"),
        name=_name(viewer, name_told) if not checking else say("name_later"),
        emergency=look.emergency,
        checking=say("being_checked") if checking else "",
        reference=look.reference,
        question=_question(question),
    )


def _is_checked(look: Look, matters: Matters, question: Question | None) -> bool:
    asked = question is not None and question.answered is None
    return asked or bool(look.evidence & matters.unproved)


def _name(viewer: Viewer, name_told: NameTold) -> str:
    told = name_told(viewer.organisation) and viewer.name
    return viewer.name if told else say("name_not_told")


def _until(look: Look) -> str:
    if times.moment(look.first) == times.moment(look.last):
        return ""
    same = times.same_day(look.first, look.last)
    return say("until", when=times.time(look.last) if same else times.moment(look.last))


def _question(question: Question | None) -> tuple[str, ...]:
    if question is None:
        return ()
    if question.answered is None:
        due = times.day(question.due)
        return (say("asked", day=times.day(question.asked), due=due),)
    day = times.day(question.answered)
    asked, decision = times.day(question.asked), words.decision(question.decision)
    return (say("answered", asked=asked, day=day, decision=decision, reply=question.reply),)


def _counted(looks: Sequence[Look]) -> str:
    if not looks:
        return say("count_none")
    staff = len({one.viewer.id for one in looks})
    places = len({one.viewer.organisation for one in looks})
    return say(
        "count",
        staff=words.counted("staff", staff),
        organisations=words.counted("organisations", places),
        times=words.times(len(looks)),
    )


def _others(others: Iterable[Other]) -> Iterable[tuple[str, tuple[str, ...]]]:
    by_kind: Mapping[What, list[Other]] = {kind: [] for kind in KINDS}
    for one in others:
        by_kind[one.what].append(one)
    for kind, several in by_kind.items():
        if several:
            yield say(kind), tuple(_other(one) for one in several)


def _other(one: Other) -> str:
    when = words.sentence(times.moment(one.first))
    often = f", {words.times(one.times)}" if one.times > 1 else ""
    if one.viewer is None:
        return f"{when}{often}"
    place = one.viewer.organisation_name or one.viewer.organisation
    at_place = f" at {place}" if place else ""
    return f"{when}{often}: {words.a(words.job(one.viewer))}{at_place}"
