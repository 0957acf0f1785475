"""Entries of the audit log as views, a day at a time. Pure.

A view is one member of staff opening one person's record once in a session. It belongs to the day in London of its
first opening, by the place of the entry, which never goes back where the clock of a machine does. A day is whole when
no session begun in it can go on: what a session showed after midnight still belongs to its view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from carerecord.audit import Entry
from carerecord.contract import Viewer
from carerecord.insight.use.contract import Viewed

LONDON = ZoneInfo("Europe/London")
LONGEST = timedelta(hours=24)
"""Of a session: the most that `sessions.hours` may be."""
PLACES_A_SECOND = 64_000_000
EMERGENCIES = frozenset({"BTG", "ETREAT"})
MISSING = frozenset({"failed", "partial"})

Key = tuple[str, str, str]


def midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def place_at(at: datetime) -> int:
    return int(at.timestamp()) * PLACES_A_SECOND


def time_of(entry: Entry) -> datetime:
    micros = entry.place // (PLACES_A_SECOND // 1_000_000)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).astimezone(LONDON)


def whole_at(day: date) -> datetime:
    """From when on nothing can be added to a day."""
    return midnight(day + timedelta(days=1)).astimezone(UTC) + LONGEST


@dataclass(slots=True)
class _Growing:
    """A view whose session may go on."""

    viewer: Viewer
    person: str
    at: datetime
    launcher: str
    face: str
    emergency: bool = False
    sections: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    response_ms: int | None = None

    def grown(self) -> Viewed:
        return Viewed(
            staff=self.viewer.id,
            person=self.person,
            at=self.at,
            organisation=self.viewer.organisation,
            role=self.viewer.role,
            launcher=self.launcher,
            face=self.face,
            emergency=self.emergency,
            sections=tuple(sorted(self.sections)),
            response_ms=self.response_ms,
            missing=tuple(sorted(self.missing)),
        )


class Counting:
    """Takes entries in the order of their places, from `LONGEST` before the first day on."""

    def __init__(self) -> None:
        self._views: dict[Key, _Growing] = {}
        self._launchers: dict[Key, tuple[datetime, str]] = {}
        self._first_opened: dict[str, Key] = {}  # by the id of the view that opened it

    def take(self, entry: Entry) -> None:
        if entry.viewer is None or not entry.person_id:
            return
        key = entry.viewer.id, entry.person_id, entry.viewer.session or entry.view_id
        if entry.kind == "launch":
            self._launchers[key] = time_of(entry), str(entry.body.get("launcher", ""))
        elif entry.kind == "open":
            self._open(key, entry, entry.viewer)
        elif entry.kind == "shown" and key in self._views:
            self._shown(key, entry)

    def end(self, day: date) -> list[Viewed]:
        """The views of a whole day, in the order they began; what is older is let go."""
        ended = [(key, one) for key, one in self._views.items() if one.at.date() <= day]
        for key, _ in ended:
            del self._views[key]
        kept = self._first_opened.items()
        self._first_opened = {view: key for view, key in kept if key in self._views}
        since = midnight(day + timedelta(days=1)) - LONGEST
        self._launchers = {key: one for key, one in self._launchers.items() if one[0] >= since}
        return [one.grown() for _, one in ended if one.at.date() == day]

    def _open(self, key: Key, entry: Entry, viewer: Viewer) -> None:
        if key not in self._views:
            _, launcher = self._launchers.get(key, (None, ""))
            face = str(entry.body.get("face", ""))
            self._views[key] = _Growing(viewer, entry.person_id, time_of(entry), launcher, face)
            self._first_opened[entry.view_id] = key
        if _is_emergency(entry.body):
            self._views[key].emergency = True

    def _shown(self, key: Key, entry: Entry) -> None:
        view = self._views[key]
        view.sections |= set(_names(entry.body.get("sections")))
        view.missing |= set(_missing(entry.body.get("sources")))
        content = entry.body.get("sections")  # the head of a page that waits has none
        if (
            view.response_ms is None
            and content
            and self._first_opened.pop(entry.view_id, None) == key
        ):
            taken = time_of(entry) - view.at
            view.response_ms = max(0, round(taken.total_seconds() * 1000))


def _is_emergency(body: Mapping[str, Any]) -> bool:
    return body.get("purpose") in EMERGENCIES or "LR-16" in body.get("reasons", ())


def _names(said: object) -> Iterable[str]:
    return (str(one) for one in said) if isinstance(said, Mapping | list) else ()


def _missing(said: object) -> Iterable[str]:
    sources = said if isinstance(said, Mapping) else {}
    return (str(name) for name, how in sources.items() if how.get("state") in MISSING)
