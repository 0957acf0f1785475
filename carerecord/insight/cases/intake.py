"""How cases come up: from alerts, from unusual views, from the sample, from a person's question. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from carerecord.access.alerts import Alert
from carerecord.access.evidence import OpenItem
from carerecord.access.evidence.store import Kept
from carerecord.audit import Entry
from carerecord.contract import Viewer
from carerecord.insight import unusual
from carerecord.insight.cases.contract import CaseFile, Level, Origin, Question, Reason
from carerecord.insight.unusual.explaining import WORDS

AROUND = timedelta(days=7)  # before and after: what “care found” looks at
SAMPLE_SHARE, SAMPLE_LEAST = 0.001, 10  # ALR-7, a month and organisation
MOST_AROUND = 8
SERIOUS = frozenset({"own", "left", "emergency", "watched", "many", "household", "kin", "related"})
"""Signals that make an unusual view an alert, not a notification."""


def of_alerts(alerts: Iterable[Alert], at: datetime) -> list[CaseFile]:
    """One for each viewer, person and occasion. What is told of the same occasion later is a case of its own."""
    grouped: dict[tuple[str, str, str, str], list[Alert]] = defaultdict(list)
    for one in alerts:
        grouped[(one.to, one.viewer.id, one.person_id, one.occasion)].append(one)
    return [_of_alerts(sorted(several, key=_serious), at) for several in grouped.values()]


def _serious(alert: Alert) -> tuple[bool, str]:
    return alert.kind != "alert", alert.rule


def _of_alerts(several: Sequence[Alert], at: datetime) -> CaseFile:
    first = min(several, key=lambda one: one.at)
    rules = sorted({one.rule for one in several})
    level: Level = "alert" if any(one.kind == "alert" for one in several) else "notification"
    return CaseFile(
        organisation=first.to,
        origin="alert",
        level=level,
        occasion=" ".join((first.viewer.id, first.person_id, first.occasion, *rules)),
        viewer_id=first.viewer.id,
        viewer_name=first.viewer.name,
        role_name=first.viewer.role_name,
        person_id=first.person_id,
        first=first.at,
        last=max(one.at for one in several),
        reasons=tuple(dict.fromkeys(Reason(one.rule, one.words) for one in several)),
        entries=tuple(dict.fromkeys(one.entry_id for one in several if one.entry_id)),
        around=tuple(dict.fromkeys(fact for one in several for fact in one.around)),
        opened=at,
    )


def of_unusual(
    case: unusual.Case,
    viewer: Viewer,
    evidence: Mapping[str, Sequence[Kept]],
    at: datetime,
) -> CaseFile:
    """`evidence` by person: of one person its facts, of several how many have any."""
    serious = SERIOUS & {one.name for one in case.signals}
    reasons = [Reason(one.name, one.words) for one in case.signals]
    if case.explained:
        reasons.append(Reason("explained", f"What speaks for it: {case.explained}"))
    return CaseFile(
        organisation=viewer.organisation,
        origin="unusual",
        level="alert" if serious and not case.explained else "notification",
        occasion=f"{case.viewer} {case.accesses[-1]}",
        viewer_id=case.viewer,
        viewer_name=viewer.name,
        role_name=viewer.role_name,
        person_id="" if case.burst else case.people[0],
        people=len(case.people),
        first=case.first,
        last=case.last,
        score=round(case.score * 100),
        reasons=tuple(reasons),
        entries=case.accesses,
        around=_care(case, evidence),
        opened=at,
    )


def _care(case: unusual.Case, evidence: Mapping[str, Sequence[Kept]]) -> tuple[str, ...]:
    found = [around(evidence.get(one, ()), case.first, case.last) for one in case.people]
    if not case.burst:
        return found[0]
    known = sum(map(bool, found))
    return (f"{known} of {len(found)} people",) if known else ()


def sample(views: Sequence[Entry], month: str, at: datetime) -> list[CaseFile]:
    """Of one organisation's ordinary views of a month, the same whenever it is drawn (ALR-7)."""
    many = max(SAMPLE_LEAST, ceil(len(views) * SAMPLE_SHARE))
    drawn = sorted(views, key=lambda one: sha256(f"{month} {one.entry_id}".encode()).digest())
    reason = Reason("sample", f"Drawn at random from {len(views):,} ordinary views of {month}")
    return [
        _of_look(one.viewer, "sample", one.entry_id, (one.at, one.at), one.person_id, reason, at)
        for one in drawn[:many]
        if one.viewer
    ]


