"""What a person asks of an organisation that holds something of them: a copy, or that it is put right (PAT-5, PAT-6). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from carerecord.audit import Entry
from carerecord.contract import SourceSettings
from carerecord.insight.report import times
from carerecord.insight.report.contract import NotInOrder
from carerecord.insight.report.words import catalogue

Kind = Literal["copy", "correction"]
Step = Literal["given", "put-right", "declined", "noted", "note-removed"]
ANSWERS: Mapping[Kind, tuple[Step, ...]] = {
    "copy": ("given", "declined"),
    "correction": ("put-right", "declined"),
}
"""What the organisation that was asked may say."""
HOLDS = frozenset({"answered", "partial"})
"""States of a source that had something of the person."""


@dataclass(frozen=True, slots=True)
class Said:
    """One step of a matter."""

    step: Step
    words: str
    made_by: str
    made_by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    id: str
    request_id: str
    person_id: str
    kind: Kind
    from_organisation: str
    to_organisation: str
    officer: str
    officer_name: str
    source: str = ""  # id; of a correction
    section: str = ""  # name
    words: str  # the person's own
    asked: date
    due: date
    said: tuple[Said, ...] = ()

    @property
    def answer(self) -> Said | None:
        return next((one for one in self.said if one.step in ANSWERS[self.kind]), None)

    @property
    def note(self) -> Said | None:
        """What the person says beside it, as it stands now."""
        last = next((one for one in self.said[::-1] if one.step.startswith("note")), None)
        return last if last and last.step == "noted" else None


@dataclass(frozen=True, slots=True)
class Holding:
    """An organisation that may hold something of the person, and when it was last seen to."""

    organisation: str
    sources: tuple[SourceSettings, ...]
    seen: (
        date | None
    )  # the day of the last view that it answered with something; nobody knows: none

    @property
    def name(self) -> str:
        return self.sources[0].name


def holdings(sources: Sequence[SourceSettings], entries: Iterable[Entry]) -> list[Holding]:
    """By what the log says of earlier views; no source is asked. Those seen to hold something first."""
    seen = _seen(entries)
    by_place: dict[str, list[SourceSettings]] = {}
    for one in (source for source in sources if source.organisation):
        by_place.setdefault(one.organisation, []).append(one)
    found = [
        Holding(
            code, tuple(several), max((seen[s.id] for s in several if s.id in seen), default=None)
        )
        for code, several in by_place.items()
    ]
    return sorted(found, key=lambda one: one.seen is None)


def _seen(entries: Iterable[Entry]) -> dict[str, date]:
    found: dict[str, date] = {}
    for entry in entries:
        answers = entry.body.get("sources") if entry.kind == "shown" else None
        for source, said in answers.items() if isinstance(answers, dict) else ():
            if said.get("state") in HOLDS:
                day = entry.at.astimezone(times.LONDON).date()
                found[source] = max(day, found.get(source, day))
    return found


def check_answer(matter: Matter, step: str, words: str) -> Step:
    """Raises `NotInOrder`, saying what is missing."""
    taken = next((one for one in ANSWERS[matter.kind] if one == step), None)
    if taken is None:
        raise NotInOrder("Choose what was done.")
    if matter.answer is not None:
        raise NotInOrder("That was answered already.")
    if not words.strip():
        raise NotInOrder("Say what the person is told, in a few words.")
    return taken


def check_note(matter: Matter) -> None:
    """Beside what was not changed alone."""
    if matter.kind != "correction" or not (matter.answer and matter.answer.step == "declined"):
        raise NotInOrder("A note stands beside what the organisation did not change.")


def line(matter: Matter, place: str) -> str:
    """As it stands in the person's report."""
    said, answer = catalogue()["asked"], matter.answer
    words = said[matter.kind].format(place=place, day=times.day(matter.asked))
    if answer is None:
        return f"{words} {said['due'].format(due=times.day(matter.due))}"
    day = times.day(answer.at.astimezone(times.LONDON).date())
    told = said[answer.step].format(day=day)
    noted = f" {said['noted']}" if matter.note else ""
    return f"{words} {told} {answer.words}{noted}"