def of_question(asked: Question, at: datetime) -> CaseFile:
    """The person asks about one look at their record (PAT-4)."""
    reason, span = Reason("question", "The person asks"), (asked.first, asked.last)
    case = _of_look(asked.viewer, "question", asked.look, span, asked.person_id, reason, at)
    return replace(case, level="alert", asked=asked.words, answer_by=asked.answer_by)


def _of_look(
    viewer: Viewer,
    origin: Origin,
    look: str,
    span: tuple[datetime, datetime],
    person_id: str,
    reason: Reason,
    at: datetime,
) -> CaseFile:
    """One look at one record, known by its first entry."""
    return CaseFile(
        organisation=viewer.organisation,
        origin=origin,
        level="notification",
        occasion=look,
        viewer_id=viewer.id,
        viewer_name=viewer.name,
        role_name=viewer.role_name,
        person_id=person_id,
        first=span[0],
        last=span[1],
        reasons=(reason,),
        entries=(look,),
        opened=at,
    )


def of_officer(officer: Viewer, month: str, read: Sequence[Entry], at: datetime) -> CaseFile:
    """What a privacy officer read in a month is looked at by another (ux S19)."""
    return CaseFile(
        organisation=officer.organisation,
        origin="officer",
        level="notification",
        occasion=f"{officer.id} {month}",
        viewer_id=officer.id,
        viewer_name=officer.name,
        role_name=officer.role_name,
        first=read[0].at,
        last=read[-1].at,
        people=len({one.person_id for one in read if one.person_id}),
        reasons=(
            Reason("officer", f"A privacy officer read the log {len(read)} times in {month}"),
        ),
        entries=tuple(one.entry_id for one in read),
        opened=at,
    )


UNPROVED = {
    "LR-12": "Their own record system said an encounter was open",
    "LR-14": "They said for themselves how they were involved",
    "LR-16": "They declared an emergency",
}


def of_unproved(item: OpenItem, viewer: Viewer, at: datetime) -> CaseFile:
    """What was only said, and no system of record has proved in its time (N5)."""
    days = (at - item.used).days
    said = UNPROVED.get(item.kind, "They said why")
    return CaseFile(
        organisation=viewer.organisation,
        origin="unusual",
        level="notification",
        occasion=f"unproved {item.person_id} {item.evidence_id}",
        viewer_id=item.viewer_id,
        viewer_name=viewer.name,
        role_name=viewer.role_name,
        person_id=item.person_id,
        first=item.used,
        last=item.used,
        reasons=(Reason(item.kind, f"{said}, and no care is recorded {days} days later"),),
        opened=at,
    )


def around(evidence: Iterable[Kept], first: datetime, last: datetime) -> tuple[str, ...]:
    """Facts of care from a week before to a week after, as a system of record says (ALR-5)."""
    found = []
    for kept in evidence:
        one = kept.evidence
        ends = kept.ended or one.ends
        near = one.starts <= last + AROUND and (ends is None or ends >= first - AROUND)
        if one.strength == "S3" and near:
            until = f" to {ends:%d-%b-%Y}" if ends else ""
            kind = WORDS.get(one.kind, one.words)
            found.append(f"{kind[:1].upper()}{kind[1:]}: {one.starts:%d-%b-%Y}{until}")
    return tuple(dict.fromkeys(found))[:MOST_AROUND]
